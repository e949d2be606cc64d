"""The listing in the page's embedded data: the object that is about this page, read by the meaning of its keys."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from listings.extraction.candidates import Candidate
from listings.extraction.generic.lookup import fact_of_key
from listings.extraction.generic.own import Own
from listings.extraction.generic.photos import FILE
from listings.extraction.page import Page
from listings.extraction.parsing.vocabulary.people import CONTACTS, PEOPLE
from listings.extraction.parsing.vocabulary.rent import WARM_RENT
from listings.extraction.sources.decoding import decode_json
from listings.extraction.sources.script_state import is_data
from listings.extraction.sources.scripts import Script

MAX_VISITED = 40_000
MAX_DEPTH = 30
MIN_FACTS = 3
ENOUGH_FACTS = 7
MAX_OBJECTS = 400
MAX_LISTS = 40
MAX_INNER = 300
MIN_ATTRIBUTE_CHARS = 30
MAX_INNER_DEPTH = 4
OWN_TRUST = 0.84
LIKELY_TRUST = 0.7
UNMATCHED_TRUST = 0.66  # of a reference that the page's address does not bear out
DEEPER_COST = 0.01
_NUMBERS = frozenset(
    {
        "price",
        "count_bedrooms",
        "count_bathrooms",
        "count_rooms",
        "count_toilets",
        "count_garages",
        "constructed_area",
        "plot_area",
        "latitude",
        "longitude",
        "year_construction",
    }
)
# What sellers, agencies and pictures have as well as homes
_COMMON = frozenset({"title", "description", "images", "price", "property_type", "offer", "reference", "currency"})
# What homes have and settings, maps and menus have not
_MEASURED = frozenset({"price", "constructed_area", "plot_area", "count_bedrooms", "count_rooms", "count_bathrooms"})
_OTHER_NAMES = frozenset(
    {
        "firstname",
        "lastname",
        "username",
        "filename",
        "streetname",
        "cityname",
        "typename",
        "surname",
        "statename",
        "countryname",
    }
)
_COMPOUND = frozenset(
    {
        "position",
        "address",
        "images",
        "agent_name",
        "agent_company",
        "city",
        "region",
        "province",
        "country",
        "property_type",
        "street_address",
    }
)
_FOREIGN = (
    "translation",
    "i18n",
    "messages",
    "locale",
    "similar",
    "related",
    "recommend",
    "nearby",
    "suggest",
    "other",
    "carousel",
    "recent",
    "popular",
    "promoted",
)
_TELLING = frozenset(
    {
        "price",
        "count_bedrooms",
        "count_rooms",
        "constructed_area",
        "plot_area",
        "images",
        "description",
        "title",
        "reference",
    }
)


@dataclass(slots=True)
class _Object:
    """A JSON object with known keys: fact -> (key, value), where it lies, and how much speaks for it."""

    path: str
    node: dict[str, object]
    facts: dict[str, tuple[str, object]]
    depth: int
    siblings: int
    score: float = 0.0
    is_own: bool = False
    inner: list["_Object"] = field(default_factory=list)


class Data:
    """What is in the page's embedded data: objects with known keys, and lists of pictures."""

    def __init__(self, page: Page, own: Own) -> None:
        self.resolve = page.flight.resolve
        self.objects: list[_Object] = []
        self.lists: list[tuple[str, list[object]]] = []
        likely, others = _by_likelihood(page, own)
        self._read(page.states(likely), own)
        self._read(_flight_rows(page), own)
        if not self._is_found:
            self._read(_attribute_states(page), own)
        if not self._is_found:
            self._read(page.states(others), own)

    def _read(self, states: Iterable[tuple[str, object]], own: Own) -> None:
        """Collect from one state after the other, until the listing's own object is among what was found."""
        for name, state in states:
            known = len(self.objects)
            _collect(name, state, self.objects, self.lists)
            for found in self.objects[known:]:
                found.is_own = len(found.facts) >= MIN_FACTS and own.is_stated_by(found.node)
            if self._is_found or len(self.objects) >= MAX_OBJECTS:
                return

    @property
    def _is_found(self) -> bool:
        """Whether an object is the listing's own and rich enough to be read alone."""
        return any(found.is_own and len(found.facts) >= ENOUGH_FACTS for found in self.objects)


