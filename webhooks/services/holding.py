"""Events of a subscription that is paused or disabled are held, not lost, until it is resumed; up to a bound."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.db import connection
from django.utils import timezone

from propscrape.tenancy import staff_scope
from webhooks.models import Delivery, Subscription

logger = structlog.get_logger(__name__)
MAX_HELD = 10_000
HELD_FOR = timedelta(days=7)
RESUME_PER_S = 20
SUPERSEDED, HELD_TOO_LONG, HELD_TOO_MANY = "SUPERSEDED", "HELD_TOO_LONG", "HELD_TOO_MANY"
DELIVERIES, SUBSCRIPTIONS = Delivery._meta.db_table, Subscription._meta.db_table

# In the order in which they were owed, so many a second; a new event of another listing need not wait for them
RELEASE = f"""
    UPDATE {DELIVERIES} d
    SET state = 'due', next_attempt_at = now() + make_interval(secs => numbered.place / %(per_s)s::float8)
    FROM (SELECT id, row_number() OVER (ORDER BY created_at, sequence, id) - 1 AS place FROM {DELIVERIES}
          WHERE subscription_id = %(id)s AND state = 'held') numbered
    WHERE d.id = numbered.id AND d.state = 'held'
"""  # noqa: S608  table names of our own
# Of each listing only the last that is held stays; events without a listing all do
SUPERSEDE = f"""
    UPDATE {DELIVERIES} d SET state = 'dropped', error_code = %(reason)s, finished_at = now()
    WHERE d.subscription_id = %(id)s AND d.state = 'held' AND d.key IS NOT NULL AND EXISTS (
        SELECT 1 FROM {DELIVERIES} later
        WHERE later.subscription_id = d.subscription_id AND later.key = d.key AND later.sequence > d.sequence
          AND later.state = 'held' AND later.state IN ('due', 'sending', 'held'))
"""  # noqa: S608
# An event may have been published while its subscription was being paused, by a transaction that saw it enabled
HOLD_STRAYS = f"""
    UPDATE {DELIVERIES} d SET state = 'held' FROM {SUBSCRIPTIONS} s
    WHERE s.id = d.subscription_id AND s.state <> 'enabled' AND d.state = 'due' AND d.state IN ('due', 'sending')
"""  # noqa: S608
RELEASE_STRAYS = f"""
    UPDATE {DELIVERIES} d SET state = 'due' FROM {SUBSCRIPTIONS} s
    WHERE s.id = d.subscription_id AND s.state = 'enabled' AND d.state = 'held'
"""  # noqa: S608
BURY_OLD = f"""
    UPDATE {DELIVERIES} SET state = 'dead', error_code = %s, finished_at = now()
    WHERE state = 'held' AND created_at < %s RETURNING subscription_id
"""  # noqa: S608
BURY_TOO_MANY = f"""
    WITH crowded AS (
        SELECT subscription_id FROM {DELIVERIES} WHERE state = 'held' GROUP BY 1 HAVING count(*) > %(most)s
    ), bound AS (
        SELECT crowded.subscription_id, (
            SELECT created_at FROM {DELIVERIES} d WHERE d.subscription_id = crowded.subscription_id AND d.state = 'held'
            ORDER BY created_at DESC OFFSET %(most)s - 1 LIMIT 1) AS oldest_kept
        FROM crowded
    )
    UPDATE {DELIVERIES} d SET state = 'dead', error_code = %(reason)s, finished_at = now()
    FROM bound WHERE d.subscription_id = bound.subscription_id AND d.state = 'held'
      AND d.created_at < bound.oldest_kept RETURNING d.subscription_id
"""  # noqa: S608


def hold_deliveries(*, subscription_id: UUID) -> int:
    """Hold what is due to a subscription; how many. What is being sent now ends first."""
    return Delivery.objects.filter(subscription_id=subscription_id, state=Delivery.State.DUE).update(
        state=Delivery.State.HELD
    )


def release_deliveries(*, subscription_id: UUID, latest_only: bool) -> int:
    """Make due what was held, in order and 20 a second; how many. With `latest_only`, the last of each listing."""
    with connection.cursor() as cursor:
        if latest_only:
            cursor.execute(SUPERSEDE, {"id": subscription_id, "reason": SUPERSEDED})
        cursor.execute(RELEASE, {"id": subscription_id, "per_s": RESUME_PER_S})
        return int(cursor.rowcount)


def tidy_held() -> None:
    """Hold what slipped through, and bury what was held for more than 7 days or beyond 10,000, oldest first."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(HOLD_STRAYS)
        cursor.execute(RELEASE_STRAYS)
        cursor.execute(BURY_OLD, [HELD_TOO_LONG, timezone.now() - HELD_FOR])
        too_long = cursor.rowcount
        cursor.execute(BURY_TOO_MANY, {"most": MAX_HELD, "reason": HELD_TOO_MANY})
        too_many = cursor.rowcount
    if too_long or too_many:
        logger.warning("webhook_events_buried", category="webhook_delivery", too_long=too_long, too_many=too_many)
