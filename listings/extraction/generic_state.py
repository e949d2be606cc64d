"""Candidates from embedded state by well-known keys: the object that looks most like a listing."""

from collections import deque
from collections.abc import Iterator

from listings.extraction.candidates import Candidate, generic_candidate
from listings.extraction.page import Page

MIN_FACTS = 4
MAX_VISITED = 60_000
MAX_DEPTH = 24
MAX_COPIES = 8  # of one listing in a page's states

# Keys in lower case without separators.  Only what portals agree on: a key that means two things is left out.
_KEYS: dict[str, tuple[str, ...]] = {
    "price": ("price", "askingprice", "listprice", "displayprice", "saleprice"),
    "currency": ("currency", "currencycode", "pricecurrency"),
    "title": ("title", "headline", "adtitle"),
    "description": ("description", "detaileddescription", "fulldescription", "longdescription"),
    "count_bedrooms": ("bedrooms", "beds", "bedroomcount", "numbedrooms", "numberofbedrooms", "bedroomsnumber"),
    "count_bathrooms": ("bathrooms", "baths", "bathroomcount", "numbathrooms", "numberofbathrooms"),
    "constructed_area": ("livingarea", "floorarea", "builtarea", "surface", "floorsize"),
    "plot_area": ("plotarea", "landarea", "lotsize", "surfaceland"),
    "position": ("coordinates", "location", "geo", "latlng", "geolocation"),
    "postal_code": ("postalcode", "postcode", "zipcode", "zip"),
    "city": ("city", "cityname", "town", "locality"),
    "street_address": ("streetaddress", "street", "addressline1"),
    "images": ("images", "photos", "pictures", "imageurls"),
    "features": ("keyfeatures", "amenities"),
    "reference": ("listingid", "adid"),
}
_FACT_OF_KEY = {key: fact for fact, keys in _KEYS.items() for key in keys}
_MUST_HAVE = frozenset({"price", "description", "images"})


def state_candidates(page: Page) -> Iterator[Candidate]:
    """What the most listing-like object of the page's states proposes; nothing where two are as good."""
    ranked: list[tuple[int, str, dict[str, tuple[str, object]]]] = []
    for name, state in page.states():
        ranked.extend((len(facts), f"{name}{path}", facts) for path, facts in _objects(state))
    ranked.sort(key=lambda found: -found[0])
    if not ranked or ranked[0][0] < MIN_FACTS or _is_one_of_many(ranked):
        return
    _, where, facts = ranked[0]
    for fact, (key, raw) in facts.items():
        yield generic_candidate(fact, raw, "json", f"{where}.{key}")


def _is_one_of_many(ranked: list[tuple[int, str, dict[str, tuple[str, object]]]]) -> bool:
    """Whether other objects are as rich but state another price: a page of several homes."""
    best = ranked[0]
    price = best[2].get("price", ("", None))[1]
    rivals = [facts for count, _, facts in ranked[1:] if count >= best[0]]
    return len(rivals) > MAX_COPIES or any(facts.get("price", ("", None))[1] != price for facts in rivals)


def _objects(state: object) -> Iterator[tuple[str, dict[str, tuple[str, object]]]]:
    queue: deque[tuple[str, object, int]] = deque([("", state, 0)])
    for _ in range(MAX_VISITED):
        if not queue:
            return
        path, node, depth = queue.popleft()
        if depth > MAX_DEPTH:
            continue
        if isinstance(node, dict):
            facts = _known(node)
            if len(facts) >= MIN_FACTS and _MUST_HAVE.intersection(facts):
                yield path, facts
            children = [(f"{path}.{key}", child) for key, child in node.items()]
        elif isinstance(node, list):
            children = [(f"{path}.{number}", child) for number, child in enumerate(node)]
        else:
            children = []
        queue.extend((where, child, depth + 1) for where, child in children if isinstance(child, dict | list))


def _known(node: dict[str, object]) -> dict[str, tuple[str, object]]:
    facts: dict[str, tuple[str, object]] = {}
    for key, value in node.items():
        fact = _FACT_OF_KEY.get(key.replace("_", "").replace("-", "").lower()) if isinstance(key, str) else None
        if fact and fact not in facts and value not in (None, "", [], {}):
            facts[fact] = (key, value)
    return facts
