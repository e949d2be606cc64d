"""What came, went and moved: written as it happens, read page by page (K12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q

from pricehistory.models import CurrentPrice, Movement
from pricehistory.services.moves import find_move
from pricehistory.services.prices import ObservedPrice
from propscrape.positions import Position
from propscrape.tenancy import client_scope

__all__ = ("Moved", "MovementKind", "movement_totals", "movements_of", "record_movement", "record_price_moves")

MovementKind = Movement.Kind


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement as a plain value; `before_amount` is there for moves of the price alone."""

    id: UUID
    canonical_url: str
    kind: str
    at: datetime
    before_amount: Decimal | None
    amount: Decimal | None
    currency: str | None
    price_period: str | None
    portal: str | None
    city: str | None
    property_type: str | None


def record_movement(
    *, client_id: UUID, canonical_url: str, kind: MovementKind, at: datetime, price: ObservedPrice
) -> None:
    """Write down that a page is new, gone or back. Call it in a scope of the client, in turn with others of the page.

    `price` is what the page asks then, its amount None where it states none. The price of a page that is gone stands
    no more. Moves of the price are written with the price itself.
    """
    Movement.objects.bulk_create([_movement(client_id, canonical_url, kind, at, price)])
    if kind in (MovementKind.GONE, MovementKind.BACK):
        gone_at = at if kind == MovementKind.GONE else None
        CurrentPrice.objects.filter(client_id=client_id, canonical_url=canonical_url).update(gone_at=gone_at)


def record_price_moves(
    *, client_id: UUID, canonical_url: str, steps: Iterable[tuple[ObservedPrice, ObservedPrice, datetime]]
) -> None:
    """Write down which of these steps (before, after, when) made a price lower or higher; the others are no moves."""
    moves = []
    for before, after, at in steps:
        if (move := find_move(before, after)) is not None:
            kind = MovementKind.RAISED if move.amount > 0 else MovementKind.REDUCED
            moves.append(_movement(client_id, canonical_url, kind, at, after, before_amount=before.amount))
    Movement.objects.bulk_create(moves)


def forget_price_moves(*, client_id: UUID, canonical_url: str, since: datetime) -> None:
    """Take back the moves of a page's price from a time on: its history was corrected."""
    moves = Movement.objects.filter(client_id=client_id, canonical_url=canonical_url, kind__in=Movement.PRICE_MOVES)
    moves.filter(at__gte=since).delete()


def movements_of(*, client_id: UUID, since: datetime, before: Position | None, limit: int) -> list[Moved]:
    """Up to `limit` movements since a time, newest first, from a position on."""
    with client_scope(client_id):
        found = Movement.objects.filter(client_id=client_id, at__gte=since)
        if before is not None:
            found = found.filter(at__lte=before[0]).filter(Q(at__lt=before[0]) | Q(at=before[0], pk__lt=before[1]))
        return [
            Moved(**{name: getattr(row, name) for name in Moved.__dataclass_fields__})
            for row in found.order_by("-at", "-pk")[:limit]
        ]


def movement_totals(*, client_id: UUID, since: datetime) -> dict[str, int]:
    """How many movements there were since a time, by kind; every kind is there."""
    with client_scope(client_id):
        found = Movement.objects.filter(client_id=client_id, at__gte=since).order_by()
        counted = dict(found.values_list("kind").annotate(count=Count("pk")))
    return {kind: counted.get(kind, 0) for kind in MovementKind.values}


def _movement(
    client_id: UUID,
    canonical_url: str,
    kind: MovementKind,
    at: datetime,
    price: ObservedPrice,
    *,
    before_amount: Decimal | None = None,
) -> Movement:
    return Movement(
        client_id=client_id,
        canonical_url=canonical_url,
        kind=kind,
        at=at,
        before_amount=before_amount,
        amount=price.amount,
        currency=price.currency,
        price_period=price.price_period,
        portal=price.portal,
        city=price.city,
        property_type=price.property_type,
    )