def _by_likelihood(page: Page, own: Own) -> tuple[list[Script], list[Script]]:
    """The scripts that are data or name the listing's id, and the others."""
    likely = [script for script in page.scripts if is_data(script) or any(name in script.text for name in own.ids)]
    return likely, [script for script in page.scripts if script not in likely]


def _attribute_states(page: Page) -> Iterator[tuple[str, object]]:
    """JSON in the values of attributes, as frameworks hand it to their components."""
    for name, values in page.outline.by_attribute.items():
        for element, value in values if name.startswith("data-") or name == "value" else ():
            if len(value) >= MIN_ATTRIBUTE_CHARS and value[0] in "{[" and (state := decode_json(value)) is not None:
                yield f"{page.outline.tags[element]}[{name}]", state


def _flight_rows(page: Page) -> Iterator[tuple[str, object]]:
    for name, row in page.flight.rows.items():
        if isinstance(row, dict | list):
            yield f"flight {name}", row


def state_candidates(data: Data, own: Own) -> Iterator[Candidate]:
    """What the object of the page's data that is about its listing states, and what the objects in it do."""
    objects = data.objects
    chosen = _choose(objects, own)
    if chosen is None:
        return
    yield from _propose(chosen, own, data.resolve)


def _collect(name: str, state: object, objects: list[_Object], lists: list[tuple[str, list[object]]]) -> None:
    """Every object with known keys, outer ones first."""
    stack: list[tuple[str, object, int, int]] = [(name, state, 0, 1)]
    visited = 0
    while stack and visited < MAX_VISITED and len(objects) < MAX_OBJECTS:
        path, node, depth, siblings = stack.pop()
        visited += 1
        children: list[tuple[str, object, int, int]] = []
        if isinstance(node, dict):
            facts: dict[str, tuple[str, object]] = {}
            for key, value in node.items():
                known = fact_of_key(key) if value not in (None, "", [], {}) else None
                if known is not None and known[0] not in facts and _could_state(known[0], value):
                    facts[known[0]] = (key, value)
                if isinstance(value, dict | list) and not _is_foreign(key):
                    children.append((f"{path}.{key}", value, depth + 1, 1))
            if len(facts) >= 2:
                objects.append(_Object(path, node, facts, depth, siblings))
        elif isinstance(node, list):
            if len(node) > 1 and len(lists) < MAX_LISTS and _shows_pictures(node):
                lists.append((path, node))
            dicts = sum(1 for member in node[:50] if isinstance(member, dict))
            children = [
                (f"{path}.{at}", member, depth + 1, max(dicts, 1))
                for at, member in enumerate(node[:200])
                if isinstance(member, dict | list)
            ]
        if depth < MAX_DEPTH:
            stack.extend(reversed(children))


def _could_state(fact: str, value: object) -> bool:
    """Whether a value is of a form that can state the fact: words alone state no number."""
    if isinstance(value, bool):
        return fact in ("furnished", "offer")
    if fact in _NUMBERS:
        if isinstance(value, dict):
            return any(isinstance(part, int | float) and not isinstance(part, bool) for part in value.values())
        return isinstance(value, int | float) or (isinstance(value, str) and any(map(str.isdigit, value[:40])))
    return not isinstance(value, dict) or fact in _COMPOUND


def _shows_pictures(members: list[object]) -> bool:
    """Whether a list's first members are addresses of pictures, or objects that hold one."""
    return all(_is_picture(member) for member in members[:2])


def _is_picture(member: object) -> bool:
    if isinstance(member, str):
        return len(member) > 8 and FILE.search(member[:600]) is not None
    if isinstance(member, dict) and len(member) < 40:
        values = list(member.values())
        values += [inner for value in values if isinstance(value, dict) and len(value) < 20 for inner in value.values()]
        return any(isinstance(value, str) and 8 < len(value) < 600 and FILE.search(value) for value in values)
    return False


@lru_cache(maxsize=20_000)
def _is_foreign(key: str) -> bool:
    lower = key.lower()
    return any(word in lower for word in _FOREIGN)


