"""What a rule proposes: raw text or value, the source it was read from, and the path to it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

Raw = object  # text, number, bool, list or object, as the page states it

# How far a statement of each source is believed on its own, 0 to 1.  Mapped rules name an exact place, so they
# are believed more; of the generic sources, what the page's program runs on beats what it tells search engines.
TRUST: Mapping[str, float] = MappingProxyType(
    {
        "json": 0.9,
        "flight": 0.9,
        "jsonld": 0.85,
        "script": 0.85,
        "after": 0.8,
        "microdata": 0.8,
        "rdfa": 0.8,
        "css": 0.75,
        "label": 0.75,
        "meta": 0.7,
        "url": 0.7,
        "title": 0.6,
    }
)
MAPPED_BONUS = 0.08
MAPPED_TRUST: Mapping[str, float] = MappingProxyType(
    {source: min(1.0, trust + MAPPED_BONUS) for source, trust in TRUST.items()}
)


class Candidate(NamedTuple):
    """A proposal for a fact (see facts.py).

    trust: how far it is believed before anything agrees with it.  unit: of a bare number, where a mapping knows it.
    """

    fact: str
    raw: Raw
    source: str
    path: str
    trust: float
    mapped: bool = False
    unit: str | None = None


def generic_candidate(fact: str, raw: Raw, source: str, path: str) -> Candidate:
    """A candidate that no mapping asked for."""
    return Candidate(fact, raw, source, path, TRUST[source])
