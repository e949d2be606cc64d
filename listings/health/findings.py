"""What is wrong with a portal's latest figures, held against what is normal for it.

Each test asks two things: is the difference beyond chance, and is it large enough to matter. Chance is reckoned with
as many pages as were really seen, fewer where shares of this portal scatter anyway; the odds of a false alarm are
shared out over all tests of all portals.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from listings.health.baseline import (
    CRITICAL,
    CUTS,
    WATCHED,
    Baseline,
    asked_of,
    gap_of_prices,
    pages_per_read,
    pages_per_scrape,
    price_bins,
    top_share,
)
from listings.health.figures import GOOD, Figures
from listings.health.histograms import price_of_bin
from listings.health.statistics import binomial_at_least, binomial_at_most, gap_by_chance, share_between
from listings.health.value_marks import READ

DEVIATIONS = 2.0
# However often a thing was there, the next page may be of a kind that was never seen
SURE_AT_MOST = 0.97
FILL_DROP, GOOD_DROP, GRADE_DROP, BLOCKED_RISE, PRICE_GAP, TOP_RISE = 0.15, 0.25, 0.25, 0.2, 0.3, 0.5
# A critical field that is there half as often as it was, prices that are others altogether
BROKEN_FALL, BROKEN_GAP = 0.5, 0.6
MIN_BASE = 0.2
# What is taken for normal as long as nothing is known to be: few scrapers that work do worse
ASSUMED_GOOD = ASSUMED_BLOCKED = 0.5
PRICES = {"sale": "prices", "rent": "rents"}
UNREAD = ("not_a_listing", "needs_javascript")
DEGRADED, BROKEN, BLOCKED, IDLE = "degraded", "broken", "blocked", "idle"


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` fill, good, grade, blocked, price, constant or silence; shares 0 to 1; `odds` of its being chance."""

    kind: str
    field: str | None
    state: str
    before: float
    now: float
    count: int
    odds: float
    words: str

    def as_json(self) -> dict[str, Any]:
        """As rows and events hold it."""
        known = asdict(self)
        return known | {"before": round(self.before, 4), "now": round(self.now, 4), "odds": float(f"{self.odds:.2e}")}


@dataclass(frozen=True, slots=True)
class Sample:
    """Latest figures, and what one scrape and one read of them is worth: those of one page again and again are one."""

    figures: Figures
    per_scrape: float
    per_read: float

    @classmethod
    def of(cls, figures: Figures) -> "Sample":
        """With the weights that their marks tell."""
        return cls(figures, pages_per_scrape(figures), pages_per_read(figures))

    @property
    def worth(self) -> float:
        """Pages that were read."""
        return self.figures.reads * self.per_read


def find_faults(samples: Sequence[Sample], base: Baseline) -> list[Finding]:
    """Every difference that is large enough to matter, with its odds; of each kind and field the least likely."""
    found: dict[tuple[str, str | None], Finding] = {}
    for sample in samples:
        for finding in _faults(sample, base):
            key = finding.kind, finding.field
            if key not in found or finding.odds < found[key].odds:
                found[key] = finding
    return sorted(found.values(), key=lambda finding: finding.odds)


def find_faults_of_new(samples: Sequence[Sample]) -> list[Finding]:
    """Of a portal that nothing is normal of yet: whether far less than half of what is asked for is found at all."""
    found = [finding for sample in samples for finding in (_never_good(sample), _always_blocked(sample)) if finding]
    return sorted(found, key=lambda finding: finding.odds)


def _never_good(sample: Sample) -> Finding | None:
    figures, asked = sample.figures, asked_of(sample.figures)
    now = _share(figures.good, asked)
    if not asked or ASSUMED_GOOD - now < GOOD_DROP:
        return None
    worth = asked * sample.per_scrape
    odds = binomial_at_most(now * worth, worth, ASSUMED_GOOD)
    words = f"{now:.0%} of {asked} scrapes found their listing; they most often ended as {_worst_outcome(figures)}"
    return Finding("good", None, DEGRADED, ASSUMED_GOOD, now, asked, odds, words)


def _always_blocked(sample: Sample) -> Finding | None:
    figures = sample.figures
    now = _share(figures.blocked, figures.scrapes)
    if now - ASSUMED_BLOCKED < BLOCKED_RISE:
        return None
    worth = figures.scrapes * sample.per_scrape
    odds = binomial_at_least(now * worth, worth, ASSUMED_BLOCKED)
    words = f"{now:.0%} of {figures.scrapes} scrapes met a wall"
    return Finding("blocked", None, BLOCKED, ASSUMED_BLOCKED, now, figures.scrapes, odds, words)


def _worst_outcome(figures: Figures) -> str:
    return max(figures.outcomes.keys() - GOOD, key=lambda outcome: (figures.outcomes[outcome], outcome))


def _faults(sample: Sample, base: Baseline) -> Iterator[Finding]:
    if sample.figures.scrapes and base.is_old_enough:
        yield from _good(sample, base)
        yield from _blocked(sample, base)
    if sample.figures.reads and base.is_enough:
        for name in WATCHED:
            yield from _fill(sample, base, name)
        for cut in CUTS:
            yield from _grade(sample, base, cut)
        for kind in PRICES:
            yield from _price(sample, base, kind)
        for name in base.tops:
            yield from _constant(sample, base, name)


