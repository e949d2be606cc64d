"""What the console's first page says of prices. Each figure is one indexed query."""

from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from pricehistory.models import Movement, PriceSnapshot
from pricehistory.services.watching import waiting_holds
from propscrape.console_tiles import Tile

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
PORTALS_NAMED = 3


def price_moves() -> Tile:
    """How often a price was lowered or raised in the last 7 days."""
    moves = Movement.objects.filter(at__gte=timezone.now() - A_WEEK, kind__in=Movement.PRICE_MOVES).count()
    href = reverse("admin:pricehistory_movement_changelist")
    return Tile("Price moves, last 7 days", f"{moves:,}", "changes of a known price", href, position=4)


def snapshots_of_day() -> Tile:
    """How many prices were written down in the last 24 hours, and of which portals most."""
    latest = PriceSnapshot.objects.filter(observed_at__gte=timezone.now() - A_DAY).order_by()
    by_portal = list(latest.values_list("portal").annotate(count=Count("pk")).order_by("-count", "portal"))
    named = ", ".join(f"{portal or 'others'} {count:,}" for portal, count in by_portal[:PORTALS_NAMED])
    left_out = len(by_portal) - PORTALS_NAMED
    note = f"{named} and {left_out} more" if left_out > 0 else named or "no price was new"
    total = sum(count for _, count in by_portal)
    href = reverse("admin:pricehistory_pricesnapshot_changelist")
    return Tile("Price snapshots, 24 h", f"{total:,}", note, href, position=3)


def prices_held() -> Tile:
    """Prices that wait for staff, and for how long the first has been waiting."""
    count, first = waiting_holds()
    href = f"{reverse('admin:pricehistory_pricehold_changelist')}?state__exact=waiting"
    if first is None:
        return Tile("Prices held", "0", "nothing waits", href, position=6, tone="good")
    days = (timezone.now() - first).days
    return Tile("Prices held", f"{count:,}", f"the first since {days} days" if days else "since today", href, 6, "fair")
