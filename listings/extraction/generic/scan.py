"""Which of many short texts hold one of some words: asked of all at once, as most hold none."""

from collections.abc import Iterable, Sequence

_BETWEEN = "\0"


def holding(texts: Sequence[str], words: Iterable[str]) -> list[int]:
    """The places of the texts that hold any of the words, in order; no text holds U+0000."""
    joined = _BETWEEN.join(texts)
    found: set[int] = set()
    for word in words:
        at, place, last = joined.find(word), 0, 0
        while at >= 0:
            place += joined.count(_BETWEEN, last, at)
            found.add(place)
            last = joined.find(_BETWEEN, at)
            at = joined.find(word, last) if last >= 0 else -1
    return sorted(found)
