"""A price that goes from A to B and back to A within a subscription's flap window is told to it not at all.

That can only be promised if the first move waits for the window to end: a move to a subscription with a window is due
when the window is over, and what comes back to where a waiting move began takes that move, and all since, with it.
"""

from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.backends.utils import CursorWrapper

from webhooks.models import Delivery, Event, EventType, Subscription

FLAPPED_BACK = "FLAPPED_BACK"
WAITING = (Delivery.State.DUE, Delivery.State.HELD)
# Every subscription of the client that has a window, whether or not the return itself passes its filters: a price that
# is back where it was must not leave the move that it takes back to be told. Rows are locked before they are judged; a
# move that a sender has taken meanwhile is out, and then so is the return. What came and went in between is gone
FIND_BEGUN = f"""
    SELECT d.subscription_id, d.sequence FROM {Delivery._meta.db_table} d
    JOIN {Subscription._meta.db_table} s ON s.id = d.subscription_id
         AND s.client_id = %(client_id)s AND s.flap_window_hours IS NOT NULL
    JOIN {Event._meta.db_table} e ON e.id = d.event_id
    WHERE d.key = %(key)s AND d.sequence < %(sequence)s AND d.state IN ('due', 'held') AND d.attempts = 0
      AND NOT d.is_again AND e.type = %(type)s AND e.data -> 'from' = %(price)s::jsonb
      AND d.created_at > now() - make_interval(hours => s.flap_window_hours)
    ORDER BY d.id FOR NO KEY UPDATE OF d
"""  # noqa: S608  table names of our own
LOCK_BETWEEN = f"""
    SELECT d.id, d.state, d.attempts FROM {Delivery._meta.db_table} d JOIN {Event._meta.db_table} e ON e.id = d.event_id
    WHERE d.subscription_id = %(subscription)s AND d.key = %(key)s
      AND d.sequence BETWEEN %(since)s AND %(until)s AND e.type = %(type)s
      AND d.error_code IS DISTINCT FROM %(flapped)s
    ORDER BY d.id FOR NO KEY UPDATE OF d
"""  # noqa: S608
DROP = f"""
    UPDATE {Delivery._meta.db_table} SET state = 'dropped', error_code = %s, finished_at = now() WHERE id = ANY (%s)
"""  # noqa: S608
# What waited for them waits no more
LET_FOLLOW = f"""
    UPDATE {Delivery._meta.db_table} d SET next_attempt_at = now() FROM {Event._meta.db_table} e
    WHERE d.subscription_id = %(subscription)s AND d.key = %(key)s AND d.sequence > %(since)s
      AND d.state IN ('due', 'sending') AND d.state = 'due' AND d.attempts = 0
      AND e.id = d.event_id AND e.type <> %(type)s
"""  # noqa: S608


def drop_returns(*, event: Event) -> None:
    """If this price move leads back to where a waiting one began, drop that one and all since, this one included.

    Call it in a scope of the client, once the event's deliveries are written.
    """
    facts: dict[str, Any] = {
        "client_id": event.client_id,
        "key": event.key,
        "sequence": event.sequence,
        "until": event.sequence,
        "type": EventType.LISTING_PRICE_CHANGED.value,
        "flapped": FLAPPED_BACK,
        "price": orjson.dumps(event.data.get("to")).decode(),
    }
    with connection.cursor() as cursor:
        cursor.execute(FIND_BEGUN, facts)
        begun: dict[UUID, int] = {}
        for subscription_id, sequence in cursor.fetchall():
            begun[subscription_id] = max(sequence, begun.get(subscription_id, sequence))
        for subscription_id, since in begun.items():
            _drop(cursor, facts | {"subscription": subscription_id, "since": since})


def _drop(cursor: CursorWrapper, facts: dict[str, Any]) -> None:
    cursor.execute(LOCK_BETWEEN, facts)
    rows = cursor.fetchall()
    if all(state in WAITING and not attempts for _, state, attempts in rows):
        cursor.execute(DROP, [FLAPPED_BACK, [pk for pk, *_ in rows]])
        cursor.execute(LET_FOLLOW, facts)
