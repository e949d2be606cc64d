"""Exact and robust tests on counts. Pure arithmetic; counts need not be whole, since shrunken samples are not."""

import math
from collections.abc import Sequence

MAX_STEPS = 400
TINY, CLOSE = 1e-300, 1e-12


def binomial_at_most(successes: float, trials: float, share: float) -> float:
    """P(X <= successes), by the regularised incomplete beta function (DLMF 8.17.5)."""
    if successes >= trials or share <= 0:
        return 1.0
    if share >= 1:
        return 0.0
    return incomplete_beta(trials - successes, successes + 1, 1 - share)


def binomial_at_least(successes: float, trials: float, share: float) -> float:
    """P(X >= successes)."""
    return binomial_at_most(trials - successes, trials, 1 - share)


def incomplete_beta(a: float, b: float, x: float) -> float:
    """I_x(a, b), by its continued fraction (DLMF 8.17.22), a and b above 0."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) * _fraction(a, b, x) / a


def _fraction(a: float, b: float, x: float) -> float:
    """Lentz's method."""
    c, d = 1.0, 1 / _nonzero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, MAX_STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / _nonzero(1 + term * d), _nonzero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return value


def _nonzero(value: float) -> float:
    return value if abs(value) > TINY else TINY


def share_between(successes: float, trials: float, *, deviations: float) -> tuple[float, float]:
    """Where a share may lie that was seen as successes of trials (Wilson, 1927)."""
    if trials <= 0:
        return 0.0, 1.0
    share, square = successes / trials, deviations**2
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = deviations * math.sqrt(share * (1 - share) / trials + square / (4 * trials**2)) / (1 + square / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def overdispersion(samples: Sequence[tuple[float, float]]) -> float:
    """How many times as much shares vary from sample to sample as chance alone would have it; at least 1.

    `samples` are successes and trials. Pearson's chi-square over its degrees of freedom.
    """
    known = [(successes, trials) for successes, trials in samples if trials > 0]
    total = sum(trials for _, trials in known)
    if len(known) < 2 or total == 0:
        return 1.0
    share = sum(successes for successes, _ in known) / total
    spread = max(share * (1 - share), 1 / total)
    square = sum((successes - trials * share) ** 2 / (trials * spread) for successes, trials in known)
    return max(1.0, square / (len(known) - 1))


def largest_gap(one: Sequence[float], other: Sequence[float]) -> float:
    """The Kolmogorov-Smirnov distance of two histograms over the same bins, 0 to 1."""
    first, second = sum(one), sum(other)
    if not first or not second:
        return 0.0
    gap = here = there = 0.0
    for a, b in zip(one, other, strict=True):
        here, there = here + a / first, there + b / second
        gap = max(gap, abs(here - there))
    return gap


def gap_by_chance(gap: float, one: float, other: float) -> float:
    """How likely so large a gap is between samples of such sizes (Stephens, 1970); on bins, rather less so."""
    size = one * other / (one + other) if one + other else 0
    if size <= 0:
        return 1.0
    root = math.sqrt(size)
    scaled = (root + 0.12 + 0.11 / root) * gap
    return min(1.0, 2 * math.exp(-2 * scaled**2))
