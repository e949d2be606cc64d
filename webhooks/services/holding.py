"""Events of a subscription that is paused or disabled are held, not lost, until it is resumed; up to a bound."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.db import connection
from django.utils import timezone

from propscrape.tenancy import staff_scope
from webhooks.models import Delivery, Event, Subscription

logger = structlog.get_logger(__name__)
MAX_HELD = 10_000
HELD_FOR = timedelta(days=7)
RESUME_PER_S = 20
SUPERSEDED, HELD_TOO_LONG, HELD_TOO_MANY = "SUPERSEDED", "HELD_TOO_LONG", "HELD_TOO_MANY"
SUBSCRIPTION_DELETED = "SUBSCRIPTION_DELETED"
DELIVERIES, SUBSCRIPTIONS, EVENTS = Delivery._meta.db_table, Subscription._meta.db_table, Event._meta.db_table

# By ids that were put in order before: numbered within the statement, a plan made from old statistics takes minutes.
# A price move goes on waiting for its window
RELEASE = f"""
    UPDATE {DELIVERIES} d
    SET state = 'due', held_since = NULL,
        next_attempt_at = GREATEST(
            now() + make_interval(secs => (numbered.place - 1) / %(per_s)s::float8),
            CASE WHEN e.type = 'listing.price_changed' AND d.attempts = 0
                 THEN d.created_at + make_interval(hours => s.flap_window_hours) END)
    FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS numbered(id, place)
    JOIN {SUBSCRIPTIONS} s ON s.id = %(subscription)s, {EVENTS} e
    WHERE d.id = numbered.id AND d.subscription_id = s.id AND d.state = 'held' AND e.id = d.event_id
"""  # noqa: S608  table names of our own
# Of each listing only the last that is held stays; events without a listing all do
SUPERSEDE = f"""
    UPDATE {DELIVERIES} d SET state = 'dropped', error_code = %(reason)s, finished_at = now()
    WHERE d.subscription_id = %(id)s AND d.state = 'held' AND d.key IS NOT NULL AND EXISTS (
        SELECT 1 FROM {DELIVERIES} later
        WHERE later.subscription_id = d.subscription_id AND later.key = d.key AND later.sequence > d.sequence
          AND later.state = 'held' AND later.state IN ('due', 'sending', 'held'))
"""  # noqa: S608
# What was put off to when an earlier event of its listing is tried; a price move goes on waiting for its window
LET_PASS = f"""
    UPDATE {DELIVERIES} d SET next_attempt_at = now() FROM {EVENTS} e, {SUBSCRIPTIONS} s
    WHERE d.subscription_id = %(id)s AND d.state IN ('due', 'sending') AND d.state = 'due' AND d.attempts = 0
      AND e.id = d.event_id AND s.id = d.subscription_id
      AND (e.type <> 'listing.price_changed' OR s.flap_window_hours IS NULL)
      AND EXISTS (SELECT 1 FROM {DELIVERIES} b
                  WHERE b.subscription_id = d.subscription_id AND b.key = d.key AND b.sequence < d.sequence
                    AND b.state IN ('due', 'sending', 'held') AND NOT b.is_again)
"""  # noqa: S608
# An event may have been published while its subscription was being paused, by a transaction that saw it enabled; and a
# sender may have died with one in hand
HOLD_STRAYS = f"""
    UPDATE {DELIVERIES} d
    SET state = CASE WHEN s.deleted_at IS NULL THEN 'held' ELSE 'dropped' END, held_since = now(),
        finished_at = CASE WHEN s.deleted_at IS NOT NULL THEN now() END,
        error_code = CASE WHEN s.deleted_at IS NULL THEN d.error_code ELSE %(deleted)s END
    FROM {SUBSCRIPTIONS} s
    WHERE s.id = d.subscription_id AND s.state <> 'enabled' AND d.state IN ('due', 'sending')
      AND (d.state = 'due' OR s.lane_until IS NULL OR s.lane_until < now())
"""  # noqa: S608
RELEASE_STRAYS = f"""
    UPDATE {DELIVERIES} d SET state = 'due', held_since = NULL FROM {SUBSCRIPTIONS} s
    WHERE s.id = d.subscription_id AND s.state = 'enabled' AND d.state = 'held'
"""  # noqa: S608
BURY_OLD = f"""
    UPDATE {DELIVERIES} SET state = 'dead', error_code = %s, finished_at = now()
    WHERE state = 'held' AND COALESCE(held_since, created_at) < %s
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
      AND d.created_at < bound.oldest_kept
"""  # noqa: S608


def hold_deliveries(*, subscription_id: UUID) -> int:
    """Hold what is due to a subscription; how many. What is being sent now ends first."""
    return Delivery.objects.filter(subscription_id=subscription_id, state=Delivery.State.DUE).update(
        state=Delivery.State.HELD, held_since=timezone.now()
    )


def release_deliveries(*, subscription_id: UUID, latest_only: bool) -> int:
    """Make due what was held, in order and 20 a second; how many. With `latest_only`, the last of each listing."""
    with connection.cursor() as cursor:
        if latest_only:
            cursor.execute(SUPERSEDE, {"id": subscription_id, "reason": SUPERSEDED})
        held = Delivery.objects.filter(subscription_id=subscription_id, state=Delivery.State.HELD)
        ids = list(held.order_by("created_at", "sequence", "pk").values_list("pk", flat=True))
        cursor.execute(RELEASE, {"ids": ids, "subscription": subscription_id, "per_s": RESUME_PER_S})
        return int(cursor.rowcount)


def let_pass(*, subscription_id: UUID) -> int:
    """Make due what waits for an earlier event of its listing, as order is wanted no more; how many."""
    with connection.cursor() as cursor:
        cursor.execute(LET_PASS, {"id": subscription_id})
        return int(cursor.rowcount)


def tidy_held() -> None:
    """Hold what slipped through, and bury what was held for more than 7 days or beyond 10,000, oldest first."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(HOLD_STRAYS, {"deleted": SUBSCRIPTION_DELETED})
        cursor.execute(RELEASE_STRAYS)
        cursor.execute(BURY_OLD, [HELD_TOO_LONG, timezone.now() - HELD_FOR])
        too_long = cursor.rowcount
        cursor.execute(BURY_TOO_MANY, {"most": MAX_HELD, "reason": HELD_TOO_MANY})
        too_many = cursor.rowcount
    if too_long or too_many:
        logger.warning("webhook_events_buried", category="webhook_delivery", too_long=too_long, too_many=too_many)
