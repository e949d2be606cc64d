"""What lies around the listing's object in embedded data and is its own as well: its wrapper, and who offers it."""

import re
from collections.abc import Iterator

from listings.extraction.generic.data import MAX_KEYS, Found, Place, path_of
from listings.extraction.generic.own import Own

MAX_LEVELS = 3
_SELLERS = frozenset(
    {
        "agent", "agents", "agency", "advertiser", "seller", "realtor", "lister", "anunciante", "inmobiliaria",
        "listingagent", "contactagent", "estateagent",
    }
)  # fmt: skip
# What lies beside a listing about whoever looks at it, or about the site
_OF_VISITORS = (
    "user", "viewer", "visitor", "account", "session", "profile", "customer", "member", "search", "filter", "setting",
    "config", "preference", "mortgage", "geoip", "cookie", "consent",
)  # fmt: skip
_ABOUT_SELLERS = ("agentdata", "agentinfo", "agentdetails", "sellerinfo", "advertiserinfo", "contactinfo")
_TOKEN = re.compile(r"[0-9A-Za-z]+")


def wrapper_of(found: Found, own: Own) -> Found | None:
    """The outermost object around this one that bears the page's id, or lies under a key that does.

    {"id": 900000123, "agents": [...], "features": {"bedrooms": 3, ...}}: the inner one alone states what homes have.
    """
    wrapper = None
    for place, node in _around(found.place):
        if own.ids and (_bears_id(node, own) or _names_id(place[1], own)):
            wrapper = Found(_without_visitors(node), {}, place, is_own=True)
    return wrapper


def sellers_beside(found: Found) -> Iterator[tuple[str, str, dict[str, object]]]:
    """(path, key, object) of who offers the home, where that lies beside its object: {"listing": ..., "agent": ...}."""
    place: Place | None = found.place
    for _ in range(MAX_LEVELS - 1):
        if place is None or not isinstance(place[4], dict) or len(place[4]) > MAX_KEYS:
            return
        for key, value in place[4].items():
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            name = key.lower().replace("_", "")
            if name.endswith(_ABOUT_SELLERS) and isinstance(value, dict):
                value = next((inner for at, inner in value.items() if at.lower() in _SELLERS), value)
            elif name not in _SELLERS:
                continue
            if isinstance(value, dict):
                yield f"{path_of(place[0])}.{key}", key, value
        place = place[0]


def _without_visitors(node: dict[str, object]) -> dict[str, object]:
    """Without what is about the person who looks at the page: {"id": 900000123, "user": {...}, "listing": {...}}."""
    return {key: value for key, value in node.items() if not _is_of_visitors(key)}


def _is_of_visitors(key: str) -> bool:
    return key == "me" or any(word in key.lower() for word in _OF_VISITORS)


def _around(place: Place) -> Iterator[tuple[Place, dict[str, object]]]:
    """(place, object) of the objects around a place, the nearest first, up to the first list."""
    for _ in range(MAX_LEVELS):
        node, above = place[4], place[0]
        if above is None or not isinstance(node, dict) or len(node) > MAX_KEYS:
            return
        yield above, node
        place = above


def _bears_id(node: dict[str, object], own: Own) -> bool:
    return any(str(value).lower() in own.ids for value in node.values() if type(value) in (str, int))


def _names_id(key: str | int, own: Own) -> bool:
    return isinstance(key, str) and not own.ids.isdisjoint(map(str.lower, _TOKEN.findall(key.replace("_", " "))))
