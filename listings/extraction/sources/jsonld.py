"""JSON-LD: the typed nodes of every application/ld+json script."""

from collections.abc import Iterable, Iterator

from listings.extraction.sources.decoding import decode_json
from listings.extraction.sources.scripts import Script

Node = dict[str, object]

MAX_NODES = 500
MAX_DEPTH = 6
MAX_LINK_DEPTH = 1  # objects in a node whose references are followed, too
MAX_LINKED = 50
MAX_LINK_KEYS = 200
_WRAPPERS = ("<!--", "-->", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>", "/*<![CDATA[*/", "/*]]>*/")


def read_jsonld(scripts: Iterable[Script]) -> tuple[Node, ...]:
    """Top-level nodes with a @type, those of @graph and of arrays included, in document order."""
    nodes: list[Node] = []
    for script in scripts:
        if "ld+json" in script.type:
            nodes.extend(_nodes(decode_json(_unwrap(script.text)), MAX_DEPTH))
    return _linked(nodes[:MAX_NODES])


def _linked(nodes: list[Node]) -> tuple[Node, ...]:
    """The nodes, with the node that a bare reference names in its place: {"address": {"@id": "#address"}}.

    What stands in a node that was put there is left as it is, so that nothing holds itself.
    """
    known = {name: node for node in nodes if len(node) > 1 and isinstance(name := node.get("@id"), str)}
    if not known:
        return tuple(nodes)
    return tuple(
        {key: _named_by(value, known, MAX_LINK_DEPTH) for key, value in node.items()}
        if len(node) <= MAX_LINK_KEYS
        else node
        for node in nodes
    )


def _named_by(value: object, known: dict[str, Node], depth: int) -> object:
    if isinstance(value, list):
        return [_named_by(member, known, depth) for member in value] if len(value) <= MAX_LINKED else value
    if not isinstance(value, dict) or len(value) > MAX_LINK_KEYS:
        return value
    if is_reference(value):
        return known.get(str(value["@id"]), value)
    return {key: _named_by(inner, known, depth - 1) for key, inner in value.items()} if depth else value


def is_reference(value: object) -> bool:
    """Whether a value only names a node that stands elsewhere."""
    return isinstance(value, dict) and len(value) == 1 and isinstance(value.get("@id"), str)


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
