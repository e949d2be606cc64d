"""Two listings compared: a score that behaves like a probability, with its reasons."""

import math
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from listings.matching.boilerplate import boilerplate_of
from listings.matching.evidence import FACT_RULES, Evidence
from listings.matching.property_facts import PropertyFacts, stated_figures
from listings.matching.texts import TextProfile, WordWeights, likeness, profile_of, words_of

# Listings that share a place and a size are seldom one property
PRIOR = -2.4
MATCH_FROM = 0.8
SAME_TEXT = 0.82
ALIKE, RESEMBLING, SOMEWHAT_ALIKE, UNLIKE = 0.55, 0.42, 0.3, 0.18
MUCH_SHARED, SOME_SHARED = 0.7, 0.25
MIN_SHINGLES = 8
LONG_FIGURE = 3  # digits
MOST_OF_TEXT = 4.0  # no text adds more than this to the odds


@dataclass(frozen=True, slots=True)
class Comparison:
    """How sure it is that two listings are one property, from 0 to 1, and why.

    `similarity` is the cosine of their texts, None where they were not compared.
    """

    score: float
    similarity: float | None
    evidence: tuple[Evidence, ...]

    @property
    def is_match(self) -> bool:
        """Whether they are taken for one property."""
        return self.score >= MATCH_FROM


class Texts:
    """Profiles of a client's texts, each made once and only when asked for.

    `weights` says what a word weighs among them, `boilerplate` which sentences an agent writes everywhere.
    """

    def __init__(
        self, weights: Callable[[str], float], boilerplate: Callable[[str], Collection[tuple[str, ...]]]
    ) -> None:
        self._weights = weights
        self._boilerplate = boilerplate
        self._profiles: dict[PropertyFacts, TextProfile] = {}

    @classmethod
    def among(cls, listings: Iterable[PropertyFacts]) -> "Texts":
        """With the weights and the boilerplate of these listings."""
        known = list(listings)
        by_agent: dict[str, list[PropertyFacts]] = {}
        for facts in known:
            if facts.agent is not None:
                by_agent.setdefault(facts.agent, []).append(facts)
        found = {agent: boilerplate_of(of) for agent, of in by_agent.items()}
        return cls(
            WordWeights(words_of(text_of(facts)) for facts in known), lambda agent: found.get(agent, frozenset())
        )

    def profile(self, facts: PropertyFacts) -> TextProfile:
        """A listing's title and description without its agent's boilerplate."""
        found = self._profiles.get(facts)
        if found is None:
            without = self._boilerplate(facts.agent) if facts.agent else ()
            found = self._profiles[facts] = profile_of(text_of(facts), weight=self._weights, without=without)
        return found


def text_of(facts: PropertyFacts) -> str:
    """The title and the description as one text."""
    return f"{facts.title}.\n{facts.description}"


def compare(a: PropertyFacts, b: PropertyFacts, texts: Texts) -> Comparison:
    """Compare two listings. Their texts are left out where the facts have decided against them already."""
    found = [evidence for rule in FACT_RULES if (evidence := rule(a, b)) is not None]
    odds = PRIOR + sum(evidence.weight for evidence in found)
    similarity = None
    if odds + MOST_OF_TEXT >= math.log(MATCH_FROM / (1 - MATCH_FROM)):
        similarity, said = _of_texts(a, b, texts)
        found += said
        odds += sum(evidence.weight for evidence in said)
    found.sort(key=lambda evidence: -abs(evidence.weight))
    return Comparison(score=_probability(odds), similarity=similarity, evidence=tuple(found))


def contradicts(a: PropertyFacts, b: PropertyFacts) -> bool:
    """Whether facts of two listings cannot be of one property, whatever else agrees."""
    return any(evidence.is_contradiction for rule in FACT_RULES if (evidence := rule(a, b)) is not None)


def _of_texts(a: PropertyFacts, b: PropertyFacts, texts: Texts) -> tuple[float | None, list[Evidence]]:
    first, second = texts.profile(a), texts.profile(b)
    if first.is_empty or second.is_empty:
        return None, []
    alike = likeness(first, second)
    shown = f"similarity {alike.cosine:.2f}"
    is_long = min(len(first.shingles), len(second.shingles)) >= MIN_SHINGLES
    if alike.cosine >= SAME_TEXT or (is_long and alike.shared >= MUCH_SHARED):
        said = Evidence("text", MOST_OF_TEXT, f"the same text, {shown}")
        return alike.cosine, [said, *_of_figures(a, b, first, second)]
    if alike.cosine >= ALIKE or (is_long and alike.shared >= SOME_SHARED):
        return alike.cosine, [
            Evidence("text", 2.0, f"much of the same text, {shown}"),
            *_of_figures(a, b, first, second),
        ]
    if alike.cosine >= SOMEWHAT_ALIKE:
        # An agent writes alike of all its homes; two that write alike write of one
        weight = 1.6 if alike.cosine >= RESEMBLING and a.agent != b.agent else 0.8
        return alike.cosine, [Evidence("text", weight, f"texts that resemble each other, {shown}")]
    if alike.cosine < UNLIKE and is_long and a.language is not None and a.language == b.language:
        return alike.cosine, [Evidence("text", -0.7, f"texts that have little in common, {shown}")]
    return alike.cosine, []


def _of_figures(a: PropertyFacts, b: PropertyFacts, first: TextProfile, second: TextProfile) -> list[Evidence]:
    """A developer describes all flats of a house in one text; the figures in it tell them apart.

    Figures that state a fact are compared as that fact.
    """
    known = stated_figures(a) | stated_figures(b)
    only_first = _telling(first.figures - second.figures - known, a)
    only_second = _telling(second.figures - first.figures - known, b)
    if not only_first or not only_second:
        return []
    this, other = (", ".join(sorted(only)[:5]) for only in (only_first, only_second))
    return [Evidence("figures in the text", -7.0, "the same text with other figures", this, other)]


def _telling(figures: Iterable[str], facts: PropertyFacts) -> set[str]:
    """Those that may number a home. Of a title only long ones: it has sizes and quarters, too."""
    described = set(words_of(facts.description))
    return {figure for figure in figures if figure in described or sum(map(str.isdigit, figure)) >= LONG_FIGURE}


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
