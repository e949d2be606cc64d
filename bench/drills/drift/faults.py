"""The twelve faults of the drill, and on which portals and when they are."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .portals import Portal

FIRST_DAY, LAST_DAY = 21, 56
LASTS_DAYS = (3, 6)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault, the kinds of finding that name it, and how many scrapes a day a portal has that gets it."""

    name: str
    words: str
    named_by: frozenset[str]
    least_per_day: float


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault on a portal, from when until when."""

    kind: Kind
    portal: str
    start: datetime
    end: datetime

    def is_on(self, at: datetime) -> bool:
        """Whether it is there at a time."""
        return self.start <= at < self.end


def _kind(name: str, words: str, named_by: str, least_per_day: float = 25) -> Kind:
    return Kind(name, words, frozenset(named_by.split()), least_per_day)


KINDS = (
    _kind("price_lost", "the price is found on one page in twenty", "fill grade"),
    _kind("title_lost", "no title is found", "fill grade"),
    _kind("address_halved", "the address is found half as often", "fill grade"),
    _kind("photos_lost", "photos are found on a third of the pages that had them", "fill"),
    _kind("price_in_cents", "prices are a hundred times too high", "price"),
    _kind("price_cut_short", "prices lose what follows the first separator", "price"),
    _kind("one_title", "the site's name is taken for every title", "constant"),
    _kind("one_price", "one price is read on every page", "constant price"),
    _kind("thin_pages", "half of what is not critical is lost everywhere", "grade fill"),
    _kind("walled", "two thirds of the scrapes meet a wall", "blocked"),
    _kind("silent", "nothing is scraped any more", "silence", 60),
    _kind("needs_browser", "four pages in five are empty until a script runs", "good"),
)


def draw_faults(rng: random.Random, portals: Sequence[Portal], begin: datetime) -> list[Fault]:
    """One fault of each kind, each on a portal of its own."""
    free = list(portals)
    faults = []
    for kind in rng.sample(KINDS, len(KINDS)):
        portal = rng.choice([portal for portal in free if portal.per_day >= kind.least_per_day])
        free.remove(portal)
        start = begin + timedelta(days=rng.randrange(FIRST_DAY, LAST_DAY), hours=rng.randrange(24))
        faults.append(Fault(kind, portal.slug, start, start + timedelta(days=rng.randint(*LASTS_DAYS))))
    return sorted(faults, key=lambda fault: fault.start)
