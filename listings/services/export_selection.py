"""Which listings an export holds, and how its row keeps that in mind."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from listings.exporting.records import COLUMNS
from listings.models import Export, Listing
from listings.services.listing_filters import ListingFilters, filtered


def filters_as_json(filters: ListingFilters) -> dict[str, Any]:
    """What the filters state, for a JSON column."""
    stated = {name: value for name, value in asdict(filters).items() if value is not None}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in stated.items()}


def filters_from_json(stored: dict[str, Any]) -> ListingFilters:
    """The filters that a row keeps."""
    values = dict(stored)
    if "updated_since" in values:
        values["updated_since"] = datetime.fromisoformat(values["updated_since"])
    if "bbox" in values:
        values["bbox"] = tuple(values["bbox"])
    return ListingFilters(**values)


def listings_of(export: Export) -> QuerySet[Listing]:
    """The listings of an export: those that were there when it began, or when its month ended, as they are now.

    In no order. Call it in a scope of the client.
    """
    there = Listing.objects.filter(client_id=export.client_id, created_at__lt=_until(export))
    return filtered(there, filters_from_json(export.filters))


def page_of_records(export: Export, *, after: UUID | None, limit: int) -> QuerySet[Listing, dict[str, Any]]:
    """The next records of an export, by id; `after` is the id of the last one before. Call it in the client's scope."""
    rest = listings_of(export) if after is None else listings_of(export).filter(pk__gt=after)
    page: QuerySet[Listing, dict[str, Any]] = rest.order_by("pk").values(*COLUMNS)[:limit]
    return page


def next_month(month: date) -> date:
    """The first day of the month after that of a day."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _until(export: Export) -> datetime:
    began = export.started_at or timezone.now()
    if export.month is None:
        return began
    after = next_month(export.month)
    return min(began, datetime(after.year, after.month, after.day, tzinfo=began.tzinfo))
