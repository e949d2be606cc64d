"""Which part of a breadcrumb or an address is the city: the part that is a known city of the country.

A part counts with what may stand around a city's name put aside: a postal code ("1020 Wien"), a district's number
("Praha 2"), the settlement's kind ("г. Москва"), the words of a link ("Immobilien in Berlin").  A quarter ("Kreuzberg")
is no city, whatever else the parts hold.  Of several cities

1. one named like its state or province ("Madrid", "Zamora", "New York") gives way to another, for it stands there as
   the state; not so a city that is its own state ("Berlin", "Dubai").  A small one gives way to an unknown name, too,
   and then there is none ("Villaclara, Segovia");
2. then the largest is taken where addresses go from the large to the small ("Москва, Зеленоград"), elsewhere the last
   ("Salford, Manchester").

None where no part is a known city: a wrong city costs more than a missing one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from listings.extraction.market import Market
from listings.extraction.parsing import east_asian_address
from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.cities.table import known_place
from listings.extraction.parsing.region import is_named_like_state, region_level
from listings.extraction.parsing.street import has_street_word, words_before
from listings.extraction.parsing.vocabulary.city_words import (
    COMPANY_WORDS,
    KINDS_OF_SETTLEMENT,
    NEAR_WORDS,
    NO_CITY,
    in_words,
)

MAX_PARTS = 24
MAX_PART_CHARS = 120
MAX_CITY_CHARS = 60
MAX_WORDS = 12
PARTS_KEPT = 512  # those of one page come up several times over, in its address, its breadcrumb and its headline
# A quarter's or a street's name has no more.
MAX_NAME_WORDS = 5
_LARGE_TO_SMALL = "RU UA BY KZ BG PL RS HR BA ME MK HU EE LV LT JP CN TW KR IL"
LARGE_TO_SMALL = frozenset(_LARGE_TO_SMALL.split())
# Where a suburb is what an address calls the city (Australia Post's localities).
SUBURBS_ARE_CITIES = frozenset({"AU"})
# From so many people on a city has districts that are written behind its name: "Köln-Ehrenfeld", "Berlin Mitte".
HAS_DISTRICTS = 70_000
# From so many people on an unknown name before a city is one of its quarters, and no village of the province that is
# called like the city: "Goya, Madrid" against "Villaclara, Segovia".
HAS_UNKNOWN_QUARTERS = 200_000
# A city named like its state is meant from so many people on, where the name stands alone.
KNOWN_BESIDE_STATE = 50_000
# Where a city is written with its state, and a name without one may be anything; from so many people on it is a city.
STATES_ARE_STATED = frozenset({"US"})
KNOWN_WITHOUT_STATE = 100_000

_CODE_IN_FRONT = re.compile(r"(?:[A-Z]{1,2}[- ])?\d{2,6}(?:[- ]\d{2,4})?(?: [A-Z]{2})? (?=[^\W\d])")
_CODE_BEHIND = re.compile(
    r"(?<=\w)[ ,]+\(?(?:\d[\d -]{0,9}(?:\.|er|e|ème|eme|º|ª|th|nd|rd|st)?|[IVX]{1,5}\.?)\)?(?: arr\w{0,12}\.?"
    r"| ker\w{0,5}\.?| ?区| cedex| vic| city)?$",
    re.IGNORECASE,
)
_BETWEEN_WORDS = re.compile(r"[ -]")
_DISTRICT_BEHIND = re.compile(r" [-–—/|·] | \(")


@dataclass(frozen=True, slots=True)
class City:
    """A known city as the text writes it, its folded name, and its people."""

    text: str
    key: str
    population: int


def find_city(parts: Iterable[str], *, market: Market) -> str | None:
    """The city among the parts of an address or the steps of a breadcrumb, as written there; None when none is sure."""
    country = market.country
    if country is None:
        return None
    parts = [piece for part in list(parts)[:MAX_PARTS] for piece in part[:MAX_PART_CHARS].split(" / ")[:4]]
    if country in east_asian_address.COUNTRIES and (municipality := _east_asian_city(parts, country)):
        return municipality
    found = [(at, city) for at, part in enumerate(parts) if (city := city_of_part(part, market=market))]
    cities = [city for _, city in found if not is_named_like_state(city.key, country)]
    if country in STATES_ARE_STATED and not any(region_level(part, country) for part in parts):
        cities = [city for city in cities if city.population >= KNOWN_WITHOUT_STATE]
    if not cities:
        cities = [city for at, city in found if _is_city_of_its_state(parts[:at], city, country)]
    if not cities:
        return _named_twice(parts, country)
    if country in LARGE_TO_SMALL:
        return max(cities, key=lambda city: city.population).text
    return cities[-1].text


def _east_asian_city(parts: list[str], country: str) -> str | None:
    """The city that a part of the breadcrumb begins with, the largest first: "横浜市", "大田区の一戸建て"."""
    for part in parts:
        values = east_asian_address.read_east_asian(part.strip(), country)
        if east_asian_address.is_sure(values, country):
            return values["city"]
    return None


def _named_twice(parts: list[str], country: str) -> str | None:
    """The large city that the links of two steps end with: "Stanovi Beograd", "Dvosoban stan Beograd"."""
    ends = [city for part in dict.fromkeys(parts) if (city := city_at_end(part, country))]
    return ends[0] if len(ends) > 1 and len({name_key(city) for city in ends}) == 1 else None


def _is_city_of_its_state(before: list[str], capital: City, country: str) -> bool:
    """Does a name that is a state's, too, mean the city?  Not that of a small one, nor behind what may be a village.

    Nor behind words that run on: the town may be the last of them ("Subida del Pino El Molar Zona norte, Madrid").
    """
    if not is_named_like_state(capital.key, country):
        return False
    if before and before[-1].count(" ") >= MAX_NAME_WORDS:
        return f" {capital.key} " in f" {name_key(before[-1])} "
    if capital.population >= HAS_UNKNOWN_QUARTERS:
        return True
    if capital.population < KNOWN_BESIDE_STATE:
        return False
    return not before or _is_known_part(before[-1], country)


def _is_known_part(part: str, country: str) -> bool:
    key = name_key(part)
    return (
        not key[:1].isalpha()
        or has_street_word(part, country)
        or known_place(key, country) is not None
        or region_level(part, country) is not None
    )


def city_of_part(part: str, *, market: Market) -> City | None:
    """The known city that a part is, or holds beside its postal code or a link's words."""
    return _city_of_part(part[:MAX_PART_CHARS], market.country or "", market.language or "")


