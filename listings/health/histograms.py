"""Fixed buckets for durations and prices: counts of two hours are added up, and say the same as counts of both."""

import math
from collections.abc import Mapping
from decimal import Decimal

# Four buckets for each doubling: a percentile is right to within a tenth
PER_DOUBLING = 4
# Twelve for each tenfold: a bin is a fifth wide
PER_TENFOLD = 12
LARGEST_PRICE = 1e12
# Rents and prices of sale lie apart, and each is compared with its own kind
RENT_FROM = 1_000


def duration_bucket(ms: float) -> int:
    """The bucket of a duration; all below a millisecond share the first."""
    return int(PER_DOUBLING * math.log2(max(ms, 1)))


def percentile_ms(buckets: Mapping[str, int], percent: float) -> float | None:
    """A percentile in milliseconds, by nearest rank and as the middle of its bucket; None of nothing."""
    rank = math.ceil(sum(buckets.values()) * percent / 100)
    seen = 0
    for bucket, count in sorted((int(key), count) for key, count in buckets.items()):
        seen += count
        if seen >= rank:
            return float(2 ** ((bucket + 0.5) / PER_DOUBLING))
    return None


def price_bin(price: Decimal | float | None, *, is_rent: bool) -> int | None:
    """The bin of a price's logarithm; None of none, of 0 and of what is no price."""
    if price is None or not 0 < price < LARGEST_PRICE:
        return None
    place = max(0, math.floor(PER_TENFOLD * math.log10(price)))
    return place + (RENT_FROM if is_rent else 0)


def price_of_bin(place: int) -> float:
    """A price in the middle of a bin."""
    return float(10 ** ((place % RENT_FROM + 0.5) / PER_TENFOLD))
