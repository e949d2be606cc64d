"""The latest figures of portals, as detection asks for them: whole hours, newest last."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

import orjson
from django.db import connection
from django.db.models import Max, Sum

from listings.health.figures import Figures, sum_of
from listings.health.findings import Sample
from listings.models import HealthDay, HealthHour

Hours: TypeAlias = list[tuple[datetime, Figures]]
LOOKED_BACK = timedelta(days=14)
HOUR, SHORT, LONG = timedelta(hours=1), timedelta(hours=6), timedelta(hours=24)
MIN_READS = 50
# A row has at least one scrape, so these hold the last 50 of any portal
MAX_HOURS = 50
LATEST = f"""
    SELECT asked.portal, h.hour, h.reads, h.last_success_at, h.counts::text
    FROM unnest(%(portals)s::text[]) AS asked(portal)
    CROSS JOIN LATERAL (
        SELECT * FROM {HealthHour._meta.db_table} own
        WHERE own.portal = asked.portal AND own.hour < %(now)s AND own.hour >= %(since)s
        ORDER BY own.hour DESC LIMIT %(limit)s) h
    ORDER BY asked.portal, h.hour
"""  # noqa: S608  a table name of our own


class Ends(NamedTuple):
    """A portal's last hour with scrapes, and its last good one."""

    hour: datetime
    success: datetime | None


def latest_ends(now: datetime) -> dict[str, Ends]:
    """Those of the last 14 days, by portal."""
    rows = HealthHour.objects.filter(hour__gte=now - LOOKED_BACK, hour__lt=now).order_by().values_list("portal")
    ends = rows.annotate(last=Max("hour"), success=Max("last_success_at"))
    return {portal: Ends(hour, success) for portal, hour, success in ends}


def portals_with_figures(now: datetime, *, days: int) -> list[str]:
    """The portals that anything is known of, of so many days."""
    known = HealthDay.objects.filter(day__gte=(now - timedelta(days=days)).date(), day__lte=now.date())
    return sorted(known.values_list("portal", flat=True).distinct())


def latest_hours(portals: Sequence[str], now: datetime) -> dict[str, Hours]:
    """Each portal's latest hours, those alone in which it was scraped: 24, and more of one that was rarely read."""
    found = _read_hours(portals, now, limit=LONG // HOUR)
    slow = [portal for portal, hours in found.items() if sum(figures.reads for _, figures in hours) < MIN_READS]
    return found | _read_hours(slow, now, limit=MAX_HOURS)


def _read_hours(portals: Sequence[str], now: datetime, *, limit: int) -> dict[str, Hours]:
    found: dict[str, Hours] = {portal: [] for portal in portals}
    asked: dict[str, Any] = {"portals": list(portals), "now": now, "since": now - LOOKED_BACK, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(LATEST, asked)
        for portal, hour, reads, last_success_at, counts in cursor.fetchall():
            figures = Figures.of(orjson.loads(counts), reads=reads, last_success_at=last_success_at)
            found[portal].append((hour, figures))
    return found


def good_by_hour(since: datetime, now: datetime) -> dict[datetime, float]:
    """The good scrapes of all portals."""
    rows = HealthHour.objects.filter(hour__gte=since, hour__lt=now).order_by().values_list("hour")
    return {hour: float(good) for hour, good in rows.annotate(total=Sum("good"))}


def samples_of(hours: Hours, now: datetime) -> list[Sample]:
    """The last 6 hours, the last 24 and, where those have less than 50 reads, the last 50 reads."""
    short = sum_of(_between(hours, now - SHORT, now))
    long = sum_of([short, *_between(hours, now - LONG, now - SHORT)])
    samples = [short, long]
    if long.reads < MIN_READS:
        samples.append(sum_of([long, *_last_reads(hours, before=now - LONG, wanted=MIN_READS - long.reads)]))
    return [Sample.of(figures) for figures in samples if figures.scrapes]


def last_day(hours: Hours, now: datetime) -> Hours:
    """The hours of the last 24 that there are; of a portal without, all."""
    return [(hour, figures) for hour, figures in hours if hour >= now - LONG] or hours


def _between(hours: Hours, begin: datetime, end: datetime) -> list[Figures]:
    return [figures for hour, figures in hours if begin <= hour < end]


def _last_reads(hours: Hours, *, before: datetime, wanted: int) -> list[Figures]:
    taken: list[Figures] = []
    for hour, figures in reversed(hours):
        if hour < before and wanted > 0:
            taken.append(figures)
            wanted -= figures.reads
    return taken
