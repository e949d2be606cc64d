"""What a home has, as pages say it row by row: "Lift: yes"."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from listings.extraction.candidates import Candidate
from listings.extraction.generic.lookup import LABELS
from listings.extraction.generic.view import View
from listings.extraction.parsing.vocabulary.yes import YES
from listings.extraction.parsing.words import fold

MAX_FEATURES = 100
MAX_LABEL_CHARS = 40
MAX_ANSWER_CHARS = 12
MAX_ROW_TEXTS = 3
AFFIRMED_TRUST = 0.62
# A "yes" to these is a fact of its own, or none of the home's
_OTHER_FACTS = frozenset({"furnished", "listing_status", "offer", "price", "price_qualifier", "available_from"})


def affirmed_candidates(view: View) -> Iterator[Candidate]:
    """The names of the rows that are affirmed, in document order, as one list."""
    folded, texts = view.folded, view.outline.texts
    likely = [at for at in view.live if folded[at] in YES or ":" in texts[at]]
    names = [name for at in likely if (name := _affirmed(view, at))][:MAX_FEATURES]
    if names:
        yield Candidate("features", names, "label", "affirmed rows", AFFIRMED_TRUST)


def affirmed_in(texts: Sequence[str]) -> list[str]:
    """The names that texts in their order affirm: "Lift: yes", or "Lift" before "yes"."""
    found: list[str] = []
    for at, text in enumerate(texts):
        if ":" in text[-MAX_ANSWER_CHARS - 1 :] and _is_yes(text.rpartition(":")[2]):
            found.append(_feature_named(text.rpartition(":")[0]))
        elif at and len(text) <= MAX_ANSWER_CHARS and _is_yes(text):
            found.append(_feature_named(texts[at - 1]))
    return [name for name in found if name][:MAX_FEATURES]


@lru_cache(maxsize=2_000)
def _is_yes(answer: str) -> bool:
    """Whether a short answer affirms; remembered, as rows within each other repeat them."""
    return fold(answer) in YES


def _affirmed(view: View, at: int) -> str:
    """What the text affirms, alone or as the answer to the text before it; "" where it affirms nothing."""
    text = view.folded[at]
    name, colon, answer = view.outline.texts[at].rpartition(":")
    if text in YES:
        name = view.outline.texts[at - 1] if at and _is_row(view, at) else ""
    elif not colon or len(answer) > MAX_ANSWER_CHARS or fold(answer) not in YES:
        return ""
    return _feature_named(name)


def _feature_named(name: str) -> str:
    """The name of what is affirmed, "" where that is a fact of its own or no name."""
    name = name.strip(" :*")
    label = LABELS.get(fold(name), ("", 0))[0]
    return name if 2 < len(name) <= MAX_LABEL_CHARS and label not in _OTHER_FACTS else ""


def _is_row(view: View, at: int) -> bool:
    """Whether a text stands in one row with the text before it, and with hardly any other."""
    outline = view.outline
    owner = outline.owners[at]
    row = owner if outline.size(owner) > 1 else outline.parents[view.block_of(owner)]
    return row >= 0 and outline.first[row] < at and outline.size(row) <= MAX_ROW_TEXTS
