"""The life of a mapping's versions: draft, trial, active, retired; one active for each portal.

    start_trial(version_id=, by=) -> MappingVersion            draft -> trial: its text stays as it is from here on
    activate(version_id=, by=, reason=) -> MappingVersion      draft, trial or retired -> active; the one before retires
    roll_back(version_id=, by=, reason=) -> MappingVersion     the active one retires, what was active before it returns
    retire(version_id=, by=, reason=) -> MappingVersion        any -> retired; without an active one pages are read
                                                               as if there were no mapping
    versions_of(portal) -> the portal's versions, newest first

Each holds the portal while it looks at the state and changes it, so of two people who click at once one has their way
and the other is told (MappingMoved). Each is written down (MappingChange), and taken up by all processes within
current_mappings.MAX_AGE_S. Drafts are made in mapping_drafts.py, golden pages judged in contracts.py.
"""

from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from listings.errors import ContractBroken, MappingMoved, NothingBefore
from listings.models import MappingChange, MappingVersion
from listings.services.contracts import ContractResult, golden_digest, run_contract
from listings.services.current_mappings import forget_when_committed
from listings.services.mapping_drafts import get_version, locked_version, note_change, text_digest
from listings.services.shadow_endings import end_runs_of_portal, end_runs_of_version

logger = structlog.get_logger(__name__)
State, Action = MappingVersion.State, MappingChange.Action
MAX_FAILURES_TOLD = 20
MAX_RUNS = 3


def versions_of(portal: str) -> list[MappingVersion]:
    """A portal's versions, newest first, without their texts."""
    return list(MappingVersion.objects.filter(portal_id=portal).order_by("-number").defer("text"))


def active_version(portal: str) -> MappingVersion | None:
    """The portal's active version, if there is one."""
    return MappingVersion.objects.filter(portal_id=portal, state=State.ACTIVE).first()


@transaction.atomic
def start_trial(*, version_id: UUID, by: str, reason: str = "") -> MappingVersion:
    """Put a draft on trial; nobody edits it from here on. Raises NotFound or MappingMoved."""
    version = locked_version(version_id, State.DRAFT)
    version.state = State.TRIAL
    version.save(update_fields=["state"])
    note_change(version, Action.TRIED, by=by, reason=reason)
    return version


def activate(*, version_id: UUID, by: str, reason: str = "") -> MappingVersion:
    """Make a version the active one, if it reads every golden page of its portal as staff expect it.

    The golden pages are read before anything is held; whether they or the version changed meanwhile is looked at
    under the lock. Raises NotFound, MappingMoved, and ContractBroken.
    """
    for _ in range(MAX_RUNS):
        version = get_version(version_id)
        tested = _state_of_test(version)
        refuse_broken(run_contract(version))
        with transaction.atomic():
            version = locked_version(version_id, *State.__members__.values())
            if version.state == State.ACTIVE:
                raise MappingMoved("This version is active by now.")
            if _state_of_test(version) == tested:
                _make_active(version, by)
                note_change(version, Action.ACTIVATED, by=by, reason=reason)
                return version
    raise MappingMoved


@transaction.atomic
def roll_back(*, version_id: UUID, by: str, reason: str = "") -> MappingVersion:
    """Take the active version away and make active again what was so before it, which is returned.

    `version_id` is the one to be taken away, so that a second click takes nothing further away. Golden pages are not
    asked: it was active before, and this is the emergency exit. Raises NotFound, MappingMoved, NothingBefore.
    """
    version = locked_version(version_id, State.ACTIVE)
    before = version.replaced
    if before is None:
        raise NothingBefore
    _retire(version, by)
    note_change(version, Action.RETIRED, by=by, reason=reason or f"rolled back to {before.name}")
    _set_active(before, by)
    note_change(before, Action.ROLLED_BACK, by=by, reason=reason)
    return before


@transaction.atomic
def retire(*, version_id: UUID, by: str, reason: str = "") -> MappingVersion:
    """Reject a draft or a version on trial, or take the active one away. Raises NotFound or MappingMoved."""
    version = locked_version(version_id, State.DRAFT, State.TRIAL, State.ACTIVE)
    _retire(version, by)
    note_change(version, Action.RETIRED, by=by, reason=reason)
    return version


def refuse_broken(result: ContractResult) -> None:
    """Raises ContractBroken, with what was misread, unless every golden page is read as expected."""
    if not result.ok:
        raise ContractBroken(details={"failures": result.failures()[:MAX_FAILURES_TOLD]})


def _state_of_test(version: MappingVersion) -> tuple[Any, ...]:
    return text_digest(version), golden_digest(version.portal_id)


def _make_active(version: MappingVersion, by: str) -> None:
    """Call it with the portal held."""
    before = active_version(version.portal_id)
    if before is not None:
        _retire(before, by)
        note_change(before, Action.RETIRED, by=by, reason=f"replaced by {version.name}")
    version.replaced = before
    _set_active(version, by)


def _set_active(version: MappingVersion, by: str) -> None:
    version.state, version.activated_at, version.activated_by = State.ACTIVE, timezone.now(), by
    version.retired_at, version.retired_by = None, ""
    version.save(update_fields=["state", "replaced", "activated_at", "activated_by", "retired_at", "retired_by"])
    end_runs_of_portal(version.portal_id, reason=f"{version.name} was made active")
    logger.info("mapping_activated", portal=version.portal_id, version=version.name, by=by)
    forget_when_committed()


def _retire(version: MappingVersion, by: str) -> None:
    version.state, version.retired_at, version.retired_by = State.RETIRED, timezone.now(), by
    version.save(update_fields=["state", "retired_at", "retired_by"])
    end_runs_of_version(version, reason="the candidate was retired")
    forget_when_committed()
