"""What is normal for each portal, worked out once a day from the days that were well, and kept."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from listings.health.baseline import baseline_of
from listings.health.figures import Figures
from listings.health.rhythm import rhythm_of
from listings.models import HealthChange, HealthDay, HealthHour, PortalHealth
from listings.services.health.folding import figures_of

DAYS = 28
# The latest days are what is judged
LEFT_OUT = 1
CHANGES_FOR = timedelta(days=90)


def refresh_baselines(healths: Sequence[PortalHealth], now: datetime) -> None:
    """Work out anew those of another day; a sick portal keeps the one that it was found sick by."""
    today = now.astimezone(UTC).date()
    due = [
        health
        for health in healths
        if health.baseline_day != today and not (health.state in PortalHealth.SICK and health.baseline)
    ]
    if not due:
        return
    portals = [health.portal_id for health in due]
    first = today - timedelta(days=LEFT_OUT + DAYS)
    days = _days(portals, first, today)
    good = _good(portals, first, today)
    sick = _sick_days(portals, now)
    for health in due:
        _work_out(health, days[health.portal_id], good[health.portal_id], sick[health.portal_id], today)
    PortalHealth.objects.bulk_update(due, ["baseline", "baseline_day"], batch_size=200)


def _work_out(
    health: PortalHealth, days: dict[date, Figures], good: dict[datetime, int], sick: set[date], today: date
) -> None:
    """Of the days since it was first scraped, or since what staff say is normal."""
    first = min(days, default=today)
    if health.normal_from is not None:
        first = max(first, health.normal_from.astimezone(UTC).date())
    span = (today - timedelta(days=LEFT_OUT) - first).days
    left_out = sick | (_paused_days(health) - days.keys())
    used = [day for number in range(span) if (day := first + timedelta(days=number)) not in left_out]
    rhythm = rhythm_of(good, [datetime.combine(day, time(), UTC) for day in used])
    health.baseline = baseline_of([days[day] for day in used if day in days], rhythm).as_json()
    health.baseline_day = today


def _days(portals: Sequence[str], first: date, today: date) -> dict[str, dict[date, Figures]]:
    found: dict[str, dict[date, Figures]] = defaultdict(dict)
    for row in HealthDay.objects.filter(portal__in=portals, day__gte=first, day__lt=today):
        found[row.portal][row.day] = figures_of(row)
    return found


def _good(portals: Sequence[str], first: date, today: date) -> dict[str, dict[datetime, int]]:
    begin, end = datetime.combine(first, time(), UTC), datetime.combine(today, time(), UTC)
    found: dict[str, dict[datetime, int]] = defaultdict(dict)
    rows = HealthHour.objects.filter(portal__in=portals, hour__gte=begin, hour__lt=end)
    for portal, hour, good in rows.values_list("portal", "hour", "good"):
        found[portal][hour] = good
    return found


def _sick_days(portals: Sequence[str], now: datetime) -> dict[str, set[date]]:
    """The days of each portal's troubles, from when they were first seen; not of those that staff found normal."""
    changes = HealthChange.objects.filter(portal__in=portals, at__gte=now - CHANGES_FOR, at__lte=now).order_by("at")
    began: dict[str, datetime] = {}
    found: dict[str, set[date]] = defaultdict(set)
    for change in changes:
        if change.after in PortalHealth.SICK:
            began.setdefault(change.portal_id, change.first_seen_at or change.at)
        elif change.before in PortalHealth.SICK:
            # What fell sick before the first of these changes says when, too
            start = began.pop(change.portal_id, change.first_seen_at)
            if start is not None and change.by is None:
                found[change.portal_id] |= _dates(start, change.at)
    for portal, start in began.items():
        found[portal] |= _dates(start, now)
    return found


def _paused_days(health: PortalHealth) -> set[date]:
    """Of the last time that staff had it switched off."""
    if health.paused_since is None or health.paused_until is None:
        return set()
    return _dates(health.paused_since, health.paused_until)


def _dates(start: datetime, end: datetime) -> set[date]:
    """From the day before, when what was seen may have begun."""
    first = start.astimezone(UTC).date() - timedelta(days=1)
    return {first + timedelta(days=number) for number in range((end.astimezone(UTC).date() - first).days + 1)}
