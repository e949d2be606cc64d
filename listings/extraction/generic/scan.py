"""Which of many short texts hold one of some words: asked of all at once, as most hold none."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

_BETWEEN = "\0"


def holding(texts: Sequence[str], words: Iterable[str]) -> list[int]:
    """The places of the texts that hold any of the words, in order."""
    joined = _BETWEEN.join(texts)
    starts: list[int] = []
    found: set[int] = set()
    for word in words:
        at = joined.find(word)
        if at >= 0 and not starts:
            starts = [0, *accumulate(len(text) + 1 for text in texts)]
        while at >= 0:
            place = bisect_right(starts, at) - 1
            found.add(place)
            at = joined.find(word, starts[place + 1])
    return sorted(found)
