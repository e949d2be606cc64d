"""A price that goes from A to B and back to A within a subscription's flap window is told to it not at all.

That can only be promised if the first move waits for the window to end: a move to a subscription with a window is due
when the window is over, and what comes back to where a waiting move began takes that move, and all since, with it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from webhooks.models import Delivery, Event, EventType

FLAPPED_BACK = "FLAPPED_BACK"
DROP_RETURNS = f"""
    WITH moved AS (
        SELECT d.id, d.subscription_id, d.key, d.sequence, e.data -> 'to' AS price
        FROM {Delivery._meta.db_table} d JOIN {Event._meta.db_table} e ON e.id = d.event_id
        WHERE d.id = ANY (%(ids)s)
    ), begun AS (
        SELECT moved.subscription_id, moved.key, max(d.sequence) AS since, moved.sequence AS until
        FROM moved
        JOIN {Delivery._meta.db_table} d ON d.subscription_id = moved.subscription_id AND d.key = moved.key
             AND d.sequence < moved.sequence AND d.state IN ('due', 'held') AND d.attempts = 0
        JOIN {Event._meta.db_table} e ON e.id = d.event_id
        WHERE e.type = %(type)s AND e.data -> 'from' = moved.price
        GROUP BY moved.subscription_id, moved.key, moved.sequence
    )
    UPDATE {Delivery._meta.db_table} d SET state = 'dropped', error_code = %(reason)s, finished_at = now()
    FROM begun, {Event._meta.db_table} e
    WHERE d.subscription_id = begun.subscription_id AND d.key = begun.key
      AND d.sequence BETWEEN begun.since AND begun.until AND d.state IN ('due', 'held') AND d.attempts = 0
      AND e.id = d.event_id AND e.type = %(type)s
"""  # noqa: S608  table names of our own


def drop_returns(*, delivery_ids: Sequence[UUID]) -> None:
    """Of these new deliveries of price moves, drop those that lead back, with the moves they take back."""
    parameters: dict[str, Any] = {
        "ids": list(delivery_ids),
        "type": EventType.LISTING_PRICE_CHANGED.value,
        "reason": FLAPPED_BACK,
    }
    with connection.cursor() as cursor:
        cursor.execute(DROP_RETURNS, parameters)
