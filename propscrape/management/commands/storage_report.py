"""What each table and index takes, and what has grown since last month's report."""

import argparse
from typing import Any

from django.core.management import BaseCommand

from propscrape.console_cells import size
from propscrape.retention.storage import TableSize, report_before, table_sizes, take_report

MIN_BYTES = 1024 * 1024


class Command(BaseCommand):
    """It only looks; the beat keeps a report each month."""

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How much to show."""
        parser.add_argument("--all", action="store_true", help="also tables below 1 MB, and every index")

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each table, the largest first."""
        report = take_report()
        before = report_before(report.month)
        rows = [row for row in table_sizes(report, before) if options["all"] or row.total_bytes >= MIN_BYTES]
        since = f"{before.month:%Y-%m}" if before else "no earlier report"
        self.stdout.write(f"The database takes {size(report.database_bytes)}. Growth since: {since}.")
        columns = f"{'rows':>12}  {'table':>10}  {'toast':>10}  {'indexes':>10}  {'grown':>10}"
        self.stdout.write(f"{'table':<36}  {columns}  kept")
        for row in rows:
            self.stdout.write(_line(row))
            for name, bytes_ in row.indexes.items() if options["all"] else ():
                self.stdout.write(f"  {name:<34}  {'':>12}  {'':>10}  {'':>10}  {size(bytes_):>10}")


def _line(row: TableSize) -> str:
    parts = (size(row.table_bytes), size(row.toast_bytes), size(row.index_bytes), grown(row.grown_bytes))
    return f"{row.table:<36}  {row.rows:>12,}  " + "  ".join(f"{part:>10}" for part in parts) + f"  {row.kept}"


def grown(bytes_: int | None) -> str:
    """A difference with its sign."""
    if bytes_ is None:
        return "–"
    return f"{'-' if bytes_ < 0 else '+'}{size(abs(bytes_))}"
