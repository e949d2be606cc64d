"""The listing in the page's embedded data: the object that is about this page, read by the meaning of its keys."""

import re
from collections.abc import Callable, Iterator

from listings.extraction.candidates import Candidate
from listings.extraction.generic.data import MAX_KEYS, MEASURED, Data, Found, around, could_state, is_foreign
from listings.extraction.generic.labelled import labelled, labelled_lists
from listings.extraction.generic.lookup import WEAK_RANK, currency_of_key, fact_of_key
from listings.extraction.generic.own import Own
from listings.extraction.generic.wrapped import sellers_beside, wrapper_of
from listings.extraction.parsing.vocabulary.people import CONTACTS, PEOPLE
from listings.extraction.parsing.vocabulary.rent import WARM_RENT

MAX_INNER = 300
MAX_INNER_DEPTH = 4
MAX_SIBLINGS = 2
MIN_TELLING = 2
OWN_BONUS = 12
MANY_COST = 4
TRACKING_COST = 8  # of what is told to programs that count visitors
_TRACKING = re.compile(r"^push\b|track|analytic|datalayer|\bgtm|utag|digitaldata|targeting|adserver", re.IGNORECASE)
OWN_TRUST = 0.84
LIKELY_TRUST = 0.7
OTHER_TRUST = 0.66  # of further objects about this page: analytics, sharing, what was shown in a list
MAX_OTHERS = 3
RICHEST_FACTS = frozenset({"features", "images", "description"})
UNMATCHED_TRUST = 0.66  # of a reference that the page's address does not bear out
DEEPER_COST = 0.01
LABELLED_COST = 0.03
SLUG_COST = 0.2  # of a city in small letters
MAX_LABELLED_DEPTH = 1
_NOT_LABELLED = frozenset({"title", "description", "images", "main_image", "floor_plans", "features", "offer"})
RANK_COST = 0.003
# What sellers, agencies and pictures have as well as homes
_COMMON = frozenset({"title", "description", "images", "price", "property_type", "offer", "reference", "currency"})
_TELLING = frozenset(
    {
        "price", "count_bedrooms", "count_rooms", "constructed_area", "plot_area", "images", "description", "title",
        "reference",
    }
)  # fmt: skip
DETAIL_DEPTH, MIN_DETAIL_CHARS = 2, 250
_DETAILS = frozenset(
    {"detailedinfo", "details", "detail", "info", "content", "texts", "propertydetails", "listingdetails"}
)
_NEVER_ZERO = frozenset({"price", "constructed_area", "plot_area"})
# What objects are called that hold more than it
_OF_PARTS = frozenset({"constructed_area", "plot_area", "address", "agent_phone"})
_PLACE_FACTS = frozenset(
    {"street_address", "street_name", "street_number", "city", "province", "region", "postal_code", "country"}
)
_PEOPLE_WORDS = (
    "seller", "agent", "agency", "publisher", "advertiser", "broker", "contact", "office", "company", "phone",
    "customer",
)  # fmt: skip
_OTHER_NAMES = frozenset(
    {
        "firstname", "lastname", "username", "filename", "streetname", "cityname", "typename", "surname", "statename",
        "countryname",
    }
)  # fmt: skip


def state_candidates(data: Data, own: Own) -> Iterator[Candidate]:
    """What the object of the page's data that is about its listing states, and what the objects in it do."""
    chosen = data.own or _choose(data.objects)
    if chosen is None:
        return
    wrapper = wrapper_of(chosen, own)
    is_sure = (chosen.is_own or wrapper is not None) and _tells_enough(chosen)
    trust = OWN_TRUST if is_sure else LIKELY_TRUST
    stated: set[str] = set()
    for found in (chosen, *((wrapper,) if wrapper is not None else ())):
        believed = trust if found is chosen else LIKELY_TRUST
        proposed = [c for c in _propose(found, own, data.resolve, believed) if c.fact not in stated]
        stated.update(c.fact for c in proposed)
        yield from proposed
    for path, key, seller in sellers_beside(wrapper or chosen):
        for candidate in _of_seller(path, key, data.resolve(seller)):
            if candidate.fact not in stated:
                yield candidate
    others = [found for found in data.objects if found.is_own and found is not chosen and _tells_of_a_home(found)]
    for found in others[:MAX_OTHERS]:
        yield from (c for c in _propose(found, own, data.resolve, OTHER_TRUST) if c.fact not in RICHEST_FACTS)