def _fill(sample: Sample, base: Baseline, name: str) -> Iterator[Finding]:
    figures = sample.figures
    before, now = (
        _share(base.figures.fills.get(name, 0), base.figures.reads),
        _share(figures.fills.get(name, 0), figures.reads),
    )
    if before < MIN_BASE or before - now < FILL_DROP:
        return
    odds = _odds_of_fall(now, sample.worth, before, base, f"fill:{name}")
    state = BROKEN if name in CRITICAL and now <= before * BROKEN_FALL else DEGRADED
    words = f"{name} was found on {now:.0%} of {figures.reads} pages, before on {before:.0%}"
    yield Finding("fill", name, state, before, now, figures.reads, odds, words)


def _good(sample: Sample, base: Baseline) -> Iterator[Finding]:
    figures, asked = sample.figures, asked_of(sample.figures)
    before, now = _share(base.figures.good, asked_of(base.figures)), _share(figures.good, asked)
    if not asked or before - now < GOOD_DROP:
        return
    odds = _odds_of_fall(now, asked * sample.per_scrape, before, base, "good")
    unread = sum(figures.outcomes.get(outcome, 0) for outcome in UNREAD)
    state = BROKEN if now <= before * BROKEN_FALL and unread * 2 >= asked - figures.good else DEGRADED
    worst = _worst_outcome(figures)
    words = f"{now:.0%} of {asked} scrapes found their listing, before {before:.0%}; most others ended as {worst}"
    yield Finding("good", None, state, before, now, asked, odds, words)


def _blocked(sample: Sample, base: Baseline) -> Iterator[Finding]:
    figures = sample.figures
    before, now = _share(base.figures.blocked, base.figures.scrapes), _share(figures.blocked, figures.scrapes)
    if now - before < BLOCKED_RISE:
        return
    worth = figures.scrapes * sample.per_scrape / base.spreads["blocked"]
    _, most = share_between(base.figures.blocked, base.figures.scrapes, deviations=DEVIATIONS)
    odds = binomial_at_least(now * worth, worth, most)
    words = f"{now:.0%} of {figures.scrapes} scrapes met a wall, before {before:.0%}"
    yield Finding("blocked", None, BLOCKED, before, now, figures.scrapes, odds, words)


def _grade(sample: Sample, base: Baseline, cut: str) -> Iterator[Finding]:
    figures, grades = sample.figures, CUTS[cut]
    before = _share(sum(base.figures.grades.get(grade, 0) for grade in grades), base.figures.reads)
    now = _share(sum(figures.grades.get(grade, 0) for grade in grades), figures.reads)
    if before - now < GRADE_DROP:
        return
    odds = _odds_of_fall(now, sample.worth, before, base, f"grade:{cut}")
    words = f"{now:.0%} of {figures.reads} pages had grade {' or '.join(grades)}, before {before:.0%}"
    yield Finding("grade", cut, DEGRADED, before, now, figures.reads, odds, words)


def _price(sample: Sample, base: Baseline, kind: str) -> Iterator[Finding]:
    bins, normal = price_bins(sample.figures, kind), price_bins(base.figures, kind)
    gap = gap_of_prices(bins, normal)
    if not bins or not normal or gap < PRICE_GAP:
        return
    spread = base.spreads[f"price:{kind}"]
    here = sum(bins.values()) * sample.per_read / spread
    odds = gap_by_chance(gap, here, sum(normal.values()) / spread)
    state = BROKEN if gap >= BROKEN_GAP else DEGRADED
    middle, was = _median(bins), _median(normal)
    count = sum(bins.values())
    words = f"{PRICES[kind]} are others than before: half of {count} are below {middle:,.0f}, before {was:,.0f}"
    yield Finding("price", kind, state, was, middle, count, odds, words)


def _constant(sample: Sample, base: Baseline, name: str) -> Iterator[Finding]:
    figures = sample.figures
    before, now, of_page = base.tops[name], top_share(figures, name), top_share(figures, READ)
    marked = sum(figures.marks_of(name))
    if now - max(before, of_page) < TOP_RISE:
        return
    worth = marked * sample.per_read
    odds = binomial_at_least(now * worth, worth, min(max(before, of_page, 0.1), 0.9))
    state = BROKEN if name in CRITICAL else DEGRADED
    words = f"{name} is the same on {now:.0%} of {marked} pages, before on {before:.0%} at most"
    yield Finding("constant", name, state, before, now, marked, odds, words)


def _odds_of_fall(now: float, worth: float, before: float, base: Baseline, name: str) -> float:
    """How likely so low a share is, were the share what it was; of which less is known than is counted."""
    spread = base.spreads[name]
    known = (base.pages if base.pages else base.figures.reads) / spread
    least, _ = share_between(before * known, known, deviations=DEVIATIONS)
    trials = worth / spread
    return binomial_at_most(now * trials, trials, min(least, SURE_AT_MOST))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _median(bins: dict[int, int]) -> float:
    half, seen = sum(bins.values()) / 2, 0
    for place, count in sorted(bins.items()):
        seen += count
        if seen >= half:
            return price_of_bin(place)
    return 0.0
