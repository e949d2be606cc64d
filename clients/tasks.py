"""Celery's doors to the ledger of paid calls."""

from celery import shared_task

from clients.services.budget_upkeep import lapse_reservations
from propscrape.locks import long_lock

LAPSE_LIMIT = 1_000


@shared_task(queue="upkeep")
def lapse_abandoned_calls() -> int:
    """Book at worst cost the calls whose process died; how many."""
    with long_lock("lapse abandoned calls") as is_ours:
        return lapse_reservations(limit=LAPSE_LIMIT) if is_ours else 0
