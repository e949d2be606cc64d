"""What the scrapes' rows say about the time that requests took."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from propscrape.roles import STAFF_ROLE

from .importing import Answered

OF_REQUESTS = "SELECT request_id, extract_ms, total_ms FROM listings_scrape WHERE request_id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Stored:
    """The import's own clock: its extraction, and all of it."""

    extract_ms: float
    import_ms: float


def stored_timings(database_url: str, imports: Sequence[Answered]) -> dict[str, Stored]:
    """By request id. A request that left no scrape is not there."""
    with psycopg.connect(database_url) as connection:
        connection.execute(f"SET LOCAL ROLE {STAFF_ROLE}")
        rows = connection.execute(OF_REQUESTS, [[answered.request_id for answered in imports]]).fetchall()
    return {request_id: Stored(extract_ms, total_ms) for request_id, extract_ms, total_ms in rows}
