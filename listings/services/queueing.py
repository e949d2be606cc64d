"""Asking for a page to be fetched: a row in the caller's transaction, and a knock on a worker's door after it."""

import threading
import time
from uuid import UUID

from django.conf import settings

from listings.extraction.portals import find_portal
from listings.models import Scrape
from listings.services.portals import is_fetchable
from listings.tasks import fetch_listing
from propscrape.announcing import announce
from propscrape.canonical_url import canonicalize_url
from propscrape.errors import UnsupportedHost
from propscrape.request_ids import current_request_id
from propscrape.tenancy import client_scope

POLL_S = 0.1
# A waiting request holds a thread of its web process; half of them stay free for those who do not wait
WAITERS = threading.BoundedSemaphore(max(1, settings.ENV.WEB_THREADS // 2))


def queue_scrape(*, client_id: UUID, url: str) -> Scrape:
    """A queued scrape of a registered portal's page, announced once it is committed.

    Raises InvalidUrl, or UnsupportedHost for a page of no registered and enabled portal.
    """
    canonical_url, portal = canonicalize_url(url), find_portal(url)
    if portal is None or not is_fetchable(url):
        raise UnsupportedHost
    with client_scope(client_id):
        scrape = Scrape.objects.create(
            client_id=client_id,
            url=url,
            canonical_url=canonical_url,
            portal=portal.slug,
            source=Scrape.Source.URL,
            request_id=current_request_id(),
        )
        announce(fetch_listing, [str(scrape.pk)])
    return scrape


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
