"""The mapping language: where a portal's pages state each fact, as typed, versioned, linted JSON.

    {"portal": "uk_rightmove", "version": "1",
     "listing_url": "/properties/\\d",
     "anchors": {"property": [{"json": "PAGE_MODEL.propertyData"}]},
     "fields": {"price": [{"json": "@property.prices.primaryPrice"}, {"css": "#propertyHeaderPrice"}]}}

An anchor is an object that rules start from; the first one is the listing itself, so a page that holds it is a listing.
What the address of every listing has may be said in `listing_url`, a regular expression: a page that has neither that
nor the first anchor is no listing, and nothing more of it is read.  A field's rules are tried in order; each only
proposes (see facts.py for the field names).  A rule has one source:

    json       state name (or script id), then a path (json_path.py); "@anchor.path" starts at an anchor
    flight     path in the rows of Next.js flight data
    jsonld, microdata   a type (or A|B), then a path
    meta       name or property of a <meta>, or "title"
    css        selector; with `attr` that attribute, with `html` true the inner HTML, else the text; `without` leaves
               out what that selector matches inside; with `attr` and `path` what is there in the attribute's JSON
    label      a label of the page's label/value pairs, or a list of them; true: whatever names the fact (names/)
    script     literal text in a script, before a JSON value in which `path` is looked up
    after      literal text in a script, before whatever stands there, to be read with `match`; with `all` every match
               in the 120,000 characters behind it
    url        true: the page's own URL, to be read with `match`

and any of these options:

    all        true: all that is found, else the first that is stated      join   text put between all of them
    match      regular expression; its first group (or itself) is the value, or an object of its named groups
    values     {stated: value}: a code's meaning; what is not listed proposes nothing
    unless     texts that mean "not stated", such as "0"
    format     "{}" for the value or "{key}" for keys of an object, or with css for attributes; all must be stated
    unit       unit of a bare number: sqmt, sqft, acre, ha
    named      with css, true: of elements that hold label and value, or number and word, what names the fact (names/);
               of features what is affirmed: "Lift: yes"

Three more keys are there for mappings of portals that nobody knows, which are mostly learned (aimap):

    market     {"country": "AT", "currency": "EUR", "locale": "de-AT", "area_unit": "sqmt"}: what a bare number means on
               a portal that is not registered; of a registered one its own market counts
    usual      facts that most pages of the make state that the mapping describes; a page without the first anchor, or
               without more than one in four of them, is of another make and read as if there were no mapping
    partial    true: what the rules leave open is read as if there were no mapping, which takes as long

An unknown key is an error, never ignored.
"""

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from listings.extraction.json_path import Step
from listings.extraction.market import Market

SOURCES = ("json", "flight", "jsonld", "microdata", "meta", "css", "label", "script", "after", "url")
ANCHOR_SOURCES = ("json", "flight", "jsonld", "microdata", "script", "css")
UNITS = ("sqmt", "sqft", "acre", "ha")
OPTION_TYPES: dict[str, type] = {
    "attr": str, "html": bool, "without": str, "path": str, "all": bool, "join": str, "match": str, "values": dict,
    "unless": list, "format": str, "unit": str, "named": bool,
}  # fmt: skip
OPTION_OF_ONE_SOURCE = {"attr": "css", "html": "css", "without": "css", "named": "css"}


class MappingError(ValueError):
    """A mapping that cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Rule:
    """One place to look, and how to read what is there; `path` is how provenance names the place."""

    source: str
    where: str
    steps: tuple[Step, ...] = ()
    anchor: str | None = None
    labels: tuple[str, ...] = ()
    attr: str | None = None
    html: bool = False
    without: str | None = None
    all: bool = False
    join: str | None = None
    match: re.Pattern[str] | None = None
    values: MappingType[str, object] | None = None
    unless: tuple[str, ...] = ()
    format: str | None = None
    unit: str | None = None
    named: str | None = None  # the fact that what is found must be called
    path: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A portal's mapping, ready for use."""

    portal: str
    version: str
    anchors: MappingType[str, tuple[Rule, ...]]
    fields: MappingType[str, tuple[Rule, ...]]
    facts: tuple[str, ...]  # those of its fields, in the order they are read
    listing_url: re.Pattern[str] | None = None
    market: Market | None = None
    usual: frozenset[str] = frozenset()
    partial: bool = False