def _of_seller(path: str, key: str, seller: object) -> Iterator[Candidate]:
    """What an object says of who offers the home."""
    people = PEOPLE.get(key.lower(), "agent_name")
    if isinstance(seller, dict):
        for name, (fact, _) in _known_keys(seller, key, people):
            yield Candidate(fact, seller[name], "json", f"{path}.{name}", OTHER_TRUST)


def _choose(objects: list[Found]) -> Found | None:
    """The object that most speaks for: about this page, rich, shallow, and not one of many alike."""
    homes = [found for found in objects if _is_home(found)]
    best = max(homes, key=_score, default=None)
    return None if best is not None and not best.is_own and _is_one_of_many(best, homes) else best


def _is_one_of_many(found: Found, homes: list[Found]) -> bool:
    """Whether an object, or one that it lies in, is in a list of such as a search has."""
    if found.siblings > MAX_SIBLINGS:
        return True
    lists = {id(place[4]) for place in around(found.place) if place[2] > MAX_SIBLINGS}
    return sum(1 for home in homes if id(home.place[4]) in lists) > MAX_SIBLINGS


def _is_home(found: Found) -> bool:
    is_measured = not MEASURED.isdisjoint(found.facts) or (found.is_own and _holds_measures(found.node))
    return (found.is_own or _tells_enough(found)) and is_measured


def _holds_measures(node: dict[str, object]) -> bool:
    """Whether an object in this one states what homes have and settings have not: {"area": {"livingArea": 90}}."""
    inner = [value for value in list(node.values())[:MAX_INNER] if isinstance(value, dict) and len(value) <= MAX_KEYS]
    facts = {known[0] for value in inner for key in value if (known := fact_of_key(key))}
    return not MEASURED.isdisjoint(facts)


def _tells_of_a_home(found: Found) -> bool:
    """Whether an object that bears the page's id or title is of a home, rather than of its place or who offers it."""
    return not _TELLING.isdisjoint(found.facts.keys() - {"reference"})


def _tells_enough(found: Found) -> bool:
    return len(_TELLING.intersection(found.facts)) >= MIN_TELLING


def _score(found: Found) -> float:
    telling = len(_TELLING.intersection(found.facts))
    many = MANY_COST if found.siblings > MAX_SIBLINGS else 0
    counted = TRACKING_COST if _TRACKING.search(found.path) else 0
    return len(found.facts) + 2 * telling + (OWN_BONUS if found.is_own else 0) - many - counted - 0.1 * found.depth


def _propose(chosen: Found, own: Own, resolve: Callable[[object], object], trust: float) -> Iterator[Candidate]:
    """The object's facts, then those of the objects in it, nearest first: address.city, price.amount, agent.name."""
    seen: set[str] = set()
    for path, context, node, depth, is_home in within(chosen, resolve):
        if is_home and "position" not in seen and _has_position(node):
            seen.add("position")
            yield Candidate("position", node, "json", path, trust)
        people = PEOPLE.get(context.lower())
        if not is_home and not people:
            continue
        if is_home and depth <= MAX_LABELLED_DEPTH:
            yield from _labelled(node, path, trust)
        for key, known in _known_keys(node, context, people):
            value = resolve(node[key])
            if not _is_meant(known, value, context, depth):
                continue
            fact = known[0]
            if fact == "reference" and isinstance(value, str | int) and str(value).lower() in own.ids:
                yield Candidate(fact, value, "json", f"{path}.{key}", trust + 0.1)
            elif fact not in seen:
                if not _is_slug(fact, value) and not (fact in _OF_PARTS and isinstance(value, dict)):
                    seen.add(fact)  # else another may say it plainly
                believed = UNMATCHED_TRUST if fact == "reference" and own.ids else trust
                yield _stated(known, key, value, depth, believed, path)


def _stated(known: tuple[str, int], key: str, value: object, depth: int, trust: float, path: str) -> Candidate:
    """What a key states, believed less the deeper it lies and the less sure its name is."""
    fact, rank = known
    currency = currency_of_key(key) if fact == "price" else None
    cost = DEEPER_COST * min(depth, 5) + RANK_COST * min(rank, 15) + (SLUG_COST if _is_slug(fact, value) else 0)
    raw = value if currency is None else {"amount": value, "currency": currency}
    return Candidate(fact, raw, "json", f"{path}.{key}", trust - cost)


def _is_slug(fact: str, value: object) -> bool:
    """Whether a city is written in small letters, as analytics and addresses of pages have it."""
    return fact == "city" and isinstance(value, str) and value.islower() and value.isascii()


