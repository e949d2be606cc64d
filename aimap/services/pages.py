"""The pages of a proposal, and the golden pages of its portal, as they are learned from and tried on."""

from collections.abc import Iterator

from aimap.errors import PagesUnusable
from aimap.induction.captures import Capture
from aimap.models import Proposal, ProposalPage
from aimap.trial.pages import Kind, TrialPage
from listings.services.captured_pages import capture_html
from listings.services.captures import unpacked
from listings.services.golden_pages import golden_pages_of

GONE = "The pages are gone: past retention, or erased."


def page_html(page: ProposalPage) -> bytes | None:
    """A page's HTML; None where it is past retention, or erased with its client."""
    if page.html_zstd is not None and page.html_bytes is not None:
        return unpacked(page.html_zstd, page.html_bytes)
    return capture_html(page.capture_id) if page.capture_id is not None else None


def trial_pages(proposal: Proposal) -> list[TrialPage]:
    """The pages that are still there, and the portal's golden pages. Raises PagesUnusable where none is left."""
    pages = [
        TrialPage(page.name, page.url, html, Kind(page.kind))
        for page in proposal.pages.order_by("number")
        if (html := page_html(page)) is not None
    ]
    if not pages:
        raise PagesUnusable(GONE)
    return [*pages, *_golden(proposal)]


def learned_from(pages: list[TrialPage]) -> list[Capture]:
    """Those that a mapping is learned from: neither golden ones nor pages of before the portal changed."""
    kinds = (Kind.SAMPLE, Kind.AFTER)
    return [Capture(page.id, page.url, page.html) for page in pages if page.kind in kinds]


def _golden(proposal: Proposal) -> Iterator[TrialPage]:
    if proposal.portal_id is None:
        return
    for number, golden in enumerate(golden_pages_of(proposal.portal_id), start=1):
        html = unpacked(golden.html_zstd, golden.html_bytes)
        yield TrialPage(f"golden-{number:02d}", golden.found_at or golden.url, html, Kind.GOLDEN, golden.expected)
