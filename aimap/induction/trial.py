"""A mapping put to the test: read by the real engine on the pages it was learned from, fact by fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aimap.induction.captures import Sample
from aimap.induction.likeness import is_same, is_stated, likeness
from listings.extraction.engine import extract
from listings.extraction.mapping import parse_mapping
from listings.extraction.portals import Portal


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact over all pages: how often it is agreed, stated alike by the mapping, otherwise, missed, and added."""

    fact: str
    agreed: int
    alike: int
    otherwise: int
    missed: int
    added: int
    rules: int


def try_mapping(
    mapping: Mapping[str, Any], portal: Portal, samples: Sequence[Sample], agreed: Sequence[Mapping[str, object]]
) -> list[Finding]:
    """What the mapping states on its own pages, against what is agreed there.  Raises MappingError."""
    parsed = parse_mapping(dict(mapping))
    stated = [extract(sample.page, portal=portal, mapping=parsed).values for sample in samples]
    return [_finding(fact, rules, stated, agreed) for fact, rules in mapping["fields"].items()]


def _finding(
    fact: str, rules: Sequence[Any], stated: Sequence[Mapping[str, object]], agreed: Sequence[Mapping[str, object]]
) -> Finding:
    pairs = list(zip(stated, agreed, strict=True))
    both = [likeness(fact, a, b) for a, b in pairs if is_stated(fact, a) and is_stated(fact, b)]
    alike = sum(is_same(fact, value) for value in both)
    return Finding(
        fact=fact,
        agreed=sum(is_stated(fact, values) for values in agreed),
        alike=alike,
        otherwise=len(both) - alike,
        missed=sum(is_stated(fact, b) and not is_stated(fact, a) for a, b in pairs),
        added=sum(is_stated(fact, a) and not is_stated(fact, b) for a, b in pairs),
        rules=len(rules),
    )
