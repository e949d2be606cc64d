"""Celery's doors to scrapes and watches."""

from celery import shared_task

from listings.services.claiming import claim_scrape, recover_lost_scrapes, seconds_to_next_turn
from listings.services.scrape_endings import bury_spent_scrapes
from listings.services.scrape_gauges import has_waiting, set_gauges
from listings.services.scraping import run_scrape
from listings.services.waking import fetchers_are_awake, wake_fetchers, wake_fetchers_later
from listings.services.watches import queue_due_watches
from propscrape.locks import advisory_lock, long_lock

SWEEP_LIMIT = 200
TIME_LIMIT_S = 120


@shared_task(queue="scrape", time_limit=TIME_LIMIT_S, soft_time_limit=TIME_LIMIT_S - 5)
def fetch_next() -> bool:
    """Run the next scrape that may run now, and wake another worker for the one after it; whether there was one.

    Safe to run at any time and by many at once: what is claimed is leased.
    """
    return _run_next(renders=False)


@shared_task(queue="render", time_limit=TIME_LIMIT_S, soft_time_limit=TIME_LIMIT_S - 5)
def render_next() -> bool:
    """The same, for pages that a browser fetches."""
    return _run_next(renders=True)


def _run_next(*, renders: bool) -> bool:
    fetchers_are_awake(renders=renders)
    scrape = claim_scrape(renders=renders)
    if scrape is None:
        turn_s = seconds_to_next_turn(renders=renders)
        if turn_s is not None:
            wake_fetchers_later(turn_s, renders=renders)
        return False
    wake_fetchers(renders=renders)
    try:
        run_scrape(scrape)
    finally:
        wake_fetchers(renders=renders)
    return True


@shared_task(queue="upkeep")
def sweep_scrapes() -> bool:
    """Take up what lost its worker, end what cannot be helped, wake workers for what is due; whether anything is."""
    with long_lock("sweep scrapes") as is_ours:
        if not is_ours:
            return False
        try:
            recover_lost_scrapes(limit=SWEEP_LIMIT)
            bury_spent_scrapes(limit=SWEEP_LIMIT)
            set_gauges()
        finally:
            waiting = has_waiting()
            for renders in waiting:
                wake_fetchers(renders=renders)
    return bool(waiting)


@shared_task(queue="upkeep")
def sweep_watches() -> int:
    """Queue a look at each watch whose time has come; how many."""
    with advisory_lock("sweep watches") as is_ours:
        return queue_due_watches(limit=SWEEP_LIMIT) if is_ours else 0
