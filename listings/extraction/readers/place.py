"""Where the home stands: position and address."""

import re
from urllib.parse import unquote

from listings.extraction.parsing.address import parse_address, parse_country
from listings.extraction.parsing.address_line import CITY_COUNTRIES
from listings.extraction.parsing.city import find_city, known_city
from listings.extraction.parsing.country_of_form import country_of_form
from listings.extraction.parsing.offer import parse_offer
from listings.extraction.parsing.position import parse_position
from listings.extraction.parsing.property_type import parse_property_type
from listings.extraction.parsing.title_city import city_in_title
from listings.extraction.parsing.vocabulary.country_bounds import COUNTRY_BOUNDS
from listings.extraction.parsing.words import fold, words_in
from listings.extraction.readers.postal_address import read_postal_address
from listings.extraction.readers.reading import Reading, Values, text_of

# "3 bed house for sale in Osier Lane, Withybrook": what a headline says behind "in", to its end
_BEHIND_IN = re.compile(r" (?:in|en|em|à|w|te) ((?=[^\W\d_])[^|–—:€£$²]{4,90})$")
# What a program calls the whole address in one line, where it has no parts of it
_LINE_KEYS = ("formattedAddress", "formatted_address", "formatted", "fullAddress", "full_address", "displayAddress",
              "display_address", "fullText", "full_name", "addressLine", "singleLine")  # fmt: skip
_STREET_AND_CODE = frozenset({"street_name", "postal_code"})
_PARTS = frozenset({"streetAddress", "addressLocality", "postalCode"})
_CODE_AND_CITY = re.compile(
    r"(\d{4} ?[A-Z]{2}|\d{4,5}) ([^\W\d_][^\d,;]{1,40})"
)  # "3014 BH Rotterdam", "89160 Dornstadt"
_MUNICIPALITIES = frozenset("市区町村郡")  # what a name in Japanese ends with (Local Autonomy Act, 1 and 281)
_ISLES = frozenset({"GB", "IE"})
_VILLAGE = re.compile(r"[A-Z][a-z']+(?:[ -](?:[A-Z][a-z']+|on|upon|in|the|le|next|under|of|by|cum|super)){0,5}")
_ON_A_RIVER = re.compile(r"[a-z]-(?:on|upon|in|the|le|next|under|of|by|cum|super)-[A-Z]")
# What a headline says of the home in front of its address, and where it says more of it than where it stands
_IS_HOME = re.compile(r"^(?:\d{1,2} bed(?:room)? [a-z -]{3,25}|studio(?: flat| apartment)?), ", re.IGNORECASE)
_IS_HOME_IN = re.compile(r"^(?:\S+ ){1,6}?(?:com|con|avec|mit|with|met|z|cu) (?:\S+ ){1,4}?(?:em|en|à|in|w|în) ")
MAX_POSITION_KEYS = 200
_LATITUDE_KEYS = ("latitude", "lat")
_LONGITUDE_KEYS = ("longitude", "lng", "lon", "long")


def read_position(raw: object, reading: Reading) -> Values:
    """Latitude and longitude, always of one statement: an object, a pair, or "48.27,16.40"."""
    pair = _pair(raw)
    if isinstance(raw, dict) and isinstance(raw.get("coordinates"), list):
        raw = raw["coordinates"]
        pair = _pair(raw)
    position = parse_position(*pair) if pair else None
    if position is None and pair and isinstance(raw, list):
        position = parse_position(*pair[::-1])  # no latitude is beyond 90 degrees
    if position is None:
        return {}
    if isinstance(raw, list) and not _is_in(position, reading.country):
        position = position[::-1]  # GeoJSON (RFC 7946, 3.1.1) puts the longitude first
    if not _is_in(position, reading.country):
        return {}
    return {"latitude": position[0], "longitude": position[1]}


def _is_in(position: tuple[float, float], country: str | None) -> bool:
    """Whether a place can lie in a country; of a country without bounds it is taken to."""
    bounds = COUNTRY_BOUNDS.get(country or "")
    if bounds is None:
        return True
    south, west, north, east = bounds
    return south <= position[0] <= north and west <= position[1] <= east


def read_address(raw: object, reading: Reading) -> Values:
    """A one-line address and what its form makes certain of it; of a PostalAddress node its parts."""
    if isinstance(raw, dict):
        line = next((raw[key] for key in _LINE_KEYS if isinstance(raw.get(key), str)), None)
        if line is None or not _PARTS.isdisjoint(raw):
            return read_postal_address(raw, reading)
        raw = line
    text = text_of(raw)
    if not text or not any(map(str.isalpha, text)):
        return {}
    return {"address_string": text, **_parsed(text, reading)}


