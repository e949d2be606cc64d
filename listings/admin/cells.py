"""Grades and outcomes as console cells."""

from listings.models import Scrape
from propscrape.console_cells import UNKNOWN, Cell, badge

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
