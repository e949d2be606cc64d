"""What the console's first page says of webhooks, from the indexes of open and of failed deliveries."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from propscrape.console_tiles import Tile
from webhooks.models import Delivery
from webhooks.services.watching import open_counts

A_DAY = timedelta(days=1)
# A sender takes what is due at once, and a sweep looks every few seconds: what waits longer is not being worked off
LATE_AFTER = timedelta(minutes=2)
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
