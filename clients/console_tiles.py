"""What is said of paid calls above the list of scrapers. One indexed query."""

from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from clients.services.spending import spending_between
from propscrape.console_tiles import Tile


def paid_calls_of_today() -> Tile:
    """How many calls of models were paid for today (UTC), and what they cost."""
    today = timezone.now().date()
    spent = spending_between(today, today)
    calls, cost = sum(row.calls for row in spent), sum((row.cost_usd for row in spent), Decimal(0))
    href = reverse("admin:clients_ledgerentry_changelist")
    return Tile("AI calls, today", f"{calls:,}", f"{cost:.2f} USD spent", href, position=4)
