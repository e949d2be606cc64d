"""What there is to tell of a day: to a client of what is its own, to staff of everything."""

from datetime import date
from uuid import UUID

from clients.models import Client
from listings.digest.contents import Contents, Line, one_line, section, span_of
from listings.digest.looks import (
    barren_portals,
    failing_watches,
    failing_watches_by_portal,
    resting_portals,
    sick_scrapers,
)
from listings.digest.moves import moves_of, totals_of_all
from propscrape.console_cells import size
from propscrape.models import PurgeRun, StorageReport
from propscrape.retention.storage import report_before, table_sizes
from propscrape.tenancy import client_scope, staff_scope

STAFF = "staff"
GREW_BY_BYTES = 1024 * 1024


def contents_for(*, client_id: UUID | None, day: date) -> Contents:
    """A day's digest for a client, or for staff where there is none."""
    return _for_staff(day) if client_id is None else _for_client(client_id, day)


def _for_client(client_id: UUID, day: date) -> Contents:
    sick = sick_scrapers(of_client=client_id)
    with client_scope(client_id):
        name = Client.objects.values_list("name", flat=True).get(pk=client_id)
        sections = [
            *section("Scrapers that are sick", sick),
            *section("Portals that gave nothing", barren_portals(client_id=client_id, day=day)),
            *section("Watches that fail", failing_watches(client_id=client_id)),
            *moves_of(client_id=client_id, day=day),
        ]
    return Contents(day, name, tuple(sections))


def _for_staff(day: date) -> Contents:
    with staff_scope():
        sections = [
            *section("Scrapers that are sick", sick_scrapers()),
            *section("Portals that gave nothing", barren_portals(client_id=None, day=day)),
            *section("Portals at rest", resting_portals()),
            *section("Watches that fail", failing_watches_by_portal()),
            *section("Listings", totals_of_all(day)),
            *section("Retention", _purged(day)),
            *section("Storage", _storage(day)),
        ]
    return Contents(day, STAFF, tuple(sections))


def _purged(day: date) -> list[Line]:
    """Runs that failed, and what all of the day's removed."""
    since, until = span_of(day)
    runs = list(PurgeRun.objects.filter(asked_at__gte=since, asked_at__lt=until, is_dry_run=False))
    failed = [Line(run.policy, one_line(run.note)) for run in runs if run.state == PurgeRun.State.FAILED]
    rows, freed = sum(run.rows for run in runs), sum(run.bytes_freed for run in runs)
    return failed + ([Line("Rows removed", f"{rows:,}, about {size(freed)}")] if rows else [])


def _storage(day: date) -> list[Line]:
    """The month's report, on the day it was taken: the database, and the tables that grew most."""
    since, until = span_of(day)
    report = StorageReport.objects.filter(taken_at__gte=since, taken_at__lt=until).first()
    if report is None:
        return []
    sizes = table_sizes(report, report_before(report.month))
    grown = sorted(
        (row for row in sizes if (row.grown_bytes or 0) >= GREW_BY_BYTES), key=lambda row: row.grown_bytes or 0
    )
    lines = [Line("The whole database", size(report.database_bytes))]
    return lines + [Line(row.table, f"{size(row.total_bytes)}, +{size(row.grown_bytes)}") for row in reversed(grown)]
