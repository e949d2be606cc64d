"""What the same pages take without a worker: the parse alone, and the engine alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from listings.extraction_batch import MappingChoice, extraction_work
from listings.extraction_timing import HeldPage, fastest, parse_alone, time_round

from .pages import Base

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Floor:
    """Milliseconds a page: the mean over the pages of the least of all rounds."""

    parse_ms: float
    engine_ms: float


def measure_floor(bases: Sequence[Base]) -> Floor:
    """As `manage.py extract --bench` does, in this process."""
    pages = [HeldPage(base.page.url, base.page.url, base.page.html) for base in bases]
    works = {"floor": parse_alone, "engine": extraction_work(MappingChoice())}
    taken = [time_round(pages, works, turn=turn) for turn in range(ROUNDS)]
    return Floor(fmean(fastest(taken, "floor")), fmean(fastest(taken, "engine")))
