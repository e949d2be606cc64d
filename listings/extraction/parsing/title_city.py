"""The city a title names: "3 bedroom flat for sale in Ikeja, Lagos", "Mieszkanie Warszawa Mokotów"."""

import re
from collections.abc import Iterator
from itertools import dropwhile

from listings.extraction.market import Market
from listings.extraction.parsing import east_asian_address
from listings.extraction.parsing.address import parse_address
from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.city import city_before_district, city_of_part, find_city, known_city
from listings.extraction.parsing.postal_code import is_code_first
from listings.extraction.parsing.region import region_level
from listings.extraction.parsing.street import words_before, words_behind
from listings.extraction.parsing.vocabulary.city_words import COMPANY_WORDS, NEAR_WORDS, in_words

MAX_TITLE_CHARS = 250
MAX_CITY_WORDS = 4
# A name among a title's other words counts from so many people on: small towns are called like much else.
NAMED_AMONG_WORDS = 50_000

_SEGMENTS = re.compile(r"\s[|•·▷—–\-]+\s|[|•▷]|:\s|\s\(|\)\s?")
_NO_TITLE = re.compile(r"【[^【】]{0,60}】")
# Where the department or province stands in brackets behind the town.
_TOWN_BEFORE_BRACKET = frozenset({"FR", "IT"})
_TOWN_AND_BRACKET = re.compile(r"([^()\d,|:;]{2,80}) ?\(([^()]{2,40})\)")
MAX_TOWN_CHARS = 40
_WORDS = re.compile(r"[^\s,;]+")


def city_in_title(text: str, *, market: Market) -> str | None:
    """The one known city a title or headline names, as written there; None when none is sure.

    Names count behind the language's "in", behind a comma, and, of large cities, among the other words where no word
    for a street stands beside them ("London Road").
    """
    country = market.country
    if country is None:
        return None
    title = text[:MAX_TITLE_CHARS]
    if country in east_asian_address.COUNTRIES:
        values = east_asian_address.read_east_asian(_NO_TITLE.sub("", title).strip(), country)
        return values["city"] if east_asian_address.is_sure(values, country) else None
    if country in _TOWN_BEFORE_BRACKET and (city := _before_bracket(title, market)):
        return city
    for segment in _SEGMENTS.split(title):
        parts = [part.strip() for part in segment.split(",") if part.strip()]
        places = list(_places(parts, market))
        if city := _of_address(parts, places, market) or find_city(places, market=market):
            return city
        if city := _among_words(segment, country):
            return city
    return None


def _of_address(parts: list[str], places: list[str], market: Market) -> str | None:
    """The city beside a state or a postal code: "Herne Bay CT6, 4 bed house", "Hoppers Crossing VIC 3029"."""
    if not any(c.isdigit() or c.isupper() for part in parts[-3:] for c in part[-3:]):
        return None
    start = places[:1] if places and parts and parts[0].endswith(places[0]) else parts[:1]
    for end in range(min(len(parts), 5), 0, -1):
        values = parse_address(", ".join([*start, *parts[1:end]]), market=market)
        if "postal_code" in values or "region" in values:
            city = values.get("city")
            return city if city and (not is_code_first(market.country) or city_of_part(city, market=market)) else None
    return None


def _before_bracket(title: str, market: Market) -> str | None:
    """ "Vézac" of "Maison à Vézac (Dordogne)": the town in front of a department's name or code in brackets."""
    found = _TOWN_AND_BRACKET.search(title)
    if found is None:
        return None
    inner = found[2]
    is_department = inner.isdigit() or region_level(inner, market.country) is not None
    if not is_department:
        return None
    words = found[1].split()
    for at in range(max(0, len(words) - MAX_CITY_WORDS), len(words)):
        if city := known_city(" ".join(words[at:]), market.country or ""):
            return city.text
    at = max((i for i, word in enumerate(words) if word in ("à", "A", "a")), default=-1)
    behind = list(dropwhile(lambda word: word[:1].islower(), words[at + 1 :]))  # "à vendre NORT SUR ERDRE (44390)"
    town = " ".join(behind)
    return town if at >= 0 and town[:1].isupper() and len(town) <= MAX_TOWN_CHARS else None


def _places(parts: list[str], market: Market) -> Iterator[str]:
    """What stands behind the last "in", and the other parts between commas."""
    words = in_words(market.language or "")
    for part in parts:
        split = part.split()
        at = max((i for i, word in enumerate(split) if word.casefold() in words), default=-1)
        yield _longest_city(split[at + 1 :], market) if 0 <= at < len(split) - 1 else part


def _longest_city(words: list[str], market: Market) -> str:
    """ "Gießen" of "Gießen zum Kauf": the longest beginning that is a city, else all."""
    for end in range(min(len(words), MAX_CITY_WORDS), 0, -1):
        is_end = end == len(words) or not words[end][:1].isupper()
        if is_end and known_city(name := " ".join(words[:end]), market.country or ""):
            return name
    return " ".join(words)


def _among_words(segment: str, country: str) -> str | None:
    words = list(_WORDS.finditer(segment))[:40]
    found: dict[str, str] = {}
    at = 0
    while at < len(words):
        city, taken = _at(words, at, segment, country)
        if city:
            found.setdefault(name_key(city), city)
        at += taken
    return next(iter(found.values())) if len(found) == 1 else None


def _at(words: list[re.Match[str]], at: int, segment: str, country: str) -> tuple[str | None, int]:
    """A large known city that begins at a word, and how many words are read with that."""
    before = [name_key(word[0]) for word in words[max(0, at - 4) : at]]
    if not words[at][0][:1].isupper() or (before and before[-1] in words_before(country)):
        return None, 1
    if any(word in NEAR_WORDS for word in before):
        return None, 1
    for end in range(min(len(words), at + MAX_CITY_WORDS), at, -1):
        name = segment[words[at].start() : words[end - 1].end()].strip(" .")
        city = known_city(name, country) or (city_before_district(name, country) if "-" in name else None)
        if city and city.population >= NAMED_AMONG_WORDS:
            following = name_key(words[end][0]) if end < len(words) else ""
            is_another_s = following in words_behind(country) or following in COMPANY_WORDS
            return (None if is_another_s else city.text), end - at
    return None, 1
