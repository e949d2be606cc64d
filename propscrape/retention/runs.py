"""The record of runs: begun, counted, ended."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from propscrape.models import PurgeRun
from propscrape.retention.policies import Policy

State = PurgeRun.State


def begin_run(
    policy: Policy, *, is_dry_run: bool, include_backfill: bool, asked_by: str, queued: PurgeRun | None
) -> PurgeRun:
    """A run that is underway. Call it while the policy's lock is held: a run that says it is underway was killed."""
    now = timezone.now()
    killed = PurgeRun.objects.filter(policy=policy.name, state=State.RUNNING)
    killed.update(state=State.INTERRUPTED, finished_at=now, note="Its process ended before it did.")
    run = queued or PurgeRun(
        policy=policy.name, is_dry_run=is_dry_run, include_backfill=include_backfill, asked_by=asked_by
    )
    run.state, run.started_at = State.RUNNING, now
    run.save()
    return run


def note_rows(run_id: UUID, rows: int, bytes_freed: int) -> None:
    """Count what went, in the transaction in which it goes."""
    PurgeRun.objects.filter(pk=run_id).update(rows=F("rows") + rows, bytes_freed=F("bytes_freed") + bytes_freed)


def end_run(run: PurgeRun, state: State, note: str = "") -> PurgeRun:
    """Write down how a run ended; the row as it is now."""
    PurgeRun.objects.filter(pk=run.pk).update(state=state, note=note[:500], finished_at=timezone.now())
    run.refresh_from_db()
    return run


def queue_run(*, policy: str, is_dry_run: bool, asked_by: str) -> PurgeRun:
    """Have a policy run soon, for staff. Two that ask at once have one run each; the second finds little to do."""
    return PurgeRun.objects.create(policy=policy, is_dry_run=is_dry_run, asked_by=asked_by, state=State.QUEUED)


def queued_runs() -> list[PurgeRun]:
    """What was asked for and has not begun, the longest waiting first."""
    return list(PurgeRun.objects.filter(state=State.QUEUED).order_by("asked_at"))


def last_runs() -> dict[str, PurgeRun]:
    """The latest run of each policy that was no dry run."""
    runs = PurgeRun.objects.filter(is_dry_run=False).order_by("policy", "-asked_at").distinct("policy")
    return {run.policy: run for run in runs}


def has_left_since(since: datetime, *, note: str) -> bool:
    """Whether a run that began since a time left something undone, for this reason."""
    return PurgeRun.objects.filter(state=State.PARTIAL, note=note, started_at__gte=since).exists()


def was_done_since(policy: Policy, since: datetime | None) -> bool:
    """Whether a run of the policy has ended well since a time."""
    if since is None:
        return False
    done: Any = PurgeRun.objects.filter(policy=policy.name, state=State.DONE, is_dry_run=False)
    return bool(done.filter(started_at__gte=since).exists())
