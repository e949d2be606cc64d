"""What a page's first tags say: its language, what its addresses are relative to, and its canonical address."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from listings.extraction.sources.attributes import any_case, attribute_pattern, read_attributes
from listings.extraction.sources.headline import is_comment
from listings.extraction.sources.meta import MAX_TAGS, MAX_TITLE_CHARS, NAMES, TITLE, Contents

MAX_TAG_CHARS = 4_000
_ATTRIBUTE = attribute_pattern("lang", "href", "rel")
_META_ATTRIBUTE = attribute_pattern("content", *NAMES)


def _opening(*names: str) -> re.Pattern[str]:
    return re.compile(rf"<(?:!--|({'|'.join(map(any_case, (*names, 'body')))})(?=[\s/>]))")


_OPENING = _opening("html", "base")
_META_OPENING = _opening("meta", "title")
_TITLE_END = re.compile(rf"</{any_case('title')}")
_ATTRIBUTES = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_STATED = {"html": ("language", "lang"), "base": ("base", "href")}
_CANONICAL = re.compile(any_case("canonical"))
_BODY = re.compile(rf"<{any_case('body')}[\s/>]")
MAX_CANONICAL = 10  # places where the word stands


@dataclass(frozen=True, slots=True)
class Head:
    """language: of <html>.  base: the address of <base>.  canonical: that of <link rel=canonical>."""

    language: str | None = None
    base: str | None = None
    canonical: str | None = None


def read_head(markup: str) -> Head:
    """The head of a page whose scripts are cut out, up to <body>; of what is said twice the first."""
    found: dict[str, str] = {}
    for name, start, end in _tags(markup, _OPENING):
        stated, attribute = _STATED[name]
        attributes = read_attributes(_ATTRIBUTE, markup[start:end])
        if attribute in attributes:
            found.setdefault(stated, attributes[attribute].strip())
    return Head(**found, canonical=_canonical(markup))


def _canonical(markup: str) -> str | None:
    """The address of <link rel=canonical>, found by its word: a head has dozens of links that say other things."""
    for at in islice(_places(markup, "canonical", _CANONICAL, _body_start(markup)), MAX_CANONICAL):
        start = markup.rfind("<", max(0, at - MAX_TAG_CHARS), at)
        if start < 0 or markup[start + 1 : start + 5].lower() != "link" or is_comment(markup, start):
            continue
        attributes = read_attributes(_ATTRIBUTE, markup[start + 5 : max(_tag_end(markup, start + 5), start)])
        if attributes.get("rel", "").strip().lower() == "canonical" and "href" in attributes:
            return attributes["href"].strip()
    return None


def _body_start(markup: str) -> int:
    return next(_places(markup, "<body", _BODY, len(markup)), len(markup))


def _places(markup: str, word: str, in_any_case: re.Pattern[str], end: int) -> Iterator[int]:
    """Where a word stands; in capitals only where none is written in small letters, as nearly all are."""
    at = markup.find(word, 0, end)
    if at < 0:
        yield from (found.start() for found in in_any_case.finditer(markup, 0, end))
    while at >= 0:
        yield at
        at = markup.find(word, at + 1, end)


def read_head_meta(markup: str) -> Contents:
    """Contents of <meta> up to <body>, by name, property, itemprop or http-equiv in lower case, with "title"."""
    found: dict[str, tuple[str, ...]] = {}
    for name, start, end in _tags(markup, _META_OPENING):
        if name == TITLE:
            found.setdefault(TITLE, (_title(markup, end + 1),))
            continue
        attributes = read_attributes(_META_ATTRIBUTE, markup[start:end])
        content = attributes.get("content", "").replace("\r\n", "\n").strip()
        stated = next((stated for key in NAMES if (stated := attributes.get(key))), "").strip().lower()
        if stated not in ("", TITLE) and content:
            found[stated] = (*found.get(stated, ()), content)
    return MappingProxyType(found)


def _title(markup: str, start: int) -> str:
    """The text of <title>, in one line; tags in it are text (HTML Standard, 13.2.5.2)."""
    end = _TITLE_END.search(markup, start, start + MAX_TITLE_CHARS)
    return " ".join(html.unescape(markup[start : end.start() if end else start + MAX_TITLE_CHARS]).split())


def _tags(markup: str, opening: re.Pattern[str]) -> Iterator[tuple[str, int, int]]:
    """(name, start and end of the text of the attributes) of the tags outside comments, as far as the body's."""
    found = opening.search(markup)
    for _ in range(MAX_TAGS):
        name = found[1].lower() if found and found[1] else None
        if found is None or name == "body":
            return
        end = markup.find("-->", found.start() + 2) if name is None else found.end()
        if end < 0:
            return
        if name is not None:
            yield name, end, max(_tag_end(markup, end), end)
        found = opening.search(markup, end)


def _tag_end(markup: str, at: int) -> int:
    """Where the tag ends; what stands in quotes does not end it.  Below `at` where it does not end."""
    found = _ATTRIBUTES.match(markup, at, at + MAX_TAG_CHARS)
    return found.end() - 1 if found else -1
