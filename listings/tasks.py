"""Celery's doors to listings."""

from uuid import UUID

from celery import shared_task

from listings.services.scraping import bury_spent_scrapes, claim_scrapes, due_scrape_ids, run_scrape
from propscrape.locks import advisory_lock

SWEEP_LIMIT = 100
TIME_LIMIT_S = 120


@shared_task(queue="scrape", time_limit=TIME_LIMIT_S, soft_time_limit=TIME_LIMIT_S - 5)
def fetch_listing(scrape_id: str) -> None:
    """Run one scrape, if it is still due. Safe to run twice: a claimed row is leased, an ended one left alone."""
    for scrape in claim_scrapes(limit=1, only=UUID(scrape_id)):
        run_scrape(scrape)


@shared_task(queue="upkeep")
def sweep_scrapes() -> int:
    """Wake workers for due scrapes whose announcement was lost or whose time has come. Returns how many."""
    with advisory_lock("sweep scrapes") as is_ours:
        if not is_ours:
            return 0
        bury_spent_scrapes(limit=SWEEP_LIMIT)
        due = due_scrape_ids(limit=SWEEP_LIMIT)
    for scrape_id in due:
        fetch_listing.apply_async(args=(str(scrape_id),), retry=False)
    return len(due)
