"""Deliveries, their attempts and their events are kept for 90 days; deleted subscriptions for 30 (CONTRACTS.md 5)."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from propscrape.tenancy import staff_scope
from webhooks.models import Attempt, Delivery, Event, Subscription

KEPT_FOR, TOMBSTONES_FOR = timedelta(days=90), timedelta(days=30)
BATCH, MAX_BATCHES = 2_000, 500
DELIVERIES, EVENTS, ATTEMPTS = Delivery._meta.db_table, Event._meta.db_table, Attempt._meta.db_table

# By event, oldest first; one that is still owed to somebody stays until it is not
OLD_EVENTS = f"""
    SELECT e.id FROM {EVENTS} e
    WHERE e.occurred_at < %s AND NOT EXISTS (
        SELECT 1 FROM {DELIVERIES} d WHERE d.event_id = e.id AND d.state IN ('due', 'sending', 'held'))
    ORDER BY e.occurred_at LIMIT {BATCH}
"""  # noqa: S608  table names of our own
REMOVALS = (
    f"DELETE FROM {ATTEMPTS} WHERE delivery_id IN (SELECT id FROM {DELIVERIES} WHERE event_id = ANY (%s))",  # noqa: S608
    f"DELETE FROM {DELIVERIES} WHERE event_id = ANY (%s)",  # noqa: S608
    f"DELETE FROM {EVENTS} WHERE id = ANY (%s)",  # noqa: S608
)
OF_TOMBSTONES = f"SELECT id FROM {DELIVERIES} WHERE subscription_id = ANY (%s) LIMIT {BATCH}"  # noqa: S608
REMOVE_DELIVERIES = (
    f"DELETE FROM {ATTEMPTS} WHERE delivery_id = ANY (%s)",  # noqa: S608
    f"DELETE FROM {DELIVERIES} WHERE id = ANY (%s)",  # noqa: S608
)


def purge_old() -> int:
    """Remove old events with their deliveries, then tombstones, in small transactions; how many rows went."""
    removed = 0
    for purge in (_purge_events, _purge_tombstones):
        for _ in range(MAX_BATCHES):
            if not (count := purge()):
                break
            removed += count
    return removed


def _purge_events() -> int:
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(OLD_EVENTS, [timezone.now() - KEPT_FOR])
        ids = [pk for (pk,) in cursor.fetchall()]
        for removal in REMOVALS if ids else ():
            cursor.execute(removal, [ids])
    return len(ids)


def _purge_tombstones() -> int:
    """What a deleted subscription was owed goes first, a batch at a time, then the subscription."""
    with staff_scope(), connection.cursor() as cursor:
        dead = Subscription.objects.filter(deleted_at__lt=timezone.now() - TOMBSTONES_FOR)
        ids = list(dead.values_list("pk", flat=True)[:BATCH])
        cursor.execute(OF_TOMBSTONES, [ids])
        deliveries = [pk for (pk,) in cursor.fetchall()]
        for removal in REMOVE_DELIVERIES if deliveries else ():
            cursor.execute(removal, [deliveries])
        if ids and not deliveries:
            Subscription.objects.filter(pk__in=ids).delete()
    return len(deliveries) or len(ids)
