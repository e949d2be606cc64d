"""Places that a label names, in definition lists, tables and items that read "Label: value"."""

from collections.abc import Iterator
from itertools import islice

from aimap.induction.look import Look
from aimap.induction.proposals import Kind, Proposal, propose
from aimap.induction.selectors import stable_selectors, tag_of
from listings.extraction.facts import FACTS
from listings.extraction.generic.lookup import LABELS
from listings.extraction.parsing.words import fold

MIN_ROW_TEXTS = 2
NAMES = 2
_NOT_BY_LABEL = frozenset({"images", "floor_plans", "main_image", "position", "locale_code"})
_SECTIONS = _NOT_BY_LABEL | {"features", "description"}  # which stand below their label, at any length


def label_proposals(look: Look) -> Iterator[Proposal]:
    """Labels known for a fact, and those beside a value that is agreed."""
    yield from _pairs(look)
    yield from _neighbours(look)


def _pairs(look: Look) -> Iterator[Proposal]:
    for label, value in look.page.labels.items():
        named = LABELS.get(fold(label), ("", 0))[0]
        found = set(look.needles.facts_of(value))
        if named in FACTS and named not in _NOT_BY_LABEL:
            found.add(named)
        for fact in sorted(found):
            yield propose(fact, {"label": label}, Kind.LABEL, is_named=fact == named)


def _neighbours(look: Look) -> Iterator[Proposal]:
    """Values that stand in the element behind their label's, where nothing holds the two alone."""
    outline, view = look.outline, look.view
    for at in view.live:
        fact = LABELS.get(view.folded[at], ("", 0))[0]
        if fact not in FACTS or fact in _SECTIONS or at + 1 >= len(outline.texts):
            continue
        label, value = view.block_of(outline.owners[at]), outline.owners[at + 1]
        row, behind = outline.parents[label], outline.stop[label]
        is_row = row >= 0 and outline.size(row) <= MIN_ROW_TEXTS
        if is_row or not behind <= value or outline.parents[min(behind, len(outline.parents) - 1)] != row:
            continue
        written = outline.texts[at].rstrip(" :：")
        names = [selector.text for selector in islice(stable_selectors(outline, label), NAMES)]
        for name in (*names, tag_of(outline, label)) if '"' not in written and "\\" not in written else ():
            selector = f'{name}:lexbor-contains("{written}") + {tag_of(outline, behind)}'
            if look.is_first(behind, selector):
                yield propose(fact, {"css": selector}, Kind.CONTEXT, is_named=True)
