"""Features by their labels: what stands behind "Equipment", "Views" and "Inside", as one list."""

from collections.abc import Iterator

from listings.extraction.candidates import Candidate
from listings.extraction.generic.lookup import LABELS
from listings.extraction.generic.rows import end_of_value, row_of
from listings.extraction.generic.ticked import Ticked
from listings.extraction.generic.view import View

MAX_LISTED = 200  # behind one label
MAX_TEXTS = 3_000  # behind all of them
LISTED_TRUST = 0.75
_BULLET = " • "


class Listed:
    """What the labels of a page name as features, gathered label by label."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._ticked = Ticked(view)
        self._found: dict[str, str] = {}  # by label, as written
        self._left = MAX_TEXTS

    def add(self, at: int) -> None:
        """Take the texts behind a label's text, without those that their list denies."""
        view, texts = self._view, self._view.outline.texts
        _, end, row = row_of(view, at)
        if row < 0 or at + 1 >= end or view.folded[at + 1] in LABELS:
            return
        last = end_of_value(view, row, at + 1, end)[1]
        inner = range(at + 1, min(last, at + 1 + MAX_LISTED, at + 1 + self._left))
        self._left -= len(inner)
        if found := [texts[text].lstrip(" :：=") for text in inner if not self._ticked.denies(text)]:
            self._found.setdefault(texts[at], _BULLET.join(found))

    def candidates(self) -> Iterator[Candidate]:
        """All of it as one list, where there is any."""
        if self._found:
            yield Candidate("features", list(self._found.values()), "label", ", ".join(self._found)[:200], LISTED_TRUST)
