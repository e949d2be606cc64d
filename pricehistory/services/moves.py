"""How far a price moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Protocol, TypeVar

PERCENT_PLACES = Decimal("0.01")
Step = TypeVar("Step", bound="Priced")


class Priced(Protocol):
    """What two prices must have in common to be compared; without an amount it is a price on request."""

    @property
    def amount(self) -> Decimal | None: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def price_period(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Move:
    """A difference of amounts; `percent` of the earlier one, to two places, null where that was nothing."""

    amount: Decimal
    percent: Decimal | None
    direction: str


def is_comparable(before: Priced, after: Priced) -> bool:
    """Whether two prices are of one currency and per the same time, and both are stated."""
    if before.amount is None or after.amount is None:
        return False
    return (before.currency, before.price_period) == (after.currency, after.price_period)


def find_move(before: Priced, after: Priced) -> Move | None:
    """From one price to another; None where they do not compare, or are of one amount."""
    if before.amount is None or after.amount is None or before.amount == after.amount:
        return None
    return move_between(before.amount, after.amount) if is_comparable(before, after) else None


def move_between(before: Decimal, after: Decimal) -> Move:
    """From one amount to another."""
    difference = after - before
    percent = (difference / before * 100).quantize(PERCENT_PLACES, ROUND_HALF_UP) if before else None
    return Move(difference, percent, "increase" if difference > 0 else "decrease")


def neighbours(prices: Sequence[Step]) -> list[tuple[Step, Step]]:
    """Each price with the one stated before or after it; those on request stand between and are passed over."""
    return list(pairwise(price for price in prices if price.amount is not None))
