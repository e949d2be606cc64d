"""What happened within a span of time, as digests tell it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F
from django.db.models.functions import Abs

from pricehistory.models import Movement
from pricehistory.services.movements import Moved, MovementKind
from propscrape.tenancy import client_scope, staff_scope


def movements_between(
    *, client_id: UUID, kinds: Collection[MovementKind], since: datetime, until: datetime, limit: int
) -> list[Moved]:
    """Up to `limit` movements of a client: of the price by how far it moved, others by time, newest first."""
    with client_scope(client_id):
        found = Movement.objects.filter(client_id=client_id, at__gte=since, at__lt=until, kind__in=kinds)
        if set(kinds) <= set(Movement.PRICE_MOVES):
            found = found.exclude(before_amount=0)
            rows = found.order_by(Abs(F("amount") / F("before_amount") - 1).desc(), "-pk")[:limit]
        else:
            rows = found.order_by("-at", "-pk")[:limit]
        return [Moved(**{name: getattr(row, name) for name in Moved.__dataclass_fields__}) for row in rows]


def totals_between(*, client_id: UUID | None, since: datetime, until: datetime) -> dict[str, int]:
    """How many movements of each kind there were, of one client or, for staff, of all; every kind is there."""
    with client_scope(client_id) if client_id else staff_scope():
        found = Movement.objects.filter(at__gte=since, at__lt=until).order_by()
        if client_id:
            found = found.filter(client_id=client_id)
        counted = dict(found.values_list("kind").annotate(count=Count("pk")))
    return {kind: counted.get(kind, 0) for kind in MovementKind.values}
