"""Places in a page's data: in the listing's own object, elsewhere in its states, in JSON-LD and microdata."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from aimap.induction.anchors import LISTING, Rule, Seen, resolve_anchor, visit_anchor
from aimap.induction.data_walk import Path, Visited, fact_named, is_equal, is_peoples, path_text, walk
from aimap.induction.look import Look
from aimap.induction.needles import WEAK_FACTS, Needles
from aimap.induction.proposals import OF_PLACES, Kind, Proposal, propose
from aimap.induction.states import Opened
from aimap.induction.templates import template_of
from listings.extraction.facts import FACTS
from listings.extraction.generic.nodes import HOME_TYPES
from listings.extraction.generic.photo_templates import FILE
from listings.extraction.mapping_language import UNITS
from listings.extraction.sources.jsonld import types_of

MAX_ELSEWHERE = 4  # places of one fact in other states
MAX_STEPS_ELSEWHERE = 12
MAX_NODES = 12
MAX_WORD_CHARS = 60
MAX_WORD_STEPS = 2
_LISTS: Mapping[str, str] = {"images": "image_urls", "floor_plans": "floor_plan_urls", "features": "features"}
_COMPOUND = frozenset({"address", "agent_name", "agent_company", "constructed_area", "plot_area", "price"})
# Of which a portal uses what fits the home: a rule for one is a rule for all
_DWELLINGS = ("Accommodation", "Apartment", "House", "Residence", "SingleFamilyResidence")
_WORDED = ("offer", "property_type")  # which any short word may say
_AREAS = frozenset({"constructed_area", "plot_area"})
# Of which a program's 0 means that nothing is stated
_ZEROS = frozenset(
    {
        "price", "count_bedrooms", "count_bathrooms", "count_toilets", "count_garages", "count_rooms",
        "constructed_area", "plot_area", "service_charge", "year_construction", "energy_performance", "floor",
    }
)  # fmt: skip
_POSITION_KEYS = ({"latitude", "longitude"}, {"lat", "lng"}, {"lat", "lon"}, {"lat", "long"})
# A fact, whether the place's key says so, and whether the place may state it on this page
Stated = tuple[str, bool, bool]


def anchored_proposals(look: Look, anchor: Sequence[Rule]) -> Iterator[Proposal]:
    """Places below the listing's own object, empty ones that are called by a fact's name among them."""
    for visited in visit_anchor(look, anchor):
        path = path_text(visited.path)
        rule = {"json": f"@{LISTING}{'' if path.startswith('[') else '.'}{path}"}
        for fact, is_named, is_seen in _facts_at(visited, look.needles):
            for variant in _variants(look, fact, rule, visited.value):
                yield propose(fact, variant, Kind.ANCHORED, is_named=is_named, is_seen=is_seen)


def elsewhere_proposals(seen: Seen, anchor: Sequence[Rule], known: Mapping[str, int]) -> Iterator[Proposal]:
    """Places in any state, of facts that have few places so far; known: how many each has."""
    counts = Counter(known)
    own = resolve_anchor(seen.look, anchor)
    for state in seen.states:
        is_flight = state.source == "flight"  # whose rows have no names, and whose paths lead through elements
        for visited in _outside(state, own.value if own else None):
            for fact, is_named, is_seen in _facts_at(visited, seen.look.needles):
                is_missing = fact not in known and is_named and visited.context != "" if is_flight else True
                if is_seen and is_missing and counts[fact] < MAX_ELSEWHERE and _is_near(visited, is_flight):
                    counts[fact] += 1
                    rule = (
                        {"flight": f"..{visited.context}.{visited.key}"} if is_flight else state.rule_at(visited.path)
                    )
                    for variant in _variants(seen.look, fact, rule, visited.value):
                        yield propose(fact, variant, Kind.DATA, is_named=is_named)


def node_proposals(look: Look) -> Iterator[Proposal]:
    """Places in the page's JSON-LD and microdata."""
    yield from _of_nodes(look, look.page.jsonld, "jsonld", Kind.NODE)
    yield from _of_nodes(look, look.page.microdata, "microdata", Kind.ITEM)


