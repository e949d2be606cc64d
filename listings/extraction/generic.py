"""Candidates for a page nobody mapped, most trusted sources first."""

import re
from collections.abc import Iterator

from listings.extraction.candidates import Candidate, generic_candidate
from listings.extraction.generic_blocks import block_candidates
from listings.extraction.generic_labels import label_candidates
from listings.extraction.generic_nodes import is_whole, node_candidates
from listings.extraction.generic_state import state_candidates
from listings.extraction.page import Page

_TITLE_SUFFIX = re.compile(r"\s+[|»·–—-]\s+[^|»·–—-]{2,40}$")
_URL_ID = re.compile(r"(?<![0-9A-Za-z.])[A-Za-z]{0,4}(\d{5,12})(?![0-9A-Za-z.])")
HEADLINE_TRUST = 0.87  # more than structured data, whose name is often the site's or made for search engines
MIN_WHOLE_TEXT_CHARS = 300
_GEO_POSITION = ("geo.position", "icbm")
_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title"),
    "main_image": ("og:image", "og:image:secure_url", "og:image:url", "twitter:image"),
    "price": ("product:price:amount", "og:price:amount"),
    "currency": ("product:price:currency", "og:price:currency"),
    "latitude": ("og:latitude", "place:location:latitude"),
    "longitude": ("og:longitude", "place:location:longitude"),
    "city": ("og:locality",),
    "region": ("og:region",),
    "postal_code": ("og:postal-code",),
    "street_address": ("og:street-address",),
    "country": ("og:country-name",),
    "locale_code": ("html:lang", "content-language", "og:locale"),
}


def generic_candidates(page: Page, *, states: bool = True) -> Iterator[Candidate]:
    """What every structured source and the page's head propose, in no particular order.

    states: whether to search embedded state as well, which is the slowest, and idle where a mapping reads it.
    """
    yield from node_candidates(page, page.jsonld, "jsonld")
    yield from node_candidates(page, page.microdata, "microdata")
    if states:
        yield from state_candidates(page)
    yield from label_candidates(page)
    yield from block_candidates(page)
    yield from _meta_candidates(page)
    yield from _teaser_candidates(page)
    yield from _heading_candidates(page)
    yield from _url_candidates(page)


def head_candidates(page: Page, fact: str) -> Iterator[Candidate]:
    """What a page's head states where no mapping needs to say so: its language."""
    for name in _META["locale_code"] if fact == "locale_code" else ():
        for content in page.meta.get(name, ())[:1]:
            yield generic_candidate(fact, content, "meta", name)


def _meta_candidates(page: Page) -> Iterator[Candidate]:
    for fact, names in _META.items():
        for name in names:
            contents = page.meta.get(name)
            if contents:
                yield from _positioned(page, fact, contents[0], name)
    for name in _GEO_POSITION:
        for content in page.meta.get(name, ()):
            yield generic_candidate("position", content, "meta", name)


def _positioned(page: Page, fact: str, raw: object, name: str) -> Iterator[Candidate]:
    """A meta candidate; latitude and longitude are proposed together, as one position."""
    if fact == "longitude":
        return
    if fact != "latitude":
        yield generic_candidate(fact, raw, "meta", name)
        return
    longitude = page.meta.get(name.replace("latitude", "longitude"))
    if longitude:
        yield generic_candidate("position", {"latitude": raw, "longitude": longitude[0]}, "meta", name)


def _teaser_candidates(page: Page) -> Iterator[Candidate]:
    """What the head says of the page, where it is long enough to be the text and does not break off."""
    for name in ("og:description", "description", "twitter:description"):
        for content in page.meta.get(name, ())[:1]:
            if len(content) >= MIN_WHOLE_TEXT_CHARS and is_whole(content):
                yield generic_candidate("description", content, "meta", name)


def _heading_candidates(page: Page) -> Iterator[Candidate]:
    headings = [text for node in page.tree.css("h1")[:3] if (text := " ".join(node.text(separator=" ").split()))]
    title = _TITLE_SUFFIX.sub("", " ".join(page.meta.get("title", ())))
    for heading in headings[:1]:
        yield Candidate("title", heading, "css", "h1", HEADLINE_TRUST)
        yield Candidate("property_type", heading, "title", "h1", 0.55)
        yield Candidate("offer", heading, "title", "h1", 0.55)
    if title:
        yield generic_candidate("title", title, "title", "title")
        yield Candidate("property_type", title, "title", "title", 0.5)
        yield Candidate("offer", title, "title", "title", 0.5)


def _url_candidates(page: Page) -> Iterator[Candidate]:
    path = page.address.partition("?")[0]
    yield generic_candidate("offer", path, "url", "url")
    ids = _URL_ID.findall(path.partition("//")[2].partition("/")[2])
    if ids:
        yield Candidate("reference", max(ids, key=len), "url", "url", 0.6)
