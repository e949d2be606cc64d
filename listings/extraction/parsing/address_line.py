"""A one-line address taken apart: its parts, what stands in brackets, and the country it names."""

import re
from dataclasses import dataclass

from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.vocabulary.address_words import ADDRESS_LABELS, MAP_LINKS
from listings.extraction.parsing.vocabulary.countries import COUNTRY_NAMES
from listings.extraction.parsing.vocabulary.regions import PROVINCES, REGIONS

MAX_ADDRESS_TEXT = 300
MAX_PARTS = 16
# Where country and city are one, and its name says the city.
CITY_COUNTRIES = frozenset({"SG", "HK", "MC", "GI", "MO", "LU"})

_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{1,80})[)）\]]")
_LABEL = re.compile(r"([^:：\d]{2,24})[:：] ?")
# A dash between spaces parts, but not in front of a number without a name behind it ("Cra 7 # 45 - 12").
_SEPARATOR = re.compile(r" ?[,;|•·،、，→»›>] ?| [-–—/\\] (?!\d{1,6}(?:$| ?[^\w ]))")
_SLASH = re.compile(r"(?<=[^\W\d])/(?=[^\W\d])")
_SLASH_COUNTRIES = frozenset({"TR", "BR", "PL"})
_COUNTRIES = {name_key(name): code for code, names in COUNTRY_NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class AddressLine:
    """The parts in order, without the country; the country named, ISO 3166-1 alpha-2; the texts in brackets."""

    parts: list[str]
    asides: list[str]
    country: str | None
    states_country: bool


def split_address(text: str, country: str | None) -> AddressLine:
    """The line's parts.  country: of the page's market; another that the line names at its end takes its place."""
    line = " , ".join(" ".join(shown.split()) for shown in text[:MAX_ADDRESS_TEXT].splitlines())
    if (label := _LABEL.match(line)) and name_key(label[1]) in ADDRESS_LABELS:
        line = line[label.end() :]
    asides: list[str] = []
    if "(" in line or "（" in line or "[" in line:
        asides = [found[1].strip() for found in _BRACKETS.finditer(line)]
        line = _BRACKETS.sub(" , ", line)
    if country in _SLASH_COUNTRIES:
        line = _SLASH.sub(" , ", line)
    pieces = _SEPARATOR.split(line.rstrip(" .,"))
    parts = [part for piece in pieces if (part := piece.lstrip(" .-–:").rstrip(" -–:")) and _says_something(part)]
    return _without_country(parts[:MAX_PARTS], asides, country)


def _says_something(part: str) -> bool:
    return name_key(part) not in MAP_LINKS


def _without_country(parts: list[str], asides: list[str], country: str | None) -> AddressLine:
    for at in (-1, 0):
        named = _COUNTRIES.get(name_key(parts[at])) if parts else None
        if named is None or named in CITY_COUNTRIES:
            continue
        if named == country and len(parts) > 1:
            rest = parts[:-1] if at else parts[1:]
            return AddressLine(rest, asides, country, states_country=True)
        if at and len(parts) > 1 and not _is_place_in(parts[at], country):
            return AddressLine(parts[:-1], asides, named, states_country=True)
    return AddressLine(parts, asides, country, states_country=False)


def _is_place_in(part: str, country: str | None) -> bool:
    """Is a country's name also that of a state of the market's country, as Luxembourg is of Belgium?"""
    names = f"|{REGIONS.get(country or '', '')}|{PROVINCES.get(country or '', '')}|"
    return f"|{name_key(part)}|" in names
