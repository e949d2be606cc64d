"""What the console's first page says of prices."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from pricehistory.models import PriceSnapshot
from propscrape.console_tiles import Tile

A_WEEK = timedelta(days=7)


def price_moves() -> Tile:
    """Prices of the last 7 days that replaced an earlier one of the same page; first prices do not count."""
    earlier = PriceSnapshot.objects.filter(
        client_id=OuterRef("client_id"),
        canonical_url=OuterRef("canonical_url"),
        observed_at__lt=OuterRef("observed_at"),
        superseded_at__isnull=True,
    )
    standing = PriceSnapshot.objects.filter(observed_at__gte=timezone.now() - A_WEEK, superseded_at__isnull=True)
    moves = standing.filter(Exists(earlier)).count()
    href = reverse("admin:pricehistory_pricesnapshot_changelist")
    return Tile("Price moves, last 7 days", f"{moves:,}", "changes of a known price", href, position=4)
