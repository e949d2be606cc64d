"""Microdata and RDFa Lite in the shape of JSON-LD nodes, so that one reader serves all three.

They say the same with other attributes: itemscope, itemtype and itemprop (HTML Standard, 5), typeof and property (RDFa
Lite 1.1).
"""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

Node = dict[str, object]

MAX_PROPERTIES = 3_000
MAX_ANCESTORS = 200
MAX_NAMES = 8
MAX_READ_CHARS = 2_000_000
_URL_ATTRIBUTES = {"a": "href", "area": "href", "link": "href", "object": "data"}
_LOCAL_NAME = re.compile(r"^.*[/#:]")
_SOURCE_TAGS = frozenset({"img", "audio", "video", "embed", "iframe", "source", "track"})


class _Syntax(NamedTuple):
    """The attributes that make an element an item, name its type, and make one a property."""

    scope: str
    type: str
    property: str


_MICRODATA = _Syntax("itemscope", "itemtype", "itemprop")
_RDFA = _Syntax("typeof", "typeof", "property")


def read_microdata(tree: LexborHTMLParser) -> tuple[Node, ...]:
    """Top-level items as {"@type": ..., property: value or item, or a list of them where it repeats}."""
    return _read(tree, _MICRODATA)


def read_rdfa(tree: LexborHTMLParser) -> tuple[Node, ...]:
    """The same of RDFa: properties by their names, without prefix ("schema:price") or address."""
    return _read(tree, _RDFA)


def _read(tree: LexborHTMLParser, syntax: _Syntax) -> tuple[Node, ...]:
    found = tree.css(f"[{syntax.scope}]")[:MAX_PROPERTIES]
    items = {node.mem_id: _new_item(node, syntax) for node in found}
    if not items:
        return ()
    owned: set[int] = set()
    budget = MAX_READ_CHARS  # properties within each other each have the text of all
    for node in tree.css(f"[{syntax.property}]")[:MAX_PROPERTIES]:
        owner = _owner(node, items)
        if owner is None:
            continue
        value: object = items.get(node.mem_id)
        if value is not None:
            owned.add(node.mem_id)
        else:
            value = text = property_value(node) if budget > 0 else ""
            budget -= len(text)
        for name in (node.attributes.get(syntax.property) or "").split()[:MAX_NAMES]:
            _add(owner, _LOCAL_NAME.sub("", name), value)
    return tuple(item for key, item in items.items() if key not in owned)


def property_value(node: LexborNode) -> str:
    """A property's text as the HTML Standard reads it: content, address, datetime or the element's text."""
    attributes, tag = node.attributes, node.tag or ""
    if attributes.get("content") is not None:
        return attributes["content"] or ""
    if tag in _SOURCE_TAGS:
        return attributes.get("src") or attributes.get("data-src") or ""
    if tag in _URL_ATTRIBUTES:
        return attributes.get(_URL_ATTRIBUTES[tag]) or ""
    return attributes.get("datetime") or attributes.get("value") or node.text(separator=" ").strip()


def _new_item(node: LexborNode, syntax: _Syntax) -> Node:
    itemtype = (node.attributes.get(syntax.type) or "").split()
    return {"@type": itemtype} if itemtype else {}


def _owner(node: LexborNode, items: dict[int, Node]) -> Node | None:
    parent = node.parent
    for _ in range(MAX_ANCESTORS):
        if parent is None:
            return None
        if parent.mem_id in items:
            return items[parent.mem_id]
        parent = parent.parent
    return None


def _add(item: Node, name: str, value: object) -> None:
    held = item.get(name)
    if held is None:
        item[name] = value
    elif isinstance(held, list):
        held.append(value)
    else:
        item[name] = [held, value]
