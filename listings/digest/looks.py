"""Portals that gave nothing on a day, and watches that fail."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from listings.digest.contents import Line, one_line, span_of
from listings.models import PortalHealth, PortalState, Scrape, Watch
from listings.services.watch_outcomes import GOOD
from propscrape.tenancy import client_scope, staff_scope

NOT_SICK = (PortalHealth.State.HEALTHY, PortalHealth.State.WATCH)
# Fewer looks that read nothing may be chance
MIN_LOOKS = 3
# Not those that somebody paused for another reason
FAILING = Q(failures__gt=0, state=Watch.State.ACTIVE) | Q(paused_reason=Watch.Reason.FAILING)


def barren_portals(*, client_id: UUID | None, day: date) -> list[Line]:
    """Portals of which no look of a day read anything, the most looked at first. Call it in the reader's scope."""
    since, until = span_of(day)
    looks = Scrape.objects.filter(
        created_at__gte=since, created_at__lt=until, portal__isnull=False, outcome__isnull=False
    )
    if client_id is not None:
        looks = looks.filter(client_id=client_id)
    outcomes: dict[str, dict[str, int]] = defaultdict(dict)
    for portal, outcome, count in looks.order_by().values_list("portal", "outcome").annotate(count=Count("pk")):
        outcomes[portal][outcome] = count
    barren = {portal: told for portal, told in outcomes.items() if _is_barren(told)}
    ranked = sorted(barren.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return [Line(portal, f"{sum(told.values())} looks, none read: {_counts(told)}") for portal, told in ranked]


def failing_watches(*, client_id: UUID) -> list[Line]:
    """A client's watches whose last looks failed, or that were paused for it. Call it in a scope of the client."""
    rows = Watch.objects.standing().filter(FAILING, client_id=client_id).order_by("-failures", "canonical_url")
    return [
        Line(one_line(row.canonical_url), f"{row.failures} looks failed, last: {row.last_outcome or 'none'}", row.url)
        for row in rows
    ]


def failing_watches_by_portal() -> list[Line]:
    """How many watches of all clients fail, by portal. Call it in a staff scope."""
    rows = Watch.objects.standing().filter(FAILING).order_by().values_list("portal").annotate(count=Count("pk"))
    return [Line(portal, f"{count} watches fail") for portal, count in sorted(rows, key=lambda row: (-row[1], row[0]))]


def sick_scrapers(*, of_client: UUID | None = None) -> list[Line]:
    """Portals whose scraper is sick (docs/scraper-health.md), the longest first; of a client, those that it watches.

    Opens scopes of its own: no client owns what is known of a portal's health.
    """
    sick = PortalHealth.objects.exclude(state__in=NOT_SICK).order_by("since")
    if of_client is not None:
        with client_scope(of_client):
            watched = Watch.objects.standing().filter(client_id=of_client).values_list("portal", flat=True)
            sick = sick.filter(pk__in=set(watched))
    with staff_scope():
        return [
            Line(
                row.portal_id,
                one_line(f"{row.get_state_display()} since {row.since:%Y-%m-%d %H:%M}: {row.reason}", 400),
            )
            for row in sick.only("portal_id", "state", "since", "reason")
        ]


def resting_portals() -> list[Line]:
    """Portals that are not fetched from just now, and why. Call it in a staff scope."""
    rows = PortalState.objects.exclude(breaker=PortalState.Breaker.CLOSED).order_by("opened_at")
    return [
        Line(row.portal_id, f"circuit breaker {row.get_breaker_display()}, {row.failures} failures: {row.last_error}")
        for row in rows
    ]


def _is_barren(told: dict[str, int]) -> bool:
    return sum(told.values()) >= MIN_LOOKS and GOOD.isdisjoint(told)


def _counts(told: dict[str, int]) -> str:
    ranked = sorted(told.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{outcome.replace('_', ' ')} {count}" for outcome, count in ranked)
