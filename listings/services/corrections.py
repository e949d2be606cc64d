"""What staff put right in a listing, field by field; no scrape overwrites it.

The column holds the corrected value, the correction what the page says beside it. Of a price, the amount and the
currency are corrected; the minor units follow.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils import timezone

from listings.errors import FieldNotCorrectable
from listings.extraction.fields import FIELDS, FIELDS_BY_NAME, Field, Kind
from listings.extraction.parsing.price import minor_units
from listings.models import Correction, Listing
from listings.services.column_values import column_value, plain_value
from propscrape.tenancy import client_scope

STAFF = {"source": "staff", "path": "correction", "confidence": 1.0, "agrees_with": []}
DERIVED = frozenset({"price_cents", "main_image_url"})
CORRECTABLE = tuple(
    field for field in FIELDS
    if field.weight and field.name not in DERIVED and field.kind not in (Kind.HTML, Kind.IMAGES, Kind.TIMESTAMP)
)  # fmt: skip


def with_corrections(listing: Listing, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a page gives, with what staff put right; what the page says is kept with each correction.

    Call it in a scope of the client.
    """
    corrections = list(Correction.objects.filter(listing=listing))
    if not corrections:
        return dict(columns)
    for correction in corrections:
        _note_page_value(correction, plain_value(columns[correction.field]))
    corrected = {row.field: column_value(FIELDS_BY_NAME[row.field], row.value) for row in corrections}
    provenance = columns["provenance"] | dict.fromkeys(corrected, STAFF)
    return _with_minor_units(dict(columns) | corrected | {"provenance": provenance})


def parse_correction(field: Field, text: str) -> Any:
    """What staff typed, as JSON keeps it; nothing typed is a fact not stated. Raises FieldNotCorrectable."""
    text = text.strip()
    if not text:
        return [] if field.kind is Kind.TEXTS else None
    parsed = READERS.get(field.kind, str)(text)
    if parsed is None or (field.choices and parsed not in field.choices):
        raise FieldNotCorrectable(details={"field": field.name})
    return parsed


def correct_field(*, client_id: UUID, listing_id: UUID, field: str, value: Any, made_by: str, reason: str) -> Listing:
    """Put a field right: the listing shows `value` from now on. `value` is as parse_correction gives it."""
    if field not in {known.name for known in CORRECTABLE}:
        raise FieldNotCorrectable(details={"field": field})
    with client_scope(client_id):
        listing = Listing.objects.select_for_update().get(pk=listing_id)
        said = {"value": value, "reason": reason, "made_by": made_by, "made_at": timezone.now()}
        fresh = said | {"client_id": client_id, "page_value": plain_value(getattr(listing, field))}
        Correction.objects.update_or_create(listing=listing, field=field, defaults=said, create_defaults=fresh)
        _show(listing, field, value, STAFF)
    return listing


def withdraw_correction(*, client_id: UUID, correction_id: UUID) -> Listing:
    """Take a correction away: the listing shows again what its page said when it was last read."""
    with client_scope(client_id):
        correction = Correction.objects.select_related("listing").get(pk=correction_id)
        listing = Listing.objects.select_for_update().get(pk=correction.listing_id)
        _show(listing, correction.field, correction.page_value, None)
        correction.delete()
    return listing


def _note_page_value(correction: Correction, page_value: Any) -> None:
    if correction.page_value != page_value:
        Correction.objects.filter(pk=correction.pk).update(page_value=page_value)


def _show(listing: Listing, name: str, value: Any, found: dict[str, Any] | None) -> None:
    """Write one field, what follows from it, and where it is from."""
    setattr(listing, name, column_value(FIELDS_BY_NAME[name], value))
    price = _with_minor_units({"price_float": listing.price_float, "currency": listing.currency})
    listing.price_cents = price["price_cents"]
    listing.provenance = {key: kept for key, kept in listing.provenance.items() if key != name}
    if found is not None:
        listing.provenance[name] = found
    listing.updated_at, listing.page_fingerprint, listing.validated_with = timezone.now(), None, None
    listing.save()


def _with_minor_units(columns: dict[str, Any]) -> dict[str, Any]:
    amount, currency = columns["price_float"], columns["currency"]
    cents = minor_units(Decimal(amount), currency) if amount is not None and currency else None
    return columns | {"price_cents": cents}


def _number(text: str) -> float | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() else None


def _boolean(text: str) -> bool | None:
    return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower())


READERS: dict[Kind, Any] = {
    Kind.NUMBER: _number,
    Kind.INTEGER: lambda text: int(text) if text.isdecimal() else None,
    Kind.BOOLEAN: _boolean,
    Kind.TEXTS: lambda text: [line.strip() for line in text.splitlines() if line.strip()],
}
