"""Which elements of a page a mapping's values were read from, or show them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from listings.extraction.mapping import Mapping as PortalMapping
from listings.extraction.mapping import Rule
from listings.extraction.page import Page
from listings.extraction.result import Extraction, Provenance

MAX_NODES = 60  # marked for one field
MAX_TEXTS = 20_000  # looked through for what is read from data
MIN_SHOWN_CHARS = 3
LONG_TEXT = 60  # from here on a beginning is enough
# A number in a page's data is shown with a currency, a unit and marks between its digits
FIGURE = re.compile(r"([1-9][0-9]{3,11})(?:\.0*)?", re.ASCII)
SHORT_TEXT = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """A field whose value an element holds. `is_place`: a rule reads it there; else it is only shown there."""

    field: str
    is_place: bool


@dataclass(frozen=True, slots=True)
class _LookedFor:
    """A field whose element no selector names: its text, the label it stands behind, folded, and its digits, if any."""

    field: str
    text: str
    label: str | None
    figure: str

    @classmethod
    def of(cls, field: str, origin: Provenance) -> "_LookedFor":
        """What a value was read from; a number in data is looked for by its digits, four or more."""
        label = _folded(origin.path) if origin.source == "label" else None
        figure = FIGURE.fullmatch(origin.raw.strip()) if label is None else None
        return cls(field, _folded(origin.raw), label, figure[1] if figure else "")

    def is_in(self, text: str, before: str) -> bool:
        """Whether this text, behind that one, is what is looked for."""
        if self.label is not None and not before.rstrip(": ").endswith(self.label):
            return False
        if self.label is None and len(self.text) < MIN_SHOWN_CHARS:
            return False
        if self.figure and len(text) <= SHORT_TEXT and "".join(filter(str.isdecimal, text)) == self.figure:
            return True
        return text == self.text or (len(self.text) > LONG_TEXT and text.startswith(self.text[:LONG_TEXT]))


Marks = Mapping[int, tuple[Mark, ...]]


def mark_page(page: Page, mapping: PortalMapping | None, found: Extraction, fields: Iterable[str]) -> Marks:
    """The elements to be marked, by their mem_id in `page.tree`; what is only in data is marked where it is shown."""
    known = mapping.fields.values() if mapping is not None else ()
    rules = {(rule.source, rule.path): rule for rules in known for rule in rules}
    marks: dict[int, list[Mark]] = defaultdict(list)
    looked_for: list[_LookedFor] = []
    for name in fields:
        origin = found.provenance.get(name)
        if origin is None:
            continue
        nodes = list(_places(page, rules.get((origin.source, origin.path)), origin))
        for node in nodes:
            marks[node.mem_id].append(Mark(name, is_place=True))
        if not nodes:
            looked_for.append(_LookedFor.of(name, origin))
    for mark, mem_id in _shown(page, looked_for):
        marks[mem_id].append(mark)
    return {mem_id: tuple(dict.fromkeys(found_marks)) for mem_id, found_marks in marks.items()}


def _places(page: Page, rule: Rule | None, origin: Provenance) -> Iterator[LexborNode]:
    """The elements that a rule selects; of one that takes a single value the one that states it."""
    if rule is None or rule.source != "css":
        return
    nodes = page.select(rule.where)[:MAX_NODES]
    if rule.all or rule.join is not None:
        yield from nodes
        return
    stating = (node for node in nodes if _states(node, rule, origin))
    yield from islice(stating, 1)


def _states(node: LexborNode, rule: Rule, origin: Provenance) -> bool:
    raw = node.attributes.get(rule.attr) if rule.attr else node.text(separator=" ")
    if not raw or not raw.strip():
        return False
    return not isinstance(origin.stated, str) or rule.attr is not None or _holds(raw, origin.raw)


def _holds(text: str, stated: str) -> bool:
    """Whether a text holds the beginning of what was read from it."""
    return _folded(stated).rstrip("…")[:LONG_TEXT] in _folded(text)


def _shown(page: Page, looked_for: Iterable[_LookedFor]) -> Iterator[tuple[Mark, int]]:
    """The first element whose own text is what is looked for; what stands behind its label is where a rule reads it."""
    left = list(looked_for)
    before = ""
    for node in _texts(page):
        text = _folded(node.text_content or "")
        if not text:
            continue
        found = [wanted for wanted in left if wanted.is_in(text, before)]
        left = [wanted for wanted in left if wanted not in found]
        for wanted in found:
            yield Mark(wanted.field, is_place=wanted.label is not None), node.parent.mem_id if node.parent else 0
        before = text


def _texts(page: Page) -> Iterator[LexborNode]:
    if page.tree.body is None:
        return
    nodes = islice(page.tree.body.traverse(include_text=True, skip_empty=True), MAX_TEXTS)
    yield from (node for node in nodes if node.tag == "-text" and node.parent is not None)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
