"""What speaks for two listings being one property, and what against it: one rule for each fact.

Each rule gives evidence or none. Its weight is in natural logarithms of odds, so that evidence adds up; the weights
were set by hand on the half of tests/data/same_property.jsonl that is for it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from listings.matching.property_facts import PropertyFacts, metres_between
from listings.matching.streets import is_same_street

MAX_AREA_GAP, SAME_MEASURE = 0.08, 0.004
SAME_PRICE = 0.002
NEAR_M, CLOSE_BY_M, FAR_M = 60, 300, 1_500
# More than all else together can add
CONTRADICTION = -16.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one fact says: above 0 for one property, below 0 against it. `this` and `other` are the values compared."""

    fact: str
    weight: float
    words: str
    this: str = ""
    other: str = ""

    @property
    def is_contradiction(self) -> bool:
        """Whether both listings cannot be right and one property."""
        return self.weight <= CONTRADICTION


Rule = Callable[[PropertyFacts, PropertyFacts], Evidence | None]


def offer(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """A sale and a rent are never one listing, even of one property."""
    if a.offer is None or b.offer is None or a.offer == b.offer:
        return None
    return Evidence("offer", CONTRADICTION, "one is for sale, the other for rent", a.offer, b.offer)


def kind(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """Land is no home; a flat may be called a house, but seldom is."""
    if a.kind is None or b.kind is None:
        return None
    if a.kind != b.kind:
        return Evidence("property type", CONTRADICTION, "different kinds of property", a.kind, b.kind)
    if a.is_flat != b.is_flat:
        return Evidence("property type", -3.0, "one is a flat, the other a house", *map(_flat, (a, b)))
    return None


def position(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """Portals set positions off by some hundred metres, so that nearness says more than distance."""
    if a.position is None or b.position is None:
        return None
    metres = metres_between(a.position, b.position)
    shown = f"{metres:,.0f} m"
    if metres <= NEAR_M:
        return Evidence("position", 2.0, f"{shown} apart")
    if metres <= CLOSE_BY_M:
        return Evidence("position", 1.0, f"{shown} apart")
    if metres <= FAR_M:
        return Evidence("position", -1.0, f"{shown} apart")
    return Evidence("position", -6.0, f"{shown} apart")


def street(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """The street, and the house in it."""
    same = is_same_street(a.street, b.street)
    if same is None:
        return None
    if not same:
        return Evidence("street", -4.0, "different streets", _street(a), _street(b))
    if a.house is None or b.house is None:
        return Evidence("street", 1.2, "the same street", _street(a), _street(b))
    if a.house.is_other_than(b.house):
        return Evidence("house number", CONTRADICTION, "different house numbers", _house(a), _house(b))
    return Evidence("street", 2.5, "the same street and house number", _house(a), _house(b))


def postal_code(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """Some portals state only its beginning."""
    if not a.postal_code or not b.postal_code:
        return None
    if a.postal_code == b.postal_code:
        return Evidence("postal code", 0.7, "the same postal code", a.postal_code, b.postal_code)
    if a.postal_code.startswith(b.postal_code) or b.postal_code.startswith(a.postal_code):
        return Evidence("postal code", 0.3, "postal codes that agree as far as they go", a.postal_code, b.postal_code)
    return Evidence("postal code", -2.5, "different postal codes", a.postal_code, b.postal_code)


def city(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """A city counts where the position says nothing: portals name a quarter or the town around it."""
    if a.city is None or b.city is None or a.city == b.city or (a.position and b.position):
        return None
    return Evidence("city", -2.0, "different cities", a.city, b.city)


def area(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """One is often the other one rounded; what differs by more than 8 % is another home."""
    if a.area_m2 is None or b.area_m2 is None:
        return None
    gap = abs(a.area_m2 - b.area_m2) / max(a.area_m2, b.area_m2)
    shown = _m2(a.area_m2), _m2(b.area_m2)
    if _is_rounded(a.area_m2, b.area_m2):
        weight = 1.5 if _is_whole(a.area_m2) and _is_whole(b.area_m2) else 2.0
        return Evidence("area", weight, "the same area" if gap == 0 else "the same area, rounded", *shown)
    if gap > MAX_AREA_GAP:
        return Evidence("area", CONTRADICTION, f"areas {gap:.0%} apart", *shown)
    if gap <= SAME_MEASURE:
        return Evidence("area", 1.0, f"areas {gap:.1%} apart", *shown)
    if not (_is_whole(a.area_m2) or _is_whole(b.area_m2)):
        return Evidence("area", -2.5, "exact areas that differ", *shown)
    if a.agent is not None and a.agent == b.agent:
        return Evidence("area", -1.5, f"areas of one agent {gap:.1%} apart", *shown)
    return Evidence("area", 0.4 if gap <= MAX_AREA_GAP / 2 else -0.8, f"areas {gap:.1%} apart", *shown)


def plot(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """The land of a house."""
    if a.plot_m2 is None or b.plot_m2 is None:
        return None
    gap = abs(a.plot_m2 - b.plot_m2) / max(a.plot_m2, b.plot_m2)
    weight, words = (1.2, "plots of one size") if gap <= MAX_AREA_GAP / 2 else (-2.0, f"plots {gap:.0%} apart")
    return Evidence("plot", weight, words, _m2(a.plot_m2), _m2(b.plot_m2))


def bedrooms(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """Bedrooms; a study may be counted as one."""
    return _count("bedrooms", a.bedrooms, b.bedrooms, same=0.5)


def rooms(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """Rooms, where a market counts them."""
    return _count("rooms", a.rooms, b.rooms, same=0.5)


def bathrooms(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """Bathrooms; a lavatory may be counted as one."""
    if a.bathrooms is None or b.bathrooms is None:
        return None
    gap = abs(a.bathrooms - b.bathrooms)
    weight = 0.4 if gap == 0 else -0.4 if gap < 1 else -1.3
    words = "as many bathrooms" if gap == 0 else "different numbers of bathrooms"
    return Evidence("bathrooms", weight, words, f"{a.bathrooms:g}", f"{b.bathrooms:g}")


def floor(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """Portals count from the street or from the ground floor: one apart may be one, two apart never."""
    if a.floor is None or b.floor is None or not (a.is_flat and b.is_flat):
        return None
    gap, are_stated = abs(a.floor - b.floor), a.floor_is_stated and b.floor_is_stated
    shown = str(a.floor), str(b.floor)
    if gap == 0:
        return Evidence("floor", 1.2, "the same floor", *shown)
    if gap == 1:
        return Evidence("floor", -4.0, "neighbouring floors", *shown)
    return Evidence("floor", CONTRADICTION if are_stated else -5.0, "different floors", *shown)


def price(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """A price may have been reduced on one portal first."""
    if a.price is None or b.price is None or a.currency != b.currency:
        return None
    gap = abs(a.price - b.price) / max(a.price, b.price)
    shown = f"{a.price:,.0f} {a.currency or ''}".strip(), f"{b.price:,.0f} {b.currency or ''}".strip()
    if gap <= SAME_PRICE:
        return Evidence("price", 1.8 if _is_round(a.price) else 2.3, "the same price", *shown)
    for limit, weight in ((0.03, 1.2), (0.06, 0.7), (0.15, -1.0)):
        if gap <= limit:
            return Evidence("price", weight, f"prices {gap:.1%} apart", *shown)
    return Evidence("price", -3.5, f"prices {gap:.0%} apart", *shown)


def year(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """The year it was built."""
    if a.year is None or b.year is None:
        return None
    gap = abs(a.year - b.year)
    weight, words = (0.4, "built in the same year") if gap <= 1 else (-1.5, "built in different years")
    return Evidence("year", weight, words, str(a.year), str(b.year))


def energy(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """The grade of the certificate."""
    if a.energy is None or b.energy is None:
        return None
    weight, words = (0.3, "the same energy grade") if a.energy == b.energy else (-1.2, "different energy grades")
    return Evidence("energy grade", weight, words, a.energy, b.energy)


def agent(a: PropertyFacts, b: PropertyFacts) -> Evidence | None:
    """An agent shows a property once on a portal, and the same one on several."""
    if a.agent is None or a.agent != b.agent:
        return None
    if a.portal is not None and a.portal == b.portal:
        return Evidence("agent", -2.0, "two listings of one agent on one portal", a.agent, b.agent)
    return Evidence("agent", 0.5, "the same agent", a.agent, b.agent)


FACT_RULES: tuple[Rule, ...] = (
    offer, kind, position, street, postal_code, city, area, plot, bedrooms, rooms, bathrooms, floor, price, year,
    energy, agent,
)  # fmt: skip


def _count(fact: str, a: float | None, b: float | None, *, same: float) -> Evidence | None:
    if a is None or b is None:
        return None
    gap, shown = abs(a - b), (f"{a:g}", f"{b:g}")
    if gap == 0:
        return Evidence(fact, same, f"as many {fact}", *shown)
    return Evidence(fact, CONTRADICTION if gap > 1 else -1.5, f"different numbers of {fact}", *shown)


def _is_whole(area_m2: float) -> bool:
    return abs(area_m2 - round(area_m2)) < 0.005


def _is_round(price: float) -> bool:
    """Whether a price has two digits before its zeros: many homes are offered for it."""
    return len(f"{price:.0f}".rstrip("0")) <= 2


def _is_rounded(a: float, b: float) -> bool:
    """Whether one area is the other one, or what is left of it without its decimals."""
    if abs(a - b) < 0.05:
        return True
    return abs(a - b) < 1 and _is_whole(a) != _is_whole(b)


def _flat(facts: PropertyFacts) -> str:
    return "flat" if facts.is_flat else "house"


def _m2(area_m2: float) -> str:
    return f"{area_m2:,.1f} m²"


def _street(facts: PropertyFacts) -> str:
    return " ".join(sorted(facts.street))


def _house(facts: PropertyFacts) -> str:
    house = facts.house
    assert house is not None
    return f"{house.number}{house.letter}{''.join(f'/{part}' for part in house.rest)}"
