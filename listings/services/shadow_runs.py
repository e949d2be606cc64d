"""Shadow runs: a candidate beside the active version on the next pages of its portal, before anybody approves it.

    start_shadow_run(version_id=, by=, pages=50) -> ShadowRun     a draft is put on trial first, so its text stays
    stop_shadow_run(run_id=, by=) -> ShadowRun
    shadow_runs_of(portal) -> list, latest first
    differences_of(run) -> [FieldDifferences(field, same, changed, gained, lost, examples)], the most different first

Pages are compared in shadow_reading.py, as they are imported.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from listings.errors import MappingMoved, ShadowRunExists
from listings.models import MappingVersion, ShadowRun
from listings.services.current_mappings import CURRENT, find_mapping, forget_when_committed
from listings.services.mapping_drafts import locked_version
from listings.services.mapping_versions import start_trial
from listings.services.shadow_endings import end_run
from propscrape.errors import NotFound, ValidationFailed

State = MappingVersion.State
DEFAULT_PAGES, MAX_PAGES = 50, 10_000
RUNS_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FieldDifferences:
    """How often a field was read alike and differently; `examples` are {kind, before, after, scrape}."""

    field: str
    same: int
    changed: int
    gained: int
    lost: int
    examples: tuple[dict[str, Any], ...]

    @property
    def different(self) -> int:
        """Pages on which the two say different things."""
        return self.changed + self.gained + self.lost


def start_shadow_run(
    *, version_id: UUID, by: str, pages: int = DEFAULT_PAGES, runs_for: timedelta = RUNS_FOR
) -> ShadowRun:
    """Compare a version with the active one on the next `pages` pages, for a week at most.

    Raises NotFound; ValidationFailed for a number of pages out of 1 to 10,000; MappingMoved for the active version;
    and ShadowRunExists where another run of the portal is not over.
    """
    if not 1 <= pages <= MAX_PAGES:
        raise ValidationFailed(f"Give a number of pages from 1 to {MAX_PAGES:,}.")
    with transaction.atomic():
        version = locked_version(version_id, State.DRAFT, State.TRIAL, State.RETIRED)
        if ShadowRun.objects.filter(portal_id=version.portal_id, state=ShadowRun.State.RUNNING).exists():
            raise ShadowRunExists
        if version.state == State.DRAFT:
            start_trial(version_id=version_id, by=by, reason="runs beside the active version")
        forget_when_committed()
        return ShadowRun.objects.create(
            portal_id=version.portal_id,
            version=version,
            against=_reads_now(version.portal_id),
            pages_wanted=pages,
            started_by=by,
            ends_at=timezone.now() + runs_for,
        )


def stop_shadow_run(*, run_id: UUID, by: str) -> ShadowRun:
    """End a run before its time; what was counted stays. Raises NotFound, and MappingMoved for one that is over."""
    with transaction.atomic():
        run = ShadowRun.objects.select_for_update(no_key=True).filter(pk=run_id).first()
        if run is None:
            raise NotFound("There is no such run.")
        if run.state != ShadowRun.State.RUNNING:
            raise MappingMoved("This run is over by now.")
        end_run(run, ShadowRun.State.STOPPED, reason=f"stopped by {by}")
    return run


def end_overdue_runs(now: datetime | None = None) -> int:
    """End the runs whose time is over; how many."""
    now = now or timezone.now()
    overdue = ShadowRun.objects.filter(state=ShadowRun.State.RUNNING, ends_at__lte=now)
    return overdue.update(state=ShadowRun.State.EXPIRED, ended_at=now)


def shadow_runs_of(portal: str) -> list[ShadowRun]:
    """A portal's runs, latest first."""
    return list(ShadowRun.objects.filter(portal_id=portal).select_related("version").order_by("-started_at"))


def differences_of(run: ShadowRun) -> list[FieldDifferences]:
    """What the candidate read differently, field by field, the most different first."""
    found = [
        FieldDifferences(field, **counts, examples=tuple(run.examples.get(field, ())))
        for field, counts in run.fields.items()
    ]
    return sorted(found, key=lambda field: (-field.different, field.field))


def _reads_now(portal: str) -> str | None:
    """The `mapping_version` of what reads a portal's pages; call it with the portal held."""
    CURRENT.forget()
    mapping = find_mapping(portal)
    return mapping.version if mapping else None
