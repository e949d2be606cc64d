"""How a scrape ends of which no page came: at once, after its attempts, or given up for its lost workers."""

import random
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from listings.errors import (
    BrowserMissing,
    ClientInactive,
    FetchRefused,
    FetchTimeout,
    ListingGone,
    NotAListing,
    PageBlocked,
    PortalRests,
    RobotsDisallow,
)
from listings.metrics import RETRIES, observe_scrape
from listings.models import PortalState, Scrape
from listings.services.claiming import MAX_CRASHES
from listings.services.health.noting import note_health_without_page
from listings.services.importing import hold_lease
from listings.services.life import note_gone, note_unsettled
from listings.services.news import news_of_failure
from listings.services.watch_outcomes import note_watch
from propscrape.errors import Internal, ServiceError, UnsupportedHost
from propscrape.tenancy import client_scope, staff_scope
from webhooks.services.publishing import Facts, publish_events

MAX_ATTEMPTS = 5
JITTER = 0.2
WAITS_AT_MOST = timedelta(days=1)
FINAL_OUTCOMES: dict[type[ServiceError], Scrape.Outcome] = {
    ListingGone: Scrape.Outcome.GONE,
    NotAListing: Scrape.Outcome.NOT_A_LISTING,
    PageBlocked: Scrape.Outcome.BLOCKED,
    UnsupportedHost: Scrape.Outcome.REFUSED,
    ClientInactive: Scrape.Outcome.REFUSED,
    RobotsDisallow: Scrape.Outcome.REFUSED,
    FetchRefused: Scrape.Outcome.REFUSED,
    BrowserMissing: Scrape.Outcome.NEEDS_JAVASCRIPT,
}
# Not what an attempt that was rolled back has left in memory
WRITTEN = (
    "state", "outcome", "finished_at", "next_attempt_at", "error_code", "error_message", "leased_until", "lease_token",
    "http_status", "fetch_ms",
)  # fmt: skip
WORKER_LOST = "The worker was lost in every attempt."


def note_failure(scrape: Scrape, error: ServiceError) -> None:
    """A page that is gone, walled, no HTML or not ours to fetch ends its scrape; the rest is tried again, in limits."""
    with client_scope(scrape.client_id):
        hold_lease(scrape)
        outcome = FINAL_OUTCOMES.get(type(error))
        if outcome is not None:
            _end(scrape, Scrape.State.DONE, outcome, error)
        elif scrape.attempts >= MAX_ATTEMPTS:
            _end(scrape, Scrape.State.DEAD, _outcome_of(error), error)
        else:
            _postpone(scrape, error)


def _outcome_of(error: ServiceError) -> Scrape.Outcome:
    return Scrape.Outcome.TIMEOUT if isinstance(error, FetchTimeout) else Scrape.Outcome.FAILED


def _postpone(scrape: Scrape, error: ServiceError) -> None:
    """Exponential backoff with jitter (30 s, 1 min, 2 min ...), and not before the portal's Retry-After."""
    own_s = settings.SCRAPE_RETRY_FIRST_S * 2 ** (scrape.attempts - 1) * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    scrape.state = Scrape.State.FAILED
    scrape.next_attempt_at = timezone.now() + timedelta(seconds=max(own_s, error.retry_after_s or 0))
    scrape.error_code, scrape.error_message = error.code, error.message[:500]
    scrape.leased_until = scrape.lease_token = None
    scrape.save(update_fields=WRITTEN)
    RETRIES.labels(scrape.portal, error.code).inc()


def _end(scrape: Scrape, state: Scrape.State, outcome: Scrape.Outcome, error: ServiceError) -> None:
    """Write the end of a scrape of which no page came, and tell its client. Call it in a scope of the client."""
    scrape.state, scrape.outcome, scrape.finished_at = state, outcome, timezone.now()
    scrape.error_code, scrape.error_message = error.code, error.message[:500]
    scrape.leased_until = scrape.lease_token = None
    scrape.save(update_fields=WRITTEN)
    publish_events(
        client_id=scrape.client_id,
        key=None,
        happenings=[news_of_failure(scrape)],
        facts=Facts(portal=scrape.portal),
    )
    if outcome is Scrape.Outcome.GONE:
        note_gone(scrape)
    else:
        note_unsettled(scrape)
    note_watch(scrape)
    note_health_without_page(scrape)
    observe_scrape(scrape)


def bury_spent_scrapes(*, limit: int) -> int:
    """End scrapes that lost their worker each time, or have waited a day for a portal that rests; returns how many.

    Raises ExceptionGroup, after all others, for those that could not be ended.
    """
    now = timezone.now()
    with staff_scope():
        lost = Scrape.objects.lost(now).filter(crashes__gte=MAX_CRASHES)
        closed = ~Q(breaker=PortalState.Breaker.CLOSED) | Q(rest_until__gt=now)
        late = Scrape.objects.waiting(now).filter(
            next_attempt_at__lt=now - WAITS_AT_MOST,
            portal__in=PortalState.objects.filter(closed).values("portal_id"),
        )
        spent = [(lost, Internal(WORKER_LOST)), (late, PortalRests())]
        rows = [(*row, why) for found, why in spent for row in found.values_list("pk", "client_id")[:limit]]
    buried, failures = 0, []
    for pk, client_id, why in rows:
        try:
            buried += _bury(pk, client_id, why)
        except Exception as error:  # noqa: BLE001 - raised below
            failures.append(error)
    if failures:
        raise ExceptionGroup("scrapes that could not be ended", failures)
    return buried


def _bury(pk: UUID, client_id: UUID, error: ServiceError) -> bool:
    with client_scope(client_id):
        unfinished = Scrape.objects.filter(pk=pk, state__in=Scrape.UNFINISHED, next_attempt_at__lte=timezone.now())
        scrape = unfinished.select_for_update(skip_locked=True, of=("self",)).first()
        if scrape is None:
            return False
        _end(scrape, Scrape.State.DEAD, Scrape.Outcome.FAILED, error)
    return True
