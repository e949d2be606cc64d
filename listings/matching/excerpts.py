"""What two texts say alike, sentence beside sentence, for people who want to see why they match."""

import math
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from listings.extraction.parsing.words import UNSPACED
from listings.matching.property_facts import PropertyFacts
from listings.matching.texts import Sentence, sentences_of

MAX_EXCERPTS, MAX_SENTENCES, MAX_CHARS = 5, 40, 300
MIN_SHARED = 0.3
MIN_RUN_CHARS = 4
_TOKEN = re.compile(rf"{UNSPACED.pattern}|\w+|\W+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt, and whether the other text has it, too."""

    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of each text, in pieces; `likeness` is the part of their words that both have, 0 to 1."""

    likeness: float
    this: tuple[Piece, ...]
    other: tuple[Piece, ...]


def excerpts_of(a: PropertyFacts, b: PropertyFacts) -> list[Excerpt]:
    """The sentences that are most alike, in the order of the first text; none where nothing is."""
    ours, theirs = ([*sentences_of(facts.description)][:MAX_SENTENCES] for facts in (a, b))
    ranked = sorted(
        ((_share(x, y), i, j) for i, x in enumerate(ours) for j, y in enumerate(theirs)), key=lambda r: -r[0]
    )
    taken_i: set[int] = set()
    taken_j: set[int] = set()
    chosen: list[tuple[int, int, float]] = []
    for share, i, j in ranked:
        if share < MIN_SHARED or len(chosen) == MAX_EXCERPTS:
            break
        if i not in taken_i and j not in taken_j:
            taken_i.add(i)
            taken_j.add(j)
            chosen.append((i, j, share))
    return [_excerpt(ours[i], theirs[j], share) for i, j, share in sorted(chosen)]


def _share(a: Sentence, b: Sentence) -> float:
    x, y = set(a.words), set(b.words)
    return len(x & y) / math.sqrt(len(x) * len(y))


def _excerpt(a: Sentence, b: Sentence, share: float) -> Excerpt:
    this, other = (_TOKEN.findall(sentence.text[:MAX_CHARS]) for sentence in (a, b))
    ours, theirs = ([token.casefold() for token in tokens] for tokens in (this, other))
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    shared = [block for block in blocks if len("".join(this[block.a : block.a + block.size]).strip()) >= MIN_RUN_CHARS]
    return Excerpt(
        likeness=round(share, 2),
        this=_pieces(this, [(block.a, block.size) for block in shared]),
        other=_pieces(other, [(block.b, block.size) for block in shared]),
    )


def _pieces(tokens: list[str], shared: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """The tokens joined to what both texts have and what lies between."""
    pieces, at = [], 0
    for start, size in shared:
        pieces += [Piece("".join(tokens[at:start]), False), Piece("".join(tokens[start : start + size]), True)]
        at = start + size
    return tuple(piece for piece in [*pieces, Piece("".join(tokens[at:]), False)] if piece.text)
