"""The city a title names: "3 bedroom flat for sale in Ikeja, Lagos", "Mieszkanie Warszawa Mokotów"."""

import re
from collections.abc import Iterator

from listings.extraction.market import Market
from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.city import city_before_district, find_city, known_city
from listings.extraction.parsing.street import words_before, words_behind
from listings.extraction.parsing.vocabulary.city_words import IN_WORDS

MAX_TITLE_CHARS = 250
MAX_CITY_WORDS = 4
# A name among a title's other words counts from so many people on: small towns are called like much else.
NAMED_AMONG_WORDS = 50_000

_SEGMENTS = re.compile(r"\s[|•·▷—–\-]+\s|[|•▷]|:\s|\s\(|\)\s?")
_WORDS = re.compile(r"[^\s,;]+")


def city_in_title(text: str, *, market: Market) -> str | None:
    """The one known city a title or headline names, as written there; None when none is sure.

    Names count behind the language's "in", behind a comma, and, of large cities, among the other words where no word
    for a street stands beside them ("London Road").
    """
    if market.country is None:
        return None
    for segment in _SEGMENTS.split(text[:MAX_TITLE_CHARS]):
        parts = [part.strip() for part in segment.split(",") if part.strip()]
        if city := find_city(_places(parts, market), market=market) or _among_words(segment, market.country):
            return city
    return None


def _places(parts: list[str], market: Market) -> Iterator[str]:
    """What stands behind the last "in" and behind each comma."""
    words = IN_WORDS.get(market.language or "", frozenset()) | IN_WORDS["en"]
    for n, part in enumerate(parts):
        split = part.split()
        at = max((i for i, word in enumerate(split) if word.casefold() in words), default=-1)
        if at >= 0 and at + 1 < len(split):
            yield from _prefixes(split[at + 1 :])
        elif n > 0:
            yield part


def _prefixes(words: list[str]) -> Iterator[str]:
    """ "Gießen zum Kauf" may be a city with words behind it."""
    yield " ".join(words)
    for end in range(min(len(words) - 1, MAX_CITY_WORDS), 0, -1):
        if not words[end][:1].isupper():
            yield " ".join(words[:end])


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
    if not words[at][0][:1].isupper() or (at and name_key(words[at - 1][0]) in words_before(country)):
        return None, 1
    for end in range(min(len(words), at + MAX_CITY_WORDS), at, -1):
        name = segment[words[at].start() : words[end - 1].end()].strip(" .")
        city = known_city(name, country) or (city_before_district(name, country) if "-" in name else None)
        if city and city.population >= NAMED_AMONG_WORDS:
            is_street = end < len(words) and name_key(words[end][0]) in words_behind(country)
            return (None if is_street else city.text), end - at
    return None, 1
