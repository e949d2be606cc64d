"""Lanes: which worker process sends to a subscription. One at a time, under a lease that it renews while it works.

One sender for each address keeps order and concurrency without asking anybody; when it dies, the lease runs out and
another takes the lane, and what was being sent is due again, under the same id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection

from propscrape.sealing import SealBroken, unseal
from propscrape.tenancy import staff_scope
from webhooks.models import Delivery, Subscription
from webhooks.services.owing import owing_subscriptions
from webhooks.services.schedule import GAPS_S

logger = structlog.get_logger(__name__)
LEASE = timedelta(seconds=30)
# Attempts beyond those of the schedule after which a sender's death is counted as a failed one
FORGIVEN_DEATHS = 5
SENDER_DIED = "SENDER_DIED"
_OF_TAKING_BACK: dict[str, Any] = {"steps": len(GAPS_S), "reason": SENDER_DIED, "forgiven": FORGIVEN_DEATHS}
TABLE, DELIVERIES = Subscription._meta.db_table, Delivery._meta.db_table
COLUMNS = """s.id, s.client_id, s.url, s.secret_sealed, s.previous_secret_sealed, s.previous_secret_until, s.ordered,
    s.max_per_second, now()"""

# Of these subscriptions, those that are free and have something due; who was served longest ago comes first, so that
# busy or slow ones keep nobody out. A lane that was let go with a pause is free when that is over
ACQUIRE = f"""
    WITH free AS (
        SELECT s.id FROM {TABLE} s
        WHERE s.id = ANY (%(owing)s) AND s.state = 'enabled' AND (s.lane_until IS NULL OR s.lane_until < now())
          AND EXISTS (SELECT 1 FROM {DELIVERIES} d
                      WHERE d.subscription_id = s.id AND d.state IN ('due', 'sending') AND d.next_attempt_at <= now())
        ORDER BY s.lane_until NULLS FIRST LIMIT %(limit)s FOR NO KEY UPDATE OF s SKIP LOCKED
    )
    UPDATE {TABLE} s SET lane_token = %(token)s, lane_until = now() + make_interval(secs => %(lease_s)s)
    FROM free WHERE s.id = free.id RETURNING {COLUMNS}
"""  # noqa: S608  table names of our own
# Nobody else sends to these addresses, so what is marked as being sent was left behind by a sender that died. What was
# in hand in too many that did is as good as failed each time more, and at last dead: it may be what kills them
TAKE_BACK = f"""
    UPDATE {DELIVERIES}
    SET step = step + is_suspect::int, next_attempt_at = now(),
        state = CASE WHEN is_suspect AND step + 1 >= %(steps)s THEN 'dead' ELSE 'due' END,
        error_code = CASE WHEN is_suspect AND step + 1 >= %(steps)s THEN %(reason)s ELSE error_code END,
        finished_at = CASE WHEN is_suspect AND step + 1 >= %(steps)s THEN now() END
    FROM (SELECT id AS suspect_id, attempts > step + %(forgiven)s AS is_suspect FROM {DELIVERIES}
          WHERE subscription_id = ANY (%(ids)s) AND state = 'sending') left_behind
    WHERE id = suspect_id AND state = 'sending'
"""  # noqa: S608
# A row that somebody else has locked is left out of the answer and renewed at the next turn
RENEW = f"""
    WITH ours AS (
        SELECT id FROM {TABLE} WHERE id = ANY (%(ids)s) AND lane_token = %(token)s AND state = 'enabled'
        FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE {TABLE} s SET lane_until = now() + make_interval(secs => %(lease_s)s)
    FROM ours WHERE s.id = ours.id RETURNING {COLUMNS}
"""  # noqa: S608
STILL_HELD = f"SELECT id FROM {TABLE} WHERE id = ANY (%s) AND lane_token = %s AND state = 'enabled'"  # noqa: S608
RELEASE = f"""
    UPDATE {TABLE} s SET lane_token = NULL, lane_until = now() + make_interval(secs => given.pause_s)
    FROM unnest(%s::uuid[], %s::float8[]) AS given(id, pause_s) WHERE s.id = given.id AND s.lane_token = %s
"""  # noqa: S608


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
        owing = owing_subscriptions()
        if not owing:
            return []
        parameters: dict[str, Any] = {"owing": owing, "limit": limit, "token": token, "lease_s": LEASE.total_seconds()}
        cursor.execute(ACQUIRE, parameters)
        rows = cursor.fetchall()
        if rows:
            cursor.execute(TAKE_BACK, {"ids": [row[0] for row in rows]} | _OF_TAKING_BACK)
    return _usable(rows)


def renew_lanes(*, token: UUID, subscription_ids: Sequence[UUID]) -> tuple[list[Lane], set[UUID]]:
    """The lanes that were renewed, as they are now, and the ids of all that are still the holder's.

    The rest was lost, paused or disabled. One that somebody is changing this moment is held and not renewed.
    """
    ids = list(subscription_ids)
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(RENEW, {"ids": ids, "token": token, "lease_s": LEASE.total_seconds()})
        rows = cursor.fetchall()
        cursor.execute(STILL_HELD, [ids, token])
        held = {pk for (pk,) in cursor.fetchall()}
    lanes = _usable(rows)
    unusable = {row[0] for row in rows} - {lane.subscription_id for lane in lanes}
    return lanes, held - unusable


def release_lanes(*, token: UUID, pauses_s: Mapping[UUID, float]) -> None:
    """Let lanes go, for whoever comes next; each not before so many seconds have passed."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(RELEASE, [list(pauses_s), list(pauses_s.values()), token])


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
