"""Calls that nobody settled are booked at their worst cost."""

from uuid import UUID

import structlog
from django.utils import timezone

from clients.errors import ReservationEndedError
from clients.models import LedgerEntry
from clients.services.budgets import end_entry
from propscrape.tenancy import staff_scope

logger = structlog.get_logger(__name__)


def lapse_reservations(*, limit: int) -> int:
    """Book at worst cost what was reserved and has not been settled in time; how many calls that were."""
    with staff_scope():
        late = LedgerEntry.objects.filter(state=LedgerEntry.State.RESERVED, leased_until__lt=timezone.now())
        ids = list(late.order_by("leased_until").values_list("pk", flat=True)[:limit])
    return sum(_lapse(entry_id) for entry_id in ids)


def _lapse(entry_id: UUID) -> bool:
    try:
        end_entry(entry_id, state=LedgerEntry.State.LAPSED, cost=None, outcome="lapsed")
    except ReservationEndedError:  # settled meanwhile
        return False
    logger.warning("budget_reservation_lapsed", entry=str(entry_id))
    return True
