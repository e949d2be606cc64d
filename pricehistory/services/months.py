"""Price snapshots are kept for 365 days, and go by whole months (ARCHITECTURE.md).

A month is detached first, which stops nobody (DETACH CONCURRENTLY), and dropped then. Whatever interrupts that leaves a
state that the next run recognises: a detach to be finished, or a table that is no partition any more.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import structlog
from django.db import OperationalError, connection
from django.utils import timezone
from psycopg import errors, sql

from pricehistory.services.partitions import TABLE, month_after
from propscrape.retention.policies import Dropped

logger = structlog.get_logger(__name__)
KEPT_FOR = timedelta(days=365)
# What was written down lately, of whatever time, stays so long at least
GRACE = timedelta(days=30)
# Detaching waits for those who read, and everybody waits for who drops: rather at another time than for long
LOCK_TIMEOUT = "3s"
MONTH_NAME = re.compile(rf"{TABLE}_(\d{{4}})_(\d{{2}})")
SIZE = """
    SELECT GREATEST(c.reltuples, s.n_live_tup), pg_total_relation_size(c.oid)
    FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid WHERE c.oid = %s::regclass
"""
MONTHS = """
    SELECT c.relname, i.inhrelid IS NOT NULL, COALESCE(i.inhdetachpending, false)
    FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND i.inhparent = %s::regclass
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname LIKE %s
    ORDER BY c.relname
"""


def drop_old_months(
    now: datetime | None = None, include_backfill: bool = False, is_dry_run: bool = False
) -> Iterator[Dropped]:
    """Drop the months that are past retention and grace, each as it is asked for; safe after any interruption.

    Take all of it outside of a transaction, one at a time. What others are reading is left for the next run, and so is
    what was written down lately, unless it is to be included. A dry run drops nothing.
    """
    now = now or timezone.now()
    for name, is_attached, is_pending in _months():
        is_spared = is_attached and not is_pending and not include_backfill and _was_written_lately(name, now)
        if not _is_expired(name, now) or is_spared:
            continue
        month = _measured(name)
        if not is_dry_run and not _drop(name, is_attached=is_attached, is_pending=is_pending):
            break
        yield month
        if not is_dry_run:
            logger.info("price_month_dropped", category="price_history", partition=name)


def _months() -> list[tuple[str, bool, bool]]:
    """Every table of a month: its name, whether it is a partition, and whether its detaching was interrupted."""
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, [TABLE, f"{TABLE}_%"])
        return [row for row in cursor.fetchall() if MONTH_NAME.fullmatch(row[0])]


def _is_expired(name: str, now: datetime) -> bool:
    """Whether the last moment of a month is longer ago than prices are kept."""
    found = MONTH_NAME.fullmatch(name)
    assert found is not None  # _months has looked
    end = month_after(date(int(found[1]), int(found[2]), 1), 1)
    return datetime(end.year, end.month, end.day, tzinfo=UTC) <= now - KEPT_FOR


def _measured(name: str) -> Dropped:
    """A month with PostgreSQL's estimate of its rows, and its bytes with indexes."""
    with connection.cursor() as cursor:
        cursor.execute(SIZE, [name])
        rows, size = cursor.fetchone()
    return Dropped(name=name, rows=max(0, int(rows)), bytes=size)


def _was_written_lately(name: str, now: datetime) -> bool:
    statement = sql.SQL("SELECT EXISTS (SELECT 1 FROM {} WHERE recorded_at > %s)").format(sql.Identifier(name))
    with connection.cursor() as cursor:
        cursor.execute(statement, [now - GRACE])
        (answer,) = cursor.fetchone()
    return bool(answer)


def _drop(name: str, *, is_attached: bool, is_pending: bool) -> bool:
    """Whether the month is gone; not while somebody reads it for longer than we wait."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
            if is_attached:
                cursor.execute(_detach_statement(name, is_pending=is_pending))
            cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(name)))
    except OperationalError as error:
        if not isinstance(error.__cause__, errors.LockNotAvailable | errors.QueryCanceled):
            raise
        logger.warning("price_month_in_use", category="price_history", partition=name)
        return False
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', '0', false)")
    return True


def _detach_statement(name: str, *, is_pending: bool) -> sql.Composed:
    how = sql.SQL("FINALIZE" if is_pending else "CONCURRENTLY")
    names = sql.Identifier(TABLE), sql.Identifier(name)
    return sql.SQL("ALTER TABLE {} DETACH PARTITION {} {}").format(*names, how)
