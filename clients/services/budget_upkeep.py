"""Calls that nobody settled are booked at their worst cost; the ledger is kept for a year, as the audit is."""

from datetime import date, timedelta
from uuid import UUID

import structlog
from django.db import connection
from django.utils import timezone

from clients.errors import ReservationEndedError
from clients.models import BudgetDay, BudgetTotal, LedgerEntry
from clients.services.budgets import end_entry
from propscrape.tenancy import staff_scope

logger = structlog.get_logger(__name__)
KEPT_FOR = timedelta(days=365)
BATCH, MAX_BATCHES = 1_000, 500
TABLES = tuple(model._meta.db_table for model in (LedgerEntry, BudgetDay, BudgetTotal))


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


def purge_old() -> int:
    """Remove entries and sums of days that are past their time, in small transactions; how many rows went."""
    oldest = (timezone.now() - KEPT_FOR).date()
    removed = 0
    for table in TABLES:
        for _ in range(MAX_BATCHES):
            count = _purge(table, oldest)
            removed += count
            if count < BATCH:
                break
    return removed


def _purge(table: str, oldest: date) -> int:
    old = f"SELECT ctid FROM {table} WHERE day < %s ORDER BY day LIMIT {BATCH}"  # noqa: S608  tables of our own
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE ctid = ANY (ARRAY ({old}))", [oldest])  # noqa: S608  as above
        return int(cursor.rowcount)
