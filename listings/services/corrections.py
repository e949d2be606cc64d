"""What staff put right in a listing, field by field; no scrape overwrites it.

The column holds the corrected value, the correction what the page says beside it. Of a price, the amount and the
currency are corrected; the minor units follow.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from listings.extraction.fields import FIELDS, FIELDS_BY_NAME, Kind
from listings.extraction.parsing.price import minor_units
from listings.models import Correction, Listing
from listings.services.column_values import column_value, plain_value

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
    return with_minor_units(dict(columns) | corrected | {"provenance": provenance})


def _note_page_value(correction: Correction, page_value: Any) -> None:
    if correction.page_value != page_value:
        Correction.objects.filter(pk=correction.pk).update(page_value=page_value)


def with_minor_units(columns: dict[str, Any]) -> dict[str, Any]:
    """Columns with `price_cents` as their `price_float` and `currency` make it."""
    amount, currency = columns["price_float"], columns["currency"]
    cents = minor_units(Decimal(amount), currency) if amount is not None and currency else None
    return columns | {"price_cents": cents}