def _choose(objects: list[_Object], own: Own) -> _Object | None:
    best: _Object | None = None
    for found in objects:
        telling = len(_TELLING.intersection(found.facts))
        if len(found.facts) < MIN_FACTS or telling < 2:
            continue
        if _MEASURED.isdisjoint(found.facts):
            continue
        found.score = (
            len(found.facts)
            + 2 * telling
            + (12 if found.is_own else 0)
            - (4 if found.siblings > 2 else 0)
            - 0.1 * found.depth
        )
        if best is None or found.score > best.score:
            best = found
    if best is None or (not best.is_own and best.siblings > 2):
        return None
    return best


def _propose(chosen: _Object, own: Own, resolve: Callable[[object], object]) -> Iterator[Candidate]:
    """The object's facts, then those of the objects in it, nearest first: address.city, price.amount, agent.name."""
    trust = OWN_TRUST if chosen.is_own else LIKELY_TRUST
    seen: set[str] = set()
    for path, context, node, depth in _within(chosen):
        if "position" not in seen and _has_position(node):
            seen.add("position")
            yield Candidate("position", node, "json", path, trust)
        people = PEOPLE.get(context.lower())
        for key, value in sorted(node.items(), key=lambda stated: _is_warm(stated[0])):
            value = resolve(value)
            known = (
                _of_people(people, key)
                if people
                else (fact_of_key(f"{context}{key}") if context else None) or fact_of_key(key)
            )
            if fact_is_pictures(known) and isinstance(value, dict):
                continue  # its lists are met further in
            if known is None or value in (None, "", [], {}) or not _may_state(known[0], value, context, depth):
                continue
            fact, rank = known
            if fact == "reference" and str(value).lower() in own.ids:
                yield Candidate(fact, value, "json", f"{path}.{key}", trust + 0.1)
            elif fact not in seen:
                seen.add(fact)
                yield Candidate(
                    fact, value, "json", f"{path}.{key}", trust - DEEPER_COST * min(depth, 5) - 0.003 * min(rank, 15)
                )


def fact_is_pictures(known: tuple[str, int] | None) -> bool:
    """Whether a key is one of pictures."""
    return known is not None and known[0] in ("images", "floor_plans")


def _is_warm(key: str) -> bool:
    """Whether a key is one of a rent with charges, which only counts where no other is stated."""
    return key.replace("_", "").lower() in WARM_RENT


def _of_people(people: str, key: str) -> tuple[str, int] | None:
    """What a key says within an object about an agent or an agency."""
    name = key.lower().replace("_", "")
    is_name = name == "title" or (name.endswith("name") and name not in _OTHER_NAMES)
    fact = CONTACTS.get(name) or (people if is_name else None)
    return (fact, 0) if fact else None


def _may_state(fact: str, value: object, context: str, depth: int) -> bool:
    """Whether a fact may be taken from so deep inside the object: the facts that other things have too, may not."""
    if fact == "position":
        return _is_position(value)
    if fact in ("latitude", "longitude") or not _could_state(fact, value):
        return False
    return depth == 0 or fact not in _COMMON or (depth <= 2 and bool(context) and fact in ("price", "images"))


def _within(chosen: _Object) -> Iterator[tuple[str, str, dict[str, object], int]]:
    """(path, parent key, object, depth) of the object and those in it, nearest first; lists of objects are left out."""
    queue: list[tuple[str, str, dict[str, object], int]] = [(chosen.path, "", chosen.node, 0)]
    for path, context, node, depth in queue:
        yield path, context, node, depth
        if depth >= MAX_INNER_DEPTH or len(queue) > MAX_INNER:
            continue
        for key, value in node.items():
            if isinstance(value, list) and value and (len(value) == 1 or key.lower() in PEOPLE):
                value = value[0]
            if isinstance(value, dict) and not _is_foreign(key):
                queue.append((f"{path}.{key}", key, value, depth + 1))


def _has_position(node: dict[str, object]) -> bool:
    facts = {known[0] for key in node if (known := fact_of_key(key))}
    return {"latitude", "longitude"} <= facts


def _is_position(value: object) -> bool:
    if isinstance(value, dict):
        return _has_position(value)
    return isinstance(value, list) and len(value) == 2 and all(isinstance(part, int | float) for part in value)
