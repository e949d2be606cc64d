"""What the form of a one-line address makes certain, by the conventions of its country: city, codes, states, street.

The city is the part beside the postal code or the state, where the country writes one; elsewhere the part that is a
known city (parsing/city.py).  Where neither makes it sure there is none.
"""

import re
from dataclasses import replace

from phonenumbers import SUPPORTED_REGIONS

from listings.extraction.market import Market
from listings.extraction.parsing import east_asian_address
from listings.extraction.parsing.address_line import AddressLine, split_address
from listings.extraction.parsing.british_isles_address import read_british, read_irish
from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.cities.table import Known, known_place
from listings.extraction.parsing.city import city_at_end, city_of_part, find_city, known_city
from listings.extraction.parsing.postal_code import PostalCode, find_codes, is_code_first
from listings.extraction.parsing.region import is_city_state, is_province_code, is_state, region_level
from listings.extraction.parsing.street import NUMBER_ALONE, has_street_word, names_street, read_street
from listings.extraction.parsing.vocabulary.countries import COUNTRY_NAMES, ISO3
from listings.extraction.parsing.words import fold

_COUNTRIES = {fold(name): code for code, names in COUNTRY_NAMES.items() for name in names}
# Where the state stands behind the city: "Frisco, TX 75034", "Vila Mariana, São Paulo - SP".
_STATE_BEHIND_CITY = frozenset({"US", "CA", "AU", "BR", "IN"})
# Where a bracket holds the town's postal code: "Castelnau (34170)".
_CODE_IN_BRACKETS = frozenset({"FR", "IT", "ES", "DE"})
_NUMBER_FIRST = frozenset({"US", "CA", "AU", "NZ", "GB", "IE", "FR", "LU", "ZA"})
MAX_TOWN_WORDS = 6
# "45000 Euro" is no town with its code.
_UNITS = "|eur|euro|euros|chf|usd|dkk|sek|nok|kr|czk|kc|pln|zl|huf|ft|ron|lei|tl|m2|m²|qm|sqm|kwh|km|m|"
_LETTER_BEHIND = re.compile(r" [A-ZÆØÅ]{1,2}$")
_NUMBER_BEHIND = re.compile(r" (?:cedex.{0,4}|\d.{0,18})$", re.IGNORECASE)


def parse_address(text: str, *, market: Market) -> dict[str, str]:
    """The vocabulary's address fields that a one-line address states for certain; empty when its form says nothing.

    The market is that of the page; a country named in the line takes its place, and is among the values.
    """
    line = split_address(text, market.country)
    if line.country is None or not line.parts:
        return {}
    values = _read(text, line, replace(market, country=line.country))
    return {**values, "country": line.country} if line.states_country else values


def parse_country(text: str) -> str | None:
    """ISO 3166-1 alpha-2 from a code of two or three letters or a name; None for anything else."""
    name = text[:60].strip()
    if (code := _COUNTRIES.get(fold(name))) is not None:
        return code
    code = name.upper()
    if code in SUPPORTED_REGIONS:
        return code
    return ISO3.get(code)


def _read(text: str, line: AddressLine, market: Market) -> dict[str, str]:
    country = line.country or ""
    if country in east_asian_address.COUNTRIES and (
        values := east_asian_address.read_east_asian(" ".join(line.parts), country)
    ):
        return values
    if country == "GB":
        values = read_british(line.parts, market)
        return {**values, **_street(line.parts, [], values.get("city"), country)}
    if country == "IE":
        values = read_irish(line.parts, market)
        return {**values, **_street(line.parts, [], values.get("city"), country)}
    return _by_code_or_state(line, market)


def _by_code_or_state(line: AddressLine, market: Market) -> dict[str, str]:
    country = market.country or ""
    codes = find_codes(line.parts, country) or _in_brackets(line, country)
    if len({code.code for code in codes}) > 1:
        return {}
    code = codes[0] if codes else None
    rest, at_city = _without_code(line.parts, code, country)
    city, values = _city_beside(code, rest, at_city, market)
    if country in _STATE_BEHIND_CITY:
        city, values = _city_before_state(rest, market)
    if city is None:
        city = find_city([*rest, *line.asides], market=market) or (city_at_end(rest[0], country) if rest else None)
    if country == "US" and "region" not in values:
        code = None  # five digits beside no state
    found = {
        **({"postal_code": code.code} if code else {}),
        **({"city": city} if city else {}),
        **values,
    }
    for level, part in _regions([*rest, *line.asides], city, country):
        found.setdefault(level, part)
    street_parts = rest[:at_city] if at_city is not None else []
    return {**found, **_street(rest, street_parts, city, country)}


def _in_brackets(line: AddressLine, country: str) -> list[PostalCode]:
    if country not in _CODE_IN_BRACKETS:
        return []
    last = len(line.parts) - 1
    return [PostalCode(found.code, last, "", line.parts[last]) for found in find_codes(line.asides, country)]


