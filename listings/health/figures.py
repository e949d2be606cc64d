"""What scrapes of one portal and one time come to. Everything in it is a count, so that figures can be added up."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from listings.health.field_bits import names_of
from listings.health.histograms import duration_bucket, percentile_ms
from listings.health.value_marks import PAGE, READ, distinct_among, named_marks

GOOD = ("ok", "unchanged", "moved")
BLOCKED = "blocked"
# Page structures are counted by their last byte: enough to see that another one has come
STRUCTURES = 256
COUNTED = ("outcomes", "grades", "fills", "durations", "prices", "structures", "mappings")
MARKS = "marks"


class Note(NamedTuple):
    """What one scrape adds. `fields`, `price` and `grade` are of a page that was read now, None otherwise."""

    portal: str
    at: datetime
    outcome: str
    grade: str | None
    fields: int | None
    price: int | None
    marks: bytes | None
    structure: int | None
    mapping: str | None
    total_ms: float | None


@dataclass(slots=True)
class Figures:
    """Counts by name, and of each marked value by bucket. `reads`: pages read, and not only found to be as before."""

    reads: int = 0
    last_success_at: datetime | None = None
    outcomes: dict[str, int] = field(default_factory=dict)
    grades: dict[str, int] = field(default_factory=dict)
    fills: dict[str, int] = field(default_factory=dict)
    durations: dict[str, int] = field(default_factory=dict)
    prices: dict[str, int] = field(default_factory=dict)
    structures: dict[str, int] = field(default_factory=dict)
    mappings: dict[str, int] = field(default_factory=dict)
    marks: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def scrapes(self) -> int:
        """All that ended."""
        return sum(self.outcomes.values())

    @property
    def good(self) -> int:
        """Those that found their listing."""
        return sum(self.outcomes.get(outcome, 0) for outcome in GOOD)

    @property
    def blocked(self) -> int:
        """Those that met a wall."""
        return self.outcomes.get(BLOCKED, 0)

    def pages(self) -> float:
        """How many different pages the scrapes are of, as far as marks tell: one that is looked at hourly is one."""
        return distinct_among(self.marks_of(PAGE))

    def pages_read(self) -> float:
        """The same of pages that were read."""
        return distinct_among(self.marks_of(READ))

    def marks_of(self, name: str) -> Collection[int]:
        """The buckets' counts of a marked value."""
        return self.marks.get(name, {}).values()

    def percentile_ms(self, percent: float) -> float | None:
        """Of the scrapes' durations."""
        return percentile_ms(self.durations, percent)

    def add(self, note: Note) -> None:
        """Count one scrape."""
        _count(self.outcomes, note.outcome)
        if note.outcome in GOOD:
            self.last_success_at = max(self.last_success_at or note.at, note.at)
        if note.total_ms is not None:
            _count(self.durations, str(duration_bucket(note.total_ms)))
        if note.structure is not None:
            _count(self.structures, f"{note.structure % STRUCTURES:02x}")
        if note.marks is not None:
            for name, bucket in named_marks(note.marks, is_read=note.fields is not None):
                _count(self.marks.setdefault(name, {}), bucket)
        if note.fields is not None:
            self._add_reading(note, note.fields)

    def _add_reading(self, note: Note, fields: int) -> None:
        self.reads += 1
        for name in names_of(fields):
            _count(self.fills, name)
        _count(self.grades, note.grade or "F")
        _count(self.mappings, note.mapping or "")
        if note.price is not None:
            _count(self.prices, str(note.price))

    def merge(self, other: "Figures") -> None:
        """Add all of another's."""
        self.reads += other.reads
        times = [at for at in (self.last_success_at, other.last_success_at) if at is not None]
        self.last_success_at = max(times, default=None)
        for name in COUNTED:
            _add(getattr(self, name), getattr(other, name))
        for name, its in other.marks.items():
            _add(self.marks.setdefault(name, {}), its)

    def counts(self) -> dict[str, Any]:
        """The counts as JSON holds them."""
        return {name: getattr(self, name) for name in COUNTED} | {MARKS: self.marks}

    @classmethod
    def of(cls, counts: dict[str, Any], *, reads: int, last_success_at: datetime | None = None) -> "Figures":
        """From what `counts` gave, which is theirs from now on."""
        known = {name: counts.get(name, {}) for name in (*COUNTED, MARKS)}
        return cls(reads=reads, last_success_at=last_success_at, **known)


def _count(counts: dict[str, int], key: str) -> None:
    counts[key] = counts.get(key, 0) + 1


def _add(mine: dict[str, int], its: dict[str, int]) -> None:
    for key, count in its.items():
        mine[key] = mine.get(key, 0) + count


def sum_of(all_figures: Iterable[Figures]) -> Figures:
    """One of many."""
    total = Figures()
    for figures in all_figures:
        total.merge(figures)
    return total
