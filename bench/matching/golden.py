"""The labelled pairs of tests/data/same_property.jsonl, and how right matching is on them.

One half was there to set the weights by, the other was labelled before and is only measured.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from listings.matching.comparing import Comparison, Texts, compare
from listings.matching.property_facts import PropertyFacts, facts_of

PAIRS = Path(__file__).parents[2] / "tests" / "data" / "same_property.jsonl"
TUNED, HELD_OUT = "tuned", "held_out"
MIN_PRECISION, MIN_RECALL = 0.98, 0.90


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two listings, whether they are one property, and what kind of pair they are: "reworded", "other floor"."""

    id: str
    half: str
    kind: str
    is_same: bool
    a: PropertyFacts
    b: PropertyFacts


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled pair, and what came of comparing it."""

    pair: LabelledPair
    found: Comparison

    @property
    def is_right(self) -> bool:
        """Whether it was taken for what it is."""
        return self.found.is_match == self.pair.is_same


@dataclass(frozen=True, slots=True)
class Figures:
    """How many pairs, how many of those taken for one property are, and how many that are were taken for it."""

    pairs: int
    precision: float
    recall: float

    def is_within_bar(self) -> bool:
        """Precision of 0.98 and recall of 0.90."""
        return self.precision >= MIN_PRECISION and self.recall >= MIN_RECALL


def read_pairs(path: Path = PAIRS) -> list[LabelledPair]:
    """All labelled pairs."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        LabelledPair(row["id"], row["half"], row["kind"], row["same"], facts_of(row["a"]), facts_of(row["b"]))
        for row in rows
    ]


def judge(pairs: Sequence[LabelledPair]) -> list[Judged]:
    """Compare each pair; the listings of all of them count as those of one client."""
    listings = dict.fromkeys(facts for pair in pairs for facts in (pair.a, pair.b))
    texts = Texts.among(listings)
    return [Judged(pair, compare(pair.a, pair.b, texts)) for pair in pairs]


def figures_of(judged: Iterable[Judged]) -> Figures:
    """Precision and recall."""
    rows = list(judged)
    taken = [row for row in rows if row.found.is_match]
    right = sum(row.pair.is_same for row in taken)
    there = sum(row.pair.is_same for row in rows)
    return Figures(len(rows), round(right / max(1, len(taken)), 4), round(right / max(1, there), 4))


def table_of(judged: Sequence[Judged]) -> str:
    """A line for each kind of pair: how many are one property and how many not, and how many were taken wrongly."""
    kinds = Counter((row.pair.kind, row.pair.is_same) for row in judged)
    wrong = Counter((row.pair.kind, row.pair.is_same) for row in judged if not row.is_right)
    lines = [f"{'kind of pair':<16}  {'one property':>12}  {'pairs':>5}  {'wrong':>5}"]
    for (kind, is_same), count in sorted(kinds.items(), key=lambda item: (not item[0][1], item[0][0])):
        lines.append(f"{kind:<16}  {'yes' if is_same else 'no':>12}  {count:5}  {wrong[kind, is_same]:5}")
    return "\n".join(lines)
