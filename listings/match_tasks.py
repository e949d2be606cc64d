"""Celery's doors to matching."""

from celery import shared_task

from listings.match_metrics import FAILED
from listings.services.match_claiming import bury_spent_matching, claim_matching, has_due_matching
from listings.services.match_queueing import MATCH_NEXT
from listings.services.matching import match_listings
from propscrape.announcing import heard
from propscrape.locks import advisory_lock

TIME_LIMIT_S = 240
AT_ONCE = 50
SWEEP_LIMIT = 500


@shared_task(queue="upkeep", time_limit=TIME_LIMIT_S, soft_time_limit=TIME_LIMIT_S - 20)
def match_next() -> int:
    """Compare the listings that have been due for longest, and wake a worker for the next; how many.

    Safe to run at any time and by many at once: what is claimed is leased.
    """
    heard(MATCH_NEXT)
    works = claim_matching(limit=AT_ONCE)
    if not works:
        return 0
    try:
        match_listings(works)
    except BaseException:
        FAILED.inc()
        raise
    finally:
        _wake_if_due()
    return len(works)


@shared_task(queue="upkeep")
def sweep_matching() -> bool:
    """Give up what cannot be helped, and wake a worker for what is due; whether anything is."""
    with advisory_lock("sweep matching") as is_ours:
        if not is_ours:
            return False
        bury_spent_matching(limit=SWEEP_LIMIT)
    return _wake_if_due()


def _wake_if_due() -> bool:
    is_due = has_due_matching()
    if is_due:
        MATCH_NEXT.apply_async(retry=False)
    return is_due
