"""Captured pages of a host, newest first: what a mapping is learned from and tried on.

captured_pages(host=, limit=, before=, after=, read_well=) -> list[CapturedPage]     one for each page's address
captures_by_id(ids) -> {id: CapturedPage}
are_borne_out(ids) -> bool                                 not the word of one client alone
capture_html(capture_id) -> bytes | None
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from listings.models import Capture, Scrape
from listings.services.captures import html_of
from listings.services.portal_index import host_portal
from propscrape.tenancy import staff_scope

SEE_CAPTURES = "listings.view_capture"  # what staff need for it: captures are clients' own
LOOKED_AT = 400  # scrapes of a portal, to find so many pages of different addresses among them
LOOKED_AT_UNREGISTERED = 20_000
_NAMES = ("capture_id", "url", "found_at", "created_at", "outcome", "quality_grade", "html_bytes")
_GOOD = (Scrape.Outcome.OK, Scrape.Outcome.UNCHANGED, Scrape.Outcome.MOVED)


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """A page as a scrape brought it; `url` is where it was found."""

    capture_id: UUID
    url: str
    seen_at: datetime
    outcome: str
    grade: str | None
    html_bytes: int | None


def captured_pages(
    *,
    host: str,
    limit: int,
    before: datetime | None = None,
    after: datetime | None = None,
    read_well: bool = False,
) -> list[CapturedPage]:
    """The latest captured pages of a host, one for each address; `read_well`: those alone that were read.

    A registered portal's are those of all its hosts. Looks at the latest scrapes only, so that it stays quick.
    """
    with staff_scope():
        rows = _of_host(host).filter(_between(before, after), capture__isnull=False)
        if read_well:
            rows = rows.filter(outcome__in=_GOOD)
        found = rows.order_by("-created_at").values_list("canonical_url", *_NAMES)[:LOOKED_AT]
        newest: dict[str, CapturedPage] = {}
        for address, *row in found:
            newest.setdefault(address, _page(row))
    return list(newest.values())[:limit]


def captures_by_id(ids: Sequence[UUID]) -> dict[UUID, CapturedPage]:
    """These captures, with the latest scrape of each; those that are gone are left out."""
    with staff_scope():
        rows = Scrape.objects.filter(capture_id__in=ids).order_by("capture_id", "-created_at")
        return {page.capture_id: page for page in map(_page, rows.distinct("capture_id").values_list(*_NAMES))}


def are_borne_out(ids: Sequence[UUID]) -> bool:
    """Whether captures were fetched by us, or sent by several clients: one alone may send pages of its own making."""
    with staff_scope():
        looks = Scrape.objects.filter(capture_id__in=ids).values_list("source", "client_id").distinct()
        senders = {client_id if source == Scrape.Source.HTML else None for source, client_id in looks}
    return len(senders) > 1 or senders == {None}


def capture_html(capture_id: UUID) -> bytes | None:
    """The page of a capture; None where it is past retention, or erased."""
    with staff_scope():
        capture = Capture.objects.filter(pk=capture_id).first()
        return html_of(capture) if capture is not None else None


def _of_host(host: str) -> QuerySet[Scrape]:
    portal = host_portal(f"https://{host}/")
    if portal is not None:
        return Scrape.objects.filter(portal=portal.slug)
    latest = Scrape.objects.filter(portal__isnull=True, capture__isnull=False).order_by("-created_at")
    recent = latest.values("pk")[:LOOKED_AT_UNREGISTERED]
    return Scrape.objects.filter(pk__in=recent, canonical_url__startswith=f"https://{host}/")


def _between(before: datetime | None, after: datetime | None) -> Q:
    since = Q(created_at__gte=after) if after else Q()
    return since & Q(created_at__lt=before) if before else since


def _page(row: Iterable[object]) -> CapturedPage:
    capture_id, url, found_at, seen_at, outcome, grade, html_bytes = row
    assert isinstance(capture_id, UUID)
    assert isinstance(seen_at, datetime)
    return CapturedPage(
        capture_id=capture_id,
        url=str(found_at or url),
        seen_at=seen_at,
        outcome=str(outcome or ""),
        grade=str(grade) if grade else None,
        html_bytes=html_bytes if isinstance(html_bytes, int) else None,
    )
