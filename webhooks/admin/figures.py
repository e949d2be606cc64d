"""How subscriptions are doing, in figures: two queries for all rows of a page, whatever their number."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from webhooks.models import Attempt, Delivery, Subscription
from webhooks.services.schedule import GAPS_S, JITTER
from webhooks.services.standing import DISABLE_AT

A_DAY = timedelta(days=1)
# An attempt is made within so long of what is owed, unless that was held or is sent again: how far back to look for
# deliveries, by their index, to find the attempts of a day
SCHEDULE = timedelta(seconds=sum(GAPS_S) * (1 + JITTER))


@dataclass(slots=True)
class Figures:
    """Attempts of the last 24 hours, those that succeeded among them, and what waits now."""

    tried: int = 0
    good: int = 0
    due: int = 0
    held: int = 0


def figures_of(subscription_ids: Collection[UUID]) -> dict[UUID, Figures]:
    """The figures of each of these subscriptions. Attempts for events older than the retry schedule do not count."""
    found: dict[UUID, Figures] = defaultdict(Figures)
    since = timezone.now() - A_DAY
    attempts = Attempt.objects.filter(
        delivery__subscription__in=subscription_ids, delivery__created_at__gte=since - SCHEDULE, started_at__gte=since
    )
    counts = {"tried": Count("pk"), "good": Count("pk", filter=Q(error_code__isnull=True))}
    for pk, tried, good in attempts.order_by().values_list("delivery__subscription").annotate(**counts):
        found[pk].tried, found[pk].good = tried, good
    waiting = Delivery.objects.filter(subscription__in=subscription_ids, state__in=Delivery.OPEN)
    is_held = Q(state=Delivery.State.HELD)
    counts = {"due": Count("pk", filter=~is_held), "held": Count("pk", filter=is_held)}
    for pk, due, held in waiting.order_by().values_list("subscription").annotate(**counts):
        found[pk].due, found[pk].held = due, held
    return found


def failing_events(subscription: Subscription) -> int:
    """Events whose latest attempt failed, with no success since; counted as far as it matters, which is ten."""
    failing = Delivery.objects.filter(subscription=subscription, failed_at__gt=subscription.healthy_at)
    return failing.order_by()[:DISABLE_AT].count()
