"""Scrapes of the last sixty days, as a year of use leaves them, with listings, captures, prices and health figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from clients.models import Client
from listings.health.baseline import WATCHED
from listings.health.field_bits import bits_of
from listings.models import HealthDay, HealthHour, Listing, MappingVersion, Portal, PortalHealth, PortalState, Scrape
from listings.services.captures import compress, digest_of, keep_capture
from listings.services.health.rebuilding import rebuild_day
from pricehistory.models import PriceSnapshot
from propscrape.ids import new_id
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import client_scope, staff_scope

DAYS, AT_ONCE, LISTINGS, SNAPSHOTS = 60, 100_000, 5_000, 5_000
SCRAPES = Scrape._meta.db_table
ALL_FIELDS, SOME_FIELDS = bits_of([*WATCHED, "postal_code", "floor"]), bits_of(WATCHED[:7])
# Every thirtieth scrape fails, every fiftieth meets a wall; each tenth keeps its page
MAKE_SCRAPES = f"""
    INSERT INTO {SCRAPES} (id, client_id, listing_id, capture_id, url, canonical_url, portal, source, kind, priority,
                           renders, state, attempts, crashes, next_attempt_at, outcome, quality_grade, fields_filled,
                           fields_known, fields_seen, price_bin, mapping_version, scraper_name, total_ms, request_id,
                           created_at, started_at, finished_at)
    SELECT gen_random_uuid(), %(client)s, (%(listings)s::uuid[])[n %% %(listings_count)s + 1],
           CASE WHEN n %% 10 = 0 THEN %(capture)s::uuid END,
           'https://' || portal || '.example/homes/' || n, portal || '.example/homes/' || n, portal, 'url', 'page', 1,
           false, 'done', 1, 0, at,
           CASE WHEN n %% 30 = 0 THEN 'failed' WHEN n %% 50 = 1 THEN 'blocked' WHEN n %% 3 = 1 THEN 'unchanged'
                ELSE 'ok' END,
           CASE WHEN n %% 7 = 0 THEN 'B' ELSE 'A' END, 30, 55,
           CASE WHEN n %% 9 = 0 THEN %(some)s ELSE %(all)s END, 60 + n %% 12, 'v1', portal, 100 + n * 7 %% 900, '',
           at, at, at
    FROM (SELECT n, (%(portals)s::text[])[n %% %(portals_count)s + 1] AS portal,
                 now() - make_interval(secs => 86400.0 * {DAYS} * n / %(of)s) AS at
          FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n) AS numbered
"""


@dataclass(slots=True)
class Ground:
    """Whose scrapes they are, of which listings, and the page that is kept of them."""

    client_id: UUID
    capture_id: UUID
    listings: list[UUID] = field(default_factory=list)
    portals: list[str] = field(default_factory=list)


def make_ground(progress: Progress) -> Ground:
    """A client with listings and prices of today, and a page of a listing."""
    html = (files("listings") / "samples" / "rightmove.html").read_bytes()
    with staff_scope():
        client = Client.objects.create(name="bench of the console")
        Portal.objects.all().delete()
    with client_scope(client.pk):
        capture = keep_capture(
            client_id=client.pk, content_hash=digest_of(html), html_zstd=compress(html), html_bytes=len(html)
        )
    ground = Ground(client.pk, capture.pk)
    with progress.step(f"Making {LISTINGS:,} listings and {SNAPSHOTS:,} prices of today"), staff_scope():
        rows = [Listing(client=client, canonical_url=f"homes.example/{n}", title="A house") for n in range(LISTINGS)]
        ground.listings = [row.pk for row in Listing.objects.bulk_create(rows, batch_size=500)]
        PriceSnapshot.objects.bulk_create([_snapshot(client, number) for number in range(SNAPSHOTS)], batch_size=1_000)
    return ground


def load(
    ground: Ground, *, portals: Sequence[int], scrapes: int, progress: Progress, stop_request: StopRequest
) -> None:
    """Register these portals and give them so many scrapes, spread over sixty days."""
    slugs = [f"portal{number}" for number in portals]
    _register(slugs)
    ground.portals += slugs
    values: dict[str, Any] = {
        "client": ground.client_id, "capture": ground.capture_id, "of": scrapes, "all": ALL_FIELDS,
        "some": SOME_FIELDS, "listings": ground.listings, "listings_count": len(ground.listings), "portals": slugs,
        "portals_count": len(slugs),
    }  # fmt: skip
    with progress.step(f"Making {scrapes:,} scrapes of {len(slugs)} portals"):
        for first in range(1, scrapes + 1, AT_ONCE):
            stop_request.pause(0)
            with staff_scope(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', '0', true)")
                cursor.execute(MAKE_SCRAPES, values | {"first": first, "last": min(scrapes, first + AT_ONCE - 1)})


def count_health(progress: Progress, stop_request: StopRequest) -> None:
    """Count the figures from the scrapes, as `manage.py rebuild_health` does, and have the tables analysed."""
    today = timezone.now().date()
    with progress.step("Counting health figures from the scrapes"):
        for back in range(DAYS + 1):
            stop_request.pause(0)
            rebuild_day(today - timedelta(days=back))
    with progress.step("Analysing"), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        tables = (Scrape, HealthDay, HealthHour, Listing, PriceSnapshot)
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in tables)}")
        cursor.execute("SET statement_timeout = '30s'")


def _register(slugs: Sequence[str]) -> None:
    """Portals with states of every kind and mappings that became active a while ago."""
    now, states = timezone.now(), list(PortalHealth.State)
    with staff_scope():
        portals = [
            Portal(
                slug=slug, host=f"{slug}.example", country=("GB", "DE", "FR")[number % 3], currency="EUR",
                locale="en-GB", area_unit="sqm", content_source="html", tier="generic",
            )
            for number, slug in enumerate(slugs)
        ]  # fmt: skip
        Portal.objects.bulk_create(portals)
        PortalState.objects.bulk_create([PortalState(portal=portal) for portal in portals])
        PortalHealth.objects.bulk_create(
            [
                PortalHealth(portal=portal, state=states[number % len(states)], reason="A reason.", judged_at=now)
                for number, portal in enumerate(portals)
            ]
        )
        MappingVersion.objects.bulk_create([_version(portal, now) for portal in portals])


def _version(portal: Portal, now: datetime) -> MappingVersion:
    return MappingVersion(
        portal=portal, number=1, state=MappingVersion.State.ACTIVE, origin=MappingVersion.Origin.STAFF,
        text=f'{{"portal": "{portal.slug}", "version": "1", "fields": {{}}}}', created_at=now,
        activated_at=now - timedelta(days=12),
    )  # fmt: skip


def _snapshot(client: Client, number: int) -> PriceSnapshot:
    return PriceSnapshot(
        id=new_id(), client=client, canonical_url=f"homes.example/{number}", portal=f"portal{number % 100}",
        amount=250_000, price_cents=25_000_000, currency="EUR", price_period="total",
        observed_at=datetime.now(UTC) - timedelta(minutes=number % 1_400),
    )  # fmt: skip
