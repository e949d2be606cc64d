"""Where to look for a listing's likes: keys of place and size, so that 200,000 listings come down to a few.

A listing is stored under some keys and looked for under more: the sizes and cells next to its own, too. A key is a hash
of 64 bits, as an index under row-level security compares a bigint without reading the row.
"""

import math
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import product

from listings.matching.evidence import MAX_AREA_GAP
from listings.matching.property_facts import PropertyFacts
from listings.matching.texts import sentences_of

CELL_DEGREES = 0.005
AREA_STEP, PRICE_STEP = math.log(1 + MAX_AREA_GAP), math.log(1.15)
MIN_TELLING_WORDS = 6


def stored_keys(facts: PropertyFacts) -> frozenset[int]:
    """Under what a listing is found."""
    sizes = list(_stored_sizes(facts))
    named = {f"{place}|{size}" for place, size in product(_places(facts), sizes)}
    if facts.position is not None:
        named |= {f"{_cell(*_grid(facts.position))}|{size}" for size in sizes}
    if facts.city is not None and facts.price is not None:
        named |= {f"{facts.city}|{_price_step(facts.price)}|{size}" for size in sizes}
    return _hashed(named | set(_sentences(facts)))


def probed_keys(facts: PropertyFacts) -> frozenset[int]:
    """Under what its likes are looked for."""
    sizes = list(_probed_sizes(facts))
    named = {f"{place}|{size}" for place, size in product(_places(facts), sizes)}
    if facts.position is not None:
        named |= {f"{cell}|{size}" for cell, size in product(_cells_around(facts.position), sizes)}
    if facts.city is not None and facts.price is not None:
        step = _price_step(facts.price)
        named |= {f"{facts.city}|{near}|{size}" for near, size in product((step - 1, step, step + 1), sizes)}
    return _hashed(named | set(_sentences(facts)))


def agent_key(agent: str) -> int:
    """Under what all listings of an agent are found."""
    return _hash(f"agent|{agent}")


def _places(facts: PropertyFacts) -> Iterator[str]:
    if facts.postal_code:
        yield f"code {facts.postal_code}"
    if facts.city and facts.street:
        yield f"street {facts.city} {max(facts.street, key=lambda word: (len(word), word))}"


def _stored_sizes(facts: PropertyFacts) -> Iterator[str]:
    if facts.area_m2 is not None:
        yield f"area {math.floor(math.log(facts.area_m2) / AREA_STEP)}"
    stated = "with area" if facts.area_m2 is not None else "without area"
    yield from (f"{stated} {count}" for count in _counts(facts))


def _probed_sizes(facts: PropertyFacts) -> Iterator[str]:
    """Those that state an area look by it, and by rooms only for those that state none."""
    counts = list(_counts(facts))
    if facts.area_m2 is not None:
        middle = math.floor(math.log(facts.area_m2) / AREA_STEP)
        yield from (f"area {step}" for step in (middle - 1, middle, middle + 1))
    else:
        yield from (f"with area {count}" for count in counts)
    yield from (f"without area {count}" for count in counts)


def _counts(facts: PropertyFacts) -> Iterator[str]:
    if facts.bedrooms is not None:
        yield f"bedrooms {facts.bedrooms:g}"
    if facts.rooms is not None:
        yield f"rooms {facts.rooms:g}"


def _grid(position: tuple[float, float]) -> tuple[int, int]:
    return math.floor(position[0] / CELL_DEGREES), math.floor(position[1] / CELL_DEGREES)


def _cells_around(position: tuple[float, float]) -> set[str]:
    """The cell of a position and those of its neighbours that are less than half a cell away."""
    half = CELL_DEGREES / 2
    return {
        _cell(*_grid((position[0] + north, position[1] + east))) for north, east in product((-half, half), repeat=2)
    } | {_cell(*_grid(position))}


def _cell(north: int, east: int) -> str:
    return f"cell {north} {east}"


def _price_step(price: float) -> int:
    return math.floor(math.log(price) / PRICE_STEP)


def _sentences(facts: PropertyFacts) -> Iterator[str]:
    """The first and the longest sentence in a city: what is left of a listing that states no size."""
    telling = [said.words for said in sentences_of(facts.description) if len(said.words) >= MIN_TELLING_WORDS]
    if telling and facts.city is not None:
        for words in {telling[0], max(telling, key=len)}:
            yield f"text {facts.city} {' '.join(words)}"


def _hashed(names: Iterable[str]) -> frozenset[int]:
    return frozenset(map(_hash, names))


def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
