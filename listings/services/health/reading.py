"""How portals do, for whoever asks: the console, the weekly summary, and the repair of mappings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from listings.health.baseline import WATCHED
from listings.health.field_bits import BIT_ORDER
from listings.health.figures import Figures
from listings.metrics import HEALTH
from listings.models import GoldenPage, HealthChange, HealthDay, HealthHour, PortalHealth
from listings.services.health.folding import figures_of
from propscrape.tenancy import staff_scope


@dataclass(frozen=True, slots=True)
class RepairNeed:
    """A portal whose mapping is to be mended: since when, what is wrong, and the version that fell sick."""

    portal: str
    state: str
    since: datetime
    first_seen_at: datetime | None
    fields: tuple[str, ...]
    mapping_version: str | None
    reason: str


def portals_needing_repair() -> list[RepairNeed]:
    """Portals whose values went wrong, the longest sick first; not those that wall us off or that nobody asks for."""
    with staff_scope():
        rows = list(PortalHealth.objects.filter(state__in=PortalHealth.TO_REPAIR).order_by("since", "pk"))
    return [
        RepairNeed(
            portal=row.portal_id,
            state=row.state,
            since=row.since,
            first_seen_at=row.first_seen_at,
            fields=tuple(dict.fromkeys(f["field"] for f in row.findings if f["field"] in BIT_ORDER)),
            mapping_version=row.sick_mapping,
            reason=row.reason,
        )
        for row in rows
    ]


def portal_healths() -> list[PortalHealth]:
    """Every judged portal, the worst first. Without what is normal for them, which is large."""
    order = {state: place for place, state in enumerate(reversed(PortalHealth.State.values))}
    rows = PortalHealth.objects.select_related("portal").defer("baseline")
    with staff_scope():
        return sorted(rows, key=lambda row: (order[row.state], row.since))


def changes_of(portal: str | None = None, *, limit: int = 100) -> list[HealthChange]:
    """The latest changes of state, of one portal or of all."""
    with staff_scope():
        rows = HealthChange.objects.all() if portal is None else HealthChange.objects.filter(portal_id=portal)
        return list(rows[:limit])


def hours_of(portal: str, *, since: datetime) -> list[tuple[datetime, Figures]]:
    """A portal's figures by hour, oldest first; hours without scrapes are left out."""
    with staff_scope():
        rows = HealthHour.objects.filter(portal=portal, hour__gte=since).order_by("hour")
        return [(row.hour, figures_of(row)) for row in rows]


def days_of(portal: str, *, since: date) -> list[tuple[date, Figures]]:
    """The same by day."""
    with staff_scope():
        rows = HealthDay.objects.filter(portal=portal, day__gte=since).order_by("day")
        return [(row.day, figures_of(row)) for row in rows]


def fill_by_day(
    portal: str, *, since: date, fields: Sequence[str] = WATCHED
) -> list[tuple[date, dict[str, float | None]]]:
    """The share of a day's pages on which each field was found, 0 to 1; None on days on which none was read."""
    return [
        (day, {name: figures.fills.get(name, 0) / figures.reads if figures.reads else None for name in fields})
        for day, figures in days_of(portal, since=since)
    ]


def totals_by_day(*, since: date) -> dict[str, list[HealthDay]]:
    """Every portal's days, oldest first, with the plain totals alone: one query for a page of all portals."""
    found: dict[str, list[HealthDay]] = {}
    with staff_scope():
        for row in HealthDay.objects.filter(day__gte=since).order_by("day").defer("counts"):
            found.setdefault(row.portal, []).append(row)
    return found


def set_health_gauges() -> None:
    """Write the gauge of /metrics."""
    with staff_scope():
        states = Counter(PortalHealth.objects.order_by().values_list("state", flat=True))
    for state in PortalHealth.State:
        HEALTH.labels(state.value).set(states[state.value])


def summary_of_week(*, now: datetime | None = None) -> tuple[str, str]:
    """Subject and text of the week's summary for staff."""
    now = now or timezone.now()
    healths = portal_healths()
    sick = [health for health in healths if health.state in PortalHealth.SICK]
    counts = Counter(health.state for health in healths)
    with staff_scope():
        changes = HealthChange.objects.filter(at__gte=now - timedelta(days=7), after__in=PortalHealth.SICK)
        fallen = Counter(changes.values_list("portal_id", flat=True))
    found_misread = GoldenPage.objects.filter(misread__isnull=False).exclude(misread=[])
    misread = Counter(found_misread.values_list("portal_id", flat=True))
    lines = [
        "Portals: "
        + (", ".join(f"{counts[state]} {state}" for state in PortalHealth.State if counts[state]) or "none"),
        "",
        *(f"{health.portal_id} is {health.state} since {_day(health.since)}. {health.reason}" for health in sick),
        "" if sick else "None is sick.",
        f"Fell sick this week: {_counted(fallen)}.",
        f"Golden pages misread: {_counted(misread)}.",
    ]
    return f"Scrapers this week: {len(sick)} of {len(healths)} sick", "\n".join(lines)


def _counted(portals: Counter[str]) -> str:
    return ", ".join(f"{portal} ({count})" for portal, count in sorted(portals.items())) or "none"


def _day(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d")
