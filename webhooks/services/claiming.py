"""Taking due deliveries of the lanes a process holds, in an order that keeps each listing's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from propscrape.tenancy import staff_scope
from webhooks.models import Delivery, Event, Subscription

# How long a delivery waits at least before it is asked again whether an earlier one is out of the way
BLOCKED_FOR = timedelta(seconds=0.25)
MAX_ATTEMPTS_COUNTED = 32_767
DELIVERIES = Delivery._meta.db_table

# A delivery is taken unless an earlier one of its listing is open and not taken in the same breath. What cannot go yet
# is put off to when the earlier one is tried, so that it does not stand in the way of others. Who holds a row is about
# to drop or to hold it: it is not due then. Attempts are counted as far as their column goes
CLAIM = f"""
    WITH lanes AS (
        SELECT s.id, s.ordered, given.room
        FROM unnest(%(subscriptions)s::uuid[], %(rooms)s::int[]) AS given(id, room)
        JOIN {Subscription._meta.db_table} s ON s.id = given.id AND s.lane_token = %(token)s AND s.state = 'enabled'
    ), due AS MATERIALIZED (
        SELECT d.id, d.subscription_id, d.sequence, CASE WHEN lanes.ordered AND NOT d.is_again THEN d.key END AS key
        FROM lanes CROSS JOIN LATERAL (
            SELECT id, subscription_id, key, sequence, is_again FROM {DELIVERIES}
            WHERE subscription_id = lanes.id AND state IN ('due', 'sending') AND state = 'due'
              AND next_attempt_at <= now()
            ORDER BY next_attempt_at LIMIT lanes.room FOR NO KEY UPDATE SKIP LOCKED
        ) d
    ), judged AS MATERIALIZED (
        SELECT due.id, blocker.until FROM due LEFT JOIN LATERAL (
            SELECT GREATEST(b.next_attempt_at, now() + make_interval(secs => %(blocked_for_s)s)) AS until
            FROM {DELIVERIES} b
            WHERE b.subscription_id = due.subscription_id AND b.key = due.key AND b.sequence < due.sequence
              AND b.state IN ('due', 'sending', 'held') AND NOT b.is_again AND b.id NOT IN (SELECT id FROM due)
            ORDER BY b.sequence LIMIT 1
        ) blocker ON true
    ), put_off AS (
        UPDATE {DELIVERIES} d SET next_attempt_at = judged.until
        FROM judged WHERE d.id = judged.id AND judged.until IS NOT NULL
    ), taken AS (
        UPDATE {DELIVERIES} d SET state = 'sending', attempts = LEAST(attempts + 1, %(most)s)
        FROM judged WHERE d.id = judged.id AND judged.until IS NULL
        RETURNING d.id, d.client_id, d.event_id, d.subscription_id, d.key, d.sequence, d.attempts, d.step,
                  d.is_again
    )
    SELECT taken.id, taken.client_id, taken.event_id, taken.subscription_id, taken.key, taken.sequence, taken.attempts,
           taken.step, taken.is_again, e.type, e.data, e.occurred_at, e.request_id
    FROM taken JOIN {Event._meta.db_table} e ON e.id = taken.event_id
    ORDER BY taken.sequence NULLS FIRST, taken.id
"""  # noqa: S608  table names of our own


@dataclass(frozen=True, slots=True)
class Parcel:
    """A delivery that was taken to be sent, and the event that is in it."""

    delivery_id: UUID
    client_id: UUID
    event_id: UUID
    subscription_id: UUID
    key: str | None
    sequence: int | None
    attempt: int
    step: int
    is_again: bool
    event_type: str
    data: str
    occurred_at: datetime
    request_id: str

    def body(self) -> bytes:
        """The JSON that is signed and sent, the same bytes at every attempt: {type, timestamp, sequence, data}."""
        return orjson.dumps(
            {
                "type": self.event_type,
                "timestamp": self.occurred_at,
                "sequence": self.sequence,
                "data": orjson.loads(self.data),
            },
            option=orjson.OPT_UTC_Z,
        )


def claim_deliveries(*, token: UUID, rooms: Mapping[UUID, int]) -> list[Parcel]:
    """Take due deliveries: for each subscription whose lane is held under `token`, as many as there is room for.

    Those of one listing come in the order of their sequence. An attempt is counted before it is made.
    """
    parameters: dict[str, Any] = {
        "token": token,
        "subscriptions": list(rooms),
        "rooms": list(rooms.values()),
        "blocked_for_s": BLOCKED_FOR.total_seconds(),
        "most": MAX_ATTEMPTS_COUNTED,
    }
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(CLAIM, parameters)
        return [Parcel(*row) for row in cursor.fetchall()]
