"""Reading a page's price history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from pricehistory.models import PriceSnapshot
from pricehistory.services.moves import Move, is_comparable, move_between
from propscrape.tenancy import client_scope

MAX_SNAPSHOTS = 1000


@dataclass(frozen=True, slots=True)
class PricePoint:
    """A price as it was observed at one time."""

    observed_at: datetime
    amount: Decimal
    price_cents: int
    currency: str
    price_period: str | None
    price_qualifier: str | None


@dataclass(frozen=True, slots=True)
class PriceChange:
    """Two neighbouring prices of one kind, and the move between them."""

    before: PricePoint
    after: PricePoint
    move: Move


def snapshots_of(*, client_id: UUID, canonical_url: str, limit: int) -> list[PricePoint]:
    """The latest `limit` prices of a page, newest first."""
    with client_scope(client_id):
        rows = list(PriceSnapshot.objects.for_page(canonical_url)[: min(limit, MAX_SNAPSHOTS)])
    return [PricePoint(**{name: getattr(row, name) for name in PricePoint.__dataclass_fields__}) for row in rows]


def changes_among(points: Sequence[PricePoint]) -> list[PriceChange]:
    """The moves between neighbours, newest first. A rent and a sale, or two currencies, are never compared."""
    return [
        PriceChange(before, after, move_between(before.amount, after.amount))
        for after, before in pairwise(points)
        if is_comparable(before, after) and before.price_cents != after.price_cents
    ]
