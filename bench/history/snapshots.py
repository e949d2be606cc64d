"""A year of prices: pages of several clients, each with a price a month, some with very many; made up in SQL.

All are spread over the months as they would have been written: by time, the clients' rows between each other. Sizes
of clients, portals and cities fall off steeply, as they do.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from clients.models import Client
from pricehistory.models import CurrentPrice, PriceSnapshot
from pricehistory.services.partitions import ensure_partitions, month_after
from propscrape.launch.progress import Progress
from propscrape.roles import STAFF_ROLE
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import staff_scope

# This month, the twelve before it, and one that is past retention
MONTHS = 14
# Of all pages
CLIENT_SHARES = (0.25, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05, 0.05, 0.03, 0.02)
BUSY_PAGES, BUSY_SNAPSHOTS = 100, 1_000
TABLES = SNAPSHOTS, CURRENT = PriceSnapshot._meta.db_table, CurrentPrice._meta.db_table

MAKE_PAGES = """
    CREATE TABLE bench_pages AS
    SELECT c.id AS client_id, n, 'https://portal.example/homes/' || n AS url,
           'portal' || floor(20 * power(random(), 3)) AS portal, 'City ' || floor(800 * power(random(), 3)) AS city,
           (ARRAY['apartment', 'house', 'studio', 'land', 'office'])[1 + floor(5 * power(random(), 2))::int] AS kind,
           CASE WHEN random() < 0.7 THEN 'total' ELSE 'month' END AS period,
           CASE WHEN random() < 0.9 THEN 30 + 200 * random() END AS area, exp(0.5 * random()) AS worth, random() AS part
    FROM unnest(%(clients)s::uuid[], %(counts)s::bigint[]) AS c(id, pages)
    CROSS JOIN LATERAL generate_series(1, c.pages) AS n
"""
PRICE = "round((CASE period WHEN 'total' THEN 200000 ELSE 900 END * worth * (0.95 + 0.1 * random()))::numeric, 0)"
COLUMNS = (
    "id, client_id, canonical_url, amount, price_cents, currency, price_period, portal, city, property_type, area_m2"
)
FILL_MONTH = f"""
    INSERT INTO {SNAPSHOTS} ({COLUMNS}, observed_at, recorded_at)
    SELECT gen_random_uuid(), client_id, url, amount, amount * 100, 'GBP', period, portal, city, kind, area, at, at
    FROM (SELECT *, {PRICE} AS amount,
                 %(start)s::timestamptz + (0.98 * random() + 0.02 * part) * (%(end)s::timestamptz - %(start)s) AS at
          FROM bench_pages) AS priced
    ORDER BY at
"""
FILL_BUSY = f"""
    INSERT INTO {SNAPSHOTS} ({COLUMNS}, observed_at, recorded_at)
    SELECT gen_random_uuid(), client_id, url, amount, amount * 100, 'GBP', period, portal, city, kind, area, at, at
    FROM (SELECT p.*, {PRICE} AS amount, now() - s * interval '8 hours' AS at
          FROM (SELECT * FROM bench_pages WHERE client_id = %(client)s AND n <= %(pages)s) AS p
          CROSS JOIN generate_series(1, %(snapshots)s::int) AS s) AS priced
    ORDER BY at
"""
# What stands is what was observed last
FILL_CURRENT = f"""
    INSERT INTO {CURRENT} ({COLUMNS}, observed_at, last_seen_at)
    SELECT DISTINCT ON (client_id, canonical_url)
           gen_random_uuid(), client_id, canonical_url, amount, price_cents, currency, price_period, portal, city,
           property_type, area_m2, observed_at, now()
    FROM {SNAPSHOTS} WHERE observed_at >= %(since)s
    ORDER BY client_id, canonical_url, observed_at DESC
"""


@dataclass(frozen=True, slots=True)
class Prices:
    """What was made: the largest client first, with its number of pages; `now` is when the last price was observed."""

    clients: list[UUID]
    pages: list[int]
    rows: int

    @property
    def largest(self) -> UUID:
        """The client with most pages."""
        return self.clients[0]


def url_of(number: int) -> str:
    """The address of a client's page, from 1 on."""
    return f"https://portal.example/homes/{number}"


def make_prices(*, rows: int, progress: Progress, stop_request: StopRequest) -> Prices:
    """About so many snapshots, and the standing price of each page. Raises StopRequested."""
    with staff_scope():
        clients = [Client.objects.create(name=f"bench of prices {n}").pk for n, _ in enumerate(CLIENT_SHARES)]
    busy = min(BUSY_PAGES, rows // BUSY_SNAPSHOTS // 10)
    pages = [max(1, round((rows - busy * BUSY_SNAPSHOTS) / MONTHS * share)) for share in CLIENT_SHARES]
    months = _months()
    ensure_partitions(today=month_after(months[0], 1), months_ahead=MONTHS)
    with progress.step(f"Making {sum(pages):,} pages of {len(clients)} clients"):
        _make_pages(clients, pages)
    for month in months:
        stop_request.pause(0)
        with progress.step(f"Prices of {month:%B %Y}"):
            _run(FILL_MONTH, {"start": _start(month), "end": min(_start(month_after(month, 1)), timezone.now())})
    with progress.step(f"{busy} pages with {BUSY_SNAPSHOTS:,} more each, and what stands"):
        _run(FILL_BUSY, {"client": clients[0], "pages": busy, "snapshots": BUSY_SNAPSHOTS})
        _run(FILL_CURRENT, {"since": _start(months[-2])})
    with progress.step("Vacuuming"):
        _tidy()
    return Prices(clients, pages, _count())


def _make_pages(clients: list[UUID], pages: list[int]) -> None:
    """A table of nobody's, made by the owner, for staff to read."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_pages")
        cursor.execute(MAKE_PAGES, {"clients": clients, "counts": pages})
        cursor.execute(f"GRANT SELECT ON bench_pages TO {STAFF_ROLE}")


def _months() -> list[date]:
    this_month = timezone.now().date().replace(day=1)
    return [month_after(this_month, step) for step in range(1 - MONTHS, 1)]


def _start(month: date) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=UTC)


def _run(statement: str, parameters: dict[str, Any]) -> None:
    """As staff, who see and write the rows of all clients."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(statement, parameters)


def _tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")
        cursor.execute("RESET statement_timeout")


def _count() -> int:
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"SELECT count(*) FROM {SNAPSHOTS}")
        (count,) = cursor.fetchone()
    return int(count)
