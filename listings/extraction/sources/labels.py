"""Label/value pairs of the DOM: definition lists, two-column tables, list items that read "Label: value"."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_PAIRS = 2_000
MAX_LABEL_CHARS = 60
MAX_VALUE_CHARS = 500


def read_labels(tree: LexborHTMLParser) -> Mapping[str, str]:
    """Values by normalised label; of a label that repeats, the first."""
    found: dict[str, str] = {}
    for label, value in _pairs(tree):
        key = normal_label(label)
        if key and value and len(key) <= MAX_LABEL_CHARS and len(value) <= MAX_VALUE_CHARS:
            found.setdefault(key, value)
    return MappingProxyType(found)


def normal_label(label: str) -> str:
    """A label in lower case, without its colon and with single spaces."""
    return " ".join(label.split()).rstrip(" :：").casefold()


def _pairs(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for term in tree.css("dt")[:MAX_PAIRS]:
        if (value := _next_element(term)) is not None and value.tag == "dd":
            yield _text(term), _text(value)
    for row in tree.css("tr")[:MAX_PAIRS]:
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            yield _text(label), _text(value)
    for item in tree.css("li, p")[:MAX_PAIRS]:
        if ":" in (text := item.text(separator=" ")):
            label_text, colon, value_text = " ".join(text.split())[: MAX_LABEL_CHARS + MAX_VALUE_CHARS].partition(":")
            if colon:
                yield label_text, value_text.strip()


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following


def _text(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())
