"""Asking for a mapping to be learned: rows in the caller's transaction, and a knock on a worker's door after it.

propose(pages=, origin=, by=, use_model=, reason=) -> Proposal
try_again(proposal_id=, mapping_text=, by=) -> Proposal        the edited mapping, tried on the same pages
learn_again(proposal_id=, use_model=, by=) -> Proposal
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from celery import signature
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from aimap.errors import PagesUnusable, ProposalMoved, TooManyPages
from aimap.induction.captures import MAX_CAPTURES, plain_host
from aimap.models import Proposal, ProposalPage
from listings.errors import MappingNotInOrder
from listings.extraction.mapping_lint import lint_mapping
from listings.services.captured_pages import CapturedPage, captures_by_id
from listings.services.captures import compress
from listings.services.mapping_drafts import MAX_DOCUMENT_BYTES
from listings.services.portal_index import find_portal
from listings.services.portals import registered_portal
from propscrape.announcing import announce
from propscrape.canonical_url import check_url
from propscrape.errors import NotFound, PayloadTooLarge
from propscrape.request_ids import current_request_id

MAX_PAGES = 2 * MAX_CAPTURES
MAX_BYTES = 4 * settings.MAX_HTML_BYTES  # of all pages of one proposal, all of which are held parsed at once
# By name: the task's own module imports the services that call this
LEARN_NEXT = signature("aimap.tasks.learn_next", queue="learn", immutable=True)
State = Proposal.State


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A page to learn from or to try on: sent in as HTML, or a capture by its id and size."""

    url: str
    html: bytes | None = None
    capture_id: UUID | None = None
    capture_bytes: int = 0
    kind: ProposalPage.Kind = ProposalPage.Kind.SAMPLE
    seen_at: datetime | None = None

    @property
    def bytes(self) -> int:
        """Its size."""
        return self.capture_bytes if self.html is None else len(self.html)


def propose(
    *, pages: Sequence[GivenPage], origin: Proposal.Origin, by: str, use_model: bool = False, reason: str = ""
) -> Proposal:
    """A queued proposal for the host of these pages, announced once it is committed.

    Raises InvalidUrl, PagesUnusable for none or of several hosts, TooManyPages, and PayloadTooLarge for a page of more
    than 10 MB, or 40 MB of all.
    """
    host = _host_of(pages)
    portal = registered_portal(host)
    packed = [_row(number, page) for number, page in enumerate(pages, start=1)]
    with transaction.atomic():
        proposal = Proposal.objects.create(
            host=portal.host if portal else host,
            portal=portal,
            origin=origin,
            use_model=use_model,
            requested_by=by,
            reason=reason[:500],
            request_id=current_request_id(),
        )
        for row in packed:
            row.proposal = proposal
        ProposalPage.objects.bulk_create(packed)
        wake_learner()
    return proposal


def captures_as_given(ids: Sequence[UUID]) -> list[GivenPage]:
    """Captures as pages to learn from, in the order given. Raises NotFound for one that is not there."""
    if len(ids) > MAX_CAPTURES:
        raise TooManyPages(details={"max_pages": MAX_CAPTURES})
    known = captures_by_id(ids)
    if missing := [str(capture_id) for capture_id in ids if capture_id not in known]:
        raise NotFound("There is no such capture.", details={"capture_ids": missing})
    found = [known[capture_id] for capture_id in dict.fromkeys(ids)]
    return [as_given(page) for page in found]


def as_given(page: CapturedPage, kind: ProposalPage.Kind = ProposalPage.Kind.SAMPLE) -> GivenPage:
    """A capture as a page to learn from or to try on."""
    return GivenPage(
        url=page.url,
        capture_id=page.capture_id,
        capture_bytes=page.html_bytes or 0,
        kind=kind,
        seen_at=page.seen_at,
    )


def try_again(*, proposal_id: UUID, mapping_text: str, by: str) -> Proposal:
    """Try the edited mapping on the proposal's pages. Raises NotFound, ProposalMoved and MappingNotInOrder."""
    text = _in_order(mapping_text)
    return _queue_again(proposal_id, work=Proposal.Work.TRY, mapping_text=text, requested_by=by)


def learn_again(*, proposal_id: UUID, use_model: bool, by: str) -> Proposal:
    """Learn from the proposal's pages anew. Raises NotFound and ProposalMoved."""
    return _queue_again(proposal_id, work=Proposal.Work.LEARN, use_model=use_model, requested_by=by)


def wake_learner() -> None:
    """Wake a worker once the current transaction has committed."""
    announce(LEARN_NEXT)


def locked_proposal(proposal_id: UUID, *states: Proposal.State) -> Proposal:
    """The proposal as it is now, held to the end of the transaction. Raises NotFound; ProposalMoved in other states."""
    proposal = Proposal.objects.select_for_update(no_key=True).filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound("There is no such proposal.")
    if proposal.state not in states:
        raise ProposalMoved
    return proposal


@transaction.atomic
def _queue_again(proposal_id: UUID, **values: object) -> Proposal:
    proposal = locked_proposal(proposal_id, State.DONE, State.FAILED)
    fresh = {"state": State.QUEUED, "attempts": 0, "next_attempt_at": timezone.now(), "step": 0, "steps": 0,
             "step_name": "", "error_code": None, "error_message": None, "finished_at": None}  # fmt: skip
    for name, value in (fresh | values).items():
        setattr(proposal, name, value)
    proposal.save(update_fields=[*fresh, *values])
    wake_learner()
    return proposal


def _host_of(pages: Sequence[GivenPage]) -> str:
    if not pages:
        raise PagesUnusable("Give at least one page.")
    if len(pages) > MAX_PAGES:
        raise TooManyPages(details={"max_pages": MAX_PAGES})
    if sum(page.bytes for page in pages) > MAX_BYTES:
        raise PayloadTooLarge(details={"max_bytes": MAX_BYTES})
    hosts = {_portal_host(check_url(page.url)) for page in pages}
    if len(hosts) > 1:
        raise PagesUnusable("The pages are of several hosts; a mapping is of one.", details={"hosts": sorted(hosts)})
    return hosts.pop()


def _portal_host(url: str) -> str:
    portal = find_portal(url)
    return portal.host if portal else plain_host(urlsplit(url).hostname or "")


def _row(number: int, page: GivenPage) -> ProposalPage:
    html = page.html
    if html is not None and len(html) > settings.MAX_HTML_BYTES:
        raise PayloadTooLarge(details={"max_bytes": settings.MAX_HTML_BYTES})
    return ProposalPage(
        number=number,
        kind=page.kind,
        url=page.url,
        capture_id=page.capture_id,
        html_zstd=compress(html) if html is not None else None,
        html_bytes=len(html) if html is not None else None,
        seen_at=page.seen_at or timezone.now(),
    )


def _in_order(text: str) -> str:
    """The text as it is kept: as it was written. Raises MappingNotInOrder."""
    if len(text.encode()) > MAX_DOCUMENT_BYTES:
        raise MappingNotInOrder(details={"faults": [f"longer than {MAX_DOCUMENT_BYTES // 1024} KB"]})
    if faults := lint_mapping(text.encode()):
        raise MappingNotInOrder(details={"faults": faults})
    return text
