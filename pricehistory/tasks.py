"""Celery's doors to price history."""

from celery import shared_task

from pricehistory.services.market_refreshing import refresh_markets
from pricehistory.services.partitions import ensure_partitions
from pricehistory.services.watching import set_gauges
from propscrape.locks import advisory_lock, long_lock


@shared_task(queue="upkeep")
def make_partitions_ahead() -> list[str]:
    """Make the coming months' partitions. Safe to run twice, and by two beats."""
    return ensure_partitions()


@shared_task(queue="upkeep")
def refresh_market_figures() -> int:
    """Compute the weeks whose figures are not what the history says; how many. Safe to run twice."""
    with long_lock("refresh market figures") as is_ours:
        return refresh_markets() if is_ours else 0


@shared_task(queue="upkeep")
def watch_held_prices() -> None:
    """Keep the gauge of prices that wait for staff true."""
    with advisory_lock("watch held prices") as is_ours:
        if is_ours:
            set_gauges()
