"""What <head> says: <meta> (OpenGraph, Twitter, Dublin Core, geo), <title>, the language of <html>."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser

MAX_TAGS = 1_000
LANGUAGE = "html:lang"


def read_meta(tree: LexborHTMLParser) -> Mapping[str, tuple[str, ...]]:
    """Contents by name, property, itemprop or http-equiv in lower case, with "title" and "html:lang"."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:MAX_TAGS]:
        attributes = node.attributes
        content = (attributes.get("content") or "").strip()
        name = (
            attributes.get("property")
            or attributes.get("name")
            or attributes.get("itemprop")
            or attributes.get("http-equiv")
        )
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    if title := tree.css_first("head > title") or tree.css_first("title"):
        found["title"] = [" ".join(title.text().split())]
    if language := (tree.css_first("html[lang]")):
        found[LANGUAGE] = [(language.attributes.get("lang") or "").strip()]
    return MappingProxyType({name: tuple(contents) for name, contents in found.items()})


class Meta(Mapping[str, tuple[str, ...]]):
    """What <meta> says, read from the tree when first asked for; the page's language is known without it."""

    def __init__(self, language: str | None, contents: Callable[[], Mapping[str, tuple[str, ...]]]) -> None:
        self._language = language
        self._read = contents

    @cached_property
    def _contents(self) -> Mapping[str, tuple[str, ...]]:
        return self._read()

    def __getitem__(self, name: str) -> tuple[str, ...]:
        if name == LANGUAGE and self._language:
            return (self._language,)
        return self._contents[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)
