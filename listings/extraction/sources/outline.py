"""The visible page as flat lists: its elements and its texts in document order, each knowing what it stands in.

Walking a tree node by node again for every question is what costs; it is walked here once, and everything the generic
readers ask (what stands behind this label, in which block, under which heading) is arithmetic on these lists.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_ELEMENTS = 40_000
MAX_TEXTS = 20_000
MAX_TEXT_CHARS = 20_000
_COLONS = frozenset({":", "："})
_TEXT_NODE = 2  # lexbor's tag id of #text


# Attributes that say what an element is, shows or leads to; of others only those are kept that hold data.
_KEPT = frozenset(
    {
        "class", "id", "name", "itemprop", "role", "title", "alt", "href", "src", "srcset", "style", "content", "value",
        "aria-label", "lat", "lng", "latitude", "longitude", "datetime",
    }
)  # fmt: skip


class Attributes:
    """The attributes of every element by its number, read when asked for: keeping them all costs more than reading."""

    def __init__(self, nodes: list[LexborNode]) -> None:
        self._nodes = nodes

    def __getitem__(self, element: int) -> dict[str, str | None]:
        return self._nodes[element].attributes


class Outline:
    """Element i: tags[i], attributes[i], parents[i] (-1: none), and its texts, texts[first[i]:end[i]].

    Text j: texts[j], white space collapsed; owners[j] is the element it stands in directly.
    by_attribute: (element, value) of each attribute that has a value, in document order.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.nodes: list[LexborNode] = []
        self.parents: list[int] = []
        self.first: list[int] = []
        self.texts: list[str] = []
        self.owners: list[int] = []
        self.by_attribute: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._read(tree)
        self.tags: list[str] = [node.tag or "" for node in self.nodes]
        self.attributes = Attributes(self.nodes)

    def _read(self, tree: LexborHTMLParser) -> None:
        if tree.body is None:
            return
        index: dict[int, int] = {}
        nodes, parents, first, texts = self.nodes, self.parents, self.first, self.texts
        for node in tree.body.traverse(include_text=True, skip_empty=True):
            parent = node.parent
            above = index.get(parent.mem_id, -1) if parent is not None else -1
            if node.tag_id == _TEXT_NODE:
                self._add(" ".join(node.text()[:MAX_TEXT_CHARS].split()), above)
                if len(texts) >= MAX_TEXTS:
                    return
            else:
                index[node.mem_id] = len(nodes)
                self._keep(node.attributes, len(nodes))
                nodes.append(node)
                parents.append(above)
                first.append(len(texts))
                if len(nodes) >= MAX_ELEMENTS:
                    return

    def _keep(self, attributes: dict[str, str | None], element: int) -> None:
        by_attribute = self.by_attribute
        for name, value in attributes.items():
            if value and (name in _KEPT or name.startswith("data-")):
                by_attribute[name].append((element, value))

    def _add(self, text: str, owner: int) -> None:
        """One more text; what is set apart for style only joins the text before it: m<sup>2</sup>, <b>Rooms</b>:"""
        if not text or owner < 0:
            return
        if self.texts and (text in _COLONS or (text == "2" and self.nodes[owner].tag == "sup")):
            self.texts[-1] += "²" if text == "2" else ":"
            return
        self.texts.append(text)
        self.owners.append(owner)

    @cached_property
    def by_tag(self) -> dict[str, list[int]]:
        """The elements of each tag, in document order."""
        found: dict[str, list[int]] = defaultdict(list)
        for element, tag in enumerate(self.tags):
            found[tag].append(element)
        return found

    @cached_property
    def end(self) -> list[int]:
        """Where each element's texts end."""
        end = self.first[:]
        for text, owner in enumerate(self.owners):
            end[owner] = text + 1
        for element in range(len(end) - 1, 0, -1):
            above = self.parents[element]
            if above >= 0 and end[element] > end[above]:
                end[above] = end[element]
        return end

    @cached_property
    def stop(self) -> list[int]:
        """Where each element's subtree ends: element i holds the elements i + 1 to stop[i] - 1."""
        stop = list(range(1, len(self.parents) + 1))
        for element in range(len(stop) - 1, 0, -1):
            above = self.parents[element]
            if above >= 0 and stop[element] > stop[above]:
                stop[above] = stop[element]
        return stop

    def text(self, element: int) -> str:
        """All the text of an element, in one line."""
        return " ".join(self.texts[self.first[element] : self.end[element]])

    @cached_property
    def _lengths(self) -> list[int]:
        """How many characters there are in front of each text, a space behind each."""
        return [0, *accumulate(len(text) + 1 for text in self.texts)]

    def length(self, element: int) -> int:
        """How many characters the text of an element has, without putting it together."""
        first, end = self.first[element], self.end[element]
        return self._lengths[end] - self._lengths[first] - 1 if end > first else 0

    def size(self, element: int) -> int:
        """How many texts stand in an element."""
        return self.end[element] - self.first[element]

    def ancestors(self, element: int) -> Iterator[int]:
        """The elements around one, the nearest first."""
        above = self.parents[element]
        while above >= 0:
            yield above
            above = self.parents[above]

    def with_attributes(self, names: Iterable[str]) -> Iterator[tuple[int, str, str]]:
        """(element, name, value) of the attributes of these names, name by name."""
        for name in names:
            for element, value in self.by_attribute.get(name, ()):
                yield element, name, value
