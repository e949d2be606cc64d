"""What requests for exports may hold, and how their rows look in an answer."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from listings.api.search_serializers import ListingFiltersSerializer
from listings.export_response import download_name, media_type_of
from listings.extraction.parsing.price import minor_units
from listings.models import Export
from listings.services.export_selection import filters_from_json
from listings.services.listing_filters import ListingFilters
from propscrape.api.fields import CursorField, StrictSerializer

DEFAULT_PAGE, MAX_PAGE = 50, 200
UNKNOWN_FORMAT: dict[str, Any] = {"invalid_choice": f"Give one of {', '.join(Export.Format.values)}."}
UNKNOWN_STATE: dict[str, Any] = {"invalid_choice": f"Give one of {', '.join(Export.State.values)}."}


class NewExportSerializer(ListingFiltersSerializer):
    """POST /export: {format} and the filters of a search."""

    format = serializers.ChoiceField(Export.Format.choices, error_messages=UNKNOWN_FORMAT)


class ListingExportQuerySerializer(StrictSerializer):
    """?format="""

    format = serializers.ChoiceField(Export.Format.choices, error_messages=UNKNOWN_FORMAT)


class ExportsQuerySerializer(StrictSerializer):
    """?format=&state=&limit=&cursor="""

    format = serializers.ChoiceField(Export.Format.choices, default=None, error_messages=UNKNOWN_FORMAT)
    state = serializers.ChoiceField(Export.State.choices, default=None, error_messages=UNKNOWN_STATE)
    limit = serializers.IntegerField(default=DEFAULT_PAGE, min_value=1, max_value=MAX_PAGE)
    cursor = CursorField(default=None)


def export_json(export: Export) -> dict[str, Any]:
    """An export: what it is to hold, how far it has come, and its file once there is one."""
    return {
        "id": export.pk,
        "kind": export.kind,
        "format": export.format,
        "filters": filters_json(filters_from_json(export.filters)),
        "month": f"{export.month:%Y-%m}" if export.month else None,
        "state": export.state,
        "rows_total": export.rows_total,
        "rows_done": export.rows_done,
        "attempts": export.attempts,
        "error": {"code": export.error_code, "message": export.error_message} if export.error_code else None,
        "file": _file_json(export) if export.file_name else None,
        "created_at": export.created_at,
        "started_at": export.started_at,
        "finished_at": export.finished_at,
        "next_attempt_at": export.next_attempt_at if export.state == Export.State.FAILED else None,
    }


def filters_json(filters: ListingFilters) -> dict[str, Any]:
    """What was asked for, by the names that requests use; areas in square metres."""
    stated = {
        "portal": filters.portal,
        "city": filters.city,
        "postal_code": filters.postal_code,
        "property_type": filters.property_type,
        "for_sale": filters.for_sale,
        "for_rent": filters.for_rent,
        "currency": filters.currency,
        "price_min": _amount(filters.price_cents_min, filters.currency),
        "price_max": _amount(filters.price_cents_max, filters.currency),
        "beds_min": filters.bedrooms_min,
        "beds_max": filters.bedrooms_max,
        "area_min": filters.area_m2_min,
        "area_max": filters.area_m2_max,
        "bbox": filters.bbox,
        "updated_since": filters.updated_since,
        "q": filters.text,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _file_json(export: Export) -> dict[str, Any]:
    return {
        "name": download_name(export),
        "media_type": media_type_of(export),
        "bytes": export.file_bytes,
        "sha256": export.file_sha256,
        "expires_at": export.expires_at,
    }


def _amount(cents: int | None, currency: str | None) -> Decimal | None:
    if cents is None or currency is None:
        return None
    return Decimal(cents) / minor_units(Decimal(1), currency)
