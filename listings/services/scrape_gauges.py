"""How much is waiting to be fetched: what the sweep asks, and what the gauges show."""

from django.db.models import Count, Min
from django.utils import timezone

from listings.metrics import BREAKERS, OLDEST_WAITING, QUEUED
from listings.models import PortalState, Scrape
from propscrape.tenancy import staff_scope

QUEUES = {False: "scrape", True: "render"}


def has_waiting() -> list[bool]:
    """Of the two kinds of work, without and with a browser, those of which some is due."""
    now = timezone.now()
    with staff_scope():
        return [renders for renders in QUEUES if Scrape.objects.waiting(now).filter(renders=renders).exists()]


def set_gauges() -> None:
    """Write the gauges of /metrics."""
    now = timezone.now()
    with staff_scope():
        waiting = Scrape.objects.waiting(now).order_by().values("renders")
        rows = list(waiting.annotate(count=Count("pk"), first=Min("next_attempt_at")))
        states = dict(PortalState.objects.order_by().values_list("breaker").annotate(Count("pk")))
    counts = {row["renders"]: row["count"] for row in rows}
    for renders, queue in QUEUES.items():
        QUEUED.labels(queue).set(counts.get(renders, 0))
    first = min((row["first"] for row in rows), default=now)
    OLDEST_WAITING.set((now - first).total_seconds())
    for breaker in PortalState.Breaker:
        BREAKERS.labels(breaker.value).set(states.get(breaker.value, 0))
