"""JSON-LD: the typed nodes of every application/ld+json script."""

from collections.abc import Iterable, Iterator

from listings.extraction.sources.decoding import decode_json
from listings.extraction.sources.scripts import Script

Node = dict[str, object]

MAX_NODES = 500
MAX_DEPTH = 6
_WRAPPERS = ("<!--", "-->", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>", "/*<![CDATA[*/", "/*]]>*/")


def read_jsonld(scripts: Iterable[Script]) -> tuple[Node, ...]:
    """Top-level nodes with a @type, those of @graph and of arrays included, in document order."""
    nodes: list[Node] = []
    for script in scripts:
        if "ld+json" in script.type:
            nodes.extend(_nodes(decode_json(_unwrap(script.text)), MAX_DEPTH))
    return tuple(nodes[:MAX_NODES])


def types_of(node: object) -> tuple[str, ...]:
    """A node's types without their vocabulary's address: "https://schema.org/House" is "House"."""
    raw = node.get("@type") if isinstance(node, dict) else None
    names = raw if isinstance(raw, list) else [raw]
    return tuple(name.rstrip("/").rpartition("/")[2].rpartition(":")[2] for name in names if isinstance(name, str))


def _nodes(value: object, depth: int) -> Iterator[Node]:
    if depth < 0:
        return
    if isinstance(value, list):
        for item in value[:MAX_NODES]:
            yield from _nodes(item, depth - 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key), depth - 1)


def _unwrap(text: str) -> str:
    text = text.strip()
    for wrapper in _WRAPPERS:
        text = text.removeprefix(wrapper).removesuffix(wrapper).strip()
    return text.rstrip(";")
