"""What a row takes on the disk, as an average over its table."""

from collections.abc import Iterable

from django.db import connection

from propscrape.tenancy import staff_scope

# Tables that the database has no estimate of yet are counted to here
COUNTED_TO = 50_000
SIZE = """
    SELECT pg_total_relation_size(c.oid), GREATEST(c.reltuples, s.n_live_tup)::bigint
    FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid WHERE c.oid = %s::regclass
"""


def bytes_per_row(tables: Iterable[str]) -> dict[str, float]:
    """For each table, its size with TOAST and indexes by the rows it has, roughly; 0 for an empty one."""
    return {table: _bytes_per_row(table) for table in dict.fromkeys(tables)}


def _bytes_per_row(table: str) -> float:
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(SIZE, [table])
        total, rows = cursor.fetchone()
        if rows <= 0:
            cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {COUNTED_TO}) AS counted")  # noqa: S608
            (rows,) = cursor.fetchone()
    return total / rows if rows else 0.0
