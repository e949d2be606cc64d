"""Label/value pairs of the DOM: definition lists, two-column tables, list items that read "Label: value"."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_PAIRS = 2_000
MAX_LABEL_CHARS = 60
MAX_VALUE_CHARS = 500
MAX_WRITTEN_CHARS = 20_000  # with its white space
MAX_READ_CHARS = 2_000_000


def read_labels(tree: LexborHTMLParser) -> Mapping[str, str]:
    """Values by normalised label; of a label that repeats, the first."""
    found: dict[str, str] = {}
    for label, value in _Reader().pairs(tree):
        key = normal_label(label)
        if key and value and len(key) <= MAX_LABEL_CHARS and len(value) <= MAX_VALUE_CHARS:
            found.setdefault(key, value)
    return MappingProxyType(found)


def normal_label(label: str) -> str:
    """A label in lower case, without its colon and with single spaces."""
    return " ".join(label.split()).rstrip(" :：").casefold()


class _Reader:
    """Reads the texts of elements; nothing more, once it has read so much that they must hold each other's."""

    def __init__(self) -> None:
        self.read = 0

    def pairs(self, tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
        """(label, value) as they are written, in document order of each kind."""
        terms, rows, items = _found(tree)
        for term in terms[:MAX_PAIRS]:
            if (value := _next_element(term)) is not None and value.tag == "dd":
                yield self._text(term), self._text(value)
        for row in rows[:MAX_PAIRS]:
            cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
            for label, value in zip(cells[::2], cells[1::2], strict=False):
                yield self._text(label), self._text(value)
        for item in items[:MAX_PAIRS]:
            label_text, colon, value_text = self._text(item, ":")[: MAX_LABEL_CHARS + MAX_VALUE_CHARS].partition(":")
            if colon:
                yield label_text, value_text.strip()

    def _text(self, node: LexborNode, mark: str = "") -> str:
        """An element's text in one line; "" where it lacks the mark."""
        if self.read > MAX_READ_CHARS:
            return ""
        text = node.text(separator=" ", skip_empty=True)
        self.read += len(text)
        return " ".join(text[:MAX_WRITTEN_CHARS].split()) if mark in text else ""


def _found(tree: LexborHTMLParser) -> tuple[list[LexborNode], list[LexborNode], list[LexborNode]]:
    """The terms, the rows, and the items and paragraphs, each in document order, of one search."""
    terms: list[LexborNode] = []
    rows: list[LexborNode] = []
    items: list[LexborNode] = []
    kinds = {"dt": terms, "tr": rows, "li": items, "p": items}
    for node in tree.css("dt, tr, li, p"):
        kinds[node.tag or ""].append(node)
    return terms, rows, items


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following
