"""What a page's first tags say: its language, what its addresses are relative to, and its canonical address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from listings.extraction.sources.attributes import any_case, attribute_pattern, read_attributes
from listings.extraction.sources.meta import MAX_TAGS, NAMES, TITLE, Contents

MAX_TAG_CHARS = 4_000
_ATTRIBUTE = attribute_pattern("lang", "href", "rel")
_META_ATTRIBUTE = attribute_pattern("content", *NAMES)


def _opening(*names: str) -> re.Pattern[str]:
    return re.compile(rf"<(?:!--|({'|'.join(map(any_case, (*names, 'body')))})(?=[\s/>]))")


_OPENING = _opening("html", "base", "link")
_META_OPENING = _opening("meta")
_ATTRIBUTES = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_STATED = {"html": ("language", "lang"), "base": ("base", "href"), "link": ("canonical", "href")}


@dataclass(frozen=True, slots=True)
class Head:
    """language: of <html>.  base: the address of <base>.  canonical: that of <link rel=canonical>."""

    language: str | None = None
    base: str | None = None
    canonical: str | None = None


def read_head(markup: str) -> Head:
    """The head of a page whose scripts are cut out, up to <body>; of what is said twice the first."""
    found: dict[str, str] = {}
    for name, text in _tags(markup, _OPENING):
        stated, attribute = _STATED[name]
        if stated in found or (name == "link" and "canonical" not in text.lower()):
            continue
        attributes = read_attributes(_ATTRIBUTE, text)
        if attribute in attributes and (name != "link" or attributes.get("rel", "").strip().lower() == "canonical"):
            found[stated] = attributes[attribute].strip()
    return Head(**found)


def read_head_meta(markup: str) -> Contents:
    """Contents of <meta> up to <body>, by name, property, itemprop or http-equiv in lower case."""
    found: dict[str, tuple[str, ...]] = {}
    for _, text in _tags(markup, _META_OPENING):
        attributes = read_attributes(_META_ATTRIBUTE, text)
        content = attributes.get("content", "").replace("\r\n", "\n").strip()
        name = next((name for key in NAMES if (name := attributes.get(key))), "").strip().lower()
        if name not in ("", TITLE) and content:
            found[name] = (*found.get(name, ()), content)
    return MappingProxyType(found)


def _tags(markup: str, opening: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """(name, text of the attributes) of the tags outside comments, as far as the body's."""
    found = opening.search(markup)
    for _ in range(MAX_TAGS):
        name = found[1].lower() if found and found[1] else None
        if found is None or name == "body":
            return
        end = markup.find("-->", found.start() + 2) if name is None else found.end()
        if end < 0:
            return
        if name is not None:
            yield name, markup[end : max(_tag_end(markup, end), end)]
        found = opening.search(markup, end)


def _tag_end(markup: str, at: int) -> int:
    """Where the tag ends; what stands in quotes does not end it.  Below `at` where it does not end."""
    found = _ATTRIBUTES.match(markup, at, at + MAX_TAG_CHARS)
    return found.end() - 1 if found else -1
