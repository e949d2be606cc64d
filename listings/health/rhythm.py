"""When a portal is usually scraped: by day of the week and hour of the day. Silence is judged by it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

DAYS, HOURS = 7, 24
# What is assumed beside what was seen, so that an hour in which nothing ever came is not impossible
PRIOR_SHARE = 0.25
MIN_SPREAD = 1.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Scrapes expected on each day of the week (Monday first), the share of each hour (UTC), and how they scatter."""

    of_day: tuple[float, ...]
    of_hour: tuple[float, ...]
    spread: float

    def expected(self, hour: datetime) -> float:
        """Scrapes in the hour that begins then."""
        return self.of_day[hour.weekday()] * self.of_hour[hour.hour]

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {
            "of_day": [round(value, 3) for value in self.of_day],
            "of_hour": [round(value, 5) for value in self.of_hour],
            "spread": round(self.spread, 3),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Rhythm":
        """From what as_json gave."""
        return cls(tuple(kept["of_day"]), tuple(kept["of_hour"]), kept["spread"])


def rhythm_of(scrapes: Mapping[datetime, int], days: Sequence[datetime]) -> Rhythm:
    """Of the good scrapes in each hour of these days, which are given by their first hour; an hour without is none.

    A day of the week leans on its kind (working day or weekend), of which more are known.
    """
    per_day = {day: sum(scrapes.get(day + timedelta(hours=hour), 0) for hour in range(HOURS)) for day in days}
    of_day = tuple(_of_weekday(per_day, weekday) for weekday in range(DAYS))
    by_hour = [sum(scrapes.get(day + timedelta(hours=hour), 0) for day in days) for hour in range(HOURS)]
    total = sum(by_hour)
    of_hour = tuple(
        ((1 - PRIOR_SHARE) * count / total if total else 0) + (PRIOR_SHARE if total else 1) / HOURS for count in by_hour
    )
    return Rhythm(of_day, of_hour, _spread(per_day, of_day))


def _of_weekday(per_day: Mapping[datetime, int], weekday: int) -> float:
    own = [count for day, count in per_day.items() if day.weekday() == weekday]
    kind = [count for day, count in per_day.items() if (day.weekday() >= 5) == (weekday >= 5)]
    if not kind:
        return 0.0
    return (sum(own) + 2 * _mean(kind)) / (len(own) + 2)


def _spread(per_day: Mapping[datetime, int], of_day: tuple[float, ...]) -> float:
    """Variance of a day's scrapes over their mean, as Poisson's is 1."""
    parts = [
        (count - of_day[day.weekday()]) ** 2 / of_day[day.weekday()]
        for day, count in per_day.items()
        if of_day[day.weekday()] > 0
    ]
    return max(MIN_SPREAD, _mean(parts)) if parts else MIN_SPREAD


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else 0.0
