"""Celery's doors to digests."""

from celery import shared_task

from listings.digest.queueing import bury_spent_digests, queue_digests, yesterday
from listings.digest.sending import send_due_digests
from propscrape.locks import advisory_lock

AT_ONCE, TIME_LIMIT_S = 20, 900


@shared_task(queue="upkeep")
def queue_nightly_digests() -> int:
    """Queue yesterday's digests; how many."""
    with advisory_lock("queue digests") as is_ours:
        return queue_digests(yesterday()) if is_ours else 0


@shared_task(queue="upkeep", time_limit=TIME_LIMIT_S)
def send_digests() -> int:
    """Send what is due, and call for another run where more may be; how many were taken up.

    Safe to run at any time and by many at once: what is claimed is leased.
    """
    bury_spent_digests()
    taken = send_due_digests(limit=AT_ONCE)
    if taken == AT_ONCE:
        send_digests.apply_async(retry=False)
    return taken
