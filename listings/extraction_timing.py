"""How long different works take on the same pages: round by round, taking turns, so that noise hits all alike."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from selectolax.lexbor import LexborHTMLParser

# Given a page's URL and its HTML
Work = Callable[[str, str], object]
# Milliseconds by work, one for each page
Round = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page in memory, as text."""

    id: str
    url: str
    html: str


def parse_alone(url: str, html: str) -> object:
    """The floor under every extraction: lexbor makes a tree of the text, and nobody reads it."""
    return LexborHTMLParser(html)


def time_round(pages: Sequence[HeldPage], works: Mapping[str, Work], *, turn: int = 0) -> Round:
    """Every work once on every page, one after another on each; `turn` says which of them goes first."""
    first = turn % len(works)
    order = [*list(works)[first:], *list(works)[:first]]
    taken: Round = {name: [] for name in works}
    with _settled_heap():
        for page in pages:
            for name in order:
                taken[name].append(_milliseconds(works[name], page))
    return taken


def fastest(rounds: Sequence[Round], work: str) -> list[float]:
    """Each page's least time: what the work takes when nothing disturbs it."""
    return [min(page) for page in _by_page(rounds, work)]


def typical(rounds: Sequence[Round], work: str) -> list[float]:
    """Each page's median time."""
    return [median(page) for page in _by_page(rounds, work)]


def _by_page(rounds: Sequence[Round], work: str) -> list[tuple[float, ...]]:
    return list(zip(*(taken[work] for taken in rounds), strict=True))


@contextmanager
def _settled_heap() -> Iterator[None]:
    """What is loaded by now is left out of collections: no work pays for the modules and pages of all."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _milliseconds(work: Work, page: HeldPage) -> float:
    gc.collect()  # each starts with nothing to clear away but its own
    start = time.perf_counter()
    work(page.url, page.html)
    return (time.perf_counter() - start) * 1000
