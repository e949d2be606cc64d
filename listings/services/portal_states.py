"""How fetching a portal goes: its circuit breaker, and the rests it asks for (H1, H2).

Failures in a row open the breaker; after a while it lets one probe through, whose success closes it. A bot wall or a
429 is no outage: the portal rests, as long as it asks or twice as long each time. A block is never fought.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

import structlog
from django.conf import settings
from django.utils import timezone

from listings.errors import FetchFailed, FetchRefused, FetchTimeout, PageBlocked, PortalThrottles
from listings.metrics import BREAKER_CHANGES, RESTS
from listings.models import BreakerChange, PortalState
from propscrape.errors import ServiceError
from propscrape.tenancy import staff_scope

logger = structlog.get_logger(__name__)
MAX_REST = timedelta(hours=1)
JITTER = 0.2
SUCCESS_NOTED_EVERY = timedelta(minutes=1)
CLOSED, OPEN, HALF_OPEN = PortalState.Breaker.CLOSED, PortalState.Breaker.OPEN, PortalState.Breaker.HALF_OPEN


class Verdict(Enum):
    """What a scrape says of its portal: it answers, it fails, it wants a rest, or it was not asked."""

    GOOD = "good"
    FAILED = "failed"
    RESTS = "rests"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its reason; `retry_after_s` is the rest that was asked for."""

    verdict: Verdict
    reason: str = ""
    retry_after_s: float = 0


def judge(error: ServiceError | None) -> Judged:
    """What the end of a fetch says of its portal; None is a page that came."""
    if isinstance(error, PageBlocked | PortalThrottles):
        return Judged(Verdict.RESTS, error.message, error.retry_after_s or 0)
    if isinstance(error, FetchTimeout) or (isinstance(error, FetchFailed) and not isinstance(error, FetchRefused)):
        return Judged(Verdict.FAILED, _reason(error))
    return Judged(Verdict.GOOD)


def note_fetch(portal: str, judged: Judged) -> None:
    """Write down how a fetch of the portal went. Call it outside of any scope."""
    now = timezone.now()
    with staff_scope():
        if judged.verdict is Verdict.GOOD and _is_known_good(portal, now):
            return
        state = PortalState.objects.select_for_update().get(portal_id=portal)
        NOTES[judged.verdict](state, judged, now)
        state.save()


def let_through(portal: str) -> bool:
    """End a portal's rest and close its breaker, as staff decide; whether there was anything to end."""
    now = timezone.now()
    with staff_scope():
        state = PortalState.objects.select_for_update().get(portal_id=portal)
        if state.breaker == CLOSED and (state.rest_until is None or state.rest_until <= now):
            return False
        state.failures = state.rests = 0
        state.rest_until, state.next_fetch_at = None, now
        _close(state, now)
        state.save()
    return True


def _is_known_good(portal: str, now: datetime) -> bool:
    good = PortalState.objects.filter(portal_id=portal, breaker=CLOSED, failures=0, rests=0)
    return good.filter(last_success_at__gt=now - SUCCESS_NOTED_EVERY).exists()


def _note_good(state: PortalState, judged: Judged, now: datetime) -> None:
    state.failures, state.last_success_at = 0, now
    if state.rest_until is None or state.rest_until <= now:  # what comes while it rests was on its way before
        state.rests, state.rest_until = 0, None
    _close(state, now)


def _note_failed(state: PortalState, judged: Judged, now: datetime) -> None:
    state.failures += 1
    state.last_failure_at, state.last_error = now, judged.reason[:255]
    enough = state.breaker == CLOSED and state.failures >= settings.BREAKER_FAILURES
    if not enough and state.breaker != HALF_OPEN:
        return
    state.opened_at = state.opened_at or now
    state.probe_at = now + timedelta(seconds=settings.BREAKER_OPEN_S)
    _change(state, OPEN, now, reason=judged.reason)


def _note_rest(state: PortalState, judged: Judged, now: datetime) -> None:
    """Several answers of one time ask for one rest: what comes while it rests was on its way before."""
    state.last_failure_at, state.last_error = now, judged.reason[:255]
    if state.rest_until is None or state.rest_until <= now:
        own_s = settings.REST_FIRST_S * 2**state.rests * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
        state.rest_until = now + min(timedelta(seconds=max(own_s, judged.retry_after_s)), MAX_REST)
        state.rests = min(state.rests + 1, 12)
        RESTS.labels(state.portal_id).inc()
        logger.warning("portal_rests", portal=state.portal_id, until=state.rest_until, reason=judged.reason)
    state.next_fetch_at = max(state.next_fetch_at, state.rest_until)
    _close(state, now)


def _note_unasked(state: PortalState, judged: Judged, now: datetime) -> None:
    """A probe that asked nothing leaves its place to the next."""
    if state.breaker == HALF_OPEN:
        state.breaker, state.probe_at = OPEN, now


def _close(state: PortalState, now: datetime) -> None:
    if state.breaker == CLOSED:
        return
    open_for_s = (now - state.opened_at).total_seconds() if state.opened_at else None
    state.opened_at = state.probe_at = None
    state.failures = 0
    _change(state, CLOSED, now, open_for_s=open_for_s)


def _change(
    state: PortalState,
    breaker: PortalState.Breaker,
    now: datetime,
    *,
    reason: str = "",
    open_for_s: float | None = None,
) -> None:
    state.breaker = breaker
    BreakerChange.objects.create(
        portal_id=state.portal_id, breaker=breaker, at=now, reason=reason[:255], open_for_s=open_for_s
    )
    BREAKER_CHANGES.labels(state.portal_id, breaker).inc()
    logger.warning("portal_breaker", portal=state.portal_id, breaker=breaker, reason=reason, open_for_s=open_for_s)


def _reason(error: ServiceError) -> str:
    found = error.details or {}
    return " ".join(str(part) for part in (error.code, found.get("http_status"), found.get("reason")) if part)


NOTES = {
    Verdict.GOOD: _note_good,
    Verdict.FAILED: _note_failed,
    Verdict.RESTS: _note_rest,
    Verdict.UNASKED: _note_unasked,
}
