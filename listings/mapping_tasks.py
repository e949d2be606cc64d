"""Celery's doors to mappings: captures to be read again, shadow runs to be ended, contracts to be checked."""

from celery import shared_task

from listings.services.contract_checks import check_due_contracts
from listings.services.portal_rereading import (
    RereadingLost,
    bury_spent_rereadings,
    claim_rereading,
    has_due_rereadings,
    run_rereading,
)
from listings.services.rereading_waking import wake_rereader
from listings.services.shadow_runs import end_overdue_runs
from propscrape.locks import advisory_lock, long_lock

TIME_LIMIT_S = 900


@shared_task(queue="upkeep", time_limit=TIME_LIMIT_S, soft_time_limit=TIME_LIMIT_S - 30)
def reread_next() -> bool:
    """Go on with the re-reading that has been due for longest, for a minute; whether there was one.

    Safe to run at any time and by many at once: what is claimed is leased.
    """
    rereading = claim_rereading()
    if rereading is None:
        return False
    try:
        run_rereading(rereading)
    except RereadingLost:
        return False
    _wake_if_due()
    return True


@shared_task(queue="upkeep")
def sweep_mappings() -> bool:
    """End what is over, give up what cannot be helped, wake a worker for what is due; whether anything is."""
    with advisory_lock("sweep mappings") as is_ours:
        if not is_ours:
            return False
        end_overdue_runs()
        bury_spent_rereadings()
    return _wake_if_due()


@shared_task(queue="upkeep", time_limit=TIME_LIMIT_S)
def check_contracts() -> int:
    """Read the golden pages that were not read within a week; how many portals misread theirs. Run hourly."""
    with long_lock("check contracts") as is_ours:
        return check_due_contracts() if is_ours else 0


def _wake_if_due() -> bool:
    is_due = has_due_rereadings()
    if is_due:
        wake_rereader()
    return is_due
