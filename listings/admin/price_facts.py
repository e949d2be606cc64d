"""What a listing's console page says of its prices: the chart, the latest ones, and one that is held."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from listings.models import Listing
from pricehistory.models import PriceHold
from pricehistory.services.chart import price_chart
from pricehistory.services.history import MAX_SNAPSHOTS, PricePoint, snapshots_of
from pricehistory.services.holding import find_waiting
from propscrape.console_cells import Cell, inside_link, money, when

LATEST = 10
ON_REQUEST = "on request"


def price_facts(listing: Listing) -> dict[str, Any]:
    """Two queries, however long the history."""
    points = snapshots_of(client_id=listing.client_id, canonical_url=listing.canonical_url, limit=MAX_SNAPSHOTS)
    hold = find_waiting(client_id=listing.client_id, canonical_url=listing.canonical_url)
    return {
        "prices": [(when(point.observed_at), _in_words(point)) for point in points[:LATEST]],
        "price_chart": _chart(points) if points else "",
        "held_price": _held(hold) if hold else None,
    }


def _chart(points: list[PricePoint]) -> SafeString:
    chart = price_chart(points, until=timezone.now(), title="Price history", is_styled=False)
    return mark_safe(chart)  # noqa: S308  it is escaped there


def _in_words(price: PricePoint | PriceHold) -> str:
    return ON_REQUEST if price.amount is None else money(price.amount, price.currency, price.price_period)


def _held(hold: PriceHold) -> Cell:
    words = f"{_in_words(hold)}, held: {hold.get_reason_display()}"
    return inside_link(reverse("admin:pricehistory_pricehold_change", args=[hold.pk]), words)
