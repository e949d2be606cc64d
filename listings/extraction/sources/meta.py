"""What <head> says: <meta> (OpenGraph, Twitter, Dublin Core, geo), <title>, <link>, the language of <html>."""

from collections.abc import Mapping
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser

MAX_TAGS = 1_000
MAX_CONTENT_CHARS = 50_000
MAX_TITLE_CHARS = 2_000


def read_meta(tree: LexborHTMLParser) -> Mapping[str, tuple[str, ...]]:
    """Contents by name, property, itemprop or http-equiv in lower case, with "title" and "html:lang"."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:MAX_TAGS]:
        attributes = node.attributes
        content = (attributes.get("content") or "")[:MAX_CONTENT_CHARS].strip()
        name = (
            attributes.get("property")
            or attributes.get("name")
            or attributes.get("itemprop")
            or attributes.get("http-equiv")
        )
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    if title := tree.css_first("head > title") or tree.css_first("title"):
        found["title"] = [" ".join(title.text()[:MAX_TITLE_CHARS].split())]
    if language := (tree.css_first("html[lang]")):
        found["html:lang"] = [(language.attributes.get("lang") or "").strip()]
    return MappingProxyType({name: tuple(contents) for name, contents in found.items()})


def read_links(tree: LexborHTMLParser) -> Mapping[str, str]:
    """The first href of each rel."""
    found: dict[str, str] = {}
    for node in tree.css("link[rel][href]")[:MAX_TAGS]:
        rel = (node.attributes.get("rel") or "").strip().lower()
        found.setdefault(rel, (node.attributes.get("href") or "").strip())
    return MappingProxyType(found)
