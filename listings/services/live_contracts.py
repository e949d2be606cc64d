"""Contracts with the portals as they are today: one watched listing of each is fetched and looked at.

Through the scrapes that there are: portals are asked as politely as ever, by the workers that run, in the name of the
client who watches the page; its listing is brought up to date by it like by any look.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from listings.extraction.quality import critical_missing
from listings.health.field_bits import names_of
from listings.models import Listing, Portal, Scrape, Watch
from listings.services.queueing import queue_scrape
from listings.services.storing import STATED_FIELDS
from propscrape.tenancy import client_scope, staff_scope

POLL_S = 0.5
TIMEOUT_S = 180.0
HELD_BACK = "held back"
GOOD = (Scrape.Outcome.OK, Scrape.Outcome.UNCHANGED, Scrape.Outcome.MOVED)


@dataclass(frozen=True, slots=True)
class LiveResult:
    """What came of a portal's page; `missing` are critical fields that no value was found for."""

    portal: str
    url: str
    outcome: str
    missing: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether a listing with all its critical fields was read."""
        return self.outcome in GOOD and not self.missing


def run_live_contracts(*, portals: Sequence[str] | None = None, timeout_s: float = TIMEOUT_S) -> list[LiveResult]:
    """Fetch one watched listing of each portal (or of these), and wait for all of them together for so long.

    A page that no worker took in that time has the outcome "not fetched in time".
    """
    scrapes = [queue_scrape(client_id=watch.client_id, url=watch.url) for watch in _watched(portals)]
    until = time.monotonic() + timeout_s
    while any(scrape.state not in Scrape.ENDED for scrape in scrapes) and time.monotonic() < until:
        time.sleep(POLL_S)
        scrapes = [scrape if scrape.state in Scrape.ENDED else _reload(scrape) for scrape in scrapes]
    return [_judge(scrape) for scrape in scrapes]


def _watched(portals: Sequence[str] | None) -> list[Watch]:
    """One watch of each portal that may be fetched: the one that was looked at last, whose page is likely there."""
    enabled = Portal.objects.filter(is_enabled=True)
    slugs = set((enabled if portals is None else enabled.filter(pk__in=portals)).values_list("pk", flat=True))
    with staff_scope():
        watches = Watch.objects.standing().filter(
            kind=Watch.Kind.LISTING, state=Watch.State.ACTIVE, portal__in=slugs, client__is_active=True
        )
        return list(watches.order_by("portal", "failures", "-last_scrape_at").distinct("portal"))


def _reload(scrape: Scrape) -> Scrape:
    with client_scope(scrape.client_id):
        return Scrape.objects.select_related("listing").get(pk=scrape.pk)


def _judge(scrape: Scrape) -> LiveResult:
    portal = scrape.portal or ""
    if scrape.state not in Scrape.ENDED:
        return LiveResult(portal, scrape.url, "not fetched in time")
    scrape = _reload(scrape)
    outcome = scrape.outcome or scrape.error_code or scrape.state
    if scrape.quarantine is not None:  # what is stored is of a time when the scraper was well
        return LiveResult(portal, scrape.url, HELD_BACK)
    if scrape.listing is None or outcome not in GOOD:
        return LiveResult(portal, scrape.url, outcome)
    return LiveResult(portal, scrape.url, outcome, critical_missing(_stated(scrape, scrape.listing)))


def _stated(scrape: Scrape, listing: Listing) -> dict[str, Any]:
    """What this look found, without what staff filled in; of a page that is as it was, what is stored of it."""
    names = STATED_FIELDS if scrape.fields_seen is None else names_of(scrape.fields_seen)
    return {name: getattr(listing, name) for name in names}
