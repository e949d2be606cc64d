"""What the form of a one-line address makes certain, by the conventions of its country: city, codes, states, street.

The city is the part beside the postal code or the state, where the country writes one; elsewhere the part that is a
known city (parsing/city.py).  Where neither makes it sure there is none.
"""

from phonenumbers import SUPPORTED_REGIONS

from listings.extraction.market import Market
from listings.extraction.parsing import east_asian_address
from listings.extraction.parsing.address_line import AddressLine, split_address
from listings.extraction.parsing.british_isles_address import read_british, read_irish
from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.cities.table import known_place
from listings.extraction.parsing.city import city_at_end, find_city
from listings.extraction.parsing.postal_code import PostalCode, find_codes, is_code_first
from listings.extraction.parsing.region import region_level
from listings.extraction.parsing.street import NUMBER_ALONE, names_street, read_street
from listings.extraction.parsing.town import town_before_state, town_behind_code
from listings.extraction.parsing.vocabulary.countries import COUNTRY_NAMES, ISO3
from listings.extraction.parsing.words import fold

_COUNTRIES = {fold(name): code for code, names in COUNTRY_NAMES.items() for name in names}
# Where the state stands behind the city: "Frisco, TX 75034", "Vila Mariana, São Paulo - SP".
_STATE_BEHIND_CITY = frozenset({"US", "CA", "AU", "BR", "IN"})
# Where a bracket holds the town's postal code: "Castelnau (34170)".
_CODE_IN_BRACKETS = frozenset({"FR", "IT", "ES", "DE"})
_NUMBER_FIRST = frozenset({"US", "CA", "AU", "NZ", "GB", "IE", "FR", "LU", "ZA"})


def parse_address(text: str, *, market: Market) -> dict[str, str]:
    """The vocabulary's address fields that a one-line address states for certain; empty when its form says nothing.

    The market is that of the page; a country named in the line takes its place, and is among the values.
    """
    line = split_address(text, market.country)
    if line.country is None or not line.parts:
        return {}
    values = _read(text, line, market.moved_to(line.country))
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
    city, values = (None, {}) if code is None or at_city is None else town_behind_code(code, rest, at_city, market)
    if country in _STATE_BEHIND_CITY:
        city, values = town_before_state(rest, market, has_code=code is not None)
    if code and not _is_code(code, city, values, line, country):
        code = None
    if city is None:
        city = find_city([*rest, *line.asides], market=market)
    if city is None and len(rest) == 1 and country not in _STATE_BEHIND_CITY:
        city = city_at_end(rest[0], country)
    found = {
        **({"postal_code": code.code} if code else {}),
        **({"city": city} if city else {}),
        **values,
    }
    for level, part in _regions([*rest, *line.asides], city, country):
        found.setdefault(level, part)
    if city is None and "region" in values:
        return found  # street and town stand in one part, and nothing says where the town begins
    street_parts = rest[:at_city] if at_city is not None else []
    return {**found, **_street(rest, street_parts, city, country)}


def _is_code(code: PostalCode, city: str | None, values: dict[str, str], line: AddressLine, country: str) -> bool:
    """Are the digits a code, and not a number that looks like one?  Beside them stands the town or the state."""
    if country == "US":
        return "region" in values
    if not is_code_first(country) or city:
        return True
    is_alone = not code.behind and not code.before
    return is_alone or known_place(name_key(code.before), country) is not None or code.code in "".join(line.asides)


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
            street, following = part.removesuffix(city).rstrip(" ,-"), None
        elif (
            following and country in _NUMBER_FIRST and NUMBER_ALONE.fullmatch(part) and names_street(following, country)
        ):
            street, following = f"{part}, {following}", None
        if found := read_street(street, following, country, is_street=stands_alone or starts_line):
            return found.values()
    return {}