def _is_meant(known: tuple[str, int], value: object, context: str, depth: int) -> bool:
    """Whether what a key is called is what its value states."""
    fact, rank = known
    if value in (None, "", [], {}) or not _may_state(fact, value, context, depth):
        return False
    if fact in _NEVER_ZERO and value in (0, "0"):
        return False  # {"salePrice": 0, "rentPrice": 2650000}
    if fact_is_pictures(known) and isinstance(value, dict):
        return False  # its lists are met further in
    # "level" of a home is its floor, but not that of the crimes around it
    return rank < WEAK_RANK or depth == 0 or _is_of_place(fact, context)


def _labelled(node: dict[str, object], path: str, trust: float) -> Iterator[Candidate]:
    """What lists of labels and values in an object of the home's state."""
    for key, members in labelled_lists(node):
        for fact, name, value in labelled(members):
            if fact not in _NOT_LABELLED and could_state(fact, value):
                yield Candidate(fact, value, "json", f"{path}.{key}[{name}]", trust - LABELLED_COST)


def _known_keys(node: dict[str, object], context: str, people: str | None) -> list[tuple[str, tuple[str, int]]]:
    """(key, what it says) of the keys of an object that say something, a rent with charges last.

    And behind the price in the currency that the object states the same in others: {"priceUsd": 110000, ...}.
    """
    known: list[tuple[str, tuple[str, int]]] = []
    for key in node:
        if people:
            named = _of_people(people, key)
        else:
            named = (fact_of_key(f"{context}{key}") if context else None) or fact_of_key(key)
        if named is not None:
            known.append((key, named))
    currency = next((node[key] for key, (fact, _) in known if fact == "currency"), None)
    known.sort(key=lambda stated: _is_warm(stated[0]) or _is_in_another_currency(stated[0], currency))
    return known


def fact_is_pictures(known: tuple[str, int]) -> bool:
    """Whether a key is one of pictures."""
    return known[0] in ("images", "floor_plans")


def _is_in_another_currency(key: str, currency: object) -> bool:
    return isinstance(currency, str) and currency_of_key(key) not in (None, currency.upper())


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
    if fact in ("latitude", "longitude") or not could_state(fact, value):
        return False
    if fact == "description" and depth <= DETAIL_DEPTH and context.lower() in _DETAILS:
        return isinstance(value, str) and len(value) >= MIN_DETAIL_CHARS
    return depth == 0 or fact not in _COMMON or (depth <= 2 and bool(context) and fact in ("price", "images"))


def _is_of_place(fact: str, context: str) -> bool:
    """Whether a weak name of a part of the address stands in an address: "number" in {"street": {"number": 5}}."""
    known = fact_of_key(context)
    return fact in _PLACE_FACTS and known is not None and known[0] in (*_PLACE_FACTS, "address", "position")


def within(
    chosen: Found, resolve: Callable[[object], object]
) -> Iterator[tuple[str, str, dict[str, object], int, bool]]:
    """(path, parent key, object, depth, is the home's) of the object and those in it, nearest first.

    Lists of objects are left out.  What lies under a person or a company is theirs, down to the last address.
    """
    queue: list[tuple[str, str, dict[str, object], int, bool]] = [(chosen.path, "", chosen.node, 0, True)]
    entered = {id(chosen.node)}  # as references lead to one object from many
    for path, context, node, depth, is_home in queue:
        yield path, context, node, depth, is_home
        if depth >= MAX_INNER_DEPTH or len(queue) > MAX_INNER:
            continue
        for key, value in node.items():
            if isinstance(value, list) and value and (len(value) == 1 or key.lower() in PEOPLE):
                value = value[0]
            value = resolve(value)
            if isinstance(value, dict) and id(value) not in entered and len(value) <= MAX_KEYS and not is_foreign(key):
                entered.add(id(value))
                queue.append((f"{path}.{key}", key, value, depth + 1, is_home and not _is_peoples(key)))


def _is_peoples(key: str) -> bool:
    lower = key.lower()
    return lower in PEOPLE or any(word in lower for word in _PEOPLE_WORDS)


def _has_position(node: dict[str, object]) -> bool:
    facts = {known[0] for key in node if (known := fact_of_key(key))}
    return {"latitude", "longitude"} <= facts


def _is_position(value: object) -> bool:
    if isinstance(value, dict):
        return _has_position(value)
    return isinstance(value, list) and len(value) == 2 and all(isinstance(part, int | float) for part in value)
