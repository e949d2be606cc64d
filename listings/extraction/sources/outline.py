"""The visible page as flat lists: its elements and its texts in document order, each knowing what it stands in.

Walking a tree node by node again for every question is what costs; it is walked here once, and everything the generic
readers ask (what stands behind this label, in which block, under which heading) is arithmetic on these lists.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, compress, islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_NODES = 40_000  # elements and texts
MAX_TEXT_CHARS = 20_000
# Soft hyphens, spaces without width and marks of direction: within a word or an amount they keep it from being read
_UNSEEN = "\xad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_NOTHING = str.maketrans("", "", _UNSEEN)
_COLONS = frozenset({":", "："})
# lexbor's tag ids: what is no element, such as a comment, has lower ones
_TEXT, _FIRST_ELEMENT = 2, 6


class Outline:
    """Element i: tags[i], attributes[i], parents[i] (-1: none), and its texts, texts[first[i]:end[i]].

    It holds the elements i + 1 to stop[i] - 1.

    Text j: texts[j], white space collapsed; owners[j] is the element it stands in directly.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        read = _read(tree)
        kinds = [node.tag_id for node in read]
        is_element = [kind >= _FIRST_ELEMENT for kind in kinds]
        # One native question to all nodes after another, which is faster than a loop that asks each node everything.
        self.nodes = list(compress(read, is_element))
        of_elements = list(compress(kinds, is_element))
        names = {kind: node.tag or "" for kind, node in dict(zip(of_elements, self.nodes, strict=True)).items()}
        self.tags: list[str] = [names[kind] for kind in of_elements]
        self.attributes: list[dict[str, str | None]] = [node.attributes for node in self.nodes]
        index = {node.mem_id: element for element, node in enumerate(self.nodes)}
        self.parents = [index.get(parent.mem_id, -1) if (parent := node.parent) else -1 for node in self.nodes]
        self.texts: list[str] = []
        self.owners: list[int] = []
        self.first = list(compress(accumulate(self._place(read, kinds, index)), is_element))
        self.end, self.stop = self._ends()

    def _place(self, read: list[LexborNode], kinds: list[int], index: dict[int, int]) -> list[int]:
        """Keep the texts that say something; for each node how many it adds.  index: the elements by their places."""
        texts, owners = self.texts, self.owners
        added = [0] * len(read)
        for at in [at for at, kind in enumerate(kinds) if kind == _TEXT]:
            text = " ".join((read[at].text_content or "")[:MAX_TEXT_CHARS].split())
            above = read[at].parent if text else None
            owner = index.get(above.mem_id, -1) if above else -1
            if owner >= 0 and not (len(text) == 1 and self._joins(text, owner)):
                texts.append(text)
                owners.append(owner)
                added[at] = 1
        joined = "".join(texts)
        if not joined.isascii() and any(mark in joined for mark in _UNSEEN):
            texts[:] = [text.translate(_NOTHING) or text for text in texts]
        return added

    def _ends(self) -> tuple[list[int], list[int]]:
        """Where each element's texts end, and where its subtree does: element i holds i + 1 to stop[i] - 1."""
        parents, end, stop = self.parents, self.first[:], list(range(1, len(self.parents) + 1))
        for text, owner in enumerate(self.owners):
            end[owner] = text + 1
        for element in range(len(stop) - 1, 0, -1):
            above = parents[element]
            if above >= 0:
                if end[element] > end[above]:
                    end[above] = end[element]
                if stop[element] > stop[above]:
                    stop[above] = stop[element]
        return end, stop

    def _joins(self, mark: str, owner: int) -> bool:
        """What is set apart for style only joins the text before it: m<sup>2</sup>, <b>Rooms</b>:"""
        if not self.texts or not (mark in _COLONS or (mark == "2" and self.tags[owner] == "sup")):
            return False
        self.texts[-1] += "²" if mark == "2" else ":"
        return True

    @cached_property
    def by_attribute(self) -> dict[str, list[tuple[int, str]]]:
        """(element, value) of each attribute that has a value, by its name, in document order."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for element, attributes in enumerate(self.attributes):
            for name, value in attributes.items():
                if value:
                    found[name].append((element, value))
        return found

    def stated(self, name: str) -> Sequence[tuple[int, str]]:
        """(element, value) of each attribute of that name that has a value, in document order."""
        return self.by_attribute.get(name, ())

    @cached_property
    def by_tag(self) -> dict[str, list[int]]:
        """The elements of each tag, in document order."""
        found: dict[str, list[int]] = defaultdict(list)
        for element, tag in enumerate(self.tags):
            found[tag].append(element)
        return found

    def text(self, element: int) -> str:
        """All the text of an element, in one line."""
        return " ".join(self.texts[self.first[element] : self.end[element]])

    @cached_property
    def _starts(self) -> list[int]:
        """How many characters there are in front of each text, a space behind each."""
        return [0, *accumulate(len(text) + 1 for text in self.texts)]

    def length(self, element: int) -> int:
        """How many characters the text of an element has, without putting it together."""
        first, end = self.first[element], self.end[element]
        return self._starts[end] - self._starts[first] - 1 if end > first else 0

    def size(self, element: int) -> int:
        """How many texts stand in an element."""
        return self.end[element] - self.first[element]

    def holds(self, element: int, tag: str) -> bool:
        """Whether an element is one of that name or has one in it."""
        named = self.by_tag.get(tag, [])
        at = bisect_left(named, element)
        return at < len(named) and named[at] < self.stop[element]

    def ancestors(self, element: int) -> Iterator[int]:
        """The elements around one, the nearest first."""
        above = self.parents[element]
        while above >= 0:
            yield above
            above = self.parents[above]

    def children(self, element: int) -> Iterator[int]:
        """The elements that stand in one directly, in document order."""
        inner = element + 1
        while inner < self.stop[element]:
            yield inner
            inner = self.stop[inner]

    def with_attributes(self, names: Iterable[str]) -> Iterator[tuple[int, str, str]]:
        """(element, name, value) of the attributes of these names, name by name."""
        return ((element, name, value) for name in names for element, value in self.stated(name))


def _read(tree: LexborHTMLParser) -> list[LexborNode]:
    """The elements, texts and comments of the body in document order, up to MAX_NODES."""
    if tree.body is None:
        return []
    return list(islice(tree.body.traverse(include_text=True, skip_empty=True), MAX_NODES))


def shows_more_than(chars: int, tree: LexborHTMLParser) -> bool:
    """Whether the texts of the body come to about more, read no further than it takes; inner space counts."""
    nodes = tree.body.traverse(include_text=True, skip_empty=True) if tree.body else ()
    for node in islice(nodes, MAX_NODES):
        if node.tag_id == _TEXT:
            chars -= len((node.text_content or "").strip()) + 1
            if chars < 0:
                return True
    return False
