"""A listing's row: written from an extraction, with a diff of what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from listings.extraction.fields import FIELDS, FIELDS_BY_NAME, Kind
from listings.extraction.result import Extraction
from listings.fetching.http import Validators
from listings.models import Listing
from listings.services.column_values import column_value, plain_value
from listings.services.corrections import with_corrections
from listings.services.search_columns import search_columns

# Facts about the property; bookkeeping changes with every look at a page and is no news
STATED_FIELDS = tuple(field.name for field in FIELDS if field.weight)
LONG_KINDS = frozenset({Kind.LONG_TEXT, Kind.HTML, Kind.IMAGES})
MAX_ETAG, MAX_LAST_MODIFIED = 255, 64
# What a listing has whose page is there
HERE: dict[str, Any] = {"gone_seen_at": None, "gone_at": None}

# Each field that changed, with its values before and after
Changes: TypeAlias = dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class PageMarks:
    """By what a page is known again: SHA-256 of its content and reading, that of the reading alone, its validators."""

    fingerprint: bytes
    reading: bytes
    validators: Validators

    def as_columns(self) -> dict[str, Any]:
        """A validator that does not fit is as good as none."""
        etag, last_modified = self.validators.etag, self.validators.last_modified
        return {
            "page_fingerprint": self.fingerprint,
            "validated_with": self.reading,
            "etag": etag if etag and len(etag) <= MAX_ETAG else None,
            "last_modified": last_modified if last_modified and len(last_modified) <= MAX_LAST_MODIFIED else None,
        }


@dataclass(frozen=True, slots=True)
class SavedListing:
    """A stored listing; `was_gone` says that its page had been found gone for good before."""

    listing: Listing
    is_new: bool
    changes: Changes
    was_gone: bool = False


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
    return {field.name: column_value(field, record.get(field.name)) for field in FIELDS}


def save_listing(
    *, client_id: UUID, columns: dict[str, Any], extraction: Extraction, marks: PageMarks, seen_at: datetime
) -> SavedListing:
    """Insert the page's listing or update it. Call it in a scope of the client, in turn with others of the page.

    What staff put right stands; what the page says of it is kept with the correction.
    """
    provenance = {name: found.as_record() for name, found in extraction.provenance.items()}
    columns = columns | marks.as_columns() | HERE | {"provenance": provenance}
    listing = Listing.objects.filter(client_id=client_id, canonical_url=columns["canonical_url"]).first()
    if listing is not None:
        columns = with_corrections(listing, columns)
        return _update(listing, columns | search_columns(columns), seen_at)
    columns |= search_columns(columns)
    listing = Listing.objects.create(client_id=client_id, created_at=seen_at, updated_at=seen_at, **columns)
    return SavedListing(listing=listing, is_new=True, changes={})


def _update(listing: Listing, columns: dict[str, Any], seen_at: datetime) -> SavedListing:
    was_gone = listing.gone_at is not None
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
    return SavedListing(listing=listing, is_new=False, changes=changes, was_gone=was_gone)


def changes_as_payload(changes: Changes) -> dict[str, Any]:
    """A diff fit for an event: long values are named, not quoted."""
    return {
        name: {"changed": True}
        if FIELDS_BY_NAME[name].kind in LONG_KINDS
        else {"from": plain_value(a), "to": plain_value(b)}
        for name, (a, b) in changes.items()
    }
