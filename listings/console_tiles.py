"""What the console's first page says of listings and scrapes. Each figure is one indexed query."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from listings.models import Listing, PortalHealth, Scrape
from propscrape.console_cells import share
from propscrape.console_tiles import Tile, TileLink
from propscrape.row_counts import count_rows

A_DAY = timedelta(days=1)
GOOD = (Scrape.Outcome.OK, Scrape.Outcome.UNCHANGED, Scrape.Outcome.MOVED)
# Where the share of good scrapes changes its tone
GOOD_SHARE, FAIR_SHARE = 0.95, 0.8
# A sweep runs four times a minute: what has been due for longer than this is not being worked off
LATE_AFTER = timedelta(minutes=2)
# The worst first
SICK_STATES = {"broken": "bad", "blocked": "bad", "degraded": "fair", "idle": "plain"}
SICK_NAMED = 4


def sick_scrapers() -> Tile:
    """How many portals' scrapers are sick, and the way to the worst of them."""
    judged = PortalHealth.objects.filter(judged_at__isnull=False).order_by()
    known = list(judged.values_list("portal_id", "portal__host", "state"))
    places = list(SICK_STATES)
    rows = sorted((row for row in known if row[2] in places), key=lambda row: (places.index(row[2]), row[1]))
    links = tuple(
        TileLink(f"{host} {state}", reverse("scraper_health:portal", args=[slug]), SICK_STATES[state])
        for slug, host, state in rows[:SICK_NAMED]
    )
    left_out = len(rows) - len(links)
    note = f"of {len(known)} that are judged" if known else "none was judged yet"
    links += (TileLink(f"{left_out} more", reverse("scraper_health:overview")),) if left_out > 0 else ()
    tone = SICK_STATES[rows[0][2]] if rows else "good" if known else "plain"
    return Tile("Sick scrapers", f"{len(rows)}", note, reverse("scraper_health:overview"), 0, tone, links)


def freshness() -> Tile:
    """The share of listings whose page was looked at, and found, in the last 24 hours."""
    looks = Scrape.objects.filter(created_at__gte=timezone.now() - A_DAY, listing__isnull=False, outcome__in=GOOD)
    seen = looks.order_by().aggregate(count=Count("listing", distinct=True))["count"]
    count, is_exact = count_rows(Listing)
    note = f"{seen:,} of {'' if is_exact else 'about '}{count:,} listings looked at"
    href = reverse("admin:listings_listing_changelist")
    return Tile("Fresh, 24 h", share(min(seen / count, 1.0) if count else None), note, href, position=1)


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
