"""The town that the form of an address makes sure of: the one beside a postal code, or in front of a state.

It need not be a known one: most villages are not.  An unknown one must be written like a name and stand where towns do.
"""

from listings.extraction.market import Market
from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.cities.table import known_place
from listings.extraction.parsing.city import city_of_part, find_city, known_city
from listings.extraction.parsing.postal_code import PostalCode
from listings.extraction.parsing.region import is_city_state, is_province_code, is_state, region_level
from listings.extraction.parsing.street import has_street_word, names_street
from listings.extraction.parsing.vocabulary.city_words import COMPANY_WORDS, NO_CITY, UNITS

MAX_TOWN_CHARS = 60
MAX_TOWN_WORDS = 7
# Within a town's name: "Bad Homburg vor der Höhe", "Châtillon-sur-Seine".
_PARTICLES_CHARS = 4

_NO_TOWN = NO_CITY | UNITS | COMPANY_WORDS

Town = tuple[str | None, dict[str, str]]  # and the region or province written beside it


def town_behind_code(code: PostalCode, rest: list[str], at: int, market: Market) -> Town:
    """The town in part `at`, behind its code, without district, delivery number and province."""
    country = market.country or ""
    town, values = _without_province(rest[at], country)
    place = known_place(name_key(town), country)
    if place is not None and not place.is_quarter:
        return town, values
    if known := city_of_part(town, market=market):
        return known.text, values
    city = find_city(rest, market=market)
    if city and (place is not None or is_city_state(name_key(city), country)):
        return city, values  # "10999 Kreuzberg, Berlin"
    if place is None:
        town = _without_delivery(town)
    is_sure = place is not None or (_is_name(town, country) and _stands_as_town(code, rest, country))
    return (town if is_sure else None), values


def town_before_state(parts: list[str], market: Market, *, has_code: bool) -> Town:
    """The part in front of the last state's name or code, and the state."""
    country = market.country or ""
    for at in range(len(parts) - 1, -1, -1):
        head, _, last = parts[at].rpartition(" ")
        if is_state(parts[at], country) and at > 0:
            state, town = parts[at], parts[at - 1]
            if _may_be_quarter(town, country) and known_city(state, country):
                return None, {}  # "Copacabana, Rio de Janeiro"
        elif head and last.isupper() and is_state(last, country):
            state, town = last, head
        else:
            continue
        city = _town(town, market, is_sure=has_code or len(parts) > 2)
        return city, {"region": state}
    return None, {}


def _town(text: str, market: Market, *, is_sure: bool) -> str | None:
    country = market.country or ""
    if known := city_of_part(text, market=market):
        return known.text
    if is_sure and _is_name(text, country):
        return text
    return _city_behind_street(text, country)


def _without_province(town: str, country: str) -> tuple[str, dict[str, str]]:
    head, _, last = town.rpartition(" ")
    if head and is_province_code(last, country):
        return head, {"province": last}
    if head and country == "CH" and is_state(last, country):
        return head, {"region": last}
    return town, {}


def _without_delivery(town: str) -> str:
    """Without "Cedex 02", "11e" and the letter of a Danish district."""
    words = town.split()
    while len(words) > 1 and (
        words[-1][0].isdigit() or words[-1].casefold() == "cedex" or (len(words[-1]) < 3 and words[-1].isupper())
    ):
        words.pop()
    return " ".join(words).strip(" .-")


def _is_name(text: str, country: str) -> bool:
    """Is an unknown text written as a town's name is: capitals, no number, no unit, no word of streets or firms?"""
    words = text.replace("-", " ").split()
    keys = {name_key(word) for word in words}
    return (
        1 < len(text) <= MAX_TOWN_CHARS
        and 0 < len(words) <= MAX_TOWN_WORDS
        and not text[0].islower()
        and all(len(word) <= _PARTICLES_CHARS or not word[0].islower() for word in words)
        and not any(c.isdigit() for c in text)
        and _NO_TOWN.isdisjoint(keys)
        and not names_street(text, country)
    )


def _stands_as_town(code: PostalCode, rest: list[str], country: str) -> bool:
    """Is an unknown name's code no year, unless street or state stand by, and what precedes it in its part a street?"""
    is_year = len(code.code) == 4 and code.code[:2] in ("19", "20")
    if code.before:
        return code.before[-1].isdigit() or has_street_word(code.before, country)
    return not is_year or any(
        part[-1].isdigit() or names_street(part, country) or region_level(part, country) for part in rest
    )


def _may_be_quarter(town: str, country: str) -> bool:
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
