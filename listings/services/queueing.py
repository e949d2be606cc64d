"""Asking for pages to be fetched: rows in the caller's transaction, and a knock on a worker's door after it."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from listings.models import Portal, Scrape, ScrapeBatch, Watch
from listings.services.portal_index import host_portal
from listings.services.waking import wake_fetchers
from propscrape.canonical_url import canonicalize_url
from propscrape.errors import UnsupportedHost
from propscrape.request_ids import current_request_id
from propscrape.tenancy import client_scope

POLL_S = 0.1
# A waiting request holds a thread of its web process; half of them stay free for those who do not wait
WAITERS = threading.BoundedSemaphore(max(1, settings.ENV.WEB_THREADS // 2))


@dataclass(frozen=True, slots=True)
class PageAddress:
    """A page of a registered portal that may be fetched."""

    url: str
    canonical_url: str
    portal: str
    renders: bool


def fetchable_pages(urls: Sequence[str]) -> dict[str, PageAddress]:
    """Of these addresses those that may be fetched, by address: of portals that staff registered and left on.

    Raises InvalidUrl.
    """
    found_in = {url: found.slug for url in urls if (found := host_portal(url))}
    portals = Portal.objects.filter(pk__in=set(found_in.values()), is_enabled=True).in_bulk()
    return {
        url: PageAddress(url, canonicalize_url(url), slug, portals[slug].wants_browser)
        for url, slug in found_in.items()
        if slug in portals
    }


def fetchable_page(url: str) -> PageAddress:
    """The address of one page that may be fetched. Raises InvalidUrl, or UnsupportedHost."""
    canonicalize_url(url)
    page = fetchable_pages([url]).get(url)
    if page is None:
        raise UnsupportedHost
    return page


def queue_scrape(*, client_id: UUID, url: str, renders: bool | None = None, is_awaited: bool = False) -> Scrape:
    """A queued scrape of a registered portal's page, announced once it is committed.

    `renders` says whether a browser is to fetch it; None leaves that to the portal. An awaited one goes before others.
    Raises InvalidUrl, or UnsupportedHost for a page of no registered and enabled portal.
    """
    page = fetchable_page(url)
    priority = Scrape.Priority.AWAITED if is_awaited else Scrape.Priority.ASKED
    with client_scope(client_id):
        (scrape,) = queue_pages(client_id=client_id, pages=[page], renders=renders, priority=priority)
    return scrape


def queue_pages(
    *,
    client_id: UUID,
    pages: Sequence[PageAddress],
    priority: Scrape.Priority,
    kind: Scrape.Kind = Scrape.Kind.PAGE,
    renders: bool | None = None,
    batch: ScrapeBatch | None = None,
    watch: Watch | None = None,
    not_before: datetime | None = None,
) -> list[Scrape]:
    """Queue scrapes of these pages and wake workers after the transaction. Call it in a scope of the client."""
    now = timezone.now()
    scrapes = [
        Scrape(
            client_id=client_id,
            url=page.url,
            canonical_url=page.canonical_url,
            portal=page.portal,
            source=Scrape.Source.URL,
            kind=kind,
            batch=batch,
            watch=watch,
            priority=priority,
            renders=page.renders if renders is None else renders,
            created_at=now,
            next_attempt_at=not_before or now,
            request_id=current_request_id(),
        )
        for page in pages
    ]
    Scrape.objects.bulk_create(scrapes)
    for with_browser in {scrape.renders for scrape in scrapes}:
        wake_fetchers(renders=with_browser)
    return scrapes


def wait_for_scrape(scrape: Scrape, *, timeout_s: float) -> Scrape:
    """The scrape once it has ended, or as it is when `timeout_s` is over or too many requests wait already.

    No transaction is open while waiting.
    """
    if not WAITERS.acquire(blocking=False):
        return scrape
    try:
        return _wait(scrape, until=time.monotonic() + timeout_s)
    finally:
        WAITERS.release()


def _wait(scrape: Scrape, *, until: float) -> Scrape:
    while scrape.state not in Scrape.ENDED and time.monotonic() < until:
        time.sleep(POLL_S)
        with client_scope(scrape.client_id):
            scrape = Scrape.objects.select_related("listing").get(pk=scrape.pk)
    return scrape
