"""/admin/scraper-health/: all scrapers, the worst first."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from listings.console.cells import state_badge
from listings.console.portal_rows import SHOWN_DAYS, UNJUDGED, UNSCRAPED, PortalRow, Wish, chosen_rows, portal_rows
from listings.console.sparkline import sparkline
from listings.models import PortalHealth
from propscrape.console_cells import UNKNOWN, ago, milliseconds, share, shortened
from propscrape.console_pages import console_page, show_page
from propscrape.console_tiles import HEALTH_TILES, console_tiles

VIEW = "listings.view_portalhealth"
COLUMNS = (
    ("state", "State", False),
    ("portal", "Portal", False),
    ("success", "Success", False),
    ("p95", "p95", True),
    ("blocked", "Blocked", True),
    ("scrapes", "Scrapes", True),
    ("last_success", "Last success", False),
)
WORST_FIRST = tuple(reversed(PortalHealth.State.values))
FAIR_SUCCESS, BAD_SUCCESS = 0.9, 0.75


@console_page(VIEW)
@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """Tiles, filters, and a row for each portal."""
    now = timezone.now()
    wish, rows = Wish.of(request.GET), portal_rows(now)
    shown = chosen_rows(rows, wish)
    return show_page(
        request,
        "admin/scraper_health/overview.html",
        "Scraper health",
        tiles=console_tiles(HEALTH_TILES),
        rows=[_cells(row, now) for row in shown],
        columns=[_column(wish, *column) for column in COLUMNS],
        wish=wish,
        states=_states(rows),
        countries=sorted({row.portal.country for row in rows if row.portal.country}),
        tiers=sorted({row.portal.tier for row in rows if row.portal.tier}),
        total=len(rows),
        unscraped=0 if wish.is_narrow else len(rows) - len(shown),
        days=SHOWN_DAYS,
    )


def _cells(row: PortalRow, now: datetime) -> dict[str, Any]:
    success = row.last_day.success
    return {
        "href": reverse("scraper_health:portal", args=[row.portal.slug]),
        "host": row.portal.host,
        "country": row.portal.country,
        "tier": row.portal.tier,
        "state": state_badge(row.state),
        "reason": _reason(row),
        "is_enabled": row.portal.is_enabled,
        "chart": sparkline(
            [day.success if day else None for day in row.days], [day.fill if day else None for day in row.days]
        ),
        "success": share(success),
        "success_tone": _tone(success),
        "p95": milliseconds(row.last_day.p95_ms),
        "blocked": share(row.last_day.blocked_share),
        "scrapes": f"{row.last_day.scrapes:,}",
        "last_success": ago(row.last_success_at, now),
        "mapping": row.mapping or UNKNOWN,
    }


def _reason(row: PortalRow) -> Any:
    return shortened(row.health.reason) if row.health is not None and row.health.reason else ""


def _tone(success: float | None) -> str:
    if success is None or success >= FAIR_SUCCESS:
        return ""
    return "low" if success >= BAD_SUCCESS else "very-low"


def _states(rows: Sequence[PortalRow]) -> list[tuple[str, str]]:
    """States that there are, with how many portals are in each."""
    counts = Counter(row.state for row in rows)
    names = dict(PortalHealth.State.choices) | {UNJUDGED: "not judged yet", UNSCRAPED: "not scraped lately"}
    order = (*WORST_FIRST, UNJUDGED, UNSCRAPED)
    return [(state, f"{names[state]} ({counts[state]})") for state in order if counts[state]]


def _column(wish: Wish, name: str, words: str, falls_first: bool) -> dict[str, Any]:
    """A heading that sorts; pressed again it turns the order round."""
    is_sorted = wish.sort == name
    falls = not wish.is_reversed if is_sorted else falls_first
    kept = {"state": wish.state, "country": wish.country, "tier": wish.tier, "q": wish.words}
    query = {key: value for key, value in kept.items() if value} | {"sort": f"-{name}" if falls else name}
    order = ("descending" if wish.is_reversed else "ascending") if is_sorted else ""
    return {"name": name, "words": words, "href": f"?{urlencode(query)}", "order": order}
