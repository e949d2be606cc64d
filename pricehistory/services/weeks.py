"""Weeks of market figures: ISO 8601, from Monday to Monday, in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from pricehistory.models import StaleWeek

A_WEEK = timedelta(days=7)
WEEKS_KEPT = 53


def week_of(moment: datetime) -> date:
    """The Monday of the week that a moment lies in."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def start_of(week: date) -> datetime:
    """When a week begins."""
    return datetime.combine(week, time.min, tzinfo=UTC)


def oldest_week() -> date:
    """The first week that figures are kept of."""
    return week_of(timezone.now()) - A_WEEK * (WEEKS_KEPT - 1)


def mark_weeks_stale(*, client_id: UUID, since: datetime) -> None:
    """The history changed from `since` on: past weeks are to be computed again. Call it in a scope of the client.

    The running week always is.
    """
    now, week = timezone.now(), max(week_of(since), oldest_week())
    past = []
    while week < week_of(now):
        past.append(StaleWeek(client_id=client_id, week=week, marked_at=now))
        week += A_WEEK
    StaleWeek.objects.bulk_create(
        past, update_conflicts=True, unique_fields=["client", "week"], update_fields=["marked_at"]
    )
