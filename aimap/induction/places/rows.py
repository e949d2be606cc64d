"""Places where label and value, or number and word, stand together: rows of any make, read by what they call a fact."""

from collections.abc import Iterator
from itertools import islice

from aimap.induction.look import Look
from aimap.induction.proposals import Kind, Proposal, propose
from aimap.induction.selectors import Selector, row_selectors
from listings.extraction.facts import FACTS
from listings.extraction.generic.counted import counted_in
from listings.extraction.generic.lookup import LABELS
from listings.extraction.generic.pairs import pairs_in
from listings.extraction.mapped import MappedPage
from listings.extraction.mapping import Mapping
from listings.extraction.named import FEATURES

MAX_ROW_TEXTS = 6
MAX_ROW_CHARS = 200
MAX_COUNTED_CHARS = 80
MAX_LEVELS = 4
MAX_SELECTORS = 5
MAX_TRIED = 60
MAX_ROWS, MANY_ROWS, FEW_ROWS = 60, 20, 30  # that a selector finds
MIN_SHARE = 0.15  # of what it finds that must name a fact
_NOT_IN_ROWS = frozenset({FEATURES, "images", "floor_plans", "description", "position", "title"})
_NO_RULES = Mapping("x", "1", {}, {}, ())


def row_proposals(look: Look) -> Iterator[Proposal]:
    """Selectors of rows, each for every fact that is called by its name there."""
    found: dict[str, Selector] = {}
    for row in _rows(look):
        for element in dict.fromkeys((look.view.block_of(row), row)):
            for selector in islice(row_selectors(look.outline, element), MAX_SELECTORS):
                found.setdefault(selector.text, selector)
    mapped = MappedPage(look.page, _NO_RULES)
    for selector in islice(found.values(), MAX_TRIED):
        count = len(look.page.select(selector.text))
        named = mapped.named_at("css", selector.text) if count <= MAX_ROWS else {}
        if not named or (count > FEW_ROWS and sum(map(len, named.values())) < MIN_SHARE * count):
            continue
        kind = max(selector.kind, Kind.CONTEXT if count > MANY_ROWS else Kind.CLASS)
        for fact in sorted(named):
            if fact in FACTS and fact not in _NOT_IN_ROWS:
                yield propose(fact, {"css": selector.text, "named": True}, kind, is_named=True)
        if mapped.affirmed_at(selector.text):
            yield propose(FEATURES, {"css": selector.text, "named": True}, kind, is_named=True)


def _rows(look: Look) -> Iterator[int]:
    """Elements that hold a label with its value, or a number with its word, the innermost of each."""
    outline, view = look.outline, look.view
    for at in view.live:
        text, element = outline.texts[at], outline.owners[at]
        if view.folded[at] in LABELS:
            yield from islice(_around_label(look, element), 1)
        elif len(text) <= MAX_COUNTED_CHARS and (at in view.numbered or ":" in text):
            if any(counted_in(text)) or any(pairs_in(text)):
                yield element
            elif at + 1 < len(outline.texts) and any(counted_in(f"{text} {outline.texts[at + 1]}"[:MAX_ROW_CHARS])):
                above = outline.parents[element]
                if above >= 0 and outline.size(above) <= MAX_ROW_TEXTS:
                    yield above


def _around_label(look: Look, element: int) -> Iterator[int]:
    """The elements around a label's that hold more than it, and not too much to be a row."""
    outline = look.outline
    for above in (element, *islice(outline.ancestors(element), MAX_LEVELS)):
        if outline.size(above) > MAX_ROW_TEXTS or outline.length(above) > MAX_ROW_CHARS:
            return
        if outline.size(above) > 1:
            yield above
