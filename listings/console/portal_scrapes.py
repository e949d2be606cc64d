"""The latest scrapes of a portal: which were slow, which went wrong, and the pages that are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from listings.admin.cells import grade_badge, result_badge
from listings.models import Scrape
from propscrape.console_cells import inside_link, milliseconds, share, when

LOOKED_AT, SHOWN = 500, 8
NEEDED = (
    "id", "url", "outcome", "state", "quality_grade", "fields_filled", "fields_known", "total_ms", "created_at",
    "capture_id", "error_code", "mapping_version", "quarantine",
)  # fmt: skip
OUTCOMES_BY_HARM = ("failed", "blocked", "timeout", "refused", "needs_javascript", "not_a_listing")
POOR_GRADES = ("F", "C")


@dataclass(frozen=True, slots=True)
class RecentScrapes:
    """Of the latest 500: the slowest, the worst, and the newest that have their page, one for each address."""

    looked_at: int
    slowest: list[dict[str, Any]]
    worst: list[dict[str, Any]]
    captured: list[dict[str, Any]]


def recent_scrapes(portal: str) -> RecentScrapes:
    """One query. Call it in a scope of staff."""
    latest = Scrape.objects.filter(portal=portal, state__in=Scrape.ENDED).order_by("-created_at")
    rows = list(latest.only(*NEEDED)[:LOOKED_AT])
    timed = [row for row in rows if row.total_ms is not None]
    pages = {row.url: row for row in reversed(rows) if row.capture_id is not None}
    captured = sorted(pages.values(), key=lambda row: row.created_at, reverse=True)
    return RecentScrapes(
        looked_at=len(rows),
        slowest=_shown(sorted(timed, key=lambda row: row.total_ms or 0, reverse=True)),
        worst=_shown(sorted(filter(_is_poor, rows), key=_harm)),
        captured=_shown(captured),
    )


def _is_poor(row: Scrape) -> bool:
    return row.outcome in OUTCOMES_BY_HARM or row.quality_grade in POOR_GRADES


def _harm(row: Scrape) -> tuple[int, float, float]:
    """The worst outcome first; of poor readings the emptiest; then the newest."""
    place = OUTCOMES_BY_HARM.index(row.outcome) if row.outcome in OUTCOMES_BY_HARM else len(OUTCOMES_BY_HARM)
    return place, row.fill_rate or 0.0, -row.created_at.timestamp()


def _within_portal(url: str) -> str:
    """An address without what all of the portal's begin with."""
    _, _, path = url.partition("://")[2].partition("/")
    return f"/{path}" if path else url


def _shown(rows: Sequence[Scrape]) -> list[dict[str, Any]]:
    return [
        {
            "page": inside_link(reverse("admin:listings_scrape_change", args=[row.pk]), _within_portal(row.url)),
            "at": when(row.created_at),
            "result": result_badge(row),
            "grade": grade_badge(row.quality_grade),
            "fill": share(row.fill_rate),
            "took": milliseconds(row.total_ms),
            "error": row.error_code or "",
            "capture": str(row.capture_id or ""),
            "url": row.url,
        }
        for row in rows[:SHOWN]
    ]