def read_address_line(raw: object, reading: Reading) -> Values:
    """A line that nobody calls an address, where it ends in a city that is known, or in a code, and offers nothing."""
    stated = text_of(raw)
    if not stated or parse_offer(stated) is not None or _IS_HOME_IN.search(stated):
        return {}
    text = _IS_HOME.sub("", stated)
    values = _parsed(text, reading)
    country = values.get("country") or reading.country
    if country is None or not (
        _ends_in_a_town(values, country, reading.page_url)
        or _ends_in_a_code(text, values, country)
        or _is_spelt(values, reading.page_url)
        or (country in CITY_COUNTRIES and values.keys() >= _STREET_AND_CODE)
    ):
        return {}
    if "," not in text and not _is_of_one_place(text, values, country):
        return {}
    return {"address_string": text, **values}


def _ends_in_a_town(values: dict[str, str], country: str, page_url: str) -> bool:
    """Whether its town is known, or is behind a street on the British Isles, where every village has its own.

    There it is called as villages are, or the page's address names it: "Station Road, Refurbished" ends in no town.
    """
    city = values.get("city", "")
    is_behind_street = country in _ISLES and "street_name" in values and _VILLAGE.fullmatch(city) is not None
    is_named = _ON_A_RIVER.search(city) is not None or city.lower().replace(" ", "-") in page_url.lower()
    is_village = is_behind_street and is_named and parse_property_type(city) is None
    return is_village or known_city(city, country) is not None


def _is_spelt(values: dict[str, str], page_url: str) -> bool:
    """Whether the page's address spells a town and its code, which no list of towns needs to know."""
    slug = "-".join(words_in(fold(values.get("city", ""))))
    return bool(slug) and slug in page_url.lower() and values.get("postal_code", "-") in page_url


def _ends_in_a_code(text: str, values: dict[str, str], country: str) -> bool:
    """Whether a line ends in a British or Irish postcode, which look like nothing else."""
    code = values.get("postal_code", "")
    return country in _ISLES and bool(code) and text.rstrip(" .").upper().endswith(code)


def _is_of_one_place(text: str, values: dict[str, str], country: str) -> bool:
    """Whether a line without commas has a postal code, or between slashes no second city."""
    parts = text.split(" / ")
    if len(parts) < 2:
        return "postal_code" in values
    return sum(known_city(part, country) is not None for part in parts) < 2


def _parsed(text: str, reading: Reading) -> dict[str, str]:
    """What an address states; where no country is known, that of its form, which is then among the values."""
    country = reading.country or country_of_form(text)
    values = parse_address(text, market=reading.market.moved_to(country))
    return values if reading.country or country is None else {**values, "country": country}


def read_city(raw: object, reading: Reading) -> Values:
    """A city as it is called; what addresses of pages write in small letters, "new-haven", begins with capitals."""
    text = text_of(raw)
    if text is None or not any(map(str.isalnum, text)):
        return {}
    if (coded := _CODE_AND_CITY.fullmatch(text)) is not None:
        return {"postal_code": coded[1], "city": coded[2]}
    country = reading.country or reading.market.country
    if country == "JP" and not text.isascii() and _MUNICIPALITIES.isdisjoint(text):
        return {}  # a quarter, which programs call a town
    return {"city": text.replace("-", " ").title() if text.islower() and text.isascii() else text}


def read_town(raw: object, reading: Reading) -> Values:
    """The city that a headline names, or the parts of a breadcrumb together."""
    market = reading.market.moved_to(reading.country)
    if isinstance(raw, list):
        crumbs = [text for text in raw if isinstance(text, str)]
        city = find_city(crumbs, market=market)
        if city is None:  # "Terrain à vendre Nort-sur-Erdre (44390)"
            named = (city_in_title(crumb, market=market) for crumb in reversed(crumbs) if crumb.endswith(")"))
            city = next(filter(None, named), None)
        return {"city": city} if city else {}
    text = text_of(raw)
    city = city_in_title(text, market=market) if text else None
    if text is None or city is None:
        return {}
    place = _BEHIND_IN.search(text)
    if place is not None and parse_offer(place[1]) is not None:  # "Piso en venta en Gràcia, Barcelona"
        place = _BEHIND_IN.search(place[1])
    is_address = place is not None and "," in place[1] and city in place[1]
    return {"city": city, **({"address_string": place[1]} if place is not None and is_address else {})}


def read_country(raw: object, reading: Reading) -> Values:
    """ISO 3166-1 alpha-2, from a code or from the country's name."""
    text = text_of(raw)
    country = parse_country(text) if text else None
    return {"country": country} if country else {}


def _pair(raw: object) -> tuple[object, object] | None:
    if isinstance(raw, dict):
        named = {key.lower(): value for key, value in list(raw.items())[:MAX_POSITION_KEYS] if isinstance(key, str)}
        latitude = next((named[key] for key in _LATITUDE_KEYS if key in named), None)
        longitude = next((named[key] for key in _LONGITUDE_KEYS if key in named), None)
        return (latitude, longitude) if latitude is not None and longitude is not None else None
    if isinstance(raw, str):
        parts = [
            part for part in unquote(raw[:200]).replace(";", ",").replace("&longitude=", ",").split(",") if part.strip()
        ]
        return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else None
    return (raw[0], raw[1]) if isinstance(raw, list) and len(raw) == 2 else None
