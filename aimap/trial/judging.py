"""One field over all pages of a trial: what changes, what is right as far as can be told, and what gets worse."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from aimap.trial.confidence import DIGITS, wilson_lower
from aimap.trial.pages import Kind, PageReading
from aimap.trial.sameness import is_given, says_same
from aimap.trial.values import Plain, plain
from listings.extraction.fields import FIELDS_BY_NAME
from listings.extraction.result import Provenance

MAX_EXAMPLES = 12


class Verdict(StrEnum):
    """What becomes of a field on a page."""

    SAME = "same"
    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Example:
    """A field on one page. `reference` is what staff expect, or else what is agreed; `right` is None where neither is
    known.
    """

    page: str
    verdict: Verdict
    old: Plain
    new: Plain
    reference: Plain
    right: bool | None
    is_golden: bool
    is_regression: bool


@dataclass(frozen=True, slots=True)
class FieldTrial:
    """A field over all pages, in counts of pages.

    compared, right: stated by the proposal where a reference is known, and the same; right_before: what reads it
    today is the same; owed: a reference is known; found: owed, and stated the same; missed: owed and not stated;
    distinct: different values, by which a constant is told; golden_*: on golden pages.
    """

    field: str
    is_critical: bool
    old: int
    new: int
    owed: int
    compared: int
    right: int
    right_before: int
    found: int
    missed: int
    distinct: int
    golden_owed: int
    golden_right: int
    golden_right_before: int
    gained: int
    lost: int
    changed: int
    regressions: int
    confidence: float
    source: str
    path: str
    examples: tuple[Example, ...]

    @property
    def precision(self) -> float | None:
        """Share of what could be compared that is the same."""
        return round(self.right / self.compared, DIGITS) if self.compared else None

    def as_record(self) -> dict[str, Any]:
        """Plain data, JSON-able."""
        return {**asdict(self), "precision": self.precision}


def judge_field(name: str, readings: Sequence[PageReading]) -> FieldTrial | None:
    """What came of a field; None where no page states it in any way, and none is expected to."""
    rows = [_Row(name, reading) for reading in readings]
    if not any(row.is_anywhere for row in rows):
        return None
    compared = [row for row in rows if row.right is not None and (is_given(row.new) or row.is_golden)]
    golden = [row for row in rows if row.is_golden]
    found = next((row.found for row in rows if row.found is not None), None)
    right = sum(row.right is True for row in compared)
    return FieldTrial(
        field=name,
        is_critical=FIELDS_BY_NAME[name].critical is not None,
        old=sum(is_given(row.old) for row in rows),
        new=sum(is_given(row.new) for row in rows),
        owed=sum(is_given(row.reference) for row in rows),
        compared=len(compared),
        right=right,
        right_before=sum(row.was_right is True for row in rows),
        found=sum(is_given(row.reference) and row.right is True for row in rows),
        missed=sum(is_given(row.reference) and not is_given(row.new) for row in rows),
        distinct=len({str(row.new) for row in rows if is_given(row.new)}),
        golden_owed=len(golden),
        golden_right=sum(row.right is True for row in golden),
        golden_right_before=sum(row.was_right is True for row in golden),
        gained=sum(row.verdict is Verdict.GAINED for row in rows),
        lost=sum(row.verdict is Verdict.LOST for row in rows),
        changed=sum(row.verdict is Verdict.CHANGED for row in rows),
        regressions=sum(row.is_regression for row in rows),
        confidence=wilson_lower(right, len(compared)),
        source=found.source if found else "",
        path=str(plain(found.path) or "") if found else "",
        examples=tuple(_examples(rows)),
    )


class _Row:
    """A field on one page. `right` and `was_right` are None where there is nothing to compare with."""

    def __init__(self, name: str, reading: PageReading) -> None:
        page = reading.page
        self.name, self.page = name, page.id
        self.old, self.new = reading.old.values.get(name), reading.new.values.get(name)
        self.found: Provenance | None = reading.new.provenance.get(name)
        self.is_golden = page.kind is Kind.GOLDEN and name in page.expected
        self.reference = page.expected[name] if self.is_golden else reading.agreed.get(name)
        self.right, self.was_right = self._is_right(self.new), self._is_right(self.old)
        self.verdict = self._verdict()

    @property
    def is_anywhere(self) -> bool:
        return self.is_golden or any(map(is_given, (self.old, self.new, self.reference)))

    @property
    def is_regression(self) -> bool:
        """Whether it was right and is no more, or is no more stated where nothing says that it was wrong."""
        if self.was_right is not None:
            return self.was_right and not self.right
        return self.verdict is Verdict.LOST

    def _is_right(self, value: object) -> bool | None:
        if self.is_golden:
            nothing = not is_given(self.reference)
            return not is_given(value) if nothing else says_same(self.name, value, self.reference)
        return says_same(self.name, value, self.reference) if is_given(self.reference) else None

    def _verdict(self) -> Verdict:
        if is_given(self.old) and is_given(self.new):
            return Verdict.SAME if says_same(self.name, self.old, self.new) else Verdict.CHANGED
        if is_given(self.old) == is_given(self.new):
            return Verdict.SAME
        return Verdict.GAINED if is_given(self.new) else Verdict.LOST

    def example(self) -> Example:
        """As it is kept."""
        return Example(
            page=self.page,
            verdict=self.verdict,
            old=plain(self.old),
            new=plain(self.new),
            reference=plain(self.reference),
            right=self.right,
            is_golden=self.is_golden,
            is_regression=self.is_regression,
        )


def _examples(rows: Sequence[_Row]) -> Iterator[Example]:
    """The worst first, then what changes, then the rest; so many of them at most."""
    told = [row for row in rows if row.is_anywhere]
    told.sort(key=lambda row: (not row.is_regression, row.right is not False, row.verdict is Verdict.SAME))
    return (row.example() for row in told[:MAX_EXAMPLES])
