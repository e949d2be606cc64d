"""The course of the drill: sixty days are written down at once, then judged hour by hour as beat would have it.

Import it once Django is set up on the standing instance.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from listings.health.figures import Figures
from listings.models import HealthChange
from listings.models import Portal as PortalRow
from listings.services.health.detecting import detect
from listings.services.health.folding import DayKey, HourKey, write_days, write_hours
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import staff_scope

from .faults import Fault, draw_faults
from .portals import Portal, make_portals
from .scraping import Scraping
from .verdict import Change, Found, match

DAYS = 60
# A Monday
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of it."""

    found: Sequence[Found]
    false_alarms: Sequence[Change]
    changes: Sequence[Change]
    scrapes: int
    hours: int
    wrote_s: float
    judged_s: float


def run(*, seed: int, progress: Progress, stop_request: StopRequest) -> Finding:
    """From an empty database to the verdict. Raises StopRequested."""
    rng = random.Random(seed)
    portals = make_portals(rng)
    faults = draw_faults(rng, portals, BEGIN)
    began = time.perf_counter()
    scrapes, hours = _write(portals, faults, rng, progress, stop_request)
    wrote_s = time.perf_counter() - began
    changes = _judge(progress, stop_request)
    judged_s = time.perf_counter() - began - wrote_s
    found, alarms = match(faults, changes)
    return Finding(found, alarms, changes, scrapes, hours, wrote_s, judged_s)


def _write(
    portals: Sequence[Portal],
    faults: Sequence[Fault],
    rng: random.Random,
    progress: Progress,
    stop_request: StopRequest,
) -> tuple[int, int]:
    by_portal = {fault.portal: fault for fault in faults}
    PortalRow.objects.bulk_create(_row(portal) for portal in portals)
    scrapes = hours = 0
    for start in range(0, len(portals), AT_ONCE):
        stop_request.pause(0)
        by_hour: dict[HourKey, Figures] = {}
        by_day: dict[DayKey, Figures] = {}
        for portal in portals[start : start + AT_ONCE]:
            scraping = Scraping(portal, by_portal.get(portal.slug), begin=BEGIN, rng=random.Random(rng.random()))
            for hour, figures in scraping.hours(DAYS):
                by_hour[portal.slug, hour] = figures
                by_day.setdefault((portal.slug, hour.date()), Figures()).merge(figures)
        with staff_scope():
            write_hours(by_hour)
            write_days(by_day)
        scrapes += sum(figures.scrapes for figures in by_hour.values())
        hours += len(by_hour)
        progress.say(f"  {start + AT_ONCE} of {len(portals)} portals written down, {scrapes:,} scrapes")
    return scrapes, hours


def _judge(progress: Progress, stop_request: StopRequest) -> list[Change]:
    changes: list[Change] = []
    for number in range(1, DAYS * 24 + 1):
        stop_request.pause(0)
        found = detect(now=BEGIN + timedelta(hours=number))
        changes += [_change(change) for change in found]
        if number % (24 * 5) == 0:
            progress.say(f"  day {number // 24}: {len(changes)} changes of state so far")
    return changes


def _change(row: HealthChange) -> Change:
    kinds = frozenset(finding["kind"] for finding in row.findings)
    return Change(row.portal_id, row.at, row.before, row.after, kinds, row.reason)


def _row(portal: Portal) -> PortalRow:
    return PortalRow(
        slug=portal.slug, host=f"{portal.slug}.example", country="GB", currency="GBP", locale="en-GB",
        area_unit="sqft", content_source="drill", tier="drill",
    )  # fmt: skip
