"""Addresses of the United Kingdom and Ireland, where neither code nor state says which part is the town.

"Stephen Road, Headington, OX3", "12 The Elms, Dunboyne, Co. Meath, A86 VW70".
"""

import re

from listings.extraction.market import Market
from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.cities.table import known_place
from listings.extraction.parsing.city import city_of_part, find_city
from listings.extraction.parsing.region import region_level
from listings.extraction.parsing.street import names_street

MAX_TOWN_CHARS = 40
# Postcode areas whose every address has London as its post town (Royal Mail's Postcode Address File).
_LONDON_AREAS = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})
_POSTCODE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}\d[A-Z\d]?) ?(\d[ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])", re.IGNORECASE)
# An outcode alone looks like much else, so it counts only as the last words: "Clapham, London SW4".
_OUTCODE = re.compile(r"(?:^|(?<= ))([A-Z]{1,2}\d{1,2}[A-Z]?)$")
_EIRCODE = re.compile(r"(?:^|(?<= ))([AC-FHKNPRTV-Y]\d{2}|D6W) ?([0-9AC-FHKNPRTV-Y]{4})$", re.IGNORECASE)
_NO_TOWN = re.compile(
    r"\d|^(?:near|nr|off|between|the|plot|flat|apartment|unit) |\b(?:house|court|apartments|estate|development)$",
    re.IGNORECASE,
)


def read_british(parts: list[str], market: Market) -> dict[str, str]:
    """Postcode, town and county of the parts of a British address; empty when they hold two postcodes."""
    codes = {f"{found[1]} {found[2]}".upper() for part in parts for found in _POSTCODE.finditer(part)}
    if len(codes) > 1:
        return {}
    bare = [part for raw in parts if (part := _POSTCODE.sub("", raw).strip(" -"))]
    code = codes.pop() if codes else None
    outcodes = []
    while bare and (found := _OUTCODE.search(bare[-1])):
        outcodes.append(found[1])
        bare[-1:] = [rest] if (rest := bare[-1][: found.start()].strip()) else []
    code = code or (outcodes[0] if outcodes else None)
    values = {"postal_code": code} if code else {}
    town, county = _town_and_county(bare, market, is_sure=code is not None)
    if code and re.split(r"\d", code, maxsplit=1)[0] in _LONDON_AREAS:
        town = "London"
    return {**values, **({"city": town} if town else {}), **({"province": county} if county else {})}


def read_irish(parts: list[str], market: Market) -> dict[str, str]:
    """Eircode, town and county of the parts of an Irish address."""
    codes = [found for part in parts if (found := _EIRCODE.search(part))]
    bare = [part for raw in parts if (part := _EIRCODE.sub("", raw).strip(" -"))]
    values = {"postal_code": codes[0][0]} if len(codes) == 1 else {}
    town, county = _town_and_county(bare, market, is_sure=bool(codes))
    return {**values, **({"city": town} if town else {}), **({"province": county} if county else {})}


def _town_and_county(parts: list[str], market: Market, *, is_sure: bool) -> tuple[str | None, str | None]:
    """The town is the last part that is no county, behind at least one for the street.

    It must be a known place, or stand beside a code, a county or a street.
    """
    country = market.country or ""
    counties: list[str] = []
    left = list(parts)
    while len(left) > 1 and region_level(left[-1], country) and not _is_street(left[-2], country):
        counties.insert(0, left.pop())
    county = counties[0] if counties else None
    if counties and (city := _city_named_like(counties, left, market)):
        return city, None if city == county else county
    if not left:
        return None, county
    town = left[-1]
    if (city_text := city_of_part(town, market=market)) is not None:
        return city_text.text, county
    if len(left) < 2 or len(town) > MAX_TOWN_CHARS or _NO_TOWN.search(town) or _is_street(town, country):
        return find_city(left, market=market) or _city_behind_street(left, country), county
    is_sure = is_sure or bool(counties) or any(_is_street(part, country) for part in left[:-1])
    return (town if is_sure else find_city(left, market=market)), county


def _city_named_like(counties: list[str], left: list[str], market: Market) -> str | None:
    """ "Ranelagh, Dublin": a county's name without "Co." is the city where what stands before it is no city."""
    last = counties[-1]
    if known_place(name_key(last), market.country) is None:
        return None
    return find_city([*left, last], market=market)


def _city_behind_street(parts: list[str], country: str) -> str | None:
    """ "Date Street London": a known city behind the street, in one part."""
    words = parts[-1].split() if parts else []
    for at in range(1, len(words)):
        name = " ".join(words[at:])
        place = known_place(name_key(name), country)
        if place and not place.is_quarter and names_street(" ".join(words[:at]), country):
            return name
    return None


def _is_street(part: str, country: str) -> bool:
    return part[:1].isdigit() or names_street(part, country)
