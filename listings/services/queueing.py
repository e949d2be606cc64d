"""Asking for a page to be fetched: a row in the caller's transaction, and a knock on a worker's door after it."""

import time
from uuid import UUID

import structlog

from listings.extraction.portals import find_portal
from listings.models import Scrape
from listings.services.portals import is_fetchable
from listings.tasks import fetch_listing
from propscrape.announcing import announce
from propscrape.canonical_url import canonicalize_url
from propscrape.errors import UnsupportedHost
from propscrape.tenancy import client_scope

POLL_S = 0.1


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
            request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
        )
        announce(fetch_listing, [str(scrape.pk)])
    return scrape


def wait_for_scrape(scrape: Scrape, *, timeout_s: float) -> Scrape:
    """The scrape once it has ended, or as it is when `timeout_s` is over. No transaction is open while waiting."""
    deadline = time.monotonic() + timeout_s
    while scrape.state not in Scrape.ENDED and time.monotonic() < deadline:
        time.sleep(POLL_S)
        with client_scope(scrape.client_id):
            scrape = Scrape.objects.select_related("listing").get(pk=scrape.pk)
    return scrape
