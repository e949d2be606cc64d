"""The names of all facts (names/) as tables to look a word up in."""

import re
from collections.abc import Iterable
from functools import lru_cache
from types import MappingProxyType

from listings.extraction.names.idea import Idea
from listings.extraction.names.index import IDEAS
from listings.extraction.parsing.vocabulary.currency import CODES
from listings.extraction.parsing.words import fold

MAX_NAME_CHARS = 200
MAX_KEY_CHARS = 60
MAX_MARK_WORDS = 4
_HUMPS = re.compile(r"[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])\d*|\d+|[^\W\d_a-zA-Z]+")
_OF_BLOCKS = frozenset({"similar", "boilerplate"})
_NOT_IN_KEYS = re.compile(r"[\W_]+")


def _table(kind: str) -> MappingProxyType[str, tuple[str, int]]:
    """Folded name -> (fact, rank): rank 0 is the fact's surest name of this kind."""
    table: dict[str, tuple[str, int]] = {}
    for idea in IDEAS:
        for rank, name in enumerate(getattr(idea, kind)):
            table.setdefault(fold(name), (idea.fact, rank))
    return MappingProxyType(table)


LABELS = _table("labels")
BEHIND = _table("behind")
HEADINGS = _table("headings")
_MARKS = _table("marks")
_NUMBERED = frozenset(word for mark in _MARKS for word in mark.split("-") if not word.isalpha())
NAMES_OF_PEOPLE = frozenset({"agent_name", "agent_company"})
WEAK_RANK = 50
CURRENCY_RANK = 10
_TYPED_KEY = re.compile(
    r"(\w{3,50})_(?:d|s|t|i|l|f|b|ss|dt|txt)"
)  # as search engines (Solr) name fields by their types
_NEVER_TYPED = frozenset({"images", "main_image", "floor_plans", "address"})
_PRICE_IN = re.compile(r"[Pp]rice_?([A-Za-z]{3})")
_KEYS = _table("keys")
_WEAK_KEYS = _table("weak_keys")


def facts_of_marks(names: str) -> frozenset[str]:
    """The facts that class names, ids and test ids speak of: "listing-price__main" of the price."""
    return _facts_of_marks(names if len(names) <= MAX_NAME_CHARS else names[:MAX_NAME_CHARS])


@lru_cache(maxsize=20_000)
def _facts_of_marks(names: str) -> frozenset[str]:
    return frozenset(fact for name in names.split() for fact in _facts_of_mark(name))


def _facts_of_mark(name: str) -> set[str]:
    """The facts of the longest runs of words in a name that are marks: "price-per-m2" is no price.

    Of "prices-and-fees__price" what stands last says what it is (BEM), unless the block is nobody's or another's.
    """
    block, _, element = name.partition("__")
    if element and (of_element := _facts_of_words(element)):
        return of_element | (_facts_of_words(block) & _OF_BLOCKS)
    return _facts_of_words(name)


def _facts_of_words(name: str) -> set[str]:
    words = [_numbered(word.lower()) for word in _HUMPS.findall(name)]
    for length in range(min(len(words), MAX_MARK_WORDS), 0, -1):
        runs = ("-".join(words[at : at + length]) for at in range(len(words) - length + 1))
        if facts := {_MARKS[run][0] for run in runs if run in _MARKS}:
            return facts
    return set()


def _numbered(word: str) -> str:
    """A word without the number behind it ("price2"), unless that is part of a mark's name ("m2")."""
    return word if word in _NUMBERED else word.rstrip("0123456789") or word


def fact_of_key(key: str) -> tuple[str, int] | None:
    """(fact, rank) of a JSON key, however it is written: "num_bedrooms", "numBedrooms"; None for all others.

    What begins with two underscores is the program's own: "__typename" is no kind of home.
    """
    return _fact_of_key(key if len(key) <= MAX_KEY_CHARS else key[:MAX_KEY_CHARS])


def currency_of_key(key: str) -> str | None:
    """The currency that a price's key names: "priceEur", "price_usd"."""
    found = _PRICE_IN.fullmatch(key)
    return found[1].upper() if found and found[1].upper() in CODES else None


@lru_cache(maxsize=20_000)
def _fact_of_key(key: str) -> tuple[str, int] | None:
    if key.startswith("__"):
        return None
    plain = key.replace("_", "")
    name = (plain if plain.isalnum() else _NOT_IN_KEYS.sub("", plain)).lower()
    if (known := _KEYS.get(name)) is not None:
        return known
    if currency_of_key(key) is not None:
        return "price", CURRENCY_RANK
    if (typed := _TYPED_KEY.fullmatch(key)) is not None:
        known = _fact_of_key(typed[1])
        return None if known is not None and known[0] in _NEVER_TYPED else known
    weak = _WEAK_KEYS.get(name)
    return (weak[0], WEAK_RANK + weak[1]) if weak is not None else None


def names_of(ideas: Iterable[Idea], fact: str) -> Idea | None:
    """The idea of a fact."""
    return next((idea for idea in ideas if idea.fact == fact), None)
