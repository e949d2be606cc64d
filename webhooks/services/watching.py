"""How much is waiting: what the sweep asks, and what the gauges show."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from propscrape.tenancy import staff_scope
from webhooks.metrics import DELIVERIES, OLDEST_DUE
from webhooks.models import Delivery, Subscription
from webhooks.services.holding import MAX_HELD
from webhooks.services.owing import owing_subscriptions

TABLE, SUBSCRIPTIONS = Delivery._meta.db_table, Subscription._meta.db_table

HAS_DUE = f"""
    SELECT EXISTS (
        SELECT 1 FROM {SUBSCRIPTIONS} s
        WHERE s.id = ANY (%s) AND s.state = 'enabled' AND (s.lane_until IS NULL OR s.lane_until < now())
          AND EXISTS (SELECT 1 FROM {TABLE} d
                      WHERE d.subscription_id = s.id AND d.state IN ('due', 'sending') AND d.next_attempt_at <= now()))
"""  # noqa: S608  table names of our own
# Both counts are served by a partial index, and end where more would say no more
WAITING = f"""
    SELECT s.id,
        (SELECT count(*) FROM (SELECT 1 FROM {TABLE} d WHERE d.subscription_id = s.id
             AND d.state IN ('due', 'sending') AND d.state = 'due' LIMIT {MAX_HELD}) due),
        (SELECT count(*) FROM (SELECT 1 FROM {TABLE} d WHERE d.subscription_id = s.id
             AND d.state = 'held' LIMIT {MAX_HELD}) held)
    FROM unnest(%s::uuid[]) AS s(id)
"""  # noqa: S608
OPEN_COUNTS = f"""
    SELECT state, count(*), min(next_attempt_at) FROM {TABLE}
    WHERE state IN ('due', 'sending') AND next_attempt_at <= now() OR state = 'held' GROUP BY state
"""  # noqa: S608


def has_due() -> bool:
    """Whether a sender would find work."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(HAS_DUE, [owing_subscriptions()])
        (answer,) = cursor.fetchone()
    return bool(answer)


def open_counts() -> dict[str, tuple[int, datetime]]:
    """How many deliveries are due (their time has come), being sent and held, and since when the first of each."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_COUNTS)
        return {state: (count, first) for state, count, first in cursor.fetchall()}


def waiting_of(subscription_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many deliveries of each subscription are due (at whatever time) and held; counted to 10,000."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [list(subscription_ids)])
        return {pk: (due, held) for pk, due, held in cursor.fetchall()}


def set_gauges() -> None:
    """Write the gauges of /metrics."""
    with staff_scope():
        counts = open_counts()
        dead = Delivery.objects.filter(state=Delivery.State.DEAD).count()
    for state in (Delivery.State.DUE, Delivery.State.SENDING, Delivery.State.HELD):
        DELIVERIES.labels(state.value).set(counts.get(state.value, (0, None))[0])
    DELIVERIES.labels(Delivery.State.DEAD.value).set(dead)
    first = counts.get(Delivery.State.DUE.value)
    OLDEST_DUE.set((timezone.now() - first[1]).total_seconds() if first else 0)