def _of_nodes(look: Look, nodes: Sequence[dict[str, object]], source: str, kind: Kind) -> Iterator[Proposal]:
    for node in nodes[:MAX_NODES]:
        types = [name for name in types_of(node) if name.isalnum()]
        if not types:
            continue
        is_home = not HOME_TYPES.isdisjoint(types)
        name = "|".join(_DWELLINGS) if types[0] in _DWELLINGS else types[0]
        for visited in walk(node):
            for fact, is_named, is_seen in _facts_at(visited, look.needles):
                is_other = not is_home and visited.key == "name" and fact != "agent_company"
                if is_seen and not is_other and not visited.key.startswith("@"):
                    rule = {source: f"{name}.{path_text(visited.path)}"}
                    for variant in _variants(look, fact, rule, visited.value):
                        yield propose(fact, variant, kind, is_named=is_named and is_home)


def _is_near(visited: Visited, is_flight: bool) -> bool:
    """Whether a path is one to write down: those of flight data are found by their last two keys."""
    return is_flight or len(visited.path) <= MAX_STEPS_ELSEWHERE


def _outside(state: Opened, own: object) -> Iterator[Visited]:
    """Every value of a state that does not lie in the listing's own object."""
    inside: set[Path] = set()
    for visited in walk(state.value, state.resolve):
        is_own = isinstance(visited.value, dict | list) and own is not None and is_equal(visited.value, own)
        if is_own or visited.path[:-1] in inside:
            inside.add(visited.path)
        else:
            yield visited


def _facts_at(visited: Visited, needles: Needles) -> Iterator[Stated]:
    """The facts that a value's place may state."""
    named = fact_named(visited.key, visited.context)
    if named not in FACTS or (named in OF_PLACES and is_peoples(visited.path)):
        named = None
    if isinstance(visited.value, dict):
        yield from _of_object(named, visited.value)
    elif isinstance(visited.value, list):
        yield from _of_list(named, visited.value)
    else:
        yield from _of_plain(named, visited, needles)


def _of_object(named: str | None, value: dict[str, object]) -> Iterator[Stated]:
    keys = {key.lower() for key in value}
    if any(pair <= keys for pair in _POSITION_KEYS):
        yield "position", named == "position", True
    elif value and named is not None and (named in _COMPOUND or named == "position"):
        yield named, True, True


def _of_list(named: str | None, value: list[object]) -> Iterator[Stated]:
    if named is not None and named in _LISTS:
        yield named, True, bool(value)
    elif len(value) > 1 and _shows_pictures(value):
        yield "images", False, True
    elif value and named is not None and (named in _COMPOUND or named == "position"):
        yield named, True, True


def _of_plain(named: str | None, visited: Visited, needles: Needles) -> Iterator[Stated]:
    found = set(needles.facts_of(visited.value))
    if is_peoples(visited.path):
        found -= OF_PLACES
    is_of_list = visited.path[-1].isdecimal()
    for fact in sorted(found):
        if fact == named or (fact not in WEAK_FACTS and not (is_of_list and named)):
            yield fact, fact == named, True
    if named is not None and named not in found and not is_of_list and named not in _LISTS:
        yield named, True, visited.value not in (None, "", False)
    elif named is None and _is_word(visited):
        yield from ((fact, False, True) for fact in _WORDED)


def _is_word(visited: Visited) -> bool:
    value = visited.value
    return isinstance(value, str) and 1 < len(value) <= MAX_WORD_CHARS and len(visited.path) <= MAX_WORD_STEPS


def _shows_pictures(members: Collection[object]) -> bool:
    first = next(iter(members))
    if isinstance(first, dict):
        first = next((value for value in first.values() if isinstance(value, str) and FILE.search(value[:600])), None)
    return isinstance(first, str) and FILE.search(first[:600]) is not None


def _variants(look: Look, fact: str, rule: Rule, value: object) -> Iterator[dict[str, Any]]:
    """A rule with the options that reading its value may take."""
    if fact in _LISTS:
        yield {**rule, "all": True}
        stated = look.agreed.get(_LISTS[fact])
        if fact != "features" and isinstance(value, list) and isinstance(stated, list):
            pattern = template_of(value, [image["url"] for image in stated])
            yield from [{**rule, "all": True, "format": pattern}] if pattern else []
        return
    if fact in _ZEROS:
        rule = {**rule, "unless": ["0"]}
    if fact in _AREAS and isinstance(value, int | float | None):
        usual = look.sample.reading.market.area_unit or "sqmt"
        yield from ({**rule, "unit": unit} for unit in (UNITS if value else (usual,)))
        return
    yield rule
