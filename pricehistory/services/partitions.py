"""The months that price snapshots are kept in, made ahead of time."""

from datetime import UTC, date, datetime

from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from propscrape.locks import wait_for_turn

TABLE = "pricehistory_pricesnapshot"
MONTHS_AHEAD = 3


def ensure_partitions(*, today: date | None = None, months_ahead: int = MONTHS_AHEAD) -> list[str]:
    """Make the partitions of last month to `months_ahead` from now where they are missing; returns the new names.

    Safe to run by two at once. Nothing is granted on a partition: its parent's policy would not cover a direct query.
    """
    first = month_after(today or timezone.now().date(), -1)
    months = [month_after(first, step) for step in range(months_ahead + 2)]
    with transaction.atomic(), connection.cursor() as cursor:
        wait_for_turn("pricehistory partitions")
        present = partition_names()
        missing = [month for month in months if partition_name(month) not in present]
        for month in missing:
            cursor.execute(_create_statement(month))
    return [partition_name(month) for month in missing]


def partition_name(month: date) -> str:
    """The partition that holds a month."""
    return f"{TABLE}_{month:%Y_%m}"


def partition_names() -> set[str]:
    """The partitions that exist."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = %s::regclass",
            [TABLE],
        )
        return {name for (name,) in cursor.fetchall()}


def is_kept(moment: datetime) -> bool:
    """Whether the month that a moment lies in has its partition."""
    return partition_name(moment.astimezone(UTC)) in partition_names()


def _create_statement(month: date) -> sql.Composed:
    start, end = (datetime(m.year, m.month, 1, tzinfo=UTC).isoformat() for m in (month, month_after(month, 1)))
    return sql.SQL("CREATE TABLE {} PARTITION OF {} FOR VALUES FROM ({}) TO ({})").format(
        sql.Identifier(partition_name(month)), sql.Identifier(TABLE), sql.Literal(start), sql.Literal(end)
    )


def month_after(day: date, months: int) -> date:
    """The first day of the month `months` after (or, below zero, before) `day`'s."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
