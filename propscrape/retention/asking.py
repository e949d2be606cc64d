"""Runs that staff ask for in the console: a row first, then a worker that is woken for it."""

import structlog
from celery import signature

from propscrape.announcing import announce
from propscrape.errors import NotFound
from propscrape.models import PurgeRun
from propscrape.retention.policies import POLICIES
from propscrape.retention.running import run_policy
from propscrape.retention.runs import State, end_run, queue_run, queued_runs

logger = structlog.get_logger(__name__)
PURGE_ASKED = signature("propscrape.tasks.purge_asked", queue="upkeep")
UNKNOWN = "This installation has no such policy."


def ask_for_run(*, policy: str, is_dry_run: bool, asked_by: str) -> PurgeRun:
    """Have a policy run soon. Raises NotFound for a policy that there is not."""
    if policy not in POLICIES:
        raise NotFound(UNKNOWN)
    run = queue_run(policy=policy, is_dry_run=is_dry_run, asked_by=asked_by)
    announce(PURGE_ASKED)
    return run


def run_asked(*, until: float) -> int:
    """Run what was asked for; how many runs came of it. A policy that is running already is left for the next time.

    One that fails keeps none of the others. Raises ExceptionGroup with what they raised.
    """
    ended, failures = 0, []
    for run in queued_runs():
        policy = POLICIES.get(run.policy)
        if policy is None:
            end_run(run, State.FAILED, UNKNOWN)
            continue
        try:
            done = run_policy(policy, is_dry_run=run.is_dry_run, until=until, queued=run)
        except Exception as error:  # noqa: BLE001  it is raised below, with the others'
            failures.append(error)
            continue
        ended += done is not None
    if failures:
        raise ExceptionGroup("retention policies failed", failures)
    return ended
