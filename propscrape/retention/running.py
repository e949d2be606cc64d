"""Running retention policies: one at a time each, a batch and a pause in turn, until nothing old is left."""

import time
from collections.abc import Callable
from datetime import datetime

import structlog
from django.utils import timezone

from propscrape.locks import long_lock
from propscrape.models import PurgeRun
from propscrape.retention.batches import Batches, InUse, count_old_rows
from propscrape.retention.policies import Policy, tables_of
from propscrape.retention.runs import State, begin_run, end_run, note_rows, was_done_since
from propscrape.retention.sizes import bytes_per_row

logger = structlog.get_logger(__name__)
# A pause is so many times as long as the batch before it took, so that a slow database gets longer ones
PAUSE_FACTOR, MIN_PAUSE_S, MAX_PAUSE_S = 2.0, 0.02, 2.0
# Batches in a row that found rows in use: then another time
MAX_STUMBLES = 10
TIME_IS_OVER = "Time was over; the next run goes on."
IN_USE = "Rows were in use; the next run goes on."

Pause = Callable[[float], None]


def run_policy(
    policy: Policy,
    *,
    now: datetime | None = None,
    is_dry_run: bool = False,
    include_backfill: bool = False,
    until: float | None = None,
    asked_by: str = "",
    queued: PurgeRun | None = None,
    pause: Pause = time.sleep,
) -> PurgeRun | None:
    """Run one policy, outside of a transaction; None while another process runs it.

    It ends before its time where time.monotonic() passes `until`, and goes on in its next run. What it raises is noted
    with the run first.
    """
    now = now or timezone.now()
    with long_lock(f"purge {policy.name}") as is_ours:
        if not is_ours:
            return None
        run = begin_run(
            policy, is_dry_run=is_dry_run, include_backfill=include_backfill, asked_by=asked_by, queued=queued
        )
        try:
            note = _work(policy, run, now, until, pause)
        except Exception as error:
            end_run(run, State.FAILED, f"{type(error).__name__}: {error}")
            raise
        ended = end_run(run, State.PARTIAL if note else State.DONE, note)
    logger.info("purge_ended", policy=policy.name, state=ended.state, rows=ended.rows, dry_run=ended.is_dry_run)
    return ended


def run_policies(
    policies: list[Policy], *, until: float, since: datetime | None = None, now: datetime | None = None
) -> list[PurgeRun]:
    """Run one after another those that have not been done `since`; the runs that came of it.

    One that fails keeps none of the others. Raises ExceptionGroup with what they raised.
    """
    runs, failures = [], []
    for policy in policies:
        if was_done_since(policy, since):
            continue
        try:
            run = run_policy(policy, now=now, until=until)
        except Exception as error:  # noqa: BLE001  it is raised below, with the others'
            failures.append(error)
            continue
        runs += [run] if run else []
    if failures:
        raise ExceptionGroup("retention policies failed", failures)
    return runs


def _work(policy: Policy, run: PurgeRun, now: datetime, until: float | None, pause: Pause) -> str:
    """Why it is not done; empty where it is."""
    if policy.drop is not None:
        for dropped in policy.drop(now, run.include_backfill, run.is_dry_run):
            note_rows(run.pk, dropped.rows, dropped.bytes)
        return ""
    sizes = bytes_per_row(tables_of(policy))
    if run.is_dry_run:
        counted = count_old_rows(policy, now=now, include_backfill=run.include_backfill)
        note_rows(run.pk, counted.total(), round(sum(rows * sizes[table] for table, rows in counted.items())))
        return ""
    return _remove_all(Batches(policy, now, run.include_backfill), run, sizes, until, pause)


def _remove_all(batches: Batches, run: PurgeRun, sizes: dict[str, float], until: float | None, pause: Pause) -> str:
    stumbles = 0
    while True:
        if until is not None and time.monotonic() >= until:
            return TIME_IS_OVER
        began = time.monotonic()
        try:
            if not batches.remove_next(run.pk, sizes):
                return ""
            stumbles = 0
        except InUse:
            stumbles += 1
            if stumbles == MAX_STUMBLES:
                return IN_USE
        took = time.monotonic() - began
        pause(min(MAX_PAUSE_S, max(MIN_PAUSE_S, took * PAUSE_FACTOR)))
