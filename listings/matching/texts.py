"""How alike two texts are: cosines of their words and runs of characters, and the runs of words they share.

Words weigh by how few of a client's listings have them (inverse document frequency), so that what all adverts say
counts for little. Runs of characters find the same text across spellings, and in scripts without spaces.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from listings.extraction.parsing.words import UNSPACED, fold

GRAM_CHARS = 4
SHINGLE_WORDS = 4
MAX_COMPARED_CHARS = 2_000
# With fewer texts than this, how many have a word says nothing of it
FEW_TEXTS = 20
LEAST_WEIGHT = 0.05
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?;:•|\n。！？]+(?=\s|$|[^\x00-\u2fff])")
_HAS_DIGIT = re.compile(r"\d")
MIN_SENTENCE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands in a text, and its words folded: what it is compared by."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextProfile:
    """A text made ready to be compared: the weights of its words and of its runs of characters, each of length 1."""

    words: Mapping[str, float]
    grams: Mapping[str, float]
    shingles: frozenset[tuple[str, ...]]
    figures: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to compare."""
        return not self.words


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, each from 0 to 1.

    `cosine` is the mean of both cosines; `shared` the part of the shorter text's runs of words that the longer has.
    """

    cosine: float
    shared: float


class WordWeights:
    """What each word weighs: 1 where few of a client's listings have it, near 0 where all do."""

    def __init__(self, texts: Iterable[Collection[str]] = ()) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for words in texts:
            counts.update(set(words))
            total += 1
        self._weights: dict[str, float] = {}
        if total >= FEW_TEXTS:
            whole = math.log(total + 1)
            self._weights = {
                word: max(LEAST_WEIGHT, math.log((total + 1) / (count + 1)) / whole) for word, count in counts.items()
            }

    def __call__(self, word: str) -> float:
        """From 0.05 to 1."""
        return self._weights.get(word, 1.0)


def words_of(text: str) -> list[str]:
    """A text's words, folded; a sign of a script that is written without spaces is a word by itself."""
    return _WORD.findall(UNSPACED.sub(r" \g<0> ", fold(text)))


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of a text, those of fewer than three words left out."""
    parts = (part.strip() for part in _SENTENCE_END.split(text))
    sentences = (Sentence(part, tuple(words_of(part))) for part in parts if part)
    return [sentence for sentence in sentences if len(sentence.words) >= MIN_SENTENCE_WORDS]


def profile_of(text: str, *, weight: Callable[[str], float], without: Collection[tuple[str, ...]] = ()) -> TextProfile:
    """The profile of a text without the sentences that are to be left out; `weight` says what a word weighs."""
    words = _kept_words(text[:MAX_COMPARED_CHARS], without)
    folded = " ".join(words)
    grams = Counter(folded[at : at + GRAM_CHARS] for at in range(len(folded) - GRAM_CHARS + 1))
    return TextProfile(
        words=_unit({word: (1 + math.log(count)) * weight(word) for word, count in Counter(words).items()}),
        grams=_unit({gram: 1 + math.log(count) for gram, count in grams.items()}),
        shingles=frozenset(tuple(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)),
        figures=frozenset(word for word in words if _HAS_DIGIT.search(word)),
    )


def likeness(a: TextProfile, b: TextProfile) -> Likeness:
    """How alike the texts of two profiles are; nothing is like an empty one."""
    smaller = min(len(a.shingles), len(b.shingles))
    shared = len(a.shingles & b.shingles) / smaller if smaller else 0.0
    return Likeness(cosine=(_dot(a.words, b.words) + _dot(a.grams, b.grams)) / 2, shared=shared)


def _kept_words(text: str, without: Collection[tuple[str, ...]]) -> list[str]:
    if not without:
        return words_of(text)
    kept: list[str] = []
    for part in _SENTENCE_END.split(text):
        words = words_of(part)
        if tuple(words) not in without:
            kept += words
    return kept


def _unit(weights: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {key: weight / length for key, weight in weights.items()} if length else {}


def _dot(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    smaller, larger = (a, b) if len(a) <= len(b) else (b, a)
    get = larger.get
    return min(1.0, sum(weight * get(key, 0.0) for key, weight in smaller.items()))
