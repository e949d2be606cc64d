"""Scrapes as work: claimed under a lease, run, and tried again until they end or die.

The row is the truth. It counts an attempt before the attempt is made, so a page that kills its worker dies after
MAX_ATTEMPTS instead of never. While a scrape runs, `next_attempt_at` is the end of its lease: an expired lease is
simply due again.
"""

import random
from datetime import timedelta
from time import perf_counter
from uuid import UUID, uuid4

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from listings.errors import FetchTimeout, ListingGone, NotAListing, PageNotUsable
from listings.fetching.http import fetch_page
from listings.metrics import observe_scrape
from listings.models import Scrape
from listings.services.importing import LeaseLost, hold_lease, import_listing
from listings.services.news import news_of_failure
from listings.services.portals import is_fetchable
from propscrape.errors import Internal, ServiceError, UnsupportedHost
from propscrape.tenancy import client_scope, staff_scope
from webhooks.services.publishing import Facts, publish_events

logger = structlog.get_logger(__name__)
MAX_ATTEMPTS = 3
LEASE = timedelta(seconds=150)  # longer than a task may run
FIRST_RETRY_S = 30
JITTER = 0.2
FINAL_OUTCOMES: dict[type[ServiceError], Scrape.Outcome] = {
    ListingGone: Scrape.Outcome.GONE,
    NotAListing: Scrape.Outcome.NOT_A_LISTING,
    UnsupportedHost: Scrape.Outcome.REFUSED,
}
WORKER_LOST = "The worker was lost in every attempt."


def claim_scrapes(*, limit: int, only: UUID | None = None) -> list[Scrape]:
    """Lease up to `limit` due scrapes to the caller, longest due first, and count the attempt about to be made.

    Rows that another worker holds are passed over (SKIP LOCKED). `only` claims that one row, if it is due.
    """
    now, token = timezone.now(), uuid4()
    with staff_scope():
        due = Scrape.objects.due(now).filter(attempts__lt=MAX_ATTEMPTS)
        if only is not None:
            due = due.filter(pk=only)
        claimed = list(due.select_for_update(skip_locked=True, of=("self",))[:limit])
        for scrape in claimed:
            scrape.state, scrape.attempts, scrape.started_at = Scrape.State.RUNNING, scrape.attempts + 1, now
            scrape.lease_token, scrape.leased_until = token, now + LEASE
            scrape.next_attempt_at = scrape.leased_until
        written = ["state", "attempts", "started_at", "lease_token", "leased_until", "next_attempt_at"]
        Scrape.objects.bulk_update(claimed, written)
    return claimed


def due_scrape_ids(*, limit: int) -> list[UUID]:
    """The scrapes that a worker should be woken for, longest due first."""
    with staff_scope():
        return list(
            Scrape.objects.due(timezone.now()).filter(attempts__lt=MAX_ATTEMPTS).values_list("pk", flat=True)[:limit]
        )


def bury_spent_scrapes(*, limit: int) -> int:
    """End due scrapes that have no attempt left: their worker died each time. Returns how many."""
    with staff_scope():
        due = Scrape.objects.due(timezone.now()).filter(attempts__gte=MAX_ATTEMPTS)
        spent = list(due.values_list("pk", "client_id")[:limit])
    for pk, client_id in spent:
        with client_scope(client_id):
            scrape = Scrape.objects.due(timezone.now()).select_for_update().filter(pk=pk).first()
            if scrape is not None:
                _end(scrape, Scrape.State.DEAD, Scrape.Outcome.FAILED, code="INTERNAL", message=WORKER_LOST)
    return len(spent)


def run_scrape(scrape: Scrape) -> None:
    """Fetch a claimed scrape's page and import it; whatever happens ends in the row.

    A fault of our own is noted there as INTERNAL, to be tried again, and raised.
    """
    structlog.contextvars.bind_contextvars(request_id=scrape.request_id, scrape_id=str(scrape.pk), portal=scrape.portal)
    try:
        _fetch_and_import(scrape)
    except LeaseLost:
        logger.warning("scrape_lease_lost")
    except SoftTimeLimitExceeded:
        _note_failure(scrape, FetchTimeout())
    except Exception:
        _note_failure(scrape, Internal())
        raise


def _fetch_and_import(scrape: Scrape) -> None:
    started = perf_counter()
    try:
        if not is_fetchable(scrape.url):  # staff may have switched the portal off since it was queued
            raise UnsupportedHost("The portal is switched off.")
        page = fetch_page(scrape.url)
    except ServiceError as error:
        _note_failure(scrape, error)
        return
    scrape.fetch_ms, scrape.http_status = round((perf_counter() - started) * 1000, 3), page.http_status
    try:
        import_listing(client_id=scrape.client_id, url=scrape.url, html=page.html, found_at=page.url, scrape=scrape)
    except (PageNotUsable, ListingGone) as error:
        logger.info("scrape_without_listing", code=error.code)


def _note_failure(scrape: Scrape, error: ServiceError) -> None:
    """A page that is gone, no HTML or not ours to fetch ends its scrape; the rest is tried again, within limits."""
    with client_scope(scrape.client_id):
        hold_lease(scrape)
        if outcome := FINAL_OUTCOMES.get(type(error)):
            _end(scrape, Scrape.State.DONE, outcome, code=error.code, message=error.message)
        elif scrape.attempts >= MAX_ATTEMPTS:
            _end(scrape, Scrape.State.DEAD, _outcome_of(error), code=error.code, message=error.message)
        else:
            _postpone(scrape, error)


def _outcome_of(error: ServiceError) -> Scrape.Outcome:
    return Scrape.Outcome.TIMEOUT if isinstance(error, FetchTimeout) else Scrape.Outcome.FAILED


def _postpone(scrape: Scrape, error: ServiceError) -> None:
    """Exponential backoff with jitter: 30 s, then 60 s, each +-20 %."""
    wait_s = FIRST_RETRY_S * 2 ** (scrape.attempts - 1) * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    scrape.state = Scrape.State.FAILED
    scrape.next_attempt_at = timezone.now() + timedelta(seconds=wait_s)
    scrape.error_code, scrape.error_message = error.code, error.message[:500]
    scrape.leased_until = scrape.lease_token = None
    scrape.save()


def _end(scrape: Scrape, state: Scrape.State, outcome: Scrape.Outcome, *, code: str, message: str) -> None:
    """Write the end of a scrape of which no page came, and tell its client. Call it in a scope of the client."""
    scrape.state, scrape.outcome, scrape.finished_at = state, outcome, timezone.now()
    scrape.error_code, scrape.error_message = code, message[:500]
    scrape.leased_until = scrape.lease_token = None
    scrape.save()
    publish_events(
        client_id=scrape.client_id,
        key=None,
        happenings=[news_of_failure(scrape)],
        facts=Facts(portal=scrape.portal),
    )
    observe_scrape(scrape)
