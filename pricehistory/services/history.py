"""Reading a page's price history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pricehistory.models import PriceSnapshot
from pricehistory.services.moves import Move, find_move, neighbours
from pricehistory.services.prices import ObservedPrice
from propscrape.tenancy import client_scope

MAX_SNAPSHOTS = 1000


@dataclass(frozen=True, slots=True)
class PricePoint:
    """A price as it was observed at one time; without amount and currency it is a price on request."""

    observed_at: datetime
    amount: Decimal | None
    price_cents: int | None
    currency: str | None
    price_period: str | None
    price_qualifier: str | None


POINT = tuple(PricePoint.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class PriceChange:
    """Two neighbouring prices of one kind, and the move between them."""

    before: PricePoint
    after: PricePoint
    move: Move


def snapshots_of(*, client_id: UUID, canonical_url: str, limit: int) -> list[PricePoint]:
    """The latest `limit` prices of a page, newest first."""
    with client_scope(client_id):
        rows = PriceSnapshot.objects.for_page(canonical_url).filter(client_id=client_id)
        return [PricePoint(*row) for row in rows.values_list(*POINT)[: min(limit, MAX_SNAPSHOTS)]]


def point_of(row: PriceSnapshot) -> PricePoint:
    """A snapshot as a plain value."""
    return PricePoint(**{name: getattr(row, name) for name in POINT})


def point_at(price: ObservedPrice, observed_at: datetime) -> PricePoint:
    """A price as it was observed at a time."""
    return PricePoint(observed_at, price.amount, *price.kind)


def changes_among(points: Sequence[PricePoint]) -> list[PriceChange]:
    """The moves between neighbours, newest first. A rent and a sale, or two currencies, are never compared.

    A price on request between two prices changes nothing: they are compared across it.
    """
    return [
        PriceChange(before, after, move)
        for after, before in neighbours(points)
        if (move := find_move(before, after)) is not None
    ]
