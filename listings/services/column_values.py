"""Values of the vocabulary between JSON and the columns of a listing."""

from datetime import date
from decimal import Decimal
from typing import Any

from listings.extraction.fields import Field, Kind, empty_value
from listings.vocabulary_columns import MONEY_UNIT


def column_value(field: Field, value: Any) -> Any:
    """An extracted value as its column holds it; text beyond the column's width is cut, an address is left out."""
    if value is None:
        return empty_value(field)
    if field.kind is Kind.NUMBER and field.unit == MONEY_UNIT:
        return Decimal(str(value))
    if field.kind is Kind.DATE:
        return date.fromisoformat(value) if isinstance(value, str) else value
    if field.kind is Kind.URL and len(value) > field.max_length:
        return None
    if field.kind in (Kind.TEXT, Kind.URL):
        return value[: field.max_length]
    return value


def plain_value(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
