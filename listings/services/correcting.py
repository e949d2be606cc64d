"""Putting a listing's field right, and taking that back; the client is told of either."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from listings.errors import FieldNotCorrectable
from listings.extraction.fields import FIELDS, FIELDS_BY_NAME
from listings.models import Correction, Listing
from listings.services.column_values import column_value, plain_value
from listings.services.corrections import CORRECTABLE, STAFF, with_minor_units
from listings.services.match_queueing import queue_matching
from listings.services.news import facts_of, news_of_correction
from listings.services.search_columns import search_columns
from listings.services.storing import STATED_FIELDS
from propscrape.locks import wait_for_turn
from propscrape.tenancy import client_scope
from webhooks.services.publishing import publish_events

UNREAD: dict[str, Any] = {"page_fingerprint": None, "validated_with": None}


def correct_field(*, client_id: UUID, listing_id: UUID, field: str, value: Any, made_by: str, reason: str) -> Listing:
    """Put a field right: the listing shows `value` from now on. `value` is as parse_correction gives it.

    Raises FieldNotCorrectable.
    """
    if field not in {known.name for known in CORRECTABLE}:
        raise FieldNotCorrectable(details={"field": field})
    with client_scope(client_id):
        listing = _in_turn(client_id, listing_id)
        said = {"value": value, "reason": reason, "made_by": made_by, "made_at": timezone.now()}
        fresh = said | {"client_id": client_id, "page_value": plain_value(getattr(listing, field))}
        Correction.objects.update_or_create(listing=listing, field=field, defaults=said, create_defaults=fresh)
        _show(listing, field, value, STAFF)
    return listing


def withdraw_correction(*, client_id: UUID, correction_id: UUID) -> Listing | None:
    """Take a correction away: the listing shows again what its page said when it was last read.

    None where the correction is gone already.
    """
    with client_scope(client_id):
        page = Correction.objects.filter(pk=correction_id).values_list("listing__canonical_url", flat=True).first()
        wait_for_turn(client_id, page)
        # Looked up in turn: somebody else may have taken it away, or a look may have read another value meanwhile
        correction = Correction.objects.filter(pk=correction_id).first()
        if correction is None:
            return None
        listing = Listing.objects.select_for_update().get(pk=correction.listing_id)
        _show(listing, correction.field, correction.page_value, None)
        correction.delete()
    return listing


def _in_turn(client_id: UUID, listing_id: UUID) -> Listing:
    """The listing, while no scrape of its page is writing it."""
    listing = Listing.objects.get(pk=listing_id)
    wait_for_turn(client_id, listing.canonical_url)
    return Listing.objects.select_for_update().get(pk=listing_id)


def _show(listing: Listing, name: str, value: Any, found: dict[str, Any] | None) -> None:
    """Write one field, what follows from it and where it is from, and tell the client.

    The page's marks are forgotten, so that the next scrape reads it whole.
    """
    before = {field: getattr(listing, field) for field in STATED_FIELDS}
    columns = {field.name: getattr(listing, field.name) for field in FIELDS}
    columns = with_minor_units(columns | {name: column_value(FIELDS_BY_NAME[name], value)})
    provenance = {key: kept for key, kept in listing.provenance.items() if key != name}
    columns["provenance"] = provenance | ({name: found} if found else {})
    for column, shown in (columns | search_columns(columns) | UNREAD | {"updated_at": timezone.now()}).items():
        setattr(listing, column, shown)
    listing.save()
    queue_matching(listing, changed={name})
    changes = {field: (was, columns[field]) for field, was in before.items() if was != columns[field]}
    publish_events(
        client_id=listing.client_id,
        key=str(listing.pk),
        happenings=news_of_correction(listing, changes),
        facts=facts_of(listing),
    )
