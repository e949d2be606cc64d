"""The mapping language: where a portal's pages state each fact, as typed, versioned, linted JSON.

    {"portal": "uk_rightmove", "version": "1",
     "anchors": {"property": [{"json": "PAGE_MODEL.propertyData"}]},
     "fields": {"price": [{"json": "@property.prices.primaryPrice"}, {"css": "#propertyHeaderPrice"}]}}

An anchor is an object that rules start from; the first one is the listing itself, so a page that holds it is a listing.
A field's rules are tried in order; each only proposes (see facts.py for the field names).  A rule has one source:

    json       state name (or script id), then a path (json_path.py); "@anchor.path" starts at an anchor
    flight     path in the rows of Next.js flight data
    jsonld, microdata   a type (or A|B), then a path
    meta       name or property of a <meta>, or "title"
    css        selector; with `attr` that attribute, with `html` true the inner HTML, else the text; `without` leaves
               out what that selector matches inside
    label      a label of the page's label/value pairs, or a list of them
    script     literal text in a script, before a JSON value in which `path` is looked up
    url        true: the page's own URL, to be read with `match`

and any of these options:

    all        true: all that is found, else the first that is stated      join   text put between all of them
    match      regular expression; its first group (or itself) is the value
    values     {stated: value}: a code's meaning; what is not listed proposes nothing
    unless     texts that mean "not stated", such as "0"
    format     "{}" for the value or "{key}" for keys of an object, all of which must be stated
    unit       unit of a bare number: sqmt, sqft, acre, ha

An unknown key is an error, never ignored.
"""

import json
import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from listings.extraction.facts import FACTS
from listings.extraction.json_path import PathError, Step, parse_path
from listings.extraction.safe_regex import compile_bounded

SOURCES = ("json", "flight", "jsonld", "microdata", "meta", "css", "label", "script", "url")
ANCHOR_SOURCES = ("json", "flight", "jsonld", "microdata", "script")
_OPTION_TYPES: MappingType[str, type] = MappingProxyType(
    {
        "attr": str, "html": bool, "without": str, "path": str, "all": bool, "join": str, "match": str,
        "values": dict, "unless": list, "format": str, "unit": str,
    }
)  # fmt: skip
_UNITS = ("sqmt", "sqft", "acre", "ha")
_TOP_KEYS = ("portal", "version", "anchors", "fields")
MAX_RULES = 1_000
_NO_PAGE = LexborHTMLParser("")
_HEAD = re.compile(r"@?[^.\[\]@]+")


class MappingError(ValueError):
    """A mapping that cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Rule:
    """One place to look, and how to read what is there."""

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


@dataclass(frozen=True, slots=True)
class Mapping:
    """A portal's mapping, ready for use."""

    portal: str
    version: str
    anchors: MappingType[str, tuple[Rule, ...]]
    fields: MappingType[str, tuple[Rule, ...]]


def parse_mapping(raw: bytes | dict[str, Any]) -> Mapping:
    """A mapping from JSON text or from its decoded object.  Raises MappingError with every fault."""
    reader = _Reader()
    mapping = reader.read(_decode(raw) if isinstance(raw, bytes) else raw)
    if reader.faults or mapping is None:
        raise MappingError(reader.faults)
    return mapping


@cache
def shipped_mapping(slug: str) -> Mapping | None:
    """The mapping that comes with the project for a portal, if there is one.  Raises MappingError."""
    file = files("listings").joinpath("mappings", f"{slug}.json")
    return parse_mapping(file.read_bytes()) if file.is_file() else None


