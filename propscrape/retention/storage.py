"""What the tables take on the disk, now and a month ago (P8)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from propscrape.models import StorageReport
from propscrape.retention.policies import KEPT, POLICIES, How

# Partitions count to the table that they are of
TABLES = """
    WITH leaf AS (
        SELECT c.oid, COALESCE(pg_partition_root(c.oid), c.oid::regclass)::oid AS root, c.reltoastrelid AS toast,
               GREATEST(c.reltuples, s.n_live_tup, 0)::bigint AS rows
        FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    )
    SELECT r.relname, sum(leaf.rows)::bigint,
           sum(pg_relation_size(leaf.oid, 'main') + pg_relation_size(leaf.oid, 'fsm') +
               pg_relation_size(leaf.oid, 'vm'))::bigint,
           sum(CASE WHEN leaf.toast = 0 THEN 0 ELSE pg_total_relation_size(leaf.toast) END)::bigint,
           sum(pg_indexes_size(leaf.oid))::bigint
    FROM leaf JOIN pg_class r ON r.oid = leaf.root GROUP BY r.relname
    ORDER BY sum(pg_total_relation_size(leaf.oid)) DESC, r.relname
"""
TOTALS = """
    SELECT r.relname, sum(pg_total_relation_size(c.oid))::bigint AS total
    FROM pg_class c JOIN pg_class r ON r.oid = COALESCE(pg_partition_root(c.oid), c.oid::regclass)::oid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    GROUP BY r.relname ORDER BY total DESC, r.relname
"""
# An index of a partition counts to the index of its table that it is a part of
INDEXES = """
    SELECT t.relname, root.relname, sum(pg_total_relation_size(x.indexrelid))::bigint
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid AND i.relkind = 'i'
    JOIN pg_class root ON root.oid = COALESCE(pg_partition_root(i.oid), i.oid::regclass)::oid
    JOIN pg_class t ON t.oid = COALESCE(pg_partition_root(x.indrelid), x.indrelid::regclass)::oid
    WHERE i.relnamespace = 'public'::regnamespace
    GROUP BY t.relname, root.relname ORDER BY 3 DESC, 2
"""


@dataclass(frozen=True, slots=True)
class TableSize:
    """A table's rows and bytes, what it has grown by since another report (None: it was not there), and its policy."""

    table: str
    rows: int
    table_bytes: int
    toast_bytes: int
    index_bytes: int
    indexes: dict[str, int]
    grown_bytes: int | None
    kept: str

    @property
    def total_bytes(self) -> int:
        """With TOAST and indexes."""
        return self.table_bytes + self.toast_bytes + self.index_bytes


def take_report(*, today: date | None = None) -> StorageReport:
    """What the tables take now, as a report that is not kept."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        sizes = cursor.fetchall()
        cursor.execute(INDEXES)
        indexes: dict[str, dict[str, int]] = {}
        for table, name, size in cursor.fetchall():
            indexes.setdefault(table, {})[name] = size
        cursor.execute("SELECT pg_database_size(current_database())")
        (database_bytes,) = cursor.fetchone()
    columns = ("table", "rows", "table_bytes", "toast_bytes", "index_bytes")
    tables = [dict(zip(columns, row, strict=True)) | {"indexes": indexes.get(row[0], {})} for row in sizes]
    month = (today or timezone.now().date()).replace(day=1)
    return StorageReport(month=month, database_bytes=database_bytes, tables=tables)


def largest_tables() -> list[tuple[str, int]]:
    """Every table with the bytes that it takes, TOAST and indexes included, the largest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(TOTALS)
        return [(table, int(total)) for table, total in cursor.fetchall()]


def keep_report(*, today: date | None = None) -> StorageReport | None:
    """Keep this month's report; None where there is one. Call it one at a time."""
    report = take_report(today=today)
    if StorageReport.objects.filter(month=report.month).exists():
        return None
    report.save()
    return report


def report_before(month: date) -> StorageReport | None:
    """The latest kept report of an earlier month."""
    return StorageReport.objects.filter(month__lt=month).first()


def table_sizes(report: StorageReport, before: StorageReport | None) -> list[TableSize]:
    """A report's tables, the largest first, beside those of an earlier one."""
    earlier = {} if before is None else {row["table"]: _total(row) for row in before.tables}
    return [
        TableSize(
            **row,
            grown_bytes=_total(row) - earlier[row["table"]] if row["table"] in earlier else None,
            kept=kept_for(row["table"]),
        )
        for row in report.tables
    ]


def kept_for(table: str) -> str:
    """How long the rows of a table are kept, in words; that there is no policy where there is none."""
    policies = [policy for policy in POLICIES.values() if policy.table == table]
    spans = dict.fromkeys(f"{policy.kept_for.days} d, by {policy.how}" for policy in policies if policy.kept_for)
    if spans:
        return "; ".join(spans).replace(f"by {How.TOMBSTONES}", "as tombstones")
    return "until it expires" if policies else KEPT.get(table, "no policy")


def _total(row: dict[str, Any]) -> int:
    return int(row["table_bytes"] + row["toast_bytes"] + row["index_bytes"])
