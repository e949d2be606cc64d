"""Values of the vocabulary as staff type them."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from listings.errors import FieldNotCorrectable
from listings.extraction.fields import Field, Kind
from propscrape.canonical_url import check_url
from propscrape.errors import InvalidUrl

DEGREES = {"latitude": 90, "longitude": 180}
MAX_NUMBER, MAX_DIGITS = 10**15, 15
# ISO 4217 and ISO 3166-1 alpha-2, by their shape
CODES = {"currency": re.compile(r"[A-Z]{3}"), "country": re.compile(r"[A-Z]{2}")}


def parse_correction(field: Field, text: str) -> Any:
    """What staff typed, as JSON keeps it; nothing typed is a fact not stated. Raises FieldNotCorrectable."""
    text = text.strip()
    if not text:
        return [] if field.kind is Kind.TEXTS else None
    parsed = READERS.get(field.kind, str)(text)
    if parsed is None or not _can_hold(field, parsed):
        raise FieldNotCorrectable(details={"field": field.name})
    return parsed


def _can_hold(field: Field, value: Any) -> bool:
    if field.choices:
        return value in field.choices
    if pattern := CODES.get(field.name):
        return pattern.fullmatch(value) is not None
    if field.kind in (Kind.TEXT, Kind.URL):
        return len(value) <= field.max_length
    if field.name in DEGREES:
        return bool(abs(value) <= DEGREES[field.name])
    if field.kind in (Kind.NUMBER, Kind.INTEGER):
        return bool(0 <= value <= MAX_NUMBER)
    return True


def _number(text: str) -> float | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() else None


def _date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _url(text: str) -> str | None:
    try:
        return check_url(text)
    except InvalidUrl:
        return None


def _boolean(text: str) -> bool | None:
    return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower())


READERS: dict[Kind, Any] = {
    Kind.NUMBER: _number,
    Kind.INTEGER: lambda text: int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else None,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.URL: _url,
    Kind.TEXTS: lambda text: [line.strip() for line in text.splitlines() if line.strip()],
}
