"""Self-repair: a proposal for a portal that changed, put before staff.

    propose_repair(portal=, since=, reason=, by=) -> Proposal | None
    after_repair(proposal)            once it was tried: tell staff, and activate it where the setting lets it

A proposal is learned from the latest captures since the portal changed, and tried on those and on captures of before.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from aimap.induction.captures import MAX_CAPTURES
from aimap.metrics import REPAIRS
from aimap.models import Proposal, ProposalPage
from aimap.services.deciding import approve, text_digest
from aimap.services.proposing import MAX_BYTES, GivenPage, as_given, propose
from listings.models import Portal
from listings.services.captured_pages import CapturedPage, are_borne_out, captured_pages
from listings.services.health.reading import portals_needing_repair
from propscrape.canonical_url import canonicalize_url
from propscrape.errors import ServiceError

logger = structlog.get_logger(__name__)
REPAIRER = "self-repair"
MAX_BEFORE = MAX_CAPTURES
LOOKED_AT = 400  # pages of before
NOT_AGAIN_FOR = timedelta(hours=24)
State, Kind = Proposal.State, ProposalPage.Kind


def propose_repair(*, portal: str, since: datetime, reason: str, by: str = "") -> Proposal | None:
    """A proposal for a portal that changed at `since`; None where one is open, where one of the last day was decided
    or came to nothing and nobody of staff asks, or where no page was captured since.
    """
    if open_repair(portal) is not None or (not by and _ended_lately(portal)):
        return None
    host = Portal.objects.values_list("host", flat=True).get(pk=portal)
    after = captured_pages(host=host, limit=MAX_CAPTURES, after=since)
    if not after:
        return None
    before = captured_pages(host=host, limit=LOOKED_AT, before=since, read_well=True)
    now = _that_fit([as_given(page, Kind.AFTER) for page in after])
    then = _that_fit([as_given(page, Kind.BEFORE) for page in _of_same_listings(before, after)])
    try:
        with transaction.atomic():
            proposal = propose(pages=[*now, *then], origin=Proposal.Origin.REPAIR, by=by, reason=reason)
    except IntegrityError:  # the constraint: somebody else has just made one
        return None
    REPAIRS.labels("proposed").inc()
    logger.warning("repair_proposed", category="ai_mapping", portal=portal, proposal=str(proposal.pk), reason=reason)
    return proposal


def propose_due_repairs() -> int:
    """A proposal for each portal whose health needs one and that has none; how many."""
    proposed = 0
    for need in portals_needing_repair():
        since = need.first_seen_at or need.since
        try:
            proposed += propose_repair(portal=need.portal, since=since, reason=need.reason) is not None
        except ServiceError as error:  # its captures are of no use; the other portals' may be
            logger.warning("repair_not_proposed", category="ai_mapping", portal=need.portal, code=error.code)
    return proposed


def open_repair(portal: str) -> Proposal | None:
    """The portal's repair that is underway or waits for staff, if there is one."""
    return open_repairs([portal]).get(portal)


def open_repairs(portals: Collection[str]) -> dict[str, Proposal]:
    """The same of several portals, by slug. One query."""
    repairs = Proposal.objects.filter(portal_id__in=portals, origin=Proposal.Origin.REPAIR)
    found = repairs.filter(state__in=(*Proposal.UNFINISHED, State.DONE)).defer("mapping_text", "trial", "learning")
    return {str(proposal.portal_id): proposal for proposal in found}


def after_repair(proposal: Proposal) -> None:
    """Tell staff of a repair that was tried; activate it where REPAIR_ACTIVATES is set and it is strictly better on
    every critical field, reads all golden pages, and was not learned from the pages of one client alone. Nothing else
    activates anything unseen.
    """
    trial = proposal.trial or {}
    is_better = trial.get("is_strictly_better") is True and trial.get("golden_wrong") == 0
    after = proposal.pages.filter(kind=Kind.AFTER).values_list("capture_id", flat=True)
    is_borne_out = are_borne_out([capture_id for capture_id in after if capture_id is not None])
    logger.warning(
        "repair_ready",
        category="ai_mapping",
        portal=proposal.portal_id,
        proposal=str(proposal.pk),
        confidence=proposal.confidence,
        regressions=proposal.regressions,
        is_strictly_better=is_better,
        is_borne_out=is_borne_out,
    )
    if not (settings.REPAIR_ACTIVATES and is_better and is_borne_out):
        REPAIRS.labels("waits_for_staff").inc()
        return
    try:
        approve(proposal_id=proposal.pk, seen_digest=text_digest(proposal), by=REPAIRER, note="strictly better")
    except ServiceError as error:  # golden pages that are misread, or staff who were faster: it waits for them
        REPAIRS.labels("not_activated").inc()
        logger.warning("repair_not_activated", category="ai_mapping", proposal=str(proposal.pk), code=error.code)
    else:
        REPAIRS.labels("activated").inc()


def _that_fit(pages: list[GivenPage]) -> list[GivenPage]:
    """Those that together are half of what a proposal may hold, the first first."""
    fitting, left = [], MAX_BYTES // 2
    for page in pages:
        if page.bytes <= left:
            fitting.append(page)
            left -= page.bytes
    return fitting


def _of_same_listings(before: list[CapturedPage], after: list[CapturedPage]) -> list[CapturedPage]:
    """Pages of before, those of listings first that there are pages of now of: what they stated is known."""
    now = {canonicalize_url(page.url) for page in after}
    ordered = sorted(before, key=lambda page: canonicalize_url(page.url) not in now)
    return ordered[:MAX_BEFORE]


def _ended_lately(portal: str) -> bool:
    """Whether one came to nothing, or was approved and its portal has hardly been read with it."""
    repairs = Proposal.objects.filter(portal_id=portal, origin=Proposal.Origin.REPAIR)
    since = timezone.now() - NOT_AGAIN_FOR
    in_vain = Q(state__in=(State.REJECTED, State.FAILED), created_at__gte=since)
    return repairs.filter(in_vain | Q(state=State.APPROVED, decided_at__gte=since)).exists()
