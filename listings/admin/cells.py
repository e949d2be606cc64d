"""Grades, outcomes and the state of portals as console cells."""

from datetime import datetime

from django.utils import timezone

from listings.models import Portal, PortalState, Scrape
from propscrape.console_cells import UNKNOWN, Cell, badge, when

GRADE_TONES = {"A": "good", "B": "good", "C": "fair", "F": "bad"}
OUTCOMES: dict[str, tuple[str, str]] = {
    "ok": ("listing read", "good"),
    "unchanged": ("same page as before", "good"),
    "gone": ("listing is gone", "plain"),
    "moved": ("moved to another page", "plain"),
    "not_a_listing": ("not a listing", "fair"),
    "needs_javascript": ("needs JavaScript", "fair"),
    "blocked": ("blocked by the portal", "bad"),
    "timeout": ("timed out", "bad"),
    "refused": ("refused", "bad"),
    "failed": ("failed", "bad"),
}
STATES: dict[str, tuple[str, str]] = {
    "queued": ("waiting", "plain"),
    "running": ("at work", "plain"),
    "done": ("done", "good"),
    "failed": ("will be tried again", "fair"),
    "dead": ("given up", "bad"),
}


def grade_badge(grade: str | None) -> Cell:
    """A quality grade on its colour."""
    return badge(grade, GRADE_TONES[grade]) if grade else UNKNOWN


def result_badge(scrape: Scrape) -> Cell:
    """What came of a scrape in words, or how far it is."""
    words, tone = OUTCOMES[scrape.outcome] if scrape.outcome else STATES[scrape.state]
    return badge(words, tone)


def in_time(moment: datetime | None) -> Cell:
    """A time that is yet to come; what has come is now."""
    return "now" if moment is not None and moment <= timezone.now() else when(moment)


def breaker_badge(portal: Portal) -> Cell:
    """Whether a portal is fetched now: switched off, left alone after failures, being probed, resting, or at work."""
    state = getattr(portal, "state", None)
    if not portal.is_enabled:
        return badge("switched off")
    if state is None or (state.breaker == PortalState.Breaker.CLOSED and not _rests(state)):
        return badge("on", "good")
    if state.breaker == PortalState.Breaker.CLOSED:
        return badge("resting", "fair")
    words = {PortalState.Breaker.OPEN: ("breaker open", "bad"), PortalState.Breaker.HALF_OPEN: ("being probed", "fair")}
    return badge(*words[state.breaker])


HEALTH_TONES = {"healthy": "good", "watch": "fair", "degraded": "fair", "broken": "bad", "blocked": "bad"}


def health_badge(portal: Portal) -> Cell:
    """How reading a portal goes; nothing where it was not judged so far."""
    health = getattr(portal, "health", None)
    if health is None or health.judged_at is None:
        return UNKNOWN
    return badge(health.get_state_display(), HEALTH_TONES.get(health.state, "plain"))


def _rests(state: PortalState) -> bool:
    return state.rest_until is not None and state.rest_until > timezone.now()
