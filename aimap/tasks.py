"""Celery's doors to proposals."""

from celery import shared_task

from aimap.services.claiming import TIME_LIMIT_S, bury_spent_proposals, claim_proposal, has_due_proposals
from aimap.services.forgetting import forget_gone_pages
from aimap.services.proposing import LEARN_NEXT
from aimap.services.repairing import propose_due_repairs
from aimap.services.running import run_proposal
from propscrape.locks import advisory_lock, long_lock


@shared_task(queue="learn", time_limit=TIME_LIMIT_S, soft_time_limit=TIME_LIMIT_S - 30)
def learn_next() -> bool:
    """Work off the proposal that has been due for longest, and wake a worker for the next; whether there was one.

    Safe to run at any time and by many at once: what is claimed is leased.
    """
    proposal = claim_proposal()
    if proposal is None:
        return False
    try:
        run_proposal(proposal)
    finally:
        _wake_if_due()
    return True


@shared_task(queue="upkeep")
def sweep_proposals() -> bool:
    """Give up what cannot be helped, and wake a worker for what is due; whether anything is."""
    with advisory_lock("sweep proposals") as is_ours:
        if not is_ours:
            return False
        bury_spent_proposals()
    return _wake_if_due()


@shared_task(queue="upkeep")
def repair_portals() -> int:
    """Propose a mapping for each portal that needs repair; how many."""
    with long_lock("repair portals") as is_ours:
        return propose_due_repairs() if is_ours else 0


@shared_task(queue="upkeep")
def forget_pages() -> int:
    """Forget what proposals say of pages that are gone; of how many proposals."""
    with long_lock("forget pages") as is_ours:
        return forget_gone_pages() if is_ours else 0


def _wake_if_due() -> bool:
    is_due = has_due_proposals()
    if is_due:
        LEARN_NEXT.apply_async(retry=False)
    return is_due
