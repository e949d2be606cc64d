"""A proposal: one rule that may state a fact, how stable its kind of place is, and whether its name speaks for it."""

import json
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

from listings.extraction.mapping import Mapping, MappingError, Rule, parse_mapping

# What whoever offers a home has as well as the home
OF_PLACES = frozenset(
    {
        "address", "street_address", "street_name", "street_number", "city", "province", "region", "postal_code",
        "country", "position",
    }
)  # fmt: skip


class Kind(IntEnum):
    """Kinds of places, those that redesigns leave alone first."""

    ANCHORED = 0  # in the object of the page's data that is the listing
    NODE = 1  # JSON-LD
    DATA = 2  # elsewhere in the page's data
    ITEM = 3  # microdata
    LABEL = 4
    NAMED_ELEMENT = 5  # by id, itemprop, data-*
    HEAD = 6  # meta, title, address
    CLASS = 7
    PROGRAM = 8  # literals in scripts
    CONTEXT = 9  # by what stands around it, or by names that only say how it looks
    MADE_UP = 10  # by class names that a build draws by lot


@dataclass(frozen=True, slots=True)
class Proposal:
    """One rule for one fact, as canonical JSON text so that proposals of several pages are one.

    is_named: the key, label or class name says what the fact is called.  is_seen: it stated something on a page.
    """

    fact: str
    spec: str
    kind: Kind
    is_named: bool
    is_seen: bool = True

    @property
    def rule(self) -> dict[str, Any]:
        """The rule as a mapping writes it."""
        decoded: dict[str, Any] = json.loads(self.spec)
        return decoded


def propose(fact: str, rule: dict[str, Any], kind: Kind, *, is_named: bool, is_seen: bool = True) -> Proposal:
    """A proposal of a rule as a mapping writes it."""
    return Proposal(fact, json.dumps(rule, ensure_ascii=False), kind, is_named, is_seen)


@lru_cache(maxsize=20_000)
def read_rule(fact: str, spec: str, anchors: tuple[str, ...]) -> Rule | None:
    """The rule ready for use, None for one that the language does not allow; anchors: names it may start from."""
    raw = {
        "portal": "learned",
        "version": "1",
        "anchors": {name: [{"css": "html"}] for name in anchors},
        "fields": {fact: [json.loads(spec)]},
    }
    try:
        return parse_mapping(raw).fields[fact][0]
    except MappingError:
        return None


def anchors_only(anchors: dict[str, list[dict[str, Any]]]) -> Mapping:
    """A mapping of nothing but anchors, through which single rules can be tried.  Raises MappingError."""
    return parse_mapping({"portal": "learned", "version": "1", "anchors": anchors, "fields": {}})