@lru_cache(maxsize=PARTS_KEPT)
def _city_of_part(part: str, country: str, language: str) -> City | None:
    text = " ".join(part.split()).strip(" .,;:-–()")
    if text.isalpha():  # one word, so nothing beside it
        return known_city(text, country)
    if text.count(" ") >= MAX_NAME_WORDS and (city := _repeated_at_end(text, country)):
        return city
    found = known_city(text, country) or _bare(text, country) or _behind_in(text, country, language)
    if found is None and "/" in text:  # "Jávea/Xàbia"
        names = (known_city(name, country) for name in text.split("/")[:3])
        found = next((city for city in names if city), None)
    return found


def _repeated_at_end(text: str, country: str) -> City | None:
    """ "Cascais" of "Rua do Cedro Bairro da Serra Cascais e Estoril Cascais", a list that lost its commas."""
    words = text.split()
    for at in range(len(words) - 3, len(words)):
        city = known_city(" ".join(words[at:]), country)
        if city and f" {city.key} " in f" {name_key(' '.join(words[:at]))} ":
            return city
    return None


def known_city(text: str, country: str) -> City | None:
    """The city whose whole name the text is; None for a quarter and for a word of the trade."""
    text = text.strip(" .,;:-–()")
    if not 1 < len(text) <= MAX_CITY_CHARS or text[0].islower():
        return None
    key = name_key(text)
    place = known_place(key, country)
    if place is None or key in NO_CITY or (place.is_quarter and country not in SUBURBS_ARE_CITIES):
        return None
    return City(text, key, place.population)


def _bare(text: str, country: str) -> City | None:
    """Without postal code, kind of settlement and district."""
    bare = _DISTRICT_BEHIND.split(_CODE_IN_FRONT.sub("", text, count=1), maxsplit=1)[0]
    bare = _CODE_BEHIND.sub("", bare, count=1)
    word, _, rest = bare.partition(" ")
    if rest and word.casefold().rstrip(".") in KINDS_OF_SETTLEMENT:
        bare = rest
    elif "." in word[:5] and word[: word.index(".")].casefold() in KINDS_OF_SETTLEMENT:
        bare = bare[bare.index(".") + 1 :]
    else:
        rest, _, word = bare.rpartition(" ")
        bare = rest if rest and word.casefold() in KINDS_OF_SETTLEMENT else bare
    if bare != text and (city := known_city(bare.strip(" .,()"), country)):
        return city
    return city_before_district(bare, country)


def city_at_end(text: str, country: str) -> str | None:
    """ "Lagos" of "Old Harp Lagos", a line without commas: a large city in the last words, behind no street's word."""
    words = text.split()
    keys = [name_key(word) for word in words]
    if not 1 < len(words) <= MAX_WORDS or not words_before(country).isdisjoint(keys) or not NEAR_WORDS.isdisjoint(keys):
        return None
    for at in range(max(1, len(words) - 3), len(words)):
        city = known_city(" ".join(words[at:]), country)
        if city and city.population >= HAS_DISTRICTS:
            return city.text
    return None


def city_before_district(text: str, country: str) -> City | None:
    """ "Köln" of "Köln-Ehrenfeld": a large city in front of a word that is written like a name, and is no street's."""
    if len(text) > MAX_CITY_CHARS:
        return None
    between = list(islice(_BETWEEN_WORDS.finditer(text), 4))
    ends = [end for end in between if text[end.end() : end.end() + 1].isupper()]
    if not ends:
        return None
    key = name_key(text)
    place = known_place(key, country)
    if is_named_like_state(key, country) or (place is not None and not place.is_quarter):
        return None
    if not COMPANY_WORDS.isdisjoint(key.split(" ")):
        return None
    for end in reversed(ends):
        is_name = not has_street_word(text[end.end() :], country)
        if is_name and (city := known_city(text[: end.start()], country)):
            return city if city.population >= HAS_DISTRICTS else None
    return None


def _behind_in(text: str, country: str, language: str) -> City | None:
    """The city behind the last "in" of a link: "Property for sale in Leeds"."""
    words = in_words(language)
    split = text.split()
    at = [i for i, word in enumerate(split) if word.casefold() in words]
    if not at or at[-1] == 0:
        return None
    rest = " ".join(split[at[-1] + 1 :]).split(",")[0]
    return known_city(rest, country) or _bare(rest, country)
