"""Celery's doors to upkeep."""

import time
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from propscrape.locks import advisory_lock
from propscrape.retention.asking import run_asked
from propscrape.retention.policies import POLICIES
from propscrape.retention.running import TIME_IS_OVER, run_policies
from propscrape.retention.runs import has_left_since
from propscrape.retention.storage import keep_report

# A run hands its place in the worker back after so long, for tasks of other kinds; the next goes on
RUN_FOR_S, TIME_LIMIT_S = 300, 900


@shared_task(queue="upkeep", time_limit=TIME_LIMIT_S)
def purge_old(since: str | None = None) -> int:
    """Run every retention policy that has not been done `since` (ISO 8601); how many rows went.

    Safe to run at any time and by many at once: each policy has one run at a time. What there was no time for goes on
    at once, also when another policy failed; what was in use waits for the next night.
    """
    began = timezone.now()
    night = since or began.isoformat()
    try:
        runs = run_policies(
            list(POLICIES.values()), until=time.monotonic() + RUN_FOR_S, since=datetime.fromisoformat(night)
        )
    finally:
        if has_left_since(began, note=TIME_IS_OVER) and not _is_over(night):
            purge_old.apply_async(args=(night,), retry=False)
    return sum(run.rows for run in runs)


@shared_task(queue="upkeep", time_limit=TIME_LIMIT_S)
def purge_asked() -> int:
    """Run what staff asked for; how many runs that were."""
    return run_asked(until=time.monotonic() + RUN_FOR_S)


@shared_task(queue="upkeep")
def report_storage() -> bool:
    """Keep this month's storage report, if there is none yet; whether one was written."""
    with advisory_lock("report storage") as is_ours:
        return is_ours and keep_report() is not None


def _is_over(night: str) -> bool:
    """Whether it is time for the next night's run; what is left is its work then."""
    return (timezone.now() - datetime.fromisoformat(night)).total_seconds() > 20 * 3600
