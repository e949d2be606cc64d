"""One portal's page: how its scraper does and did, what changed, and what may be done about it."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from listings.admin.cells import breaker_badge
from listings.console.cells import state_badge
from listings.console.overview import VIEW
from listings.console.portal_actions import BY_NAME, PIN, PortalAction, buttons_of, note_action
from listings.console.portal_figures import (
    Days,
    as_change,
    dates_of,
    heat_days,
    heat_rows,
    mapping_marks,
    mapping_rows,
    other_fields,
    outcome_chart,
    plain_counts,
    share_chart,
)
from listings.console.portal_rows import UNJUDGED
from listings.console.portal_scrapes import recent_scrapes
from listings.health.baseline import WATCHED
from listings.health.figures import Figures, sum_of
from listings.models import GoldenPage, MappingVersion, Portal, PortalHealth
from listings.services.health.overview import P95, fill_share
from listings.services.health.reading import changes_of, days_of, hours_of
from propscrape.console_cells import UNKNOWN, inside_link, milliseconds, share, when
from propscrape.console_pages import console_page, find_page, show_page
from propscrape.errors import ServiceError

SPANS, USUAL_SPAN = (14, 30, 90), 30
MAX_CHANGES, MAX_VERSIONS = 15, 20
A_DAY = timedelta(days=1)
SEE_SCRAPES = "listings.view_scrape"


@console_page(VIEW)
@require_safe
def portal_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything that is known of one scraper."""
    portal, now = _portal(slug), timezone.now()
    dates = dates_of(now.date(), _span(request))
    days = dict(days_of(slug, since=dates[0]))
    versions = _versions(slug)
    may_see = request.user.has_perm(SEE_SCRAPES)
    return show_page(
        request,
        "admin/scraper_health/portal.html",
        portal.host,
        portal=portal,
        health=_health(portal),
        fetching=breaker_badge(portal),
        tiles=_tiles(portal, sum_of(figures for _, figures in hours_of(slug, since=now - A_DAY)), versions),
        span=len(dates),
        spans=SPANS,
        buttons=buttons_of(request, portal),
        may_pin=request.user.has_perm(PIN),
        ai_map=_ai_map(portal),
        recent=recent_scrapes(slug) if may_see else None,
        mappings=[_mapping(row) for row in mapping_rows(versions, days)],
        changes=[_change(change) for change in changes_of(slug, limit=MAX_CHANGES)],
        golden=_golden(slug),
        **_charts(dates, days, versions),
    )


@console_page(VIEW)
@require_POST
def act(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Do what a button says, or ask first; then back to the portal's page."""
    portal = _portal(slug)
    action = BY_NAME.get(request.POST.get("action", ""))
    if action is None:
        raise Http404("There is no such action.")
    if not request.user.has_perm(action.permission):
        raise PermissionDenied
    if action.consequences and "confirmed" not in request.POST:
        return show_page(request, "admin/scraper_health/confirm.html", f"{action.verb}?", portal=portal, action=action)
    _do(request, portal, action)
    return redirect("scraper_health:portal", slug)


def _do(request: HttpRequest, portal: Portal, action: PortalAction) -> None:
    try:
        done = action.act(request, portal)
    except ServiceError as error:
        messages.error(request, error.message)
        return
    note_action(request, portal, done)
    messages.success(request, f"{done}.")


def _portal(slug: str) -> Portal:
    found = Portal.objects.select_related("health", "state").defer("health__baseline").filter(pk=slug).first()
    if found is None:
        raise Http404("There is no such portal.")
    return found


def _span(request: HttpRequest) -> int:
    given = request.GET.get("days", "")
    return int(given) if given in map(str, SPANS) else USUAL_SPAN


def _health(portal: Portal) -> dict[str, Any]:
    health: PortalHealth | None = getattr(portal, "health", None)
    if health is None or health.judged_at is None:
        return {"state": state_badge(UNJUDGED), "reason": ""}
    return {
        "state": state_badge(health.state),
        "reason": health.reason,
        "since": when(health.since),
        "first_seen": when(health.first_seen_at) if health.first_seen_at else "",
        "quarantined": when(health.quarantined_since) if health.quarantined_since else "",
        "judged": when(health.judged_at),
    }


def _tiles(portal: Portal, last: Figures, versions: list[MappingVersion]) -> list[tuple[str, Any, str]]:
    success = last.good / last.scrapes if last.scrapes else None
    active = next((version for version in versions if version.state == MappingVersion.State.ACTIVE), None)
    return [
        ("Success, 24 h", share(success), f"{last.good:,} of {last.scrapes:,} scrapes"),
        ("Blocked, 24 h", share(last.blocked / last.scrapes if last.scrapes else None), f"{last.blocked:,} met a wall"),
        ("Filled, 24 h", share(fill_share(last.fills, last.reads)), f"watched fields of {last.reads:,} pages"),
        ("p95, 24 h", milliseconds(last.percentile_ms(P95)), f"median {milliseconds(last.percentile_ms(50))}"),
        ("Mapping", active.name if active else "none", _active_since(active)),
        ("Delay", f"{portal.min_delay_s:g} s", f"{portal.max_concurrency} at once"),
    ]


def _active_since(version: MappingVersion | None) -> Any:
    return when(version.activated_at) if version is not None else "read without one"


def _charts(dates: list[date], days: Days, versions: list[MappingVersion]) -> dict[str, Any]:
    marks = mapping_marks(versions)
    return {
        "has_figures": bool(days),
        "outcomes": outcome_chart(dates, days, marks),
        "outcome_counts": plain_counts(sum_of(days.values())),
        "shares": share_chart(dates, days, marks),
        "heat_days": heat_days(dates, marks),
        "heat": heat_rows(dates, days, WATCHED),
        "heat_others": heat_rows(dates, days, other_fields(days)),
    }


def _versions(slug: str) -> list[MappingVersion]:
    shown = MappingVersion.objects.filter(portal=slug, activated_at__isnull=False).order_by("-activated_at")
    return list(shown.defer("text")[:MAX_VERSIONS])


def _mapping(row: Any) -> dict[str, Any]:
    version = row.version
    return {
        "name": inside_link(reverse("admin:listings_mappingversion_change", args=[version.pk]), version.name),
        "since": when(version.activated_at),
        "by": version.activated_by or "propscrape",
        "origin": version.get_origin_display(),
        "is_active": version.state == MappingVersion.State.ACTIVE,
        "success": as_change(row.success),
        "fill": as_change(row.fill),
    }


def _change(change: Any) -> dict[str, Any]:
    return {
        "at": when(change.at),
        "before": state_badge(change.before),
        "after": state_badge(change.after),
        "reason": change.reason,
        "by": change.by or "detection",
    }


def _golden(slug: str) -> dict[str, Any]:
    href = f"{reverse('admin:listings_goldenpage_changelist')}?portal__exact={slug}"
    count = GoldenPage.objects.filter(portal=slug).aggregate(count=Count("pk"))["count"]
    return {"count": count, "link": inside_link(href, f"{count} golden pages") if count else UNKNOWN}


def _ai_map(portal: Portal) -> str:
    address = find_page("ai_map:index")
    return f"{address}?host={portal.host}" if address else ""
