"""How much is waiting: what the sweep asks, and what the gauges show."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from propscrape.tenancy import staff_scope
from webhooks.metrics import DELIVERIES, OLDEST_DUE
from webhooks.models import Delivery, Subscription

TABLE, SUBSCRIPTIONS = Delivery._meta.db_table, Subscription._meta.db_table

# By leaps over the subscriptions that owe something, as when lanes are taken: a queue of any length costs the same
HAS_DUE = f"""
    WITH RECURSIVE owing(id) AS (
        (SELECT subscription_id FROM {TABLE} WHERE state IN ('due', 'sending') ORDER BY 1 LIMIT 1)
        UNION ALL
        SELECT (SELECT d.subscription_id FROM {TABLE} d
                WHERE d.state IN ('due', 'sending') AND d.subscription_id > owing.id ORDER BY 1 LIMIT 1)
        FROM owing WHERE owing.id IS NOT NULL
    )
    SELECT EXISTS (
        SELECT 1 FROM owing JOIN {SUBSCRIPTIONS} s ON s.id = owing.id
        WHERE s.state = 'enabled' AND (s.lane_until IS NULL OR s.lane_until < now())
          AND EXISTS (SELECT 1 FROM {TABLE} d
                      WHERE d.subscription_id = s.id AND d.state IN ('due', 'sending') AND d.next_attempt_at <= now()))
"""  # noqa: S608  table names of our own
OPEN_COUNTS = f"""
    SELECT state, count(*), min(next_attempt_at) FROM {TABLE}
    WHERE state IN ('due', 'sending') AND next_attempt_at <= now() OR state = 'held' GROUP BY state
"""  # noqa: S608


def has_due() -> bool:
    """Whether a sender would find work."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(HAS_DUE)
        (answer,) = cursor.fetchone()
    return bool(answer)


def open_counts() -> dict[str, tuple[int, datetime]]:
    """How many deliveries are due (their time has come), being sent and held, and since when the first of each."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_COUNTS)
        return {state: (count, first) for state, count, first in cursor.fetchall()}


def set_gauges() -> None:
    """Write the gauges of /metrics."""
    with staff_scope():
        counts = open_counts()
        dead = Delivery.objects.filter(state=Delivery.State.DEAD, failed_at__isnull=False).count()
    for state in (Delivery.State.DUE, Delivery.State.SENDING, Delivery.State.HELD):
        DELIVERIES.labels(state.value).set(counts.get(state.value, (0, None))[0])
    DELIVERIES.labels(Delivery.State.DEAD.value).set(dead)
    first = counts.get(Delivery.State.DUE.value)
    OLDEST_DUE.set((timezone.now() - first[1]).total_seconds() if first else 0)
