"""What scrapes of made-up portals come to, hour by hour, as notes that the real figures count."""

import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from listings.health.field_bits import bits_of
from listings.health.figures import Figures, Note
from listings.health.histograms import price_bin
from listings.health.value_marks import BUCKETS, MARKED, NONE

from .faults import Fault
from .portals import OFTEN, RARE, Portal

# An hour in which a client sends many pages at once, all of one kind of offer
BATCH_CHANCE, BATCH_SIZE = 0.004, (10, 40)
# A day on which everything is quiet, in parts of the usual
HOLIDAY_DAYS, HOLIDAY_RATE = (24, 45), 0.35
RENT_BELOW_PRICE = 2.4
PERIOD_DAYS = 60
CRITICAL = ("title", "price_float", "address_string")
A_SHARE, B_SHARE, C_SHARE = 0.72, 0.6, 0.4
ONE = 7


class Scraping:
    """Scrapes of one portal; `fault` is on it, or none."""

    def __init__(self, portal: Portal, fault: Fault | None, *, begin: datetime, rng: random.Random) -> None:
        self._portal, self._fault, self._begin, self._rng = portal, fault, begin, rng
        self._shifts: dict[tuple[int, str], float] = {}
        self._drawn: tuple[datetime | None, list[tuple[str, float]]] = (None, [])

    def hours(self, days: int) -> Iterator[tuple[datetime, Figures]]:
        """The figures of each hour that has any."""
        for number in range(days * 24):
            hour = self._begin + timedelta(hours=number)
            figures = Figures()
            for _ in range(self._count(hour)):
                figures.add(self._scrape(hour, is_rent=self._rng.random() < self._portal.rents))
            if not self._is("silent", hour) and self._rng.random() < BATCH_CHANCE:
                is_rent = self._portal.rents > 0 and self._rng.random() < self._portal.rents
                for _ in range(self._rng.randint(*BATCH_SIZE)):
                    figures.add(self._scrape(hour, is_rent=is_rent))
            if figures.scrapes:
                yield hour, figures

    def _count(self, hour: datetime) -> int:
        if self._is("silent", hour):
            return 0
        quiet = HOLIDAY_RATE if (hour - self._begin).days in HOLIDAY_DAYS else 1.0
        return _poisson(self._rng, self._portal.rate(hour) * quiet * self._rng.gammavariate(4, 1 / 4))

    def _scrape(self, hour: datetime, *, is_rent: bool) -> Note:
        rng, portal = self._rng, self._portal
        at = hour + timedelta(seconds=rng.randrange(3600))
        page = rng.randrange(portal.watched_pages) if portal.watched_pages and rng.random() < 0.3 else None
        note = Note(portal.slug, at, self._outcome(hour), None, None, None, None, self._structure(hour), None, 900.0)
        marks = [int(rng.random() * BUCKETS) if page is None else (page * 11) % BUCKETS for _ in MARKED]
        if note.outcome != "ok":
            return note._replace(marks=bytes([marks[0]] + [NONE] * (len(MARKED) - 1)))
        return self._read(note, marks, hour, is_rent=is_rent)

    def _outcome(self, hour: datetime) -> str:
        rng, portal = self._rng, self._portal
        if rng.random() < (0.67 if self._is("walled", hour) else portal.walls):
            return "blocked"
        if self._is("needs_browser", hour) and rng.random() < 0.8:
            return "needs_javascript"
        if rng.random() < portal.timeouts:
            return rng.choice(("timeout", "failed", "gone", "not_a_listing"))
        return "unchanged" if rng.random() < portal.unchanged else "ok"

    def _read(self, note: Note, marks: list[int], hour: datetime, *, is_rent: bool) -> Note:
        draw = self._rng.random
        stated = [name for name, share in self._fills(hour) if draw() < share]
        if self._is("one_title", hour):
            marks[MARKED.index("title")] = ONE
        price = self._price(hour, is_rent=is_rent)
        if self._is("one_price", hour):
            price, marks[MARKED.index("price_float")] = 1.0, ONE
        for place, name in enumerate(MARKED[1:], 1):
            marks[place] = marks[place] if name in stated else NONE
        return note._replace(
            grade=_grade(stated),
            fields=bits_of(stated),
            price=price_bin(price, is_rent=is_rent) if "price_float" in stated else None,
            marks=bytes(marks),
            mapping=self._mapping(hour),
        )

    def _fills(self, hour: datetime) -> list[tuple[str, float]]:
        """Each field with its share in this hour."""
        if self._drawn[0] != hour:
            fills = self._portal.fills
            self._drawn = hour, [(name, self._fill(name, share, hour)) for name, share in fills.items()]
        return self._drawn[1]

    def _fill(self, name: str, share: float, hour: datetime) -> float:
        portal, day = self._portal, (hour - self._begin).days
        if portal.better_field == name and portal.better_from is not None and day >= portal.better_from:
            share = min(1.0, share + 0.35)
        share += portal.drift.get(name, 0) * day / PERIOD_DAYS + self._shift(day, name)
        if name == "price_float" and self._is("price_lost", hour):
            return 0.05
        if name == "title" and self._is("title_lost", hour):
            return 0.0
        if name == "address_string" and self._is("address_halved", hour):
            return share / 2
        if name == "image_urls" and self._is("photos_lost", hour):
            return share / 3
        if self._is("thin_pages", hour) and name not in CRITICAL:
            return share / 2
        return share

    def _shift(self, day: int, name: str) -> float:
        """How a day's pages differ from others' by their agents, beyond chance."""
        key = day, name
        if key not in self._shifts:
            is_moving = name in OFTEN or name in RARE
            self._shifts[key] = self._rng.gauss(0, self._portal.scatter) if is_moving else 0.0
        return self._shifts[key]

    def _price(self, hour: datetime, *, is_rent: bool) -> float:
        portal, passed = self._portal, (hour - self._begin).days / PERIOD_DAYS
        middle = portal.price - (RENT_BELOW_PRICE if is_rent else 0)
        middle += portal.trend * passed + portal.season * math.sin(2 * math.pi * passed)
        price = float(10 ** self._rng.gauss(middle, portal.price_spread))
        if self._is("price_in_cents", hour):
            return price * 100
        return math.floor(price / 1000) or 1.0 if self._is("price_cut_short", hour) else price

    def _mapping(self, hour: datetime) -> str:
        better_from = self._portal.better_from
        return "2" if better_from is not None and (hour - self._begin).days >= better_from else "1"

    def _structure(self, hour: datetime) -> int:
        rebuilt = self._portal.rebuilt_from
        is_rebuilt = rebuilt is not None and (hour - self._begin).days >= rebuilt
        return (self._portal.structure + is_rebuilt) % 256

    def _is(self, kind: str, hour: datetime) -> bool:
        return self._fault is not None and self._fault.kind.name == kind and self._fault.is_on(hour)


def _grade(stated: list[str]) -> str:
    missing = sum(name not in stated for name in CRITICAL)
    share = len(stated) / 30
    letter = "A" if share >= A_SHARE else "B" if share >= B_SHARE else "C" if share >= C_SHARE else "F"
    if missing and letter in ("A", "B"):
        return "B" if missing == 1 and letter == "A" else "C"
    return letter


def _poisson(rng: random.Random, mean: float) -> int:
    """Knuth's way, for means of hours."""
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count
