"""Whether a text that nobody vouched for can state a fact at all: a city is no sentence, a name no button."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from listings.extraction.generic.lookup import HEADINGS, LABELS
from listings.extraction.parsing.amounts import AREA
from listings.extraction.parsing.offer import parse_offer
from listings.extraction.parsing.vocabulary.interface_words import (
    KINDS_OF_PEOPLE,
    NO_NAME,
    NO_PLACE,
    STATES_OF_LISTINGS,
)
from listings.extraction.parsing.vocabulary.people import LEGAL_FORM
from listings.extraction.parsing.words import fold, words_in

MAX_PLACE_CHARS = 45
MAX_ADDRESS_CHARS = 130
MAX_NAME_CHARS = 60
MAX_ADDRESS_WORDS = 18
MIN_REFERENCE = 100
_NAMES = frozenset({"agent_name", "agent_company", "city", "address", "title"})
_SENTENCE_END = re.compile(r"[^\W\d_]{4}[.!?]\s+[^\W\d_]|[!?。]|\.{3}|…|[←→↑↓]")
# A sentence of some length; a distance, an amount, a telephone number
_PROSE = re.compile(r"(?:\w{1,40}\W{1,4}){6,24}[^\W\d_]{4,40}\.$")
_FLOOR = re.compile(r"\d{1,2}\. ?(?:OG|UG|EG|DG|Stock|Etage|Obergeschoss)\b")
_MEASURE = re.compile(r"\W{0,4}(?:(?:ca|approx|circa|about|environ|env|около|約)\.?\W{0,2})?\d", re.IGNORECASE)
_DISTANCE = re.compile(r"\d ?(?:k?m|mi|min\.?|ft)$")  # to the nearest post office
_NO_ADDRESS = re.compile(
    r"[\d€£$](?:(?<=\d) ?(?:k?m|min\.?|mins|minutes?|minut[oiy]s?|miles?)\b(?!²)|(?<=[€£$]) ?\d|(?<=\d) ?[€£$]"
    r"|(?:[ ./-]?\d){10})"
)


def is_sound(fact: str, raw: object) -> bool:
    """Whether a raw value has the form of the fact; values that are not texts are for the fact's reader to judge."""
    check = _CHECKS.get(fact)
    if isinstance(raw, int | float):
        return fact not in _NAMES and (fact != "reference" or raw >= MIN_REFERENCE)
    return check is None or not isinstance(raw, str) or check(raw.strip())


def _is_place(text: str) -> bool:
    has_letters = any(map(str.isalpha, text)) and fold(text) not in STATES_OF_LISTINGS
    return (
        has_letters
        and len(text) <= MAX_PLACE_CHARS
        and not any(c in text for c in "_+%{}<>|=@?!")
        and not _is_name_of_fact(text)
    )


def _is_address(text: str) -> bool:
    if len(text) > MAX_ADDRESS_CHARS or len(text.split()) > MAX_ADDRESS_WORDS or not any(map(str.isalpha, text)):
        return False
    return (
        _SENTENCE_END.search(text) is None
        and not (text.endswith(".") and _PROSE.match(text))
        and _NO_ADDRESS.search(text) is None
        and not _is_name_of_fact(text)
        and ":" not in text
        and not NO_PLACE.search(fold(text))
    )


def _is_reference(text: str) -> bool:
    return any(map(str.isdigit, text)) and 3 <= len(text) <= 40 and len(text.split()) <= 3 and "+" not in text


def _is_name(text: str) -> bool:
    if not 2 < len(text) <= MAX_NAME_CHARS or sum(map(str.isdigit, text)) > 3 or not any(map(str.isalpha, text)):
        return False
    is_capital = (not text[:1].islower() or not text.isascii()) and not _FLOOR.match(text)
    return (
        is_capital
        and not any(c in text for c in "?!:@/|{}_")
        and (not NO_NAME.search(fold(text)) or LEGAL_FORM.search(text) is not None)  # "Lantern Properties Ltd"
        and not KINDS_OF_PEOPLE.issuperset(words_in(fold(text)))
        and not _is_name_of_fact(text)
    )


def _is_measure(text: str) -> bool:
    """Whether a text is a number, or has one with its unit: "Lebanon +961" is no area."""
    return _MEASURE.match(text) is not None or AREA.search(text) is not None


def _is_name_of_fact(text: str) -> bool:
    folded = fold(text).rstrip(" :")
    return folded in LABELS or folded in HEADINGS


def _is_short(text: str) -> bool:
    return len(text) <= 60 and not _is_name_of_fact(text)


_CHECKS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "city": _is_place,
        "province": _is_place,
        "region": _is_place,
        "street_address": _is_address,
        "street_name": lambda text: _is_address(text) and not (text.isascii() and text[:1].islower()),
        "address": _is_address,
        "postal_code": lambda text: len(text) <= 12 and any(map(str.isdigit, text)) and not _DISTANCE.search(text),
        "reference": _is_reference,
        "agent_name": _is_name,
        "agent_company": _is_name,
        "constructed_area": _is_measure,
        "plot_area": _is_measure,
        "floor": _is_short,
        "tenure": lambda text: _is_short(text) and len(text) > 2 and parse_offer(text) is None,
        "title": lambda text: 5 <= len(text) <= 300,
    }
)