def _decode(raw: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(raw, object_pairs_hook=_distinct_keys)
    except (ValueError, RecursionError) as error:
        raise MappingError([f"not JSON: {error}"]) from error
    if not isinstance(decoded, dict):
        raise MappingError(["a mapping is a JSON object"])
    return decoded


def _distinct_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise MappingError([f"{name!r} is given twice" for name in twice])
    return dict(pairs)


class _Reader:
    """Reads one decoded mapping and collects its faults, so that all are reported at once."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def read(self, raw: dict[str, Any]) -> Mapping | None:
        self.faults += [f"unknown key {key!r}" for key in raw if key not in _TOP_KEYS]
        for key in ("portal", "version"):
            if not isinstance(raw.get(key), str) or not raw[key]:
                self.faults.append(f"{key!r} must be a text")
        if not isinstance(raw.get("fields"), dict) or not isinstance(raw.get("anchors", {}), dict):
            self.faults.append("'fields' and 'anchors' must be objects")
            return None
        anchors = {name: self._rules(f"anchor {name}", rules) for name, rules in raw.get("anchors", {}).items()}
        fields = {name: self._rules(name, rules) for name, rules in raw["fields"].items()}
        self._check_names(anchors, fields)
        return None if self.faults else Mapping(raw["portal"], raw["version"], anchors, fields)

    def _check_names(self, anchors: dict[str, tuple[Rule, ...]], fields: dict[str, tuple[Rule, ...]]) -> None:
        self.faults += [f"unknown field {name!r}" for name in fields if name not in FACTS]
        for name, rules in (*anchors.items(), *fields.items()):
            self.faults += [
                f"{name}: unknown anchor {r.anchor!r}" for r in rules if r.anchor and r.anchor not in anchors
            ]
        self.faults += [
            f"anchor {name}: must not start from an anchor"
            for name, rules in anchors.items()
            if any(r.anchor for r in rules)
        ]

    def _rules(self, name: str, raw: object) -> tuple[Rule, ...]:
        if not isinstance(raw, list) or not raw or len(raw) > MAX_RULES:
            self.faults.append(f"{name}: rules must be a list of at least one")
            return ()
        sources = ANCHOR_SOURCES if name.startswith("anchor ") else SOURCES
        rules = [self._rule(f"{name}[{number}]", rule, sources) for number, rule in enumerate(raw)]
        return tuple(rule for rule in rules if rule is not None)

    def _rule(self, name: str, raw: object, sources: tuple[str, ...]) -> Rule | None:
        if not isinstance(raw, dict):
            self.faults.append(f"{name}: a rule is an object")
            return None
        named = [key for key in raw if key in sources]
        faults = [f"{name}: unknown key {key!r}" for key in raw if key not in sources and key not in _OPTION_TYPES]
        faults += [
            f"{name}: {key!r} must be {kind.__name__}"
            for key, kind in _OPTION_TYPES.items()
            if key in raw and not isinstance(raw[key], kind)
        ]
        if len(named) != 1:
            faults.append(f"{name}: needs exactly one source of {', '.join(sources)}")
        if raw.get("unit", "sqmt") not in _UNITS:
            faults.append(f"{name}: unit must be one of {', '.join(_UNITS)}")
        self.faults += faults
        return None if faults else self._build(name, named[0], raw)

    def _build(self, name: str, source: str, raw: dict[str, Any]) -> Rule | None:
        try:
            return _build_rule(source, raw)
        except (PathError, re.error, ValueError) as error:
            self.faults.append(f"{name}: {error}")
            return None


def _build_rule(source: str, raw: dict[str, Any]) -> Rule:
    where, anchor, steps, labels = _place(source, raw)
    return Rule(
        source=source,
        where=where,
        steps=steps,
        anchor=anchor,
        labels=labels,
        attr=raw.get("attr"),
        html=raw.get("html", False),
        without=_checked_selector(raw["without"]) if "without" in raw else None,
        all=raw.get("all", False),
        join=raw.get("join"),
        match=compile_bounded(raw["match"]) if "match" in raw else None,
        values=raw.get("values"),
        unless=tuple(str(text) for text in raw.get("unless", ())),
        format=raw.get("format"),
        unit=raw.get("unit"),
    )


def _place(source: str, raw: dict[str, Any]) -> tuple[str, str | None, tuple[Step, ...], tuple[str, ...]]:
    """Where a rule looks: its head (state, type, selector ...), anchor, path and labels.  Raises ValueError."""
    value = raw[source]
    if source == "url":
        if value is not True or "match" not in raw:
            raise ValueError("'url' must be true and go with 'match'")
        return "url", None, (), ()
    if source == "label":
        labels = tuple(value) if isinstance(value, list) else (value,)
        if not all(isinstance(label, str) and label for label in labels):
            raise ValueError("'label' must be a text or a list of texts")
        return labels[0], None, (), tuple(" ".join(label.split()).rstrip(" :：").casefold() for label in labels)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{source!r} must be a text")
    if source == "css":
        return _checked_selector(value), None, (), ()
    if source == "meta":
        return value, None, (), ()
    if source == "script":
        return value, None, parse_path(raw["path"]) if "path" in raw else (), ()
    if source == "flight":
        return "flight", None, parse_path(value), ()
    return _headed_path(source, value)


def _checked_selector(selector: str) -> str:
    """The selector, if it is one.  Raises ValueError."""
    try:
        _NO_PAGE.css(selector)
    except SelectolaxError as error:
        raise ValueError(f"bad selector {selector!r}") from error
    return selector


def _headed_path(source: str, value: str) -> tuple[str, str | None, tuple[Step, ...], tuple[str, ...]]:
    """A state's, type's or anchor's name and the path from there: "PAGE_MODEL.a.b", "@anchor[key=value].c"."""
    head = _HEAD.match(value)
    if head is None:
        raise ValueError(f"{value!r} does not begin with a name")
    rest = value[head.end() :]
    steps = parse_path(rest if rest.startswith(("[", "..")) else rest.removeprefix(".")) if rest else ()
    if value.startswith("@") and source != "json":
        raise ValueError("an anchor goes with 'json'")
    return head[0], head[0][1:] if value.startswith("@") else None, steps, ()
