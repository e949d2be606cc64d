"""Gains and losses: what came, went and moved, with the listing that it happened to (K12)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from listings.models import Listing
from pricehistory.services.movements import Moved, movement_totals, movements_of
from propscrape.positions import Position
from propscrape.tenancy import client_scope

DEFAULT_PERIOD, MAX_PERIOD = timedelta(days=7), timedelta(days=31)


@dataclass(frozen=True, slots=True)
class ListingMovement:
    """A movement, and the client's listing of the page; None where it was deleted since."""

    moved: Moved
    listing: Listing | None


@dataclass(frozen=True, slots=True)
class Movements:
    """A page of movements, newest first, and how many there are of each kind; `last` where more follow."""

    totals: dict[str, int]
    movements: list[ListingMovement]
    last: Position | None


def movements_since(*, client_id: UUID, since: datetime, before: Position | None, limit: int) -> Movements:
    """What happened to a client's listings since a time: three queries, however many there are."""
    found = movements_of(client_id=client_id, since=since, before=before, limit=limit + 1)
    shown = found[:limit]
    with client_scope(client_id):
        rows = Listing.objects.filter(client_id=client_id, canonical_url__in={move.canonical_url for move in shown})
        listings = {row.canonical_url: row for row in rows.only("pk", "canonical_url", "title", "import_url")}
    last = (shown[-1].at, shown[-1].id) if len(found) > limit else None
    return Movements(
        totals=movement_totals(client_id=client_id, since=since),
        movements=[ListingMovement(move, listings.get(move.canonical_url)) for move in shown],
        last=last,
    )
