"""The objects in a page's embedded data that could be its listing, and the lists of pictures there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

from listings.extraction.generic.labelled import labelled, labelled_lists
from listings.extraction.generic.lookup import fact_of_key
from listings.extraction.generic.own import Own
from listings.extraction.generic.photo_templates import FILE
from listings.extraction.page import Page
from listings.extraction.parsing.images import are_copies
from listings.extraction.sources.decoding import decode_json
from listings.extraction.sources.script_state import is_data
from listings.extraction.sources.scripts import Script

MAX_VISITED = 30_000  # objects and lists of one state
MAX_VISITED_OF_PAGE = 60_000
MAX_DEPTH = 30
MAX_OBJECTS = 120
MAX_LISTS = 40
MAX_MEMBERS = 200
MAX_KEYS = 400  # what has more is a dictionary of words
MAX_KEYS_OF_SHAPE = 60
MAX_SHAPE_CHARS = 2_000  # of keys that are remembered
MIN_FACTS = 3
ENOUGH_FACTS = 8
MANY_OWN, MAX_ALIKE = 2, 6  # so many of one list may be about the page, of the first ones
MIN_MEASURED = 2
MIN_ATTRIBUTE_CHARS = 30
MIN_TEXT_CHARS = 300
MAX_TEXTS = 20  # of a page's states, that are JSON themselves
_FOREIGN = (
    "translation", "i18n", "messages", "locale", "similar", "related", "recommend", "nearby", "suggest", "other",
    "carousel", "recent", "popular", "promoted", "featureflag", "experiment", "bidder", "dfp", "adtarget",
)  # fmt: skip
_NUMBERS = frozenset(
    {
        "price", "count_bedrooms", "count_bathrooms", "count_rooms", "count_toilets", "count_garages",
        "constructed_area", "plot_area", "latitude", "longitude", "year_construction",
    }
)  # fmt: skip
_COMPOUND = frozenset(
    {
        "position", "address", "images", "agent_name", "agent_company", "city", "region", "province", "country",
        "property_type", "street_address", "agent_phone",
    }
)  # fmt: skip
# What homes have and settings, maps and menus have not
MEASURED = frozenset({"price", "constructed_area", "plot_area", "count_bedrooms", "count_rooms", "count_bathrooms"})
_WHOLE = frozenset({"description", "images"})
_CONTAINERS = frozenset({dict, list})
_FEW = frozenset({"price", "address"})  # enough of an object that bears the page's id
_REFERENCE, _ROOT = "__ref", "ROOT_QUERY"  # of a cache of answers as Apollo's client writes it
_PLAIN = (str, int, float)
_BOUND = ("data-", ":", "v-bind:")  # attributes that hand data to components
_GUARD = "{}&&"  # in front of an answer that must not run as a program


# Where an object or list lies: (the place around it, key or index there, objects in its list, depth, what it lies in)
Place = tuple[Optional["Place"], str | int, int, int, object]


@dataclass(slots=True)
class Found:
    """A JSON object with known keys: fact -> (key, value), where it lies, and whether it is about this page."""

    node: dict[str, object]
    facts: dict[str, tuple[str, object]]
    place: Place
    is_own: bool = False

    @property
    def path(self) -> str:
        """Its place: "__NEXT_DATA__.props.listing"."""
        return path_of(self.place)

    @property
    def siblings(self) -> int:
        """How many objects there are in the list it lies in, itself counted."""
        return self.place[2]

    @property
    def depth(self) -> int:
        """How many objects and lists it lies in."""
        return self.place[3]


def path_of(place: Place | None) -> str:
    """The keys that lead to a place, joined by dots."""
    keys: list[str] = []
    while place is not None:
        keys.append(str(place[1]))
        place = place[0]
    return ".".join(reversed(keys))


def around(place: Place) -> Iterator[Place]:
    """A place and those it lies in, the nearest first."""
    above: Place | None = place
    while above is not None:
        yield above
        above = above[0]


class Data:
    """What is in the page's embedded data; `own` is the listing's own object, once one is rich enough to stop at.

    lists: (path, list) of lists of pictures: those within the own object, or all where none was found.
    named_lists: those that are called so and hold no addresses.
    """

    def __init__(self, page: Page, own: Own) -> None:
        self._resolve_flight = page.flight.resolve
        self._cached: dict[str, object] = {}
        self.objects: list[Found] = []
        self.lists: list[tuple[str, list[object]]] = []
        self.named_lists: list[tuple[str, list[object]]] = []
        self._left = MAX_VISITED_OF_PAGE
        self._texts_left = MAX_TEXTS
        self.own = self._find(page, own)
        if self.own is not None:
            self.lists, self.named_lists = [], []
            for place, members in _lists_within(self.own):
                self._keep_pictures(place, members)

    def resolve(self, value: object) -> object:
        """What a reference in flight data, or in a cache of answers (Apollo's), stands for; other values themselves."""
        if type(value) is dict and len(value) == 1 and type(name := value.get(_REFERENCE)) is str:
            return self._cached.get(name)
        if type(value) is list and value and type(value[0]) is dict and _REFERENCE in value[0]:
            return [member for member in map(self.resolve, value[:MAX_MEMBERS]) if member is not None]
        return self._resolve_flight(value)

    def _find(self, page: Page, own: Own) -> Found | None:
        for name, state in self._states(page, own):
            found = self._search(name, state, own)
            if found is not None or len(self.objects) >= MAX_OBJECTS or self._left <= 0:
                return found
        return None

    def _states(self, page: Page, own: Own) -> Iterator[tuple[str, object]]:
        """Data first where it names the listing's id, then in attributes, then anywhere if none is the listing's."""
        likely = [script for script in page.scripts if is_data(script) or any(name in script.text for name in own.ids)]
        yield from page.states(likely)
        yield from ((f"flight {name}", row) for name, row in page.flight.rows.items())
        yield from _attribute_states(page)
        if not any(found.is_own for found in self.objects):
            yield from page.states(_others(page.scripts, likely))

    def _search(self, name: str, state: object, own: Own) -> Found | None:
        """The listing's own object in a state; the objects with known keys before it are kept, outer ones first."""
        nodes, places = [state], [_top(name)]
        for at, node in enumerate(nodes):
            if at >= MAX_VISITED or len(self.objects) >= MAX_OBJECTS:
                break
            self._left -= 1
            place = places[at]
            if isinstance(node, dict):
                facts = _facts(node) if MIN_FACTS <= len(node) <= MAX_KEYS else {}
                if _ROOT in node:
                    self._cached = node
                if len(facts) >= MIN_FACTS or facts.keys() >= _FEW:
                    found = Found(node, facts, place, own.is_stated_by(node) and not _is_said_by_many(place, own))
                    if len(facts) >= MIN_FACTS or found.is_own:
                        self.objects.append(found)
                    if found.is_own and _is_whole(facts):
                        return found
            elif isinstance(node, list) and len(node) > 1:
                self._keep_pictures(place, node)
            _enter(node, place, nodes, places)
        return self._search_texts(nodes, places, own)

    def _keep_pictures(self, place: Place, members: list[object]) -> None:
        if _shows_pictures(members):
            if len(self.lists) < MAX_LISTS:
                self.lists.append((path_of(place), members))
        elif len(self.named_lists) < MAX_LISTS and _is_named_for_pictures(place):
            self.named_lists.append((path_of(place), members))

    def _search_texts(self, nodes: list[object], places: list[Place], own: Own) -> Found | None:
        """The same in the texts of a state that are JSON themselves, as caches of answers are kept.

        Only as long as nothing rich was found that is the listing's.
        """
        if any(found.is_own and len(found.facts) >= ENOUGH_FACTS for found in self.objects):
            return None
        texts = [
            (f"{path_of(place)}.{key}", value)
            for node, place in zip(nodes[:MAX_VISITED], places, strict=False)
            if type(node) is dict
            for key, value in node.items()
            if type(value) is str and len(value) >= MIN_TEXT_CHARS and value[0] in "{["
        ]
        for name, text in texts:
            may_look = self._texts_left > 0 and self._left > 0 and len(self.objects) < MAX_OBJECTS
            state = decode_json(text.removeprefix(_GUARD)) if may_look else None
            self._texts_left -= 1
            if state is not None and (found := self._search(name, state, own)) is not None:
                return found
        return None


def _is_said_by_many(place: Place, own: Own) -> bool:
    """Whether what an object says of the page others of its list say as well: the kind of ads that a search is for."""
    members = place[4] if place[2] > MANY_OWN else None
    alike = [member for member in members[:MAX_ALIKE] if isinstance(member, dict)] if isinstance(members, list) else []
    return sum(map(own.is_stated_by, alike)) > MANY_OWN


def _top(name: str) -> Place:
    return None, name, 1, 0, None


def _enter(node: object, place: Place, nodes: list[object], places: list[Place]) -> None:
    """Put the objects and lists that lie in a node, and their places, behind those that are yet to be visited."""
    depth = place[3] + 1
    if depth > MAX_DEPTH:
        return
    if isinstance(node, dict):
        if not _CONTAINERS.isdisjoint(map(type, node.values())):
            for key, value in node.items():
                if type(value) in _CONTAINERS and value and not is_foreign(key):
                    nodes.append(value)
                    places.append((place, key, 1, depth, node))
    elif isinstance(node, list):
        members = node[:MAX_MEMBERS]
        types = list(map(type, members))
        if not _CONTAINERS.isdisjoint(types):
            siblings = max(types[:50].count(dict), 1)
            for index, member in enumerate(members):
                if types[index] in _CONTAINERS and member:
                    nodes.append(member)
                    places.append((place, index, siblings, depth, node))


def _is_whole(facts: dict[str, tuple[str, object]]) -> bool:
    """Whether an object is the listing itself, rather than what is said of it to search engines or in a list."""
    return (
        len(facts) >= ENOUGH_FACTS
        and len(MEASURED.intersection(facts)) >= MIN_MEASURED
        and not _WHOLE.isdisjoint(facts)
    )


def _others(scripts: Iterable[Script], taken: list[Script]) -> list[Script]:
    known = set(map(id, taken))
    return [script for script in scripts if id(script) not in known]


def _attribute_states(page: Page) -> Iterator[tuple[str, object]]:
    """JSON in the values of attributes, as frameworks hand it to their components."""
    for name, stated in page.outline.by_attribute.items():
        if name.startswith(_BOUND) or name in ("value", "props"):
            for element, value in [pair for pair in stated if pair[1][0] in "{["]:
                if len(value) >= MIN_ATTRIBUTE_CHARS and (state := decode_json(value)) is not None:
                    yield f"{page.outline.tags[element]}[{name}]", state


def _facts(node: dict[str, object]) -> dict[str, tuple[str, object]]:
    """fact -> (key, value), of an object that states some; most do not, which their keys alone tell."""
    facts: dict[str, tuple[str, object]] = {}
    is_shape = len(node) <= MAX_KEYS_OF_SHAPE and len("".join(node)) <= MAX_SHAPE_CHARS
    for key, fact in _known_keys(tuple(node)) if is_shape else _known(node):
        value = node[key]
        if value and fact not in facts and could_state(fact, value):
            facts[fact] = (key, value)
    if len(facts) >= MIN_FACTS and MEASURED.isdisjoint(facts):
        for key, members in labelled_lists(node):
            for fact, _, value in labelled(members):
                facts.setdefault(fact, (key, value))
    return facts


@lru_cache(maxsize=1_000)
def _known_keys(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The same, remembered: the objects of a list have the same keys."""
    return _known(keys)


def _known(keys: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(key, fact) of the keys that name one, where there are as many as make an object worth reading."""
    known = tuple((key, fact[0]) for key in keys if (fact := fact_of_key(key)) is not None)
    return known if len(known) >= MIN_FACTS or {fact for _, fact in known} >= _FEW else ()


def _lists_within(found: Found) -> Iterator[tuple[Place, list[object]]]:
    nodes: list[object] = [found.node]
    places = [found.place]
    for at, node in enumerate(nodes):
        if at >= MAX_VISITED // 10:
            return
        if isinstance(node, list) and len(node) > 1:
            yield places[at], node
        if not (isinstance(node, list) and len(node) > 1 and _shows_pictures(node)):
            _enter(node, places[at], nodes, places)


def could_state(fact: str, value: object) -> bool:
    """Whether a value is of a form that can state the fact: words alone state no number."""
    if isinstance(value, bool):
        return fact in ("furnished", "offer")
    if fact in _NUMBERS:
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, dict):
            return any(could_state(fact, part) for part in value.values() if isinstance(part, _PLAIN))
        return isinstance(value, int | float) or (isinstance(value, str) and any(map(str.isdigit, value[:40])))
    return not isinstance(value, dict) or fact in _COMPOUND


@lru_cache(maxsize=20_000)
def is_foreign(key: str) -> bool:
    """Whether what lies under a key is another listing's, or words of the interface."""
    lower = key[:80].lower()
    return any(word in lower for word in _FOREIGN)


def _shows_pictures(members: list[object]) -> bool:
    """Whether a list's first members are addresses of pictures, or objects that hold one; homes do as well."""
    first = members[0]
    is_home = isinstance(first, dict) and not MEASURED.isdisjoint(_facts(first)) and not _is_sized(first)
    return not is_home and all(_is_picture(member) for member in members[:2])


def _is_sized(node: dict[str, object]) -> bool:
    """Whether an object states the sides of a picture, whose area is no home's."""
    return "width" in node or "height" in node


def _is_named_for_pictures(place: Place) -> bool:
    """Whether a list, or what it lies in, is called one of pictures: {"media": {"items": [...]}}."""
    names = (place[1], place[0][1] if place[0] is not None else None)
    return any(isinstance(name, str) and (known := fact_of_key(name)) and known[0] == "images" for name in names)


def _is_picture(member: object) -> bool:
    if isinstance(member, str):
        return len(member) > 8 and FILE.search(member[:600]) is not None
    if isinstance(member, dict) and len(member) < 40:
        values = list(member.values())
        values += [inner for value in values if isinstance(value, dict) and len(value) < 20 for inner in value.values()]
        return any(_is_file(value) for value in values) or any(are_copies(value) for value in values)
    return False


def _is_file(value: object) -> bool:
    return isinstance(value, str) and 8 < len(value) < 600 and FILE.search(value) is not None
