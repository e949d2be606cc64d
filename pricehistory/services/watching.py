"""How many prices wait for staff: what the gauge and the console's first page show."""

from datetime import datetime

from django.db.models import Count, Min

from pricehistory.metrics import WAITING
from pricehistory.models import PriceHold
from propscrape.tenancy import staff_scope


def waiting_holds() -> tuple[int, datetime | None]:
    """How many prices wait, and since when the first does. Call it in staff's scope."""
    waiting = PriceHold.objects.filter(state=PriceHold.State.WAITING).order_by()
    found = waiting.aggregate(count=Count("pk"), first=Min("held_at"))
    return found["count"], found["first"]


def set_gauges() -> None:
    """Write the gauge of /metrics."""
    with staff_scope():
        count, _ = waiting_holds()
    WAITING.set(count)
