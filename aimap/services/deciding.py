"""What staff decide about a proposal: kept as a draft, tried beside what is active, approved, rejected, taken back.

    save_draft(proposal_id=, by=) -> MappingVersion
    approve(proposal_id=, seen_digest=, by=, note=) -> MappingVersion      activated by listings: its contract must pass
    reject(proposal_id=, by=, note=) -> Proposal
    take_back(proposal_id=, by=, note=) -> MappingVersion                  what was active before it is so again
    run_beside(proposal_id=, by=) -> ShadowRun                             on the next pages of the portal
    read_again(proposal_id=, by=) -> PortalRereading                       listings and price histories are corrected

The versions are listings'; each call tells it who did it.
"""

import hashlib
import json
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from aimap.errors import HostNotRegistered, ProposalMoved
from aimap.metrics import PROPOSALS
from aimap.models import Proposal
from aimap.services.proposing import locked_proposal
from listings.models import MappingVersion, PortalRereading, ShadowRun
from listings.services.mapping_drafts import draft_mapping, edit_draft
from listings.services.mapping_versions import activate, active_version, retire, roll_back
from listings.services.portal_rereading import reextract_portal
from listings.services.portals import registered_portal
from listings.services.shadow_runs import start_shadow_run

logger = structlog.get_logger(__name__)
State, Origin = Proposal.State, MappingVersion.Origin
NOTE_CHARS = 255


def text_digest(proposal: Proposal) -> str:
    """SHA-256 of the mapping as it is now, in hex: what a confirmation refers to."""
    return hashlib.sha256(proposal.mapping_text.encode()).hexdigest()


@transaction.atomic
def save_draft(*, proposal_id: UUID, by: str) -> MappingVersion:
    """The proposal's mapping as a draft of its portal; one that was made of it before is brought up to date.

    Raises NotFound, ProposalMoved, HostNotRegistered and MappingNotInOrder.
    """
    return _draft(locked_proposal(proposal_id, State.DONE), by)


def approve(*, proposal_id: UUID, seen_digest: str, by: str, note: str = "") -> MappingVersion:
    """Make the proposal's mapping the active one. `seen_digest` is text_digest() of what was looked at.

    The draft stays where the contract is broken. Raises NotFound, ProposalMoved, HostNotRegistered, MappingNotInOrder,
    ContractBroken and MappingMoved.
    """
    with transaction.atomic():
        _draft(_as_seen(proposal_id, seen_digest), by)
    with transaction.atomic():  # a second one, so that the draft stays where the contract is broken
        proposal = _as_seen(proposal_id, seen_digest)
        version = _draft(proposal, by)
        if version.state != MappingVersion.State.ACTIVE:  # as it is where its draft was made active by hand
            version = activate(version_id=version.pk, by=by, reason=note or f"proposal {proposal.pk}")
        _decide(proposal, State.APPROVED, by, note)
    return version


@transaction.atomic
def reject(*, proposal_id: UUID, by: str, note: str = "") -> Proposal:
    """Decide against it; a version that was made of it and never active retires. Raises NotFound, ProposalMoved."""
    proposal = locked_proposal(proposal_id, State.DONE, State.FAILED)
    version = proposal.version
    if version is not None and version.state in MappingVersion.UNPROVEN:
        retire(version_id=version.pk, by=by, reason=note or f"proposal {proposal.pk} was rejected")
    _decide(proposal, State.REJECTED, by, note)
    return proposal


def take_back(*, proposal_id: UUID, by: str, note: str = "") -> MappingVersion:
    """Take the version away that was made of it and is active; what was active before returns.

    Raises NotFound, ProposalMoved, MappingMoved and NothingBefore.
    """
    with transaction.atomic():
        proposal = locked_proposal(proposal_id, State.APPROVED)
    if proposal.version_id is None:
        raise ProposalMoved
    return roll_back(version_id=proposal.version_id, by=by, reason=note or f"proposal {proposal.pk} was taken back")


def run_beside(*, proposal_id: UUID, by: str) -> ShadowRun:
    """Compare it with what is active on the portal's next pages; a version of it is put on trial for that.

    Raises NotFound, ProposalMoved, HostNotRegistered, MappingNotInOrder, MappingMoved and ShadowRunExists.
    """
    with transaction.atomic():
        version = _draft(locked_proposal(proposal_id, State.DONE), by)
        return start_shadow_run(version_id=version.pk, by=by)


def read_again(*, proposal_id: UUID, by: str) -> PortalRereading:
    """Read the captures of the portal's listings with the mapping that was approved. Raises NotFound, ProposalMoved."""
    with transaction.atomic():
        proposal = locked_proposal(proposal_id, State.APPROVED)
        if proposal.portal_id is None:
            raise HostNotRegistered
        return reextract_portal(portal=proposal.portal_id, by=by)


def _as_seen(proposal_id: UUID, seen_digest: str) -> Proposal:
    proposal = locked_proposal(proposal_id, State.DONE)
    if text_digest(proposal) != seen_digest:
        raise ProposalMoved
    return proposal


def _draft(proposal: Proposal, by: str) -> MappingVersion:
    portal = _portal_of(proposal)
    version = proposal.version
    if version is not None and _is_of(version, proposal):
        return version
    if version is not None and version.state == MappingVersion.State.DRAFT:
        return edit_draft(version_id=version.pk, document=proposal.mapping_text, by=by)
    active = active_version(portal)
    version = draft_mapping(
        portal=portal,
        document=proposal.mapping_text,
        origin=_origin(proposal),
        by=by,
        notes=f"Proposal {proposal.pk}",
        base=active.pk if active else None,
    )
    proposal.version = version
    proposal.save(update_fields=["version"])
    return version


def _portal_of(proposal: Proposal) -> str:
    """The slug of its portal, also of one that was registered since it was made. Raises HostNotRegistered."""
    if proposal.portal_id is None:
        proposal.portal = registered_portal(proposal.host)
        if proposal.portal is None:
            raise HostNotRegistered
        proposal.save(update_fields=["portal"])
    assert proposal.portal_id is not None  # the line before it has set it
    return proposal.portal_id


def _is_of(version: MappingVersion, proposal: Proposal) -> bool:
    """Whether a version that is not over is the proposal's mapping as it is now."""
    is_over = version.state == MappingVersion.State.RETIRED
    return not is_over and version.document == json.loads(proposal.mapping_text)


def _origin(proposal: Proposal) -> MappingVersion.Origin:
    if proposal.origin == Proposal.Origin.REPAIR:
        return Origin.REPAIR
    if proposal.work == Proposal.Work.TRY:  # somebody edited it since it was learned
        return Origin.STAFF
    return Origin.MODEL if proposal.learning.get("model", {}).get("added") else Origin.INDUCTION


def _decide(proposal: Proposal, state: Proposal.State, by: str, note: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.decision_note = note[:NOTE_CHARS]
    proposal.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    PROPOSALS.labels(proposal.origin, state).inc()
    logger.info("proposal_decided", category="ai_mapping", proposal=str(proposal.pk), state=state, by=by)
