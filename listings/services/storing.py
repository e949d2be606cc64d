"""A listing's row: written from an extraction, with a diff of what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from listings.extraction.fields import FIELDS, FIELDS_BY_NAME, Field, Kind, empty_value
from listings.extraction.result import Extraction
from listings.models import Listing
from listings.services.search_columns import search_columns
from listings.vocabulary_columns import MONEY_UNIT

# Facts about the property; bookkeeping changes with every look at a page and is no news
STATED_FIELDS = tuple(field.name for field in FIELDS if field.weight)
LONG_KINDS = frozenset({Kind.LONG_TEXT, Kind.HTML, Kind.IMAGES})


@dataclass(frozen=True, slots=True)
class SavedListing:
    """A stored listing; `changes` maps each field that changed to its values before and after."""

    listing: Listing
    is_new: bool
    changes: dict[str, tuple[Any, Any]]


def filled_fields(values: Mapping[str, Any]) -> list[str]:
    """The names of the facts that are stated."""
    return [name for name in STATED_FIELDS if values.get(name) not in (None, [])]


def columns_of(extraction: Extraction, *, import_url: str, canonical_url: str, seen_at: datetime) -> dict[str, Any]:
    """The vocabulary's columns as an extraction fills them."""
    record = extraction.as_record() | {
        "import_url": import_url,
        "canonical_url": canonical_url,
        "last_retrieved_at": seen_at,
    }
    return {field.name: _column_value(field, record.get(field.name)) for field in FIELDS}


def save_listing(
    *, client_id: UUID, columns: dict[str, Any], extraction: Extraction, fingerprint: bytes, seen_at: datetime
) -> SavedListing:
    """Insert the page's listing or update it. Call it in a scope of the client, in turn with others of the page."""
    columns = (
        columns
        | search_columns(columns)
        | {
            "page_fingerprint": fingerprint,
            "provenance": {name: found.as_record() for name, found in extraction.provenance.items()},
        }
    )
    listing = Listing.objects.filter(client_id=client_id, canonical_url=columns["canonical_url"]).first()
    if listing is not None:
        return _update(listing, columns, seen_at)
    listing = Listing.objects.create(client_id=client_id, created_at=seen_at, updated_at=seen_at, **columns)
    return SavedListing(listing=listing, is_new=True, changes={})


def _update(listing: Listing, columns: dict[str, Any], seen_at: datetime) -> SavedListing:
    changes = {
        name: (before, columns[name]) for name in STATED_FIELDS if (before := getattr(listing, name)) != columns[name]
    }
    for name, value in columns.items():
        setattr(listing, name, value)
    written = [*columns]
    if changes:
        listing.updated_at = seen_at
        written.append("updated_at")
    listing.save(update_fields=written)
    return SavedListing(listing=listing, is_new=False, changes=changes)


def changes_as_payload(changes: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """A diff fit for an event: long values are named, not quoted."""
    return {
        name: {"changed": True} if FIELDS_BY_NAME[name].kind in LONG_KINDS else {"from": _plain(a), "to": _plain(b)}
        for name, (a, b) in changes.items()
    }


def _column_value(field: Field, value: Any) -> Any:
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


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
