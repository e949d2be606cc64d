"""The names of all facts (names/) as tables to look a word up in."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from listings.extraction.names.idea import Idea
from listings.extraction.names.index import IDEAS
from listings.extraction.parsing.words import fold

MAX_NAME_CHARS = 200
_HUMPS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")
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
WEAK_RANK = 50
_KEYS = _table("keys")
_WEAK_KEYS = _table("weak_keys")


def facts_of_marks(names: str) -> frozenset[str]:
    """The facts that class names, ids and test ids speak of: "listing-price__main" of the price."""
    return _facts_of_marks(names[:MAX_NAME_CHARS])


@lru_cache(maxsize=20_000)
def _facts_of_marks(names: str) -> frozenset[str]:
    facts = set()
    for name in names.split():
        words = [word.lower() for word in _HUMPS.findall(name)]
        pairs = [f"{one}-{two}" for one, two in pairwise(words)]
        paired = {pair for pair in pairs if pair in _MARKS}
        facts |= {_MARKS[pair][0] for pair in paired}
        if not paired:
            facts |= {_MARKS[word][0] for word in words if word in _MARKS}
    return frozenset(facts)


@lru_cache(maxsize=20_000)
def fact_of_key(key: str) -> tuple[str, int] | None:
    """(fact, rank) of a JSON key, however it is written: "num_bedrooms", "numBedrooms"; None for all others."""
    name = _NOT_IN_KEYS.sub("", key[:60]).lower()
    if (known := _KEYS.get(name)) is not None:
        return known
    weak = _WEAK_KEYS.get(name)
    return (weak[0], WEAK_RANK + weak[1]) if weak is not None else None


def names_of(ideas: Iterable[Idea], fact: str) -> Idea | None:
    """The idea of a fact."""
    return next((idea for idea in ideas if idea.fact == fact), None)
