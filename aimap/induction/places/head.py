"""Places in a page's head and address."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from aimap.induction.look import Look
from aimap.induction.needles import WEAK_FACTS, letters_of
from aimap.induction.proposals import Kind, Proposal, propose

MIN_ID_DIGITS = 4
MAX_PATTERN_CHARS = 200
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "title"),
    "main_image": ("og:image", "twitter:image"),
    "offer": ("title", "og:title", "description", "og:description", "keywords"),
    "property_type": ("title", "og:title", "description", "og:description"),
    "town": ("title", "og:title"),
    "description": ("og:description", "description"),
    "currency": ("og:price:currency", "product:price:currency"),
    "price": ("og:price:amount", "product:price:amount"),
    "position": ("geo.position", "icbm"),
}
_PATH_WORDS = {"url": True, "match": "//[^/]{1,200}/([^?#]{1,300})"}
_SITE = re.compile(r"\s*(?:[|·•»｜]|\s[-–—]\s)[^|·•»｜–—]{2,60}$")
_BEFORE_ID = re.compile(r"([a-z]{2,12}[-_/]?|[-_/])$")
_ENDINGS = (".html", ".htm", "/", ".php")


def head_proposals(look: Look) -> Iterator[Proposal]:
    """Places in <meta>, <title> and the page's address."""
    meta = look.page.meta
    for fact, names in _KNOWN.items():
        yield from (propose(fact, {"meta": name}, Kind.HEAD, is_named=True) for name in names if meta.get(name))
    for name in meta:
        for fact in sorted(set(look.needles.facts_of(meta[name][0])) - WEAK_FACTS):
            yield propose(fact, {"meta": name}, Kind.HEAD, is_named=False)
    yield from _without_site(look)
    for fact in ("offer", "property_type"):
        yield propose(fact, _PATH_WORDS, Kind.HEAD, is_named=False)
    yield from _id_in_address(look)


def _without_site(look: Look) -> Iterator[Proposal]:
    """The page's title without what it says of the site."""
    title = letters_of(str(look.agreed.get("title") or ""))
    for name in ("title", "og:title"):
        stated = next(iter(look.page.meta.get(name, ())), "")
        site = _SITE.search(stated)
        pattern = escaped(site[0]) if site and not any(map(str.isdigit, site[0])) else ""
        if site and pattern and len(pattern) <= MAX_PATTERN_CHARS and (rest := letters_of(stated[: site.start()])):
            rule = {"meta": name, "match": f"^(.+?){pattern}$"}
            yield propose("title", rule, Kind.HEAD, is_named=rest == title)


def _id_in_address(look: Look) -> Iterator[Proposal]:
    digits = re.sub(r"\D", "", str(look.agreed.get("reference") or ""))
    path = urlsplit(look.page.address).path
    found = re.search(rf"(?<!\d){digits}(?!\d)", path) if len(digits) >= MIN_ID_DIGITS else None
    before = _BEFORE_ID.search(path[: found.start()]) if found else None
    if found and before:
        behind = path[found.end() :]
        tail = escaped(behind) if behind in _ENDINGS else "" if behind else "/?$"
        rule = {"url": True, "match": rf"{escaped(before[1])}(\d{{{MIN_ID_DIGITS},14}}){tail}"}
        yield propose("reference", rule, Kind.HEAD, is_named=True)


def escaped(text: str) -> str:
    """A text as a pattern that matches it, its spaces left for people to read."""
    return re.escape(text).replace("\\ ", " ").replace("\\-", "-")
