"""Which of a client's listings are meant: for searches and exports alike."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from listings.models import Listing
from listings.services.search_columns import city_key, postal_code_key
from listings.services.text_search import with_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFilters:
    """What listings must be; None lets all through. Ranges include both ends; an unknown value is in no range.

    Prices are in minor units of `currency`, areas in square metres. bbox is (west, south, east, north) in degrees,
    WGS 84; a west beyond the east crosses the antimeridian. Of `text` every word must be there.
    """

    portal: str | None = None
    city: str | None = None
    postal_code: str | None = None
    property_type: str | None = None
    for_sale: bool | None = None
    for_rent: bool | None = None
    currency: str | None = None
    price_cents_min: int | None = None
    price_cents_max: int | None = None
    bedrooms_min: float | None = None
    bedrooms_max: float | None = None
    area_m2_min: float | None = None
    area_m2_max: float | None = None
    bbox: tuple[float, float, float, float] | None = None
    updated_since: datetime | None = None
    text: str | None = None


def filtered(queryset: QuerySet[Listing], filters: ListingFilters) -> QuerySet[Listing]:
    """The listings that `filters` let through, in no order. Call it in a scope of the client: text is looked up."""
    stated = {lookup: value for lookup, value in _lookups(filters).items() if value is not None}
    queryset = queryset.filter(**stated)
    if filters.bbox is not None:
        queryset = queryset.filter(_is_within(*filters.bbox))
    return queryset if filters.text is None else with_text(queryset, filters.text)


def _lookups(filters: ListingFilters) -> dict[str, object]:
    """Comparisons that PostgreSQL takes for leakproof: others would use no index under row-level security."""
    return {
        "portal": filters.portal,
        "city_key": filters.city and (city_key(filters.city) or ""),
        "postal_code_key": filters.postal_code and (postal_code_key(filters.postal_code) or ""),
        "property_type": filters.property_type,
        "for_sale": filters.for_sale,
        "for_rent": filters.for_rent,
        "currency": filters.currency,
        "price_cents__gte": filters.price_cents_min,
        "price_cents__lte": filters.price_cents_max,
        "count_bedrooms__gte": filters.bedrooms_min,
        "count_bedrooms__lte": filters.bedrooms_max,
        "area_m2__gte": filters.area_m2_min,
        "area_m2__lte": filters.area_m2_max,
        "updated_at__gte": filters.updated_since,
    }


def _is_within(west: float, south: float, east: float, north: float) -> Q:
    within = Q(latitude__gte=south, latitude__lte=north)
    if west <= east:
        return within & Q(longitude__gte=west, longitude__lte=east)
    return within & (Q(longitude__gte=west) | Q(longitude__lte=east))
