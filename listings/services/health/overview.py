"""Figures of all portals at once, for the console's list: three queries, however many portals there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from listings.health.baseline import WATCHED
from listings.health.histograms import percentile_ms
from listings.models import HealthDay, HealthHour

A_DAY = timedelta(days=1)
P95 = 95


@dataclass(slots=True)
class LastDay:
    """A portal's last 24 hours, in whole hours."""

    scrapes: int = 0
    good: int = 0
    blocked: int = 0
    durations: dict[str, int] = field(default_factory=dict)

    @property
    def success(self) -> float | None:
        """Share of scrapes that found their listing."""
        return self.good / self.scrapes if self.scrapes else None

    @property
    def blocked_share(self) -> float | None:
        """Share of scrapes that met a wall."""
        return self.blocked / self.scrapes if self.scrapes else None

    @property
    def p95_ms(self) -> float | None:
        """Of the scrapes' durations."""
        return percentile_ms(self.durations, P95)

    def add(self, scrapes: int, good: int, blocked: int, durations: Mapping[str, int] | None) -> None:
        """Count an hour in."""
        self.scrapes, self.good, self.blocked = self.scrapes + scrapes, self.good + good, self.blocked + blocked
        for bucket, count in (durations or {}).items():
            self.durations[bucket] = self.durations.get(bucket, 0) + count


@dataclass(frozen=True, slots=True)
class DayShares:
    """A portal's day: shares of 0 to 1, None of nothing."""

    day: date
    scrapes: int
    success: float | None
    fill: float | None
    last_success_at: datetime | None


def last_days(now: datetime) -> dict[str, LastDay]:
    """The last 24 hours of each portal that was scraped in them. Call it in a scope of staff."""
    rows = HealthHour.objects.filter(hour__gt=now - A_DAY, hour__lte=now).order_by()
    found: dict[str, LastDay] = {}
    for portal, *counts in rows.values_list("portal", "scrapes", "good", "blocked", "counts__durations"):
        found.setdefault(portal, LastDay()).add(*counts)
    return found


def shares_by_day(since: date) -> dict[str, list[DayShares]]:
    """The days of each portal that has any, oldest first. Call it in a scope of staff."""
    rows = HealthDay.objects.filter(day__gte=since).order_by("day")
    columns = ("portal", "day", "scrapes", "good", "reads", "last_success_at", "counts__fills")
    found: dict[str, list[DayShares]] = {}
    for portal, day, scrapes, good, reads, last_success_at, fills in rows.values_list(*columns):
        success = good / scrapes if scrapes else None
        shares = DayShares(day, scrapes, success, fill_share(fills or {}, reads), last_success_at)
        found.setdefault(portal, []).append(shares)
    return found


def fill_share(fills: Mapping[str, int], reads: int, fields: Iterable[str] = WATCHED) -> float | None:
    """The mean share of pages on which the watched fields were found."""
    names = list(fields)
    return sum(fills.get(name, 0) for name in names) / (reads * len(names)) if reads else None
