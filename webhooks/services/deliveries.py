"""Looking at deliveries and sending them again: the log, replay, recovery, the test event, the feed of events."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from propscrape.errors import NotFound
from propscrape.positions import Position
from propscrape.tenancy import client_scope
from webhooks.errors import NotEnabled, StillUnderway
from webhooks.models import Attempt, Delivery, Event, EventType, Subscription
from webhooks.services.holding import MAX_HELD, RESUME_PER_S
from webhooks.services.publishing import Happening, publish_events
from webhooks.services.subscriptions import get_subscription
from webhooks.services.waking import wake_senders

# An event is in the feed a little after it happened: a transaction that began earlier may still be committing one
SETTLED_AFTER = timedelta(seconds=5)
DELIVERIES = Delivery._meta.db_table

# From the start of the schedule, in the order in which they are given, so many a second
OWE_AGAIN = f"""
    UPDATE {DELIVERIES} d
    SET state = %(state)s::text, step = 0, finished_at = NULL, failed_at = NULL, http_status = NULL, error_code = NULL,
        is_again = %(is_again)s, held_since = CASE WHEN %(state)s::text = 'held' THEN now() END,
        next_attempt_at = now() + make_interval(secs => (numbered.place - 1) / %(per_s)s::float8)
    FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS numbered(id, place)
    WHERE d.id = numbered.id
"""  # noqa: S608  a table name of our own


def deliveries_of(
    *, client_id: UUID, subscription_id: UUID, state: str | None, before: Position | None, limit: int
) -> list[Delivery]:
    """The log of a subscription, newest first, with events and attempts. Raises NotFound."""
    get_subscription(client_id=client_id, subscription_id=subscription_id)
    with client_scope(client_id):
        found = Delivery.objects.filter(subscription_id=subscription_id)
        if state is not None:
            found = found.filter(state=state)
        if before is not None:
            found = found.filter(created_at__lte=before[0]).filter(
                Q(created_at__lt=before[0]) | Q(created_at=before[0], pk__lt=before[1])
            )
        return list(_with_attempts(found).order_by("-created_at", "-pk")[:limit])


def events_after(*, client_id: UUID, after: Position | None, limit: int) -> list[Event]:
    """A client's events, oldest first, from a position on; those of the last five seconds are not in it yet."""
    with client_scope(client_id):
        found = Event.objects.filter(occurred_at__lt=timezone.now() - SETTLED_AFTER)
        if after is not None:
            found = found.filter(occurred_at__gte=after[0]).filter(
                Q(occurred_at__gt=after[0]) | Q(occurred_at=after[0], pk__gt=after[1])
            )
        return list(found.order_by("occurred_at", "pk")[:limit])


def replay_delivery(*, client_id: UUID, delivery_id: UUID) -> Delivery:
    """Send an ended delivery again, under the same id, from the start of the schedule. Raises NotFound, StillUnderway.

    Where the subscription is not enabled it is held.
    """
    with client_scope(client_id):
        found = Delivery.objects.select_related("subscription").filter(subscription__deleted_at__isnull=True)
        delivery = found.select_for_update(of=("self",)).filter(pk=delivery_id).first()
        if delivery is None:
            raise NotFound("You have no such delivery.")
        if delivery.state not in Delivery.ENDED:
            raise StillUnderway
        _owe_again([delivery.pk], delivery.subscription, is_again=True)
        return _with_attempts(Delivery.objects.filter(pk=delivery.pk)).get()


def recover_deliveries(*, client_id: UUID, subscription_id: UUID, since: datetime) -> int:
    """Send again what was given up since a time, in order, 20 a second, 10,000 at most; how many. Raises NotFound."""
    subscription = get_subscription(client_id=client_id, subscription_id=subscription_id)
    with client_scope(client_id):
        dead = Delivery.objects.filter(
            subscription=subscription, state=Delivery.State.DEAD, created_at__gte=since
        ).order_by("created_at", "sequence", "pk")
        # Locked: who recovers at the same time finds nothing left, rather than what is being sent by now
        ids = list(dead.select_for_update().values_list("pk", flat=True)[:MAX_HELD])
        return _owe_again(ids, subscription, is_again=False)


def send_test_event(*, client_id: UUID, subscription_id: UUID) -> Delivery:
    """A webhook.test event to this one subscription, whatever it listens to. Raises NotFound, NotEnabled."""
    subscription = get_subscription(client_id=client_id, subscription_id=subscription_id)
    if subscription.state != Subscription.State.ENABLED:
        raise NotEnabled
    happening = Happening(EventType.WEBHOOK_TEST, {"webhook_id": str(subscription.pk), "message": "It works."})
    with client_scope(client_id):
        (event,) = publish_events(client_id=client_id, key=None, happenings=[happening], only_to=subscription.pk)
        delivery = _with_attempts(Delivery.objects.filter(event=event)).first()
        if delivery is None:  # deleted since it was looked up
            raise NotFound("You have no such webhook.")
        return delivery


def _owe_again(delivery_ids: Sequence[UUID], subscription: Subscription, *, is_again: bool) -> int:
    """Put ended deliveries, which the caller has locked, back at the start of the schedule; how many.

    `is_again` says that they have given up their place in the order of their listing.
    """
    is_enabled = subscription.state == Subscription.State.ENABLED
    state = Delivery.State.DUE if is_enabled else Delivery.State.HELD
    facts: dict[str, Any] = {
        "ids": list(delivery_ids),
        "state": state.value,
        "is_again": is_again,
        "per_s": RESUME_PER_S,
    }
    with connection.cursor() as cursor:
        cursor.execute(OWE_AGAIN, facts)
        count = int(cursor.rowcount)
    if count and is_enabled:
        wake_senders()
    return count


def _with_attempts(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    attempts = Prefetch("tries", Attempt.objects.order_by("started_at"))
    return deliveries.select_related("event").prefetch_related(attempts)
