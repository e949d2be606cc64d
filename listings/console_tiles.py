"""What the console's first page says of listings and scrapes. Each figure is one indexed query."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from listings.models import Listing, Scrape
from propscrape.console_cells import share
from propscrape.console_tiles import Tile
from propscrape.row_counts import count_rows

A_DAY = timedelta(days=1)
# Where the share of good scrapes changes its tone
GOOD_SHARE, FAIR_SHARE = 0.95, 0.8
# A sweep runs four times a minute: what has been due for longer than this is not being worked off
LATE_AFTER = timedelta(minutes=2)


def stored_listings() -> Tile:
    """How many listings there are, estimated once there are many."""
    count, is_exact = count_rows(Listing)
    note = "of all clients" if is_exact else "of all clients, estimated"
    return Tile("Listings", f"{count:,}", note, reverse("admin:listings_listing_changelist"), position=1)


def latest_scrapes() -> Tile:
    """Scrapes of the last 24 hours, and the share of the finished ones that read the page."""
    good = Q(outcome__in=(Scrape.Outcome.OK, Scrape.Outcome.UNCHANGED))
    figures = Scrape.objects.filter(created_at__gte=timezone.now() - A_DAY).aggregate(
        all=Count("pk"), ended=Count("pk", filter=Q(outcome__isnull=False)), good=Count("pk", filter=good)
    )
    note, tone = _judge(good=figures["good"], ended=figures["ended"])
    href = reverse("admin:listings_scrape_changelist")
    return Tile("Scrapes, last 24 h", f"{figures['all']:,}", note, href, position=2, tone=tone)


def due_scrapes() -> Tile:
    """Scrapes whose time has come, and for how long the first has been waiting."""
    now = timezone.now()
    due = Scrape.objects.waiting(now).order_by().aggregate(count=Count("pk"), first=Min("next_attempt_at"))
    href = f"{reverse('admin:listings_scrape_changelist')}?state__exact={Scrape.State.QUEUED}"
    note, tone = _waiting(now, due["first"])
    return Tile("Queue, due now", f"{due['count']:,}", note, href, position=3, tone=tone)


def _judge(*, good: int, ended: int) -> tuple[str, str]:
    if not ended:
        return "none finished", "plain"
    part = good / ended
    tone = "good" if part >= GOOD_SHARE else "fair" if part >= FAIR_SHARE else "bad"
    return f"{share(part)} of the finished read", tone


def _waiting(now: datetime, first: datetime | None) -> tuple[str, str]:
    if first is None:
        return "nothing waits", "good"
    waited = now - first
    tone = "bad" if waited > LATE_AFTER else "plain"
    return f"the first for {waited.total_seconds():,.0f} s", tone
