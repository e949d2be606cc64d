"""Listings by the hundred thousand: made up, alike each time, and spread unevenly: a few cities have most of them."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from psycopg.types.json import Jsonb

from clients.models import Client
from listings.models import Listing
from listings.services.search_columns import search_columns
from propscrape.ids import new_id
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import staff_scope

SEED = 20_260_701
BATCH = 2_000
TABLE = Listing._meta.db_table
NEWEST = datetime(2026, 7, 1, tzinfo=UTC)
OLDEST_DAYS = 365
ONSETS = (*"bcdfghjklmnprstvwz", "br", "ch", "gr", "pl", "sh", "st", "tr")
VOWELS, ENDS = (*"aeiou", "ai", "ea", "ou"), ("", "", "", *"lnrst")
CITIES, PORTALS, WORDS = 600, 20, 4_000
TYPES = ("apartment",) * 9 + ("house",) * 7 + ("villa", "studio", "room", "land", "office", "garage")
DESCRIPTION_WORDS = 160
# As large as what imports keep: some 6 kB, which PostgreSQL stores out of line
PROVENANCE = Jsonb(
    {
        f"field_{n}": {
            "source": "json",
            "path": f"@property.part{n}.value",
            "raw": "Larkspur Lane " * 3,
            "confidence": 0.9,
            "agrees_with": ["css", "meta"],
        }
        for n in range(40)
    }
)


def make_listings(*, counts: Mapping[str, int], stop_request: StopRequest) -> dict[str, UUID]:
    """A client for each name, with as many listings as its count says. Raises StopRequested."""
    maker = RowMaker()
    with staff_scope():
        clients = {name: Client.objects.create(name=f"bench of search: {name}").pk for name in counts}
    for name, count in counts.items():
        for start in range(0, count, BATCH):
            stop_request.pause(0)
            insert_rows(maker.rows(clients[name], min(BATCH, count - start)))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"VACUUM (ANALYZE) {TABLE}")
        cursor.execute("RESET statement_timeout")
    return clients


class RowMaker:
    """Makes rows of listings, the same ones in the same order each time."""

    def __init__(self) -> None:
        self._random = random.Random(SEED)
        self.cities = [self._word(3).capitalize() for _ in range(CITIES)]
        self.words = [self._word(self._random.randint(1, 4)) for _ in range(WORDS)]

    def rows(self, client_id: UUID, count: int) -> list[dict[str, Any]]:
        """Values by column."""
        return [self._row(client_id) for _ in range(count)]

    def _row(self, client_id: UUID) -> dict[str, Any]:
        pick, pk = self._random, new_id()
        place, portal = self._skewed(CITIES), self._skewed(PORTALS)
        is_sale, is_square_feet = pick.random() < 0.7, portal % 3 == 0
        price = int(pick.lognormvariate(12.4, 0.6)) if is_sale else int(pick.lognormvariate(7.0, 0.4))
        updated_at = NEWEST - timedelta(days=OLDEST_DAYS) * pick.random()
        city, postal_code = self.cities[place], f"{place:03} {pick.randint(1, 40):02}"
        street = f"{pick.randint(1, 200)} {pick.choice(self.words).capitalize()} Lane"
        url = f"https://portal{portal}.example/homes/{pk}"
        values = {
            "title": f"{pick.choice(self.words)} {pick.choice(TYPES)} in {city}",
            "price_string": f"{price:,}",
            "price_float": price,
            "price_cents": price * 100,
            "currency": ("EUR", "GBP", "USD")[portal % 3],
            "for_sale": is_sale,
            "for_rent": not is_sale,
            "property_type": pick.choice(TYPES),
            "count_bedrooms": float(min(9, int(pick.expovariate(0.45)))),
            "constructed_area": pick.randint(20, 300) * (10 if is_square_feet else 1),
            "area_unit": "sqft" if is_square_feet else "sqmt",
            "latitude": 36 + place % 25 + pick.uniform(-0.15, 0.15),
            "longitude": -9 + place / 25 + pick.uniform(-0.15, 0.15),
            "address_string": f"{street}, {postal_code} {city}",
            "city": city,
            "postal_code": postal_code,
            "description": self._prose(),
            "image_urls": Jsonb([{"url": f"{url}/{n}.jpg"} for n in range(15)]),
            "reference": str(pick.randint(10**8, 10**9)),
            "canonical_url": url,
            "import_url": url,
            "portal": f"portal{portal}",
        }
        own = {"id": pk, "client_id": client_id, "created_at": updated_at, "updated_at": updated_at}
        lists: dict[str, Any] = {"features": [], "floor_plan_urls": Jsonb([]), "critical_fields_missing": []}
        return values | search_columns(values) | own | lists | {"provenance": PROVENANCE}

    def _prose(self) -> str:
        return " ".join(self.words[self._skewed(WORDS)] for _ in range(DESCRIPTION_WORDS))

    def _skewed(self, count: int) -> int:
        """A number below `count`, small ones much more often."""
        return int(count * self._random.random() ** 3)

    def _word(self, syllables: int) -> str:
        parts = (ONSETS, VOWELS, ENDS) * syllables
        return "".join(self._random.choice(part) for part in parts)


def insert_rows(rows: list[dict[str, Any]]) -> None:
    """By way of a table without policies: COPY goes past row-level security, so it is refused where there is some."""
    columns = ", ".join(f'"{name}"' for name in rows[0])
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL gin_pending_list_limit = '256MB'")  # the index of words takes them in by the heap
        cursor.execute(f"CREATE TEMPORARY TABLE made ON COMMIT DROP AS SELECT {columns} FROM {TABLE} WITH NO DATA")
        raw: psycopg.Cursor[Any] = cursor.cursor
        with raw.copy(f"COPY made ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(list(row.values()))
        cursor.execute(f"INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM made")
