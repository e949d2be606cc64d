"""Counting the figures of health anew, from the scrapes that are kept; for when they are in doubt."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from listings.health.figures import Figures
from listings.models import HealthDay, HealthHour, HealthNote, PortalHealth, Scrape
from listings.models.health import HOURS_FOR
from listings.retention import SCRAPES_FOR
from listings.services.health.folding import TURN, count_notes, write_days, write_hours
from listings.services.health.noting import NOTED, as_note
from propscrape.locks import wait_for_turn
from propscrape.tenancy import staff_scope

CHUNK = 2_000
# One statement sees one moment: a scrape that it reads has its note among those that it removes, and no other has
TAKE_DAY = f"""
    WITH counted AS (DELETE FROM {HealthNote._meta.db_table} WHERE at >= %(start)s AND at < %(end)s)
    SELECT {", ".join(NOTED)} FROM {Scrape._meta.db_table}
    WHERE finished_at >= %(start)s AND finished_at < %(end)s AND portal IS NOT NULL AND outcome IS NOT NULL
      AND state IN ('done', 'dead')
"""  # noqa: S608  table names of our own


def first_day_to_rebuild(now: datetime) -> date:
    """The first day of which every scrape is still kept. They go by when they were asked for, a day or so before."""
    return (now - SCRAPES_FOR + timedelta(days=3)).date()


def rebuild_day(day: date, *, now: datetime | None = None) -> int:
    """Count a day and its hours anew; how many scrapes it had. Safe beside scrapes that end meanwhile."""
    start = datetime.combine(day, time(), UTC)
    end, now = start + timedelta(days=1), now or timezone.now()
    with transaction.atomic(), staff_scope():
        wait_for_turn(TURN)
        by_hour, by_day, scrapes = _count_day(start, end)
        HealthHour.objects.filter(hour__gte=start, hour__lt=end).delete()
        HealthDay.objects.filter(day=day).delete()
        if start >= now - HOURS_FOR:
            write_hours(by_hour)
        write_days(by_day)
        PortalHealth.objects.update(baseline_day=None)
    return scrapes


def _count_day(
    start: datetime, end: datetime
) -> tuple[dict[tuple[str, datetime], Figures], dict[tuple[str, date], Figures], int]:
    by_hour: dict[tuple[str, datetime], Figures] = {}
    by_day: dict[tuple[str, date], Figures] = {}
    scrapes = 0
    with connection.cursor() as cursor:
        cursor.execute(TAKE_DAY, {"start": start, "end": end})
        while rows := cursor.fetchmany(CHUNK):
            hours, days = count_notes(as_note(row) for row in rows)
            for hour_key, figures in hours.items():
                by_hour.setdefault(hour_key, Figures()).merge(figures)
            for day_key, figures in days.items():
                by_day.setdefault(day_key, Figures()).merge(figures)
            scrapes += len(rows)
    return by_hour, by_day, scrapes
