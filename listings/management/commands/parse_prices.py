"""manage.py parse_prices FILE.csv: what the price parser makes of a table of texts; no database needed."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from listings.extraction.market import Market
from listings.extraction.parsing.price import Price, parse_price

COLUMNS_IN = ("id", "text", "locale", "currency_default")
COLUMNS_OUT = ("id", "amount", "currency", "period", "qualifier")


class Command(BaseCommand):
    """Reads id,text,locale,currency_default; writes id,amount,currency,period,qualifier, empty where unknown."""

    help = "Parse a CSV of price texts (columns id,text,locale,currency_default) and write CSV to stdout."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        writer = csv.writer(self.stdout, lineterminator="\n")
        rows = list(_read(file))
        writer.writerow(COLUMNS_OUT)
        for row in rows:
            price = parse_price(row["text"], market=_market(row["locale"], row["currency_default"]))
            writer.writerow((row["id"], *_cells(price)))


def _read(file: Path) -> Iterator[dict[str, str]]:
    """The rows.  Raises CommandError when the file is no such table."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="")
            missing = [name for name in COLUMNS_IN if name not in (reader.fieldnames or ())]
            if missing:
                raise CommandError(f"{file}: no column {', '.join(missing)}", returncode=2)
            yield from reader
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{file}: {error}", returncode=2) from error


def _market(locale: str, currency: str) -> Market:
    """The market of a BCP 47 locale; its country is the region subtag, where there is one."""
    region = locale.replace("_", "-").rpartition("-")[2]
    country = region.upper() if "-" in locale.replace("_", "-") and len(region) == 2 else None
    return Market(country=country, currency=currency or None, locale=locale or None, area_unit=None)


def _cells(price: Price | None) -> tuple[str, str, str, str]:
    if price is None:
        return ("", "", "", "")
    amount = "" if price.amount is None else f"{price.amount:f}"
    return (amount, price.currency or "", price.period or "", price.qualifier or "")
