"""What is normal for a portal: the figures of its good days, and how much they vary from day to day anyway."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from listings.health.figures import Figures, sum_of
from listings.health.histograms import RENT_FROM
from listings.health.rhythm import Rhythm
from listings.health.statistics import largest_gap, overdispersion
from listings.health.value_marks import PAGE, READ

MIN_DAYS, MIN_READS = 5, 50
# Mean of n times the squared gap of Kolmogorov and Smirnov where there is no difference
GAP_BY_CHANCE = 0.822
MIN_OF_DAY = 5
# Of fewer pages some are alike by chance; of a portal without such days all its days together are taken
ENOUGH_FOR_TOP = 15
LEFT_OUT = ("gone", "refused", "blocked")
CUTS = {"A": ("A",), "B": ("A", "B")}

# The fields that are watched; those on which nothing can be done without come first
CRITICAL = ("title", "price_float", "address_string")
WATCHED = (
    *CRITICAL, "currency", "property_type", "city", "latitude", "count_bedrooms", "constructed_area", "description",
    "image_urls", "reference",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Baseline:
    """`days` had reads, of so many `pages`. `spreads`: how many times as much each share varies as by chance; `tops`:
    the largest share that one value had on a day.
    """

    days: int
    figures: Figures
    pages: float
    spreads: Mapping[str, float]
    tops: Mapping[str, float]
    rhythm: Rhythm

    @property
    def is_old_enough(self) -> bool:
        """Whether anything can be judged by it."""
        return self.days >= MIN_DAYS

    @property
    def is_enough(self) -> bool:
        """Whether values can be."""
        return self.is_old_enough and self.figures.reads >= MIN_READS

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {
            "days": self.days,
            "reads": self.figures.reads,
            "pages": round(self.pages, 1),
            "counts": self.figures.counts(),
            "spreads": {name: round(value, 3) for name, value in self.spreads.items()},
            "tops": {name: round(value, 3) for name, value in self.tops.items()},
            "rhythm": self.rhythm.as_json(),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Baseline":
        """From what as_json gave."""
        figures = Figures.of(kept["counts"], reads=kept["reads"])
        rhythm = Rhythm.of(kept["rhythm"])
        return cls(kept["days"], figures, kept["pages"], kept["spreads"], kept["tops"], rhythm)


def baseline_of(days: Sequence[Figures], rhythm: Rhythm) -> Baseline:
    """Of the figures of days that were well."""
    total = sum_of(days)
    spreads = {f"fill:{name}": _spread(days, _filled(name), _reads) for name in WATCHED}
    spreads |= {f"grade:{cut}": _spread(days, _graded(grades), _reads) for cut, grades in CUTS.items()}
    spreads |= {"good": _spread(days, lambda f: f.good, asked_of), "blocked": _spread(days, _blocked, _scrapes)}
    spreads |= {f"price:{kind}": _price_spread(days, total, kind) for kind in ("sale", "rent")}
    names = total.marks.keys() - {PAGE, READ}
    large = [figures for figures in days if figures.reads >= ENOUGH_FOR_TOP] or [total]
    tops = {name: max(top_share(figures, name) for figures in large) for name in names}
    with_reads = sum(figures.reads > 0 for figures in days)
    return Baseline(with_reads, total, sum(figures.pages_read() for figures in days), spreads, tops, rhythm)


def asked_of(figures: Figures) -> int:
    """Scrapes that should have found a listing: not those of pages that are gone, refused to us, or walled."""
    return figures.scrapes - sum(figures.outcomes.get(outcome, 0) for outcome in LEFT_OUT)


def top_share(figures: Figures, name: str) -> float:
    """The share of the most frequent mark of a value, among pages that have one."""
    counts = figures.marks_of(name)
    return max(counts) / sum(counts) if counts else 0.0


def price_bins(figures: Figures, kind: str) -> dict[int, int]:
    """The prices of sale or the rents, by bin."""
    bins = {int(key): count for key, count in figures.prices.items()}
    return {place: count for place, count in bins.items() if (place >= RENT_FROM) == (kind == "rent")}


def gap_of_prices(one: Mapping[int, int], other: Mapping[int, int]) -> float:
    """The distance of two histograms of prices, 0 to 1."""
    places = sorted(one.keys() | other.keys())
    return largest_gap([one.get(place, 0) for place in places], [other.get(place, 0) for place in places])


def pages_per_scrape(figures: Figures) -> float:
    """1 where each scrape is of another page."""
    marked = sum(figures.marks_of(PAGE))
    return figures.pages() / marked if marked else 1.0


def pages_per_read(figures: Figures) -> float:
    """1 where each page was read once."""
    marked = sum(figures.marks_of(READ))
    return figures.pages_read() / marked if marked else 1.0


def _spread(days: Iterable[Figures], part: Callable[[Figures], float], whole: Callable[[Figures], float]) -> float:
    weigh = pages_per_read if whole is _reads else pages_per_scrape
    weighed = [(weigh(day), day) for day in days if whole(day) >= MIN_OF_DAY]
    return overdispersion([(part(day) * weight, whole(day) * weight) for weight, day in weighed])


def _price_spread(days: Iterable[Figures], total: Figures, kind: str) -> float:
    whole = price_bins(total, kind)
    parts = []
    for day in days:
        bins = price_bins(day, kind)
        size = sum(bins.values()) * pages_per_read(day)
        if size >= MIN_OF_DAY:
            parts.append(size * gap_of_prices(bins, whole) ** 2)
    return max(1.0, sum(parts) / len(parts) / GAP_BY_CHANCE) if parts else 1.0


def _filled(name: str) -> Callable[[Figures], float]:
    return lambda figures: figures.fills.get(name, 0)


def _graded(grades: Sequence[str]) -> Callable[[Figures], float]:
    return lambda figures: sum(figures.grades.get(grade, 0) for grade in grades)


def _reads(figures: Figures) -> float:
    return figures.reads


def _blocked(figures: Figures) -> float:
    return figures.blocked


def _scrapes(figures: Figures) -> float:
    return figures.scrapes
