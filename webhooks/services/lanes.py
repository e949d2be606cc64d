"""Lanes: which worker process sends to a subscription. One at a time, under a lease that it renews while it works.

One sender for each address keeps order and concurrency without asking anybody; when it dies, the lease runs out and
another takes the lane, and what was being sent is due again, under the same id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection

from propscrape.sealing import SealBroken, unseal
from propscrape.tenancy import staff_scope
from webhooks.models import Delivery, Subscription

logger = structlog.get_logger(__name__)
LEASE = timedelta(seconds=30)
TABLE, DELIVERIES = Subscription._meta.db_table, Delivery._meta.db_table
COLUMNS = """s.id, s.client_id, s.url, s.secret_sealed, s.previous_secret_sealed, s.previous_secret_until, s.ordered,
    s.max_per_second, now()"""

# The subscriptions that have open deliveries, by leaps over the index: their number matters, not that of deliveries.
# The one that has waited longest comes first, so that busy ones do not keep others out
ACQUIRE = f"""
    WITH RECURSIVE owing(id) AS (
        (SELECT subscription_id FROM {DELIVERIES} WHERE state IN ('due', 'sending') ORDER BY 1 LIMIT 1)
        UNION ALL
        SELECT (SELECT d.subscription_id FROM {DELIVERIES} d
                WHERE d.state IN ('due', 'sending') AND d.subscription_id > owing.id ORDER BY 1 LIMIT 1)
        FROM owing WHERE owing.id IS NOT NULL
    ), free AS (
        SELECT s.id FROM owing JOIN {TABLE} s ON s.id = owing.id CROSS JOIN LATERAL (
            SELECT d.next_attempt_at FROM {DELIVERIES} d
            WHERE d.subscription_id = s.id AND d.state IN ('due', 'sending') ORDER BY d.next_attempt_at LIMIT 1
        ) first
        WHERE s.state = 'enabled' AND (s.lane_until IS NULL OR s.lane_until < now())
          AND first.next_attempt_at <= now()
        ORDER BY first.next_attempt_at LIMIT %(limit)s FOR NO KEY UPDATE OF s SKIP LOCKED
    )
    UPDATE {TABLE} s SET lane_token = %(token)s, lane_until = now() + make_interval(secs => %(lease_s)s)
    FROM free WHERE s.id = free.id RETURNING {COLUMNS}
"""  # noqa: S608  table names of our own
# Nobody else sends to these addresses, so what is marked as being sent was left behind by a sender that died
TAKE_BACK = f"""
    UPDATE {DELIVERIES} SET state = 'due', next_attempt_at = now()
    WHERE subscription_id = ANY (%s) AND state = 'sending'
"""  # noqa: S608
RENEW = f"""
    UPDATE {TABLE} s SET lane_until = now() + make_interval(secs => %s)
    WHERE s.id = ANY (%s) AND s.lane_token = %s AND s.state = 'enabled'
    RETURNING {COLUMNS}
"""  # noqa: S608
RELEASE = f"UPDATE {TABLE} SET lane_token = NULL, lane_until = NULL WHERE id = ANY (%s) AND lane_token = %s"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Lane:
    """A subscription that this process sends to: where, signed with what (newest secret first), how fast at most."""

    subscription_id: UUID
    client_id: UUID
    url: str
    secrets: tuple[str, ...]
    ordered: bool
    max_per_second: int | None


def acquire_lanes(*, token: UUID, limit: int) -> list[Lane]:
    """Lease up to `limit` free lanes that have something due to the holder of `token`."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(ACQUIRE, {"limit": limit, "token": token, "lease_s": LEASE.total_seconds()})
        rows = cursor.fetchall()
        if rows:
            cursor.execute(TAKE_BACK, [[row[0] for row in rows]])
    return _usable(rows)


def renew_lanes(*, token: UUID, subscription_ids: Sequence[UUID]) -> list[Lane]:
    """The lanes that are still the holder's, as they are now; the rest was lost, paused or disabled."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(RENEW, [LEASE.total_seconds(), list(subscription_ids), token])
        rows = cursor.fetchall()
    return _usable(rows)


def release_lanes(*, token: UUID, subscription_ids: Sequence[UUID]) -> None:
    """Let lanes go, for whoever comes next."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(RELEASE, [list(subscription_ids), token])


def _usable(rows: Sequence[Sequence[Any]]) -> list[Lane]:
    return [lane for lane in map(_lane, rows) if lane is not None]


def _lane(row: Sequence[Any]) -> Lane | None:
    """None where no secret can be read: nothing unsigned goes out, and it is for staff to mend the keys."""
    subscription_id, client_id, url, secret, previous, until, ordered, max_per_second, now = row
    try:
        secrets = tuple(unseal(bytes(sealed)) for sealed in _live(secret, previous, until, now))
    except SealBroken:
        secrets = ()
    if not secrets:
        logger.error("webhook_secret_unreadable", subscription_id=str(subscription_id), client_id=str(client_id))
        return None
    return Lane(subscription_id, client_id, url, secrets, ordered, max_per_second)


def _live(secret: Any, previous: Any, until: datetime | None, now: datetime) -> list[Any]:
    is_rotating = previous is not None and until is not None and until > now
    return [sealed for sealed in (secret, previous if is_rotating else None) if sealed is not None]
