"""How shadow runs end."""

from django.db.models import QuerySet
from django.utils import timezone

from listings.models import MappingVersion, ShadowRun
from listings.services.current_mappings import forget_when_committed


def end_run(run: ShadowRun, state: ShadowRun.State, *, reason: str = "") -> None:
    """End a run whose row is held."""
    run.state, run.reason, run.ended_at = state, reason[:255], timezone.now()
    run.save()
    forget_when_committed()


def end_runs_of_portal(portal: str, *, reason: str) -> None:
    """What its run compares with is no longer what reads its pages."""
    _end(ShadowRun.objects.filter(portal_id=portal), reason)


def end_runs_of_version(version: MappingVersion, *, reason: str) -> None:
    """It is no candidate any more."""
    _end(ShadowRun.objects.filter(version=version), reason)


def _end(runs: QuerySet[ShadowRun], reason: str) -> None:
    running = runs.filter(state=ShadowRun.State.RUNNING)
    running.update(state=ShadowRun.State.STOPPED, reason=reason[:255], ended_at=timezone.now())
