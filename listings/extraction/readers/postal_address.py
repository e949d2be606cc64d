"""A schema.org PostalAddress, whose parts are often not what their names say.

The locality may be a quarter ("DAMAC Islands" in "Dubai") or hold the postal code, the region may be the country, the
street may be the whole address in one line.
"""

from listings.extraction.market import Market
from listings.extraction.parsing.address import parse_address, parse_country
from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.city import known_city
from listings.extraction.parsing.region import is_city_state, is_named_like_state, region_level
from listings.extraction.parsing.street import read_street
from listings.extraction.readers.reading import Reading, Values, text_of


def read_postal_address(node: dict[str, object], reading: Reading) -> Values:
    """The node's parts under the vocabulary's names, each of the kind its name says."""
    stated = text_of(node.get("addressCountry"))
    country = parse_country(stated) if stated else None
    market = reading.market.moved_to(country or reading.country)
    values = {
        **_of_street(text_of(node.get("streetAddress")), text_of(node.get("addressLocality")), market),
        **_of_locality(text_of(node.get("addressLocality")), text_of(node.get("addressRegion")), market),
    }
    code = text_of(node.get("postalCode"))
    return {**values, **({"postal_code": code} if code else {}), **({"country": country} if country else {})}


def _of_street(street: str | None, locality: str | None, market: Market) -> dict[str, str]:
    """Street and number; of a whole address put where the street belongs all its parts."""
    if not street:
        return {}
    parts = parse_address(street, market=market)
    city = parts.get("city", "")
    repeats_locality = bool(locality) and f", {locality}" in street
    if repeats_locality or ("," in street and city) or (city and "postal_code" in parts):
        return {"address_string": street, **parts}
    found = read_street(street, None, market.country, is_street=True)
    return {**(found.values() if found else {}), "street_address": street}


def _of_locality(locality: str | None, region: str | None, market: Market) -> dict[str, str]:
    """City and region; a locality in the city that the node names as its region is a quarter."""
    country = market.country or ""
    if region and parse_country(region) is not None and region_level(region, country) is None:
        region = None
    if not locality:
        return _of_region_alone(region, country)
    parts = parse_address(locality, market=market) if _holds_more(locality) else {}
    city = parts.get("city", locality)
    if region and known_city(city, country) is None and _is_city_first(region, country):
        city = region
    is_repeated = region is not None and name_key(region) == name_key(city)
    if region and (not is_repeated or _is_state(region, country)):
        parts["region"] = region
    return {**parts, "city": city}


def _of_region_alone(region: str | None, country: str) -> dict[str, str]:
    if region is None:
        return {}
    city = {"city": region} if _is_city_first(region, country) else {}
    return {**city, "region": region}


def _is_city_first(region: str, country: str) -> bool:
    """Is a region's name that of a city, and of no state unless the city is one?"""
    key = name_key(region)
    is_city = known_city(region, country) is not None
    return is_city and (is_city_state(key, country) or not is_named_like_state(key, country))


def _is_state(region: str, country: str) -> bool:
    return region_level(region, country) is not None or is_city_state(name_key(region), country)


def _holds_more(locality: str) -> bool:
    return any(c.isdigit() or c in ",(/|" for c in locality) or " - " in locality
