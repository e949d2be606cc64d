"""How far a price moved."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

PERCENT_PLACES = Decimal("0.01")


class Priced(Protocol):
    """What two prices must have in common to be compared."""

    @property
    def currency(self) -> str: ...
    @property
    def price_period(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Move:
    """A difference of amounts; `percent` of the earlier one, to two places, null where that was nothing."""

    amount: Decimal
    percent: Decimal | None
    direction: str


def is_comparable(before: Priced, after: Priced) -> bool:
    """Whether two prices are of one currency and per the same time."""
    return (before.currency, before.price_period) == (after.currency, after.price_period)


def move_between(before: Decimal, after: Decimal) -> Move:
    """From one amount to another."""
    difference = after - before
    percent = (difference / before * 100).quantize(PERCENT_PLACES, ROUND_HALF_UP) if before else None
    return Move(difference, percent, "increase" if difference > 0 else "decrease")
