"""Celery's doors to exports."""

from celery import shared_task

from listings.services.archives import queue_archives
from listings.services.export_claiming import bury_spent_exports, claim_export, has_due_exports
from listings.services.export_expiry import expire_exports
from listings.services.export_waking import WRITE_NEXT
from listings.services.export_writing import forget_files, run_export
from propscrape.locks import advisory_lock, long_lock

TIME_LIMIT_S = 3600


@shared_task(queue="upkeep", time_limit=TIME_LIMIT_S, soft_time_limit=TIME_LIMIT_S - 60)
def write_next_export() -> bool:
    """Write the export that has been due for longest, and wake a worker for the next; whether there was one.

    Safe to run at any time and by many at once: what is claimed is leased.
    """
    export = claim_export()
    if export is None:
        return False
    try:
        run_export(export)
    finally:
        _wake_if_due()
    return True


@shared_task(queue="upkeep")
def sweep_exports() -> bool:
    """Give up what cannot be helped, and wake a worker for what is due; whether anything is."""
    with advisory_lock("sweep exports") as is_ours:
        if not is_ours:
            return False
        spent = bury_spent_exports()
    for export in spent:
        forget_files(export)
    return _wake_if_due()


@shared_task(queue="upkeep")
def queue_monthly_archives() -> int:
    """Queue the archives of the month past that are wanted and not there; how many."""
    with advisory_lock("queue monthly archives") as is_ours:
        return queue_archives() if is_ours else 0


@shared_task(queue="upkeep", time_limit=TIME_LIMIT_S)
def expire_export_files() -> int:
    """Remove files whose time is over; how many."""
    with long_lock("expire export files") as is_ours:
        return expire_exports() if is_ours else 0


def _wake_if_due() -> bool:
    is_due = has_due_exports()
    if is_due:
        WRITE_NEXT.apply_async(retry=False)
    return is_due
