"""What of a listing is exported: its id, every field of the vocabulary, and when it was made and last changed."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from listings.extraction.fields import FIELDS, Field, Kind

# By the names of COLUMNS
Record: TypeAlias = Mapping[str, Any]

LISTS = (Kind.TEXTS, Kind.IMAGES)
COLUMNS = ("id", *(field.name for field in FIELDS), "created_at", "updated_at")


def stated_fields(record: Record) -> list[tuple[Field, Any]]:
    """The fields of which something is known, with their values, in the order of the vocabulary."""
    return [(field, value) for field in FIELDS if (value := record[field.name]) is not None and value != []]


def plain_number(value: Decimal | float) -> int | float:
    """A number as JSON has it: whole ones without a fraction."""
    return int(value) if value == int(value) else float(value)


def as_text(value: Any) -> str:
    """A single value as csv and XML write it: true and false, ISO 8601 with Z for UTC, numbers with a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | float):
        return str(plain_number(value))
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)
