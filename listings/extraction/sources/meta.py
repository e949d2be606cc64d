"""What <head> says: <meta> (OpenGraph, Twitter, Dublin Core, geo), <title>, the language of <html>."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_TAGS = 1_000
MAX_CONTENT_CHARS = 50_000
MAX_TITLE_CHARS = 2_000
TITLE, LANGUAGE = "title", "html:lang"  # beside the names that pages give
NAMES = ("property", "name", "itemprop", "http-equiv")

Contents = Mapping[str, tuple[str, ...]]
Read = Callable[[], Contents]
NO_CONTENTS: Contents = MappingProxyType({})


def read_meta(tree: LexborHTMLParser, part: LexborNode | None) -> Contents:
    """Contents by name, property, itemprop or http-equiv in lower case, with "title" and "html:lang".

    part: the head or the body of the tree, whose <meta> are read.
    """
    found: dict[str, list[str]] = {}
    for node in part.css("meta[content]")[:MAX_TAGS] if part is not None else ():
        attributes = node.attributes
        content = (attributes.get("content") or "")[:MAX_CONTENT_CHARS].strip()
        name = next((name for key in NAMES if (name := attributes.get(key))), None)
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    if title := tree.css_first("head > title") or tree.css_first("title"):
        found[TITLE] = [" ".join(title.text()[:MAX_TITLE_CHARS].split())]
    if tree.root is not None and "lang" in (attributes := tree.root.attributes):
        found[LANGUAGE] = [(attributes["lang"] or "").strip()]
    return MappingProxyType({name: tuple(contents) for name, contents in found.items()})


def has_body_meta(markup: str) -> bool:
    """Whether there may be a <meta> behind the head, or the title; told from the text, to make no tree in vain."""
    body = markup.find("<body")
    if body < 0 or markup.find("<title", 0, body) < 0:
        return True
    return markup.find("<meta", body) >= 0  # who writes one in small letters writes both so


class Meta(Mapping[str, tuple[str, ...]]):
    """What <meta> says: as far as the head's tags tell it, without a tree."""

    def __init__(self, language: str | None, read_head: Read, read_body: Read) -> None:
        self._language = language
        self._read_head = read_head
        self._read_body = read_body

    @property
    def _head(self) -> Contents:
        return self._read_head()

    @property
    def _body(self) -> Contents:
        return self._read_body()

    def __getitem__(self, name: str) -> tuple[str, ...]:
        if name == LANGUAGE and self._language:
            return (self._language,)
        return self._head[name] if name in self._head else self._body[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._head, **self._body})

    def __len__(self) -> int:
        return len({**self._head, **self._body})
