"""States, provinces and counties among the parts of an address."""

import re

from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.vocabulary.regions import (
    CITY_STATES,
    PROVINCE_CODES,
    PROVINCES,
    REGION_KINDS_BEFORE,
    REGION_KINDS_BEHIND,
    REGIONS,
    STATE_CODES,
)


def _codes(by_country: dict[str, str]) -> dict[str, frozenset[str]]:
    return {country: frozenset(codes.split()) for country, codes in by_country.items()}


def _keys(by_country: dict[str, str]) -> dict[str, frozenset[str]]:
    return {country: frozenset(map(name_key, names.split("|"))) - {""} for country, names in by_country.items()}


_NONE: frozenset[str] = frozenset()
_REGIONS, _PROVINCES, _CITY_STATES = _keys(REGIONS), _keys(PROVINCES), _keys(CITY_STATES)
_STATE_CODES, _PROVINCE_CODES = _codes(STATE_CODES), _codes(PROVINCE_CODES)
_CODE = re.compile(r"[A-Z]{2,3}")


def region_level(part: str, country: str | None) -> str | None:
    """The vocabulary's field for a part that is a state ("region") or a province or county ("province"); else None."""
    if country is None:
        return None
    key = name_key(part)
    if key in _REGIONS.get(country, _NONE):
        return "region"
    if key in _PROVINCES.get(country, _NONE) or part in _PROVINCE_CODES.get(country, _NONE):
        return "province"
    if part in _STATE_CODES.get(country, _NONE):
        return "region"
    return _by_kind(key, country)


def is_state(text: str, country: str) -> bool:
    """A state by name, or by its code in capitals."""
    return text in _STATE_CODES.get(country, _NONE) or name_key(text) in _REGIONS.get(country, _NONE)


def is_province_code(text: str, country: str) -> bool:
    """ "MI" in Italy, "ZH" in Switzerland."""
    return _CODE.fullmatch(text) is not None and text in _PROVINCE_CODES.get(country, _NONE)


def is_city_state(key: str, country: str) -> bool:
    """Is a folded name that of a city that is its own state, as Berlin and Dubai are?"""
    return key in _CITY_STATES.get(country, _NONE)


def is_named_like_state(key: str, country: str) -> bool:
    """Does a folded name stand for a state or province, too, and not for a city that is its own state?"""
    if is_city_state(key, country):
        return False
    return key in _REGIONS.get(country, _NONE) or key in _PROVINCES.get(country, _NONE)


def _by_kind(key: str, country: str) -> str | None:
    first, _, rest = key.partition(" ")
    if rest and (level := REGION_KINDS_BEFORE.get(first)):
        return level
    last = key.rpartition(" ")[2]
    return REGION_KINDS_BEHIND.get(last) if last != key else None
