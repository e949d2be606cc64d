"""Which elements of a page a mapping's values were read from, or show them."""

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
MAX_SHOWN_CHARS = 400


@dataclass(frozen=True, slots=True)
class Mark:
    """A field whose value an element holds. `is_place`: a rule reads it there; else it is only shown there."""

    field: str
    is_place: bool


Marks = Mapping[int, tuple[Mark, ...]]


def mark_page(page: Page, mapping: PortalMapping, found: Extraction, fields: Iterable[str]) -> Marks:
    """The elements to be marked, by their mem_id in `page.tree`; what is only in data is marked where it is shown."""
    rules = {(rule.source, rule.path): rule for rules in mapping.fields.values() for rule in rules}
    marks: dict[int, list[Mark]] = defaultdict(list)
    to_be_shown: dict[str, str] = {}
    for name in fields:
        origin = found.provenance.get(name)
        if origin is None:
            continue
        nodes = list(_places(page, rules.get((origin.source, origin.path)), origin))
        for node in nodes:
            marks[node.mem_id].append(Mark(name, is_place=True))
        if not nodes:
            to_be_shown[name] = _folded(origin.raw)
    for name, mem_id in _shown(page, to_be_shown):
        marks[mem_id].append(Mark(name, is_place=False))
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
    beginning = _folded(stated)[:MAX_SHOWN_CHARS].rstrip("…")
    return beginning[:60] in _folded(text)


def _shown(page: Page, wanted: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """(field, mem_id) of the first element whose own text is, or for long ones begins like, what is wanted."""
    left = {name: text for name, text in wanted.items() if len(text) >= MIN_SHOWN_CHARS}
    if not left or page.tree.body is None:
        return
    for node in islice(page.tree.body.traverse(include_text=True, skip_empty=True), MAX_TEXTS):
        if not left:
            return
        if node.tag != "-text" or node.parent is None:
            continue
        text = _folded(node.text_content or "")
        for name in [name for name, value in left.items() if _is_same(text, value)]:
            del left[name]
            yield name, node.parent.mem_id


def _is_same(text: str, wanted: str) -> bool:
    if len(text) < MIN_SHOWN_CHARS:
        return False
    return text == wanted or (len(wanted) > 60 and text.startswith(wanted[:60]))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
