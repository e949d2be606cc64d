"""One look at a page, from a claimed scrape to the end of its row.

The row is the truth. It counts an attempt before the attempt is made, so a page that kills its worker dies after
MAX_CRASHES instead of never. While a scrape runs, `next_attempt_at` is the end of its lease.
"""

from collections.abc import Callable
from time import perf_counter
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from clients.models import Client
from listings.errors import (
    BrowserLost,
    BrowserMissing,
    ClientInactive,
    FetchTimeout,
    ListingGone,
    PageNotUsable,
    RobotsDisallow,
)
from listings.fetching.browser import render_page
from listings.fetching.http import FetchedPage, NotModified, Validators, fetch_page, user_agent
from listings.models import Portal, Scrape
from listings.services.claiming import begin_fetch
from listings.services.importing import LeaseLost, import_listing
from listings.services.portal_states import Judged, Verdict, judge, note_fetch
from listings.services.robots import check_robots
from listings.services.scouting import take_links
from listings.services.scrape_endings import note_failure
from listings.services.unmodified import confirm_unmodified, known_validators
from propscrape.canonical_url import canonicalize_url
from propscrape.errors import Internal, ServiceError, UnsupportedHost
from propscrape.tenancy import client_scope

logger = structlog.get_logger(__name__)


def run_scrape(scrape: Scrape) -> None:
    """Fetch a claimed scrape's page and import it; whatever happens ends in the row, and in its portal's state.

    A fault of our own is noted in the row as INTERNAL, to be tried again, and raised.
    """
    structlog.contextvars.bind_contextvars(request_id=scrape.request_id, scrape_id=str(scrape.pk), portal=scrape.portal)
    judged, lease = Judged(Verdict.UNASKED), scrape.lease_token
    try:
        judged = _run(scrape)
    except LeaseLost:
        logger.warning("scrape_lease_lost")
    except SoftTimeLimitExceeded:
        judged = judge(FetchTimeout())
        _note_broken_off(scrape, FetchTimeout(), lease)
    except Exception:
        _note_broken_off(scrape, Internal(), lease)
        raise
    finally:
        note_fetch(str(scrape.portal), judged)


def _note_broken_off(scrape: Scrape, error: ServiceError, lease: UUID | None) -> None:
    """What an attempt that was broken off has left in memory is not the row's; nor is the row ours, if it ended."""
    scrape.lease_token, scrape.outcome, scrape.finished_at = lease, None, None
    try:
        note_failure(scrape, error)
    except LeaseLost:
        logger.warning("scrape_lease_lost")


def _run(scrape: Scrape) -> Judged:
    """What the look at the page says of its portal."""
    try:
        portal = _fetchable(scrape)
        check_robots(portal, scrape.url)
    except (UnsupportedHost, ClientInactive, RobotsDisallow) as error:
        note_failure(scrape, error)
        return Judged(Verdict.UNASKED)
    except ServiceError as error:
        note_failure(scrape, error)
        return judge(error)
    return _fetch_and_use(scrape, portal)


def _fetchable(scrape: Scrape) -> Portal:
    """The scrape's portal; staff may have switched it off since it was queued, or the scrape's client."""
    with client_scope(scrape.client_id):
        if not Client.objects.filter(pk=scrape.client_id, is_active=True).exists():
            raise ClientInactive
    portal = Portal.objects.filter(pk=scrape.portal, is_enabled=True).first()
    if portal is None:
        raise UnsupportedHost("The portal is switched off.")
    return portal


def _fetch_and_use(scrape: Scrape, portal: Portal) -> Judged:
    started = perf_counter()
    try:
        page = _fetch(scrape, portal)
    except ServiceError as error:
        scrape.fetch_ms = _ms_since(started)
        scrape.http_status = (error.details or {}).get("http_status")
        note_failure(scrape, error)
        return Judged(Verdict.UNASKED) if isinstance(error, BrowserMissing | BrowserLost) else judge(error)
    scrape.fetch_ms, scrape.http_status = _ms_since(started), page.http_status
    return _use(scrape, page)


def _fetch(scrape: Scrape, portal: Portal) -> FetchedPage | NotModified:
    known = _known(scrape)
    begin_fetch(portal)
    if scrape.renders:
        return render_page(scrape.url, user_agent=user_agent(portal.user_agent), timeout_s=settings.RENDER_TIMEOUT_S)
    return fetch_page(scrape.url, agent=portal.user_agent, known=known, check_hop=lambda url: check_robots(portal, url))


def _known(scrape: Scrape) -> Validators:
    """What is known of the page's version. A browser asks without it, and a search page is read every time."""
    if scrape.renders or scrape.kind == Scrape.Kind.SEARCH:
        return Validators()
    return known_validators(scrape)


def _use(scrape: Scrape, page: FetchedPage | NotModified) -> Judged:
    if isinstance(page, NotModified):
        confirm_unmodified(scrape)
        return Judged(Verdict.GOOD)
    if canonicalize_url(page.url) != scrape.canonical_url:
        scrape.found_at = page.url
    try:
        _take(scrape)(scrape, page)
    except (PageNotUsable, ListingGone) as error:
        logger.info("scrape_without_listing", code=error.code)
        return judge(error)
    return Judged(Verdict.GOOD)


def _take(scrape: Scrape) -> Callable[[Scrape, FetchedPage], object]:
    return take_links if scrape.kind == Scrape.Kind.SEARCH else _import


def _import(scrape: Scrape, page: FetchedPage) -> None:
    import_listing(
        client_id=scrape.client_id,
        url=scrape.url,
        html=page.html,
        found_at=page.url,
        scrape=scrape,
        validators=page.validators,
        has_moved=page.has_moved and scrape.found_at is not None,
    )


def _ms_since(start: float) -> float:
    return round((perf_counter() - start) * 1000, 3)
