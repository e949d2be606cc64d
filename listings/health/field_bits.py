"""Which fields a page stated, as one number: a bit for each field, in an order that only grows at its end.

A scrape keeps the number, so that figures of fields can be counted again from scrapes alone. It fits a bigint: 63 bits.
"""

from collections.abc import Iterable

# Never reordered, nothing ever taken out: rows of ninety days rely on the places
BIT_ORDER = (
    "title", "price_string", "price_float", "price_cents", "currency", "price_period", "price_qualifier", "for_sale",
    "for_rent", "for_rent_long_term", "for_rent_short_term", "property_type", "property_subtype", "count_bedrooms",
    "count_bathrooms", "count_toilets", "count_garages", "count_rooms", "constructed_area", "plot_area", "area_unit",
    "latitude", "longitude", "address_string", "street_address", "street_name", "street_number", "city", "province",
    "region", "postal_code", "country", "description", "description_html", "image_urls", "main_image_url",
    "floor_plan_urls", "features", "reference", "year_construction", "floor", "tenure", "furnished",
    "energy_certificate_grade", "energy_performance", "council_tax_band", "service_charge", "available_from",
    "listing_status", "agent_name", "agent_company", "agent_phone", "agent_email", "agent_logo_url", "locale_code",
)  # fmt: skip
_BITS = {name: 1 << place for place, name in enumerate(BIT_ORDER)}


def bits_of(names: Iterable[str]) -> int:
    """The number of these fields."""
    return sum(_BITS[name] for name in set(names))


def names_of(bits: int) -> list[str]:
    """The fields of a number."""
    return [name for name, bit in _BITS.items() if bits & bit]
