"""What the console's first page says of webhooks, from the indexes of open and of failed deliveries."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from propscrape.console_cells import share
from propscrape.console_tiles import Tile
from propscrape.ids import least_id_of
from webhooks.models import Attempt, Delivery
from webhooks.services.watching import open_counts

A_DAY = timedelta(days=1)
# A sender takes what is due at once, and a sweep looks every few seconds: what waits longer is not being worked off
LATE_AFTER = timedelta(minutes=2)
# Where the share of attempts that were taken changes its tone
GOOD_SHARE, FAIR_SHARE = 0.99, 0.95
NOTHING: tuple[int, datetime | None] = (0, None)


def due_deliveries() -> Tile:
    """Deliveries whose time has come, for how long the first has been waiting, and what is held or was given up."""
    counts = open_counts()
    due, first = counts.get(Delivery.State.DUE.value, NOTHING)
    held, _ = counts.get(Delivery.State.HELD.value, NOTHING)
    waits, tone = _waiting(timezone.now(), first)
    note = ", ".join([waits, *_asides(held=held, dead=_given_up())])
    href = f"{reverse('admin:webhooks_delivery_changelist')}?state__exact={Delivery.State.DUE}"
    return Tile("Webhooks, due now", f"{due:,}", note, href, position=5, tone=tone)


def attempts_of_day() -> Tile:
    """The share of the last 24 hours' attempts that were taken."""
    latest = Attempt.objects.filter(pk__gte=least_id_of(timezone.now() - A_DAY)).order_by()
    counts = latest.aggregate(all=Count("pk"), taken=Count("pk", filter=Q(error_code__isnull=True)))
    part = counts["taken"] / counts["all"] if counts["all"] else None
    tone = "plain" if part is None else "good" if part >= GOOD_SHARE else "fair" if part >= FAIR_SHARE else "bad"
    note = f"{counts['all'] - counts['taken']:,} of {counts['all']:,} attempts failed" if counts["all"] else "none sent"
    href = reverse("admin:webhooks_attempt_changelist")
    return Tile("Webhooks taken, 24 h", share(part), note, href, position=2, tone=tone)


def _given_up() -> int:
    """Deliveries that ran out of attempts in the last 24 hours."""
    since = timezone.now() - A_DAY
    return Delivery.objects.filter(state=Delivery.State.DEAD, failed_at__gte=since).count()


def _asides(*, held: int, dead: int) -> list[str]:
    counted = ((held, "held"), (dead, "given up in 24 h"))
    return [f"{count:,} {what}" for count, what in counted if count]


def _waiting(now: datetime, first: datetime | None) -> tuple[str, str]:
    if first is None:
        return "nothing waits", "good"
    waited = now - first
    tone = "bad" if waited > LATE_AFTER else "plain"
    return f"the first for {waited.total_seconds():,.0f} s", tone