def _without_code(parts: list[str], code: PostalCode | None, country: str) -> tuple[list[str], int | None]:
    """The parts without the code, and which of them stands behind it, where the city does."""
    if code is None:
        return parts, None
    if not is_code_first(country):
        return [p for p in (*parts[: code.at], code.before, code.behind, *parts[code.at + 1 :]) if p], None
    before = [*parts[: code.at], *([code.before] if code.before else [])]
    behind = [*([code.behind] if code.behind else []), *parts[code.at + 1 :]]
    return [*before, *behind], len(before) if code.behind else None


def _city_beside(
    code: PostalCode | None, rest: list[str], at_city: int | None, market: Market
) -> tuple[str | None, dict[str, str]]:
    """The town behind the code, without district and province; and the province behind it."""
    if code is None or at_city is None:
        return None, {}
    country = market.country or ""
    town, values = rest[at_city], {}
    head, _, last = town.rpartition(" ")
    if head and is_province_code(last, country):
        town, values = head, {"province": last}
    elif head and country == "CH" and is_state(last, country):
        town, values = head, {"region": last}
    place = known_place(name_key(town), country)
    if (place is None or place.is_quarter) and (known := city_of_part(town, market=market)):
        return known.text, values
    if (place is None or place.is_quarter) and (city := _own_state_or_city(place, rest, market)):
        return city, values
    if place is None:
        town = _LETTER_BEHIND.sub("", _NUMBER_BEHIND.sub("", town)).strip(" .-")
    return (town, values) if _may_be_town(town, country) else (None, values)


def _own_state_or_city(place: Known | None, rest: list[str], market: Market) -> str | None:
    """The city among the other parts: any for a quarter, for an unknown place one that is its own state."""
    city = find_city(rest, market=market)
    if city is None or place is not None:
        return city
    return city if is_city_state(name_key(city), market.country or "") else None


def _may_be_town(town: str, country: str) -> bool:
    return (
        1 < len(town) <= 60
        and town[0].isalpha()
        and not any(c.isdigit() for c in town)
        and f"|{name_key(town)}|" not in _UNITS
        and town.count(" ") < MAX_TOWN_WORDS
        and (known_place(name_key(town), country) is not None or not names_street(town, country))
    )


def _city_before_state(parts: list[str], market: Market) -> tuple[str | None, dict[str, str]]:
    """The part in front of the last state's name or code, and the state."""
    country = market.country or ""
    for at in range(len(parts) - 1, -1, -1):
        head, _, last = parts[at].rpartition(" ")
        if is_state(parts[at], country) and at > 0:
            state, town = parts[at], parts[at - 1]
            if _is_quarter_or_any(town, country) and known_city(state, country):
                return None, {}  # "Copacabana, Rio de Janeiro"
        elif head and is_state(last, country) and last.isupper():
            state, town = last, head
        else:
            continue
        city = town if _may_be_town(town, country) else _city_behind_street(town, country)
        if city and (known := city_of_part(city, market=market)):
            city = known.text
        return (city, {"region": state}) if city else (None, {})
    return None, {}


def _is_quarter_or_any(town: str, country: str) -> bool:
    """Beside a state's full name a town may be a quarter of the city of that name; in Brazil often it is."""
    place = known_place(name_key(town), country)
    return place.is_quarter if place else country == "BR"


def _city_behind_street(text: str, country: str) -> str | None:
    """ "10 Elm Road Frisco": a known city behind the words of a street."""
    words = text.split()
    for at in range(max(1, len(words) - 4), len(words)):
        name = " ".join(words[at:])
        place = known_place(name_key(name), country)
        if place and (not place.is_quarter or country == "AU") and has_street_word(words[at - 1], country):
            return name
    return None


def _regions(parts: list[str], city: str | None, country: str) -> list[tuple[str, str]]:
    """Level and name of the parts that are states or provinces; the part that is the city is so only said twice."""
    levels = [(level, part) for part in parts if (level := region_level(part, country))]
    named_like_city = [pair for pair in levels if pair[1] == city]
    return [pair for pair in levels if pair[1] != city] + named_like_city[: max(0, parts.count(city or "") - 1)]


def _street(parts: list[str], before_city: list[str], city: str | None, country: str) -> dict[str, str]:
    """Street and number: the one part before the city, or the first that is called as streets are."""
    for at, part in enumerate(parts):
        if part == city or region_level(part, country):
            continue
        stands_alone = len(before_city) == 1 and part == before_city[0] and not part[0].isdigit()
        starts_line = at == 0 and city is not None and country in _NUMBER_FIRST and part[0].isdigit()
        street, following = part, parts[at + 1] if at + 1 < len(parts) else None
        if city and part.endswith(f" {city}"):
            street = part.removesuffix(city).rstrip(" ,-")
        elif (
            following and country in _NUMBER_FIRST and NUMBER_ALONE.fullmatch(part) and names_street(following, country)
        ):
            street, following = f"{part}, {following}", None
        if found := read_street(street, following, country, is_street=stands_alone or starts_line):
            return found.values()
    return {}
