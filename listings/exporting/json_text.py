"""{"listings": [...]}, each listing as the API shows it."""

from typing import Any

from listings.exporting.file_format import FileFormat
from listings.exporting.records import COLUMNS, Record
from propscrape.json_text import to_json


def listing_as_json(record: Record) -> dict[str, Any]:
    """A listing in the API's shape; `price_currency` is the older name of `currency`."""
    return {name: record[name] for name in COLUMNS} | {"price_currency": record["currency"]}


def _write(record: Record) -> bytes:
    return to_json(listing_as_json(record))


JSON = FileFormat(
    media_type="application/json",
    extension="json",
    opening=b'{"listings":[\n',
    between=b",\n",
    closing=b"\n]}\n",
    write=_write,
)
