"""What the console's first page says of prices. Each figure is one indexed query."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from pricehistory.models import Movement
from pricehistory.services.watching import waiting_holds
from propscrape.console_tiles import Tile

A_WEEK = timedelta(days=7)


def price_moves() -> Tile:
    """How often a price was lowered or raised in the last 7 days."""
    moves = Movement.objects.filter(at__gte=timezone.now() - A_WEEK, kind__in=Movement.PRICE_MOVES).count()
    href = reverse("admin:pricehistory_movement_changelist")
    return Tile("Price moves, last 7 days", f"{moves:,}", "changes of a known price", href, position=4)


def prices_held() -> Tile:
    """Prices that wait for staff, and for how long the first has been waiting."""
    count, first = waiting_holds()
    href = f"{reverse('admin:pricehistory_pricehold_changelist')}?state__exact=waiting"
    if first is None:
        return Tile("Prices held", "0", "nothing waits", href, position=6, tone="good")
    days = (timezone.now() - first).days
    return Tile("Prices held", f"{count:,}", f"the first since {days} days" if days else "since today", href, 6, "fair")
