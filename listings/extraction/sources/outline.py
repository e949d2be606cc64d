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
_TEXT_NODE = 2  # lexbor's tag id of #text


class Outline:
    """Element i: tags[i], attributes[i], parents[i] (-1: none), and its texts, texts[first[i]:end[i]].

    Text j: texts[j], white space collapsed; owners[j] is the element it stands in directly.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.nodes: list[LexborNode] = []
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.parents: list[int] = []
        self.first: list[int] = []
        self.texts: list[str] = []
        self.owners: list[int] = []
        self._read(tree)

    def _read(self, tree: LexborHTMLParser) -> None:
        body = tree.body
        if body is None:
            return
        index: dict[int, int] = {}
        names: dict[int, str] = {}
        texts, owners, parents = self.texts, self.owners, self.parents
        for node in body.traverse(include_text=True, skip_empty=True):
            kind = node.tag_id
            parent = node.parent
            above = index.get(parent.mem_id, -1) if parent is not None else -1
            if kind == _TEXT_NODE:
                text = " ".join(node.text()[:MAX_TEXT_CHARS].split())
                if text == "2" and texts and above >= 0 and self.tags[above] == "sup":
                    texts[-1] += "²"  # m<sup>2</sup>
                elif text:
                    texts.append(text)
                    owners.append(above)
                    if len(texts) >= MAX_TEXTS:
                        break
                continue
            index[node.mem_id] = len(parents)
            if kind not in names:
                names[kind] = node.tag or ""
            self.nodes.append(node)
            self.tags.append(names[kind])
            self.attributes.append(node.attributes)
            parents.append(above)
            self.first.append(len(texts))
            if len(parents) >= MAX_ELEMENTS:
                break

    @cached_property
    def by_tag(self) -> dict[str, list[int]]:
        """The elements of each tag, in document order."""
        found: dict[str, list[int]] = defaultdict(list)
        for element, tag in enumerate(self.tags):
            found[tag].append(element)
        return found

    @cached_property
    def by_attribute(self) -> dict[str, list[tuple[int, str]]]:
        """(element, value) of each attribute that has a value, in document order."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for element, attributes in enumerate(self.attributes):
            for name, value in attributes.items():
                if value:
                    found[name].append((element, value))
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
