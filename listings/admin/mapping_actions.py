"""What staff do with a version from its page."""

from typing import Any

from listings.admin.console_actions import RowAction
from listings.errors import MappingMoved
from listings.models import MappingVersion, PortalRereading, ShadowRun
from listings.services.mapping_drafts import draft_mapping
from listings.services.mapping_versions import activate, retire, roll_back, start_trial
from listings.services.portal_rereading import reextract_portal, rereadings_of, stop_rereading
from listings.services.shadow_runs import DEFAULT_PAGES, shadow_runs_of, start_shadow_run, stop_shadow_run

State = MappingVersion.State


def _in(*states: MappingVersion.State) -> Any:
    return lambda version: version.state in states


def _copy(version: MappingVersion, by: str) -> MappingVersion:
    return draft_mapping(
        portal=version.portal_id, document=version.text, origin=MappingVersion.Origin.STAFF, by=by, base=version.pk
    )


def _run(version: MappingVersion) -> ShadowRun | None:
    """Its run beside the active one that goes on."""
    runs = (run for run in shadow_runs_of(version.portal_id) if run.version_id == version.pk)
    return next((run for run in runs if run.state == ShadowRun.State.RUNNING), None)


def _rereading(version: MappingVersion) -> PortalRereading | None:
    """The work on its portal's captures that goes on."""
    unfinished = PortalRereading.UNFINISHED
    return next((work for work in rereadings_of(version.portal_id) if work.state in unfinished), None)


def _stop_run(version: MappingVersion, by: str) -> None:
    if (run := _run(version)) is None:
        raise MappingMoved("This run is over by now.")
    stop_shadow_run(run_id=run.pk, by=by)


def _stop_rereading(version: MappingVersion, by: str) -> None:
    if (rereading := _rereading(version)) is None:
        raise MappingMoved("This is over by now.")
    stop_rereading(rereading_id=rereading.pk, by=by)


ACTIONS = (
    RowAction(
        name="activate",
        label="Make active…",
        done="Made active",
        fits=_in(State.DRAFT, State.TRIAL, State.RETIRED),
        act=lambda version, by: activate(version_id=version.pk, by=by),
        consequences="Every page of the portal that comes from now on is read by this version, in all processes within "
        "five seconds. The golden pages of the portal are read first; if one is misread, nothing happens.",
    ),
    RowAction(
        name="roll_back",
        label="Roll back…",
        done="Rolled back",
        fits=lambda version: version.state == State.ACTIVE and version.replaced_id is not None,
        act=lambda version, by: roll_back(version_id=version.pk, by=by),
        consequences="This version retires, and the one that was active before it reads the portal's pages again.",
    ),
    RowAction(
        name="start_trial",
        label="Put on trial",
        done="Put on trial: its text stays as it is from now on",
        fits=_in(State.DRAFT),
        act=lambda version, by: start_trial(version_id=version.pk, by=by),
    ),
    RowAction(
        name="shadow",
        label=f"Run beside the active one on {DEFAULT_PAGES} pages",
        done="Runs beside the active version",
        fits=_in(State.DRAFT, State.TRIAL, State.RETIRED),
        act=lambda version, by: start_shadow_run(version_id=version.pk, by=by),
    ),
    RowAction(
        name="stop_run",
        label="Stop its run beside the active one",
        done="Stopped; what was counted stays",
        fits=lambda version: _run(version) is not None,
        act=_stop_run,
    ),
    RowAction(
        name="copy",
        label="Draft another from it",
        done="Drafted another from it",
        fits=_in(*State.__members__.values()),
        act=_copy,
    ),
    RowAction(
        name="reread",
        label="Read captures again…",
        done="Captures of the portal are read again by the workers",
        fits=_in(State.ACTIVE),
        act=lambda version, by: reextract_portal(portal=version.portal_id, by=by),
        consequences="All kept captures of the portal's listings are read again with this version. What was misread is "
        "corrected in listings and price histories, and the clients are told (listing.corrected).",
    ),
    RowAction(
        name="stop_rereading",
        label="Stop reading captures again",
        done="Stopped; what was corrected stays so",
        fits=lambda version: version.state == State.ACTIVE and _rereading(version) is not None,
        act=_stop_rereading,
    ),
    RowAction(
        name="reject",
        label="Reject…",
        done="Rejected",
        fits=_in(State.DRAFT, State.TRIAL),
        act=lambda version, by: retire(version_id=version.pk, by=by, reason="rejected"),
        consequences="This version retires without having been active.",
    ),
    RowAction(
        name="retire",
        label="Retire…",
        done="Retired",
        fits=_in(State.ACTIVE),
        act=lambda version, by: retire(version_id=version.pk, by=by),
        consequences="The portal's pages are read as if there were no mapping, until a version is made active.",
    ),
)
