"""Street and number in a part of an address, by the words a country's streets are called with."""

import re
from dataclasses import dataclass
from functools import cache

from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.vocabulary.streets import ALSO_QUARTERS, BEFORE, BEHIND, ENDINGS, LANGUAGES, words_of

MAX_STREET_CHARS = 80

_LETTER = "(?: ?[A-Za-zА-Яа-я](?:[0-9]{1,2})?(?![^\\W_]))?"
_NUMBER = rf"[0-9]{{1,5}}{_LETTER}(?: ?[-–/+] ?(?:[0-9]{{1,5}}{_LETTER}|[A-Za-z](?![^\W_]))){{0,3}}"
# "12", "12 bis", "No. 7", "nº 5", "д. 4", "# 45-12".
NUMBER_ALONE = re.compile(
    rf"(?:(?:no|nr|n|num|número|numero|št|č|д|дом|буд|br|αρ|nº|n°|№|#)[.:º°]* ?)?({_NUMBER}(?: ?(?:bis|ter|quater))?)",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(rf"({_NUMBER}(?: (?:bis|ter|quater))?),? (?=[^\W\d])(.{{2,{MAX_STREET_CHARS}}})")
_NUMBER_LAST = re.compile(
    rf"([^\W_].{{1,{MAX_STREET_CHARS}}}?)[ ,]+(?:(?:no|nr|n|num|número|br|nº|n°|№|#)[.:º°]* ?)?({_NUMBER}\.?)",
    re.IGNORECASE,
)
_UNIT_BEHIND = re.compile(r",? (?:unit|apt|apartment|suite|ste|#|lot|floor)\b.{0,20}$", re.IGNORECASE)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Street:
    """A street as written, its name, and the number in it or None."""

    address: str
    name: str
    number: str | None

    def values(self) -> dict[str, str]:
        """The vocabulary's fields."""
        number = {"street_number": self.number} if self.number else {}
        return {"street_address": self.address, "street_name": self.name, **number}


def read_street(part: str, following: str | None, country: str | None, *, is_street: bool = False) -> Street | None:
    """Street and number of a part, whose number may be the part behind it ("Via del Tiglio, 20").

    is_street: the part's place in the line says that it is a street, so that "Zum Kirschgarten 3" is one as well.
    """
    if not 2 < len(part) <= MAX_STREET_CHARS:
        return None
    if (first := _NUMBER_FIRST.fullmatch(part)) and not _ORDINAL.match(part):
        name = _UNIT_BEHIND.sub("", first[2])
        return Street(part, name, first[1]) if is_street or names_street(name, country) else None
    # In English a number behind a name counts houses of an estate ("Palm Grove 1"), in Singapore streets ("Street 3").
    is_number_last = is_street or country == "SG" or not LANGUAGES.get(country or "", "").startswith("en")
    if is_number_last and (last := _NUMBER_LAST.fullmatch(part)) and (is_street or names_street(last[1], country)):
        return Street(part, last[1], last[2].rstrip("."))
    if not names_street(part, country):
        return None
    if following and (number := NUMBER_ALONE.fullmatch(following)):
        return Street(f"{part}, {following}", part, number[1])
    return None if _is_also_quarter(part, country) else Street(part, part, None)


_DIRECTIONS = frozenset({"north", "south", "east", "west"})


def names_street(text: str, country: str | None) -> bool:
    """Does the text begin or end as streets are called: "Calle del Olmo", "Elm Road", "Lindenweg"?"""
    words = name_key(text).split(" ")
    if len(words) > 1 and (words[0] in words_before(country) or words[-1] in words_behind(country)):
        return True
    if len(words) > 2 and " ".join(words[:2]) in _PAIRS:
        return True
    is_turned = len(words[-1]) < 3 or words[-1] in _DIRECTIONS
    if len(words) > 2 and is_turned and words[-1].isalpha() and words[-2] in words_behind(country):
        return True  # "Elm Street N", "Elm Street West"
    return len(words[-1]) > 5 and words[-1].endswith(_endings(country))


def has_street_word(text: str, country: str | None) -> bool:
    """Is any of the words one that streets are called with?"""
    words = name_key(text).split(" ")
    return not (words_before(country).isdisjoint(words) and words_behind(country).isdisjoint(words))


# Abbreviations of two letters with a hyphen within.
_PAIRS = frozenset({"пр т", "пр кт", "б р", "пр д", "b dul", "bd ul"})


def _is_also_quarter(text: str, country: str | None) -> bool:
    words = name_key(text).split(" ")
    return words[-1] in ALSO_QUARTERS or (words[0] in ALSO_QUARTERS and words[-1] not in words_behind(country))


@cache
def words_before(country: str | None) -> frozenset[str]:
    """What stands in front of a street's name in the country, folded."""
    return words_of(BEFORE, country)


@cache
def words_behind(country: str | None) -> frozenset[str]:
    """What stands behind a street's name in the country, folded."""
    return words_of(BEHIND, country)


@cache
def _endings(country: str | None) -> tuple[str, ...]:
    languages = LANGUAGES[country].split() if country in LANGUAGES else list(ENDINGS)
    return tuple(ending for language in languages for ending in ENDINGS.get(language, ()))
