"""The facts that rules propose, in the order they are read, and the reader that decides about each.

A fact is a field of the vocabulary, or what several fields are read from at once: `price` (price_float, price_string,
price_cents, currency, price_period, price_qualifier), `offer` (for_sale, for_rent ...), `position` (latitude and
longitude, always of one statement), `address` (address_string and its parts), `address_line` (the same, of a line that
nobody calls an address), `images`, `floor_plans`, `main_image` (one photo, where no list is known), `town` (the city
that a headline or a breadcrumb names).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from listings.extraction.candidates import Candidate
from listings.extraction.limits import fits
from listings.extraction.readers import media, money, place, size, words
from listings.extraction.readers.features import read_features
from listings.extraction.readers.reading import Reading, Values

Reader = Callable[[object, Reading], Values]

__all__ = ["FACTS", "Reading", "Values", "glimpse", "read", "read_further"]

# Offer and currency come first, because a price is read in their light.
FACTS: Mapping[str, Reader] = MappingProxyType(
    {
        "locale_code": words.read_locale,
        "offer": money.read_offer,
        "currency": money.read_currency,
        "title": words.read_title,
        "property_type": words.read_property_type,
        "price": money.read_price,
        "price_period": money.read_period,
        "price_qualifier": money.read_qualifier,
        "count_bedrooms": partial(size.read_count, "count_bedrooms"),
        "count_bathrooms": partial(size.read_count, "count_bathrooms"),
        "count_toilets": partial(size.read_count, "count_toilets"),
        "count_garages": partial(size.read_count, "count_garages"),
        "count_rooms": partial(size.read_count, "count_rooms"),
        "constructed_area": partial(size.read_area, "constructed_area"),
        "plot_area": partial(size.read_area, "plot_area"),
        "country": place.read_country,
        "position": place.read_position,
        "street_address": partial(words.read_text, "street_address"),
        "street_name": partial(words.read_text, "street_name"),
        "street_number": partial(words.read_text, "street_number"),
        "city": place.read_city,
        "province": partial(words.read_text, "province"),
        "region": partial(words.read_text, "region"),
        "postal_code": partial(words.read_text, "postal_code"),
        "address": place.read_address,
        "address_line": place.read_address_line,
        "town": place.read_town,
        "description": words.read_description,
        "images": partial(media.read_images, "image_urls"),
        "main_image": media.read_main_image,
        "floor_plans": partial(media.read_images, "floor_plan_urls"),
        "features": read_features,
        "reference": partial(words.read_text, "reference"),
        "year_construction": size.read_year,
        "floor": partial(words.read_text, "floor"),
        "tenure": partial(words.read_text, "tenure"),
        "furnished": words.read_furnished,
        "energy_certificate_grade": words.read_grade,
        "energy_performance": size.read_energy,
        "council_tax_band": words.read_band,
        "service_charge": money.read_charge,
        "available_from": words.read_date,
        "listing_status": words.read_status,
        "agent_name": partial(words.read_text, "agent_name"),
        "agent_company": partial(words.read_text, "agent_company"),
        "agent_phone": media.read_phone,
        "agent_email": media.read_email,
        "agent_logo_url": partial(media.read_url, "agent_logo_url"),
    }
)


def read(candidate: Candidate, reading: Reading) -> Values:
    """The vocabulary values a candidate states; {} when its raw value does not parse, or no field could hold it."""
    if candidate.unit is not None:
        reading = replace(reading, unit=candidate.unit)
    return _fitting(FACTS[candidate.fact](candidate.raw, reading))


def glimpse(candidate: Candidate, reading: Reading, at_most: int) -> Values:
    """Of a list of photos one, where it surely comes to no more than so many; {} where only reading it can tell."""
    return _fitting(media.glimpse_images(candidate.raw, reading, at_most)) if candidate.fact == "images" else {}


def read_further(candidate: Candidate, known: Mapping[str, object]) -> Values:
    """What costs too much to read of a candidate before it is accepted, and nothing states yet: markup of its text."""
    if candidate.fact != "description" or known.get("description_html"):
        return {}
    return _fitting(words.read_markup(candidate.raw))


def _fitting(values: Values) -> Values:
    return {name: value for name, value in values.items() if fits(name, value)}
