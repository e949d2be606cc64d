"""Listings that a page's data names: lists in JSON-LD, and lists of objects in the state its scripts start from."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from listings.extraction.generic.data import MEASURED, is_foreign
from listings.extraction.generic.lookup import fact_of_key
from listings.extraction.generic.nodes import HOME_TYPES
from listings.extraction.links.addresses import Address, Site
from listings.extraction.page import Page
from listings.extraction.sources.decoding import State
from listings.extraction.sources.jsonld import types_of

MIN_HOMES = 2  # of a list in the state; one object alone is no list
MAX_ITEMS, MAX_KEYS, MAX_LINKS = 500, 100, 20  # of a list, of an object
MAX_HOMES = 2_000  # of a page
MAX_VISITED, MAX_DEPTH = 60_000, 24
_LISTS = frozenset({"ItemList", "SearchResultsPage", "CollectionPage", "OfferCatalog"})
_LINKS = ("url", "@id", "mainEntityOfPage")
_INNER = ("item", "itemOffered", "mainEntity", "about")


def homes_in_jsonld(page: Page, site: Site) -> list[Address]:
    """The pages of homes that the page's JSON-LD speaks of: in lists, or side by side."""
    nodes = (item for node in page.jsonld for item in (node, *_members(node)))
    return _addresses_in((node for node in nodes if _is_home(node)), site)


def listed_in_jsonld(page: Page, site: Site) -> list[Address]:
    """The pages in lists of the page's JSON-LD that do not say of what they are."""
    nodes = (item for node in page.jsonld for item in _members(node))
    return _addresses_in((node for node in nodes if set(types_of(node)) <= {"ListItem"}), site)


def homes_in_state(page: Page, site: Site) -> list[Address]:
    """The pages of the longest list of priced or measured objects that have addresses."""
    lists = (members for _, state in page.states() for members in _lists_in(state))
    best: list[Address] = []
    left = MAX_HOMES
    for members in lists:
        homes = [member for member in members if _is_measured(member)][:left]
        found = _addresses_of(homes, site)
        best, left = max(best, found, key=len), left - len(homes)
    return best if len(best) >= MIN_HOMES else []


def _members(node: dict[str, object]) -> Iterator[dict[str, object]]:
    """What a list holds, wrapped in ListItem or not."""
    if _LISTS.isdisjoint(types_of(node)):
        return
    items = node.get("itemListElement")
    for item in items[:MAX_ITEMS] if isinstance(items, list) else ():
        if isinstance(item, dict):
            inner = next((item[key] for key in _INNER if isinstance(item.get(key), dict)), None)
            yield item | inner if isinstance(inner, dict) else item


def _addresses_in(nodes: Iterable[dict[str, object]], site: Site) -> list[Address]:
    links = (link for node in islice(nodes, MAX_HOMES) if (link := _link(node)))
    found = [address for link in links if (address := site.read(link))]
    return found if len({address.key for address in found}) >= MIN_HOMES else []


def _is_home(node: dict[str, object]) -> bool:
    return not HOME_TYPES.isdisjoint(types_of(node)) or "offers" in node


def _link(node: dict[str, object]) -> str | None:
    for key in _LINKS:
        link = node.get(key)
        if isinstance(link, dict):
            link = link.get("@id")
        if isinstance(link, str):
            return link
    return None


def _lists_in(state: State) -> Iterator[list[dict[str, object]]]:
    """The lists of objects in a state, the outer ones first; those under a key of other listings are left out."""
    queue: deque[tuple[object, int]] = deque([(state, 0)])
    visited = 0
    while queue and visited < MAX_VISITED:
        value, depth = queue.popleft()
        visited += 1
        inner: Iterable[object] = ()
        if isinstance(value, dict):
            inner = [part for key, part in value.items() if not is_foreign(key)]
        elif isinstance(value, list):
            inner = value[:MAX_ITEMS]
            members = [part for part in inner if isinstance(part, dict)]
            if len(members) >= MIN_HOMES:
                yield members
        if depth < MAX_DEPTH:
            queue.extend((part, depth + 1) for part in inner if isinstance(part, dict | list))


def _addresses_of(homes: list[dict[str, object]], site: Site) -> list[Address]:
    """An address for each object of a list, under the key that has the most of them."""
    by_key: dict[str, dict[str, Address]] = {}
    for home in homes:
        for key, link in islice(_texts(home), MAX_LINKS):
            if address := site.read(link):
                by_key.setdefault(key, {})[address.key] = address
    return max((list(found.values()) for found in by_key.values()), key=len, default=[])


def _is_measured(member: dict[str, object]) -> bool:
    return any((known := fact_of_key(key)) is not None and known[0] in MEASURED for key in list(member)[:MAX_KEYS])


def _texts(member: dict[str, object]) -> Iterator[tuple[str, str]]:
    """The texts of an object that could be addresses, and those of the objects in it."""
    for key, value in list(member.items())[:MAX_KEYS]:
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for name, part in list(parts)[:MAX_KEYS]:
            if isinstance(part, str) and part.startswith(("/", "http")):
                yield f"{key}.{name}", part
