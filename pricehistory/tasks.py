"""Celery's doors to price history."""

from celery import shared_task

from pricehistory.services.partitions import ensure_partitions


@shared_task(queue="upkeep")
def make_partitions_ahead() -> list[str]:
    """Make the coming months' partitions. Safe to run twice, and by two beats."""
    return ensure_partitions()
