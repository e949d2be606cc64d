"""Scouts: a search page's listings, found and queued (I14). Its own page alone is read; no further one is followed."""

from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter

from django.utils import timezone

from listings.errors import NeedsJavascript, NotAListing, PageBlocked
from listings.extraction.listing_links import listing_links
from listings.extraction.page import Page
from listings.extraction.page_kind import is_shell
from listings.extraction.walls import find_wall
from listings.fetching.http import FetchedPage
from listings.metrics import observe_scrape
from listings.models import Listing, Scrape
from listings.services.current_mappings import find_mapping
from listings.services.health.noting import note_health
from listings.services.importing import hold_lease
from listings.services.portal_index import find_portal
from listings.services.queueing import PageAddress, queue_pages
from listings.services.scrape_endings import note_failure
from listings.services.watch_outcomes import note_watch
from propscrape.canonical_url import canonicalize_url
from propscrape.errors import InvalidUrl
from propscrape.tenancy import client_scope

MAX_LINKS = 200
# A page of which no listing came is not asked for at every look of a scout
NOT_AGAIN_WITHIN = timedelta(days=7)

ERRORS = {
    Scrape.Outcome.NOT_A_LISTING: (NotAListing.code, "No listing's link was found on this page."),
    Scrape.Outcome.NEEDS_JAVASCRIPT: (NeedsJavascript.code, "This page is empty until a browser runs its scripts."),
}


@dataclass(frozen=True, slots=True)
class Found:
    """The listings a search page leads to, by canonical URL, in its order; or that a script has yet to fill it."""

    pages: dict[str, str]
    is_shell: bool
    extract_ms: float

    @property
    def outcome(self) -> Scrape.Outcome:
        """What the look came to."""
        if self.pages:
            return Scrape.Outcome.OK
        return Scrape.Outcome.NEEDS_JAVASCRIPT if self.is_shell else Scrape.Outcome.NOT_A_LISTING


def take_links(scrape: Scrape, page: FetchedPage) -> int:
    """End a scout's scrape: queue those of its page's listings that the client does not know; how many that were.

    Raises PageBlocked for a bot wall, when the scrape has ended with it; and LeaseLost.
    """
    try:
        found = _find_links(scrape, page)
    except PageBlocked as error:
        note_failure(scrape, error)
        raise
    with client_scope(scrape.client_id):
        hold_lease(scrape)
        fresh = _unknown(scrape, found.pages)
        queue_pages(
            client_id=scrape.client_id,
            pages=[PageAddress(found.pages[url], url, str(scrape.portal), scrape.renders) for url in fresh],
            priority=Scrape.Priority.SCHEDULED,
            not_before=timezone.now(),
        )
        _finish(scrape, page, found)
    return len(fresh)


def _find_links(scrape: Scrape, page: FetchedPage) -> Found:
    started = perf_counter()
    parsed = Page(url=page.url, html=page.html)
    if wall := find_wall(parsed):
        raise PageBlocked(wall)
    portal = find_portal(scrape.url)
    links = listing_links(parsed, portal, find_mapping(portal.slug if portal else None))[:MAX_LINKS]
    pages = {url: link for link in links if (url := _canonical(link)) is not None}
    return Found(pages, not pages and is_shell(parsed), round((perf_counter() - started) * 1000, 3))


def _canonical(link: str) -> str | None:
    """None for an address that cannot be a page's, such as one that is too long once encoded."""
    try:
        return canonicalize_url(link)
    except InvalidUrl:
        return None


def _unknown(scrape: Scrape, pages: dict[str, str]) -> list[str]:
    """Of these pages those that are not stored, and that nobody has looked at or asked for of late."""
    own = {"client_id": scrape.client_id, "canonical_url__in": pages}
    known = set(Listing.objects.filter(**own).values_list("canonical_url", flat=True))
    looks = Scrape.objects.filter(**own, created_at__gt=timezone.now() - NOT_AGAIN_WITHIN)
    known.update(looks.values_list("canonical_url", flat=True))
    return [url for url in pages if url not in known]


def _finish(scrape: Scrape, page: FetchedPage, found: Found) -> None:
    scrape.state, scrape.finished_at = Scrape.State.DONE, timezone.now()
    scrape.outcome = found.outcome
    scrape.error_code, scrape.error_message = ERRORS.get(found.outcome, (None, None))
    scrape.html_bytes, scrape.links_found, scrape.extract_ms = len(page.html), len(found.pages), found.extract_ms
    scrape.total_ms = found.extract_ms + (scrape.fetch_ms or 0)
    scrape.leased_until = scrape.lease_token = None
    scrape.save()
    note_watch(scrape)
    note_health(scrape)
    observe_scrape(scrape)
