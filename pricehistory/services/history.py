"""Reading a page's price history."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from pricehistory.models import PriceSnapshot
from propscrape.tenancy import client_scope

MAX_SNAPSHOTS = 1000
PERCENT_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A move between two snapshots of one kind; `percent` of the earlier amount, two places."""

    before: PriceSnapshot
    after: PriceSnapshot
    amount: Decimal
    percent: Decimal | None
    direction: str


def snapshots_of(*, client_id: UUID, canonical_url: str, limit: int) -> list[PriceSnapshot]:
    """The latest `limit` snapshots of a page, newest first."""
    with client_scope(client_id):
        return list(PriceSnapshot.objects.for_page(canonical_url)[: min(limit, MAX_SNAPSHOTS)])


def changes_among(snapshots: list[PriceSnapshot]) -> list[PriceChange]:
    """The moves between neighbours, newest first. A rent and a sale, or two currencies, are never compared."""
    return [_change(before, after) for after, before in pairwise(snapshots) if _comparable(before, after)]


def _comparable(before: PriceSnapshot, after: PriceSnapshot) -> bool:
    alike = (before.currency, before.price_period) == (after.currency, after.price_period)
    return alike and before.price_cents != after.price_cents


def _change(before: PriceSnapshot, after: PriceSnapshot) -> PriceChange:
    amount = after.amount - before.amount
    percent = (amount / before.amount * 100).quantize(PERCENT_PLACES) if before.amount else None
    return PriceChange(before, after, amount, percent, "increase" if amount > 0 else "decrease")
