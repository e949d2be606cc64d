"""How long looks at pages are kept: scrapes and batches 90 days, pages 180, deleted watches 30 (CONTRACTS.md 5).

In small transactions, oldest first. A capture outlives its scrapes; a scrape that has not ended stays.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from listings.models import BreakerChange, Capture, RobotsFile, Scrape, ScrapeBatch, Watch
from propscrape.tenancy import staff_scope

SCRAPES_FOR, CAPTURES_FOR, TOMBSTONES_FOR = timedelta(days=90), timedelta(days=180), timedelta(days=30)
RECORDS_FOR = timedelta(days=365)
BATCH, MAX_BATCHES = 1_000, 500


def purge_old() -> dict[str, int]:
    """Remove what is older than it is kept for; how many rows of each kind went."""
    return {purge.__name__.removeprefix("_purge_"): _in_batches(purge) for purge in PURGES}


def _in_batches(purge: Callable[[], int]) -> int:
    removed = 0
    for _ in range(MAX_BATCHES):
        count = purge()
        removed += count
        if count < BATCH:
            break
    return removed


def _purge_scrapes() -> int:
    return _delete(
        Scrape._meta.db_table,
        "created_at < %s AND state IN ('done', 'dead') ORDER BY created_at",
        SCRAPES_FOR,
    )


def _purge_batches() -> int:
    """Those whose scrapes have gone before them."""
    return _delete(
        ScrapeBatch._meta.db_table,
        f"created_at < %s AND NOT EXISTS (SELECT 1 FROM {Scrape._meta.db_table} s WHERE s.batch_id = t.id)"  # noqa: S608
        " ORDER BY created_at",
        SCRAPES_FOR,
    )


def _purge_captures() -> int:
    """Scrapes of a page that goes keep their row, without it."""
    return _delete(Capture._meta.db_table, "created_at < %s ORDER BY created_at", CAPTURES_FOR, unlink="capture_id")


def _purge_watches() -> int:
    return _delete(Watch._meta.db_table, "deleted_at < %s ORDER BY deleted_at", TOMBSTONES_FOR, unlink="watch_id")


def _purge_breaker_changes() -> int:
    return _delete(BreakerChange._meta.db_table, "at < %s ORDER BY at", RECORDS_FOR)


def _purge_robots_files() -> int:
    return _delete(RobotsFile._meta.db_table, "expires_at < %s ORDER BY expires_at", TOMBSTONES_FOR, key="origin")


def _delete(table: str, condition: str, age: timedelta, *, unlink: str | None = None, key: str = "id") -> int:
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table} t WHERE {condition} LIMIT {BATCH}", [timezone.now() - age])  # noqa: S608
        keys = [row[0] for row in cursor.fetchall()]
        if keys and unlink:
            scrapes = Scrape._meta.db_table
            cursor.execute(f"UPDATE {scrapes} SET {unlink} = NULL WHERE {unlink} = ANY (%s)", [keys])  # noqa: S608
        if keys:
            cursor.execute(f"DELETE FROM {table} WHERE {key} = ANY (%s)", [keys])  # noqa: S608
    return len(keys)


PURGES: tuple[Callable[[], int], ...] = (
    _purge_scrapes, _purge_batches, _purge_captures, _purge_watches, _purge_breaker_changes, _purge_robots_files,
)  # fmt: skip
