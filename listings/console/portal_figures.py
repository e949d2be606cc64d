"""What one portal's page shows of its figures: charts by day, the heat map of fields, the effect of each mapping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString

from listings.console.day_chart import Mark, share_lines, stacked_days
from listings.health.baseline import CRITICAL, WATCHED
from listings.health.field_bits import BIT_ORDER
from listings.health.figures import Figures, sum_of
from listings.models import MappingVersion
from listings.services.health.overview import fill_share
from propscrape.console_cells import Cell, share

# What the outcomes of scrapes are put together as, from the bottom of a bar
KINDS: dict[str, tuple[str, ...]] = {
    "good": ("ok", "unchanged", "moved"),
    "gone": ("gone",),
    "no listing": ("not_a_listing", "needs_javascript"),
    "failed": ("timeout", "failed", "refused"),
    "blocked": ("blocked",),
}
DROP = 0.15
EFFECT_DAYS = 7
STEPS = 10

Days = Mapping[date, Figures]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """How often a field was found on a day. `heat`: 0 to 10; `is_low`: far below what it is on most days."""

    day: date
    words: str
    heat: int | None
    is_low: bool


@dataclass(frozen=True, slots=True)
class HeatDay:
    """A column's heading; the month is told where it begins."""

    day: date
    month: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A field's days, the oldest first."""

    field: str
    is_critical: bool
    cells: Sequence[HeatCell]


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A mapping that was active, and the shares of the week before and since; None where nothing was read."""

    version: MappingVersion
    success: tuple[float | None, float | None]
    fill: tuple[float | None, float | None]


def dates_of(today: date, count: int) -> list[date]:
    """So many days up to today, the oldest first."""
    return [today - timedelta(days=back) for back in reversed(range(count))]


def kinds_of(figures: Figures) -> dict[str, int]:
    """Scrapes by kind of outcome."""
    return {kind: sum(figures.outcomes.get(name, 0) for name in names) for kind, names in KINDS.items()}


def outcome_chart(dates: Sequence[date], days: Days, marks: Sequence[Mark]) -> SafeString:
    """Outcomes, stacked by day."""
    return stacked_days(dates, {day: kinds_of(figures) for day, figures in days.items()}, list(KINDS), marks)


def share_chart(dates: Sequence[date], days: Days, marks: Sequence[Mark]) -> SafeString:
    """Success and filled fields, by day."""
    success = {day: _success(figures) for day, figures in days.items()}
    fill = {day: fill_share(figures.fills, figures.reads) for day, figures in days.items()}
    return share_lines(dates, {"success": success, "filled": fill}, marks)


def heat_days(dates: Sequence[date], marks: Sequence[Mark]) -> list[HeatDay]:
    """The headings; marked are the days on which a mapping became active."""
    marked = {mark.day for mark in marks}
    return [HeatDay(day, f"{day:%b}" if day == dates[0] or day.day == 1 else "", day in marked) for day in dates]


def heat_rows(dates: Sequence[date], days: Days, fields: Sequence[str]) -> list[HeatRow]:
    """A row for each field."""
    return [
        HeatRow(name, name in CRITICAL, _heat_cells(dates, [_fill_of(days.get(day), name) for day in dates]))
        for name in fields
    ]


def other_fields(days: Days) -> list[str]:
    """The fields that are not watched and were found on any day."""
    found = {name for figures in days.values() for name in figures.fills}
    return [name for name in BIT_ORDER if name in found and name not in WATCHED]


def mapping_marks(versions: Sequence[MappingVersion]) -> list[Mark]:
    """The days on which a mapping became active."""
    return [Mark(version.activated_at.date(), version.name) for version in versions if version.activated_at]


def mapping_rows(versions: Sequence[MappingVersion], days: Days) -> list[MappingRow]:
    """What each did to the portal, as far as the days reach; that it began on counts for neither side."""
    return [_mapping_row(version, days) for version in versions if version.activated_at]


def as_change(before_and_after: tuple[float | None, float | None]) -> Cell:
    """Two shares as one reads them: 82% → 91%."""
    return " → ".join(share(part) for part in before_and_after)


def _mapping_row(version: MappingVersion, days: Days) -> MappingRow:
    assert version.activated_at is not None
    start = version.activated_at.date()
    before = sum_of(days[day] for day in _around(start, -EFFECT_DAYS, 0) if day in days)
    since = sum_of(days[day] for day in _around(start, 1, EFFECT_DAYS + 1) if day in days)
    return MappingRow(
        version,
        (_success(before), _success(since)),
        (fill_share(before.fills, before.reads), fill_share(since.fills, since.reads)),
    )


def _around(day: date, first: int, end: int) -> list[date]:
    return [day + timedelta(days=offset) for offset in range(first, end)]


def _success(figures: Figures) -> float | None:
    return figures.good / figures.scrapes if figures.scrapes else None


def _fill_of(figures: Figures | None, name: str) -> float | None:
    return figures.fills.get(name, 0) / figures.reads if figures is not None and figures.reads else None


def _heat_cells(dates: Sequence[date], fills: Sequence[float | None]) -> list[HeatCell]:
    usual = _middle([fill for fill in fills if fill is not None])
    return [_heat_cell(day, fill, usual) for day, fill in zip(dates, fills, strict=True)]


def _heat_cell(day: date, fill: float | None, usual: float) -> HeatCell:
    if fill is None:
        return HeatCell(day, "", None, is_low=False)
    return HeatCell(day, f"{fill * 100:.0f}", int(fill * STEPS), is_low=usual - fill >= DROP)


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0


def plain_counts(figures: Figures) -> list[dict[str, Any]]:
    """The legend of the outcome chart, with what each kind came to."""
    return [{"name": kind, "css": kind.replace(" ", "-"), "count": f"{n:,}"} for kind, n in kinds_of(figures).items()]
