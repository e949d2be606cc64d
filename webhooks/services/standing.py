"""What becomes of a subscription whose deliveries fail: its client is warned, then it is disabled and its events held.

Ten distinct events whose latest attempt failed, with no success in between, disable it; a 410 does at once.
"""

from collections.abc import Collection
from uuid import UUID

import structlog
from django.db import connection
from django.utils import timezone

from propscrape.tenancy import client_scope
from webhooks.metrics import STANDING
from webhooks.models import Delivery, EventType, Subscription
from webhooks.services.holding import hold_deliveries
from webhooks.services.publishing import Happening, publish_events
from webhooks.services.telling import tell_by_mail

logger = structlog.get_logger(__name__)
WARN_AT, DISABLE_AT = 5, 10
# Counts as far as it matters and no further: a table of dead letters does not make it slow
COUNT_FAILING = f"""
    SELECT s.id, (
        SELECT count(*) FROM (
            SELECT 1 FROM {Delivery._meta.db_table} d
            WHERE d.subscription_id = s.id AND d.failed_at IS NOT NULL AND d.failed_at > s.healthy_at
            LIMIT {DISABLE_AT}
        ) failing)
    FROM {Subscription._meta.db_table} s WHERE s.id = ANY (%s) AND s.state = 'enabled'
"""  # noqa: S608  table names of our own


def judge_failing(*, failed: Collection[UUID], gone: Collection[UUID]) -> None:
    """Warn of, or disable, subscriptions of which attempts just failed or were answered 410. Call it as staff."""
    for subscription in Subscription.objects.filter(pk__in=gone, state=Subscription.State.ENABLED):
        disable(subscription, Subscription.Reason.GONE)
    if not failed:
        return
    with connection.cursor() as cursor:
        cursor.execute(COUNT_FAILING, [list(failed)])
        counts = {pk: count for pk, count in cursor.fetchall() if count >= WARN_AT}
    for subscription in Subscription.objects.filter(pk__in=counts, state=Subscription.State.ENABLED):
        if counts[subscription.pk] >= DISABLE_AT:
            disable(subscription, Subscription.Reason.FAILING)
        elif subscription.warned_at is None:
            _warn(subscription, failing=counts[subscription.pk])


def disable(subscription: Subscription, reason: Subscription.Reason) -> None:
    """Stop sending to it, hold what it is owed, and tell its client. Call it as staff or in its client's scope."""
    now = timezone.now()
    with client_scope(subscription.client_id):
        subscription.state, subscription.disabled_reason = Subscription.State.DISABLED, reason
        subscription.state_changed_at = now
        subscription.save(update_fields=["state", "disabled_reason", "state_changed_at"])
        hold_deliveries(subscription_id=subscription.pk)
        _tell(subscription, EventType.WEBHOOK_DISABLED, {"reason": reason.value})


def _warn(subscription: Subscription, *, failing: int) -> None:
    with client_scope(subscription.client_id):
        Subscription.objects.filter(pk=subscription.pk).update(warned_at=timezone.now())
        _tell(subscription, EventType.WEBHOOK_FAILING, {"failing_events": failing, "disabled_at": DISABLE_AT})


def _tell(subscription: Subscription, event_type: EventType, facts: dict[str, object]) -> None:
    """An event to the client's other subscriptions, an e-mail, a line in the log, a count."""
    about = {"webhook_id": str(subscription.pk), "url": subscription.url, "description": subscription.description}
    publish_events(
        client_id=subscription.client_id,
        key=None,
        happenings=[Happening(event_type, about | facts)],
        not_to=subscription.pk,
    )
    tell_by_mail(client_id=subscription.client_id, event_type=event_type, facts=about | facts)
    STANDING.labels(event_type.value).inc()
    logger.warning(
        event_type.value.replace(".", "_"),
        category="webhook_delivery",
        webhook_id=str(subscription.pk),
        client_id=str(subscription.client_id),
        **facts,
    )
