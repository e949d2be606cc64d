"""What a page's first tags say: its language, what its addresses are relative to, and its links."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from listings.extraction.sources.attributes import any_case, attribute_pattern, read_attributes

MAX_LINKS = 1_000
MAX_TAG_CHARS = 4_000
_OPENING = re.compile(rf"<(?:!--|({'|'.join(map(any_case, ('html', 'base', 'link', 'body')))})(?=[\s/>]))")
_ATTRIBUTE = attribute_pattern("lang", "href", "rel")


@dataclass(frozen=True, slots=True)
class Head:
    """language: of <html>.  base: the address of <base>.  links: of <link> by rel, in lower case, the first of each."""

    language: str | None
    base: str | None
    links: Mapping[str, str]


def read_head(markup: str) -> Head:
    """The head of a page whose scripts are cut out, up to <body>."""
    language, base, links = None, None, dict[str, str]()
    for name, attributes in _tags(markup):
        if name == "html" and language is None:
            language = attributes.get("lang")
        elif name == "base" and base is None:
            base = attributes.get("href")
        elif name == "link" and "rel" in attributes and "href" in attributes:
            links.setdefault(attributes["rel"].strip().lower(), attributes["href"].strip())
    return Head(language.strip() if language else None, base, MappingProxyType(links))


def _tags(markup: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(name, attributes) of the tags outside comments, as far as the body's."""
    found = _OPENING.search(markup)
    for _ in range(MAX_LINKS):
        name = found[1].lower() if found and found[1] else None
        if found is None or name == "body":
            return
        end = markup.find("-->", found.start() + 2) if name is None else found.end()
        if end < 0:
            return
        if name is not None:
            stop = markup.find(">", end, end + MAX_TAG_CHARS)
            yield name, read_attributes(_ATTRIBUTE, markup[end : max(stop, end)])
        found = _OPENING.search(markup, end)
