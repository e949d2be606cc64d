"""Celery's doors to the ledger of paid calls."""

from celery import shared_task

from clients.services.budget_upkeep import lapse_reservations, purge_old
from propscrape.locks import long_lock

LAPSE_LIMIT = 1_000


@shared_task(queue="upkeep")
def lapse_abandoned_calls() -> int:
    """Book at worst cost the calls whose process died; how many."""
    with long_lock("lapse abandoned calls") as is_ours:
        return lapse_reservations(limit=LAPSE_LIMIT) if is_ours else 0


@shared_task(queue="upkeep")
def purge_ledger() -> int:
    """Remove what is older than it is kept for; how many rows went."""
    with long_lock("purge ledger") as is_ours:
        return purge_old() if is_ours else 0
