"""The listings that a page of search results leads to (I14): its own links, and none of its navigation.

What counts is how a page is made, not what it is called: listings have addresses of one shape, with an id or a name in
each, and stand in cards with a price, one to a card; or the page's data names them. Where that cannot be told, there
are none.
"""

import re
from bisect import insort
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from listings.extraction.links.addresses import NAME, Address, Shape, Site
from listings.extraction.links.shown import ShownLinks
from listings.extraction.links.stated import homes_in_jsonld, homes_in_state, listed_in_jsonld
from listings.extraction.mapping import Mapping
from listings.extraction.page import Page
from listings.extraction.portals import Portal

MAX_LINKS = 200
MIN_CARDS = 3  # one is enough where the portal's addresses are known, or the page's data names listings like it
MOST = 0.5  # of a shape's addresses must have cards; nearly all, where they have names and no ids
NEARLY_ALL = 0.8
# One program for all pages, as in /index.php?page=home&id=1001
_SCRIPT = re.compile(r"\.\w{2,5}$")


def listing_links(page: Page, portal: Portal | None, mapping: Mapping | None = None) -> list[str]:
    """Absolute URLs of listings on the portal, each once, in the order of the page, at most 200; none is a fair answer.

    The page itself is all that is looked at: no further page of results is followed. Without a portal the site is the
    page's own host; the portal's mapping may say what the address of every listing has. A listing's own page leads to
    none: what it shows are others like it. Any text is judged, none raises.
    """
    site = _site(page, portal, mapping)
    own = site.read(page.address.partition("?")[0])
    if own is not None and site.listing is not None:
        return []
    found = [address for address in _addresses(page, site) if own is None or address.key != own.key]
    if own is not None and any(address.shape == own.shape for address in found):
        return []
    return _distinct(found)


def _addresses(page: Page, site: Site) -> list[Address]:
    """Of the links that the page shows, those of listings; and those that its data names besides, or in their stead."""
    shown, homes, listed = ShownLinks(page, site), homes_in_jsonld(page, site), listed_in_jsonld(page, site)
    shapes = {address.shape for address in homes} | _shapes_of_cards(shown, {address.make for address in homes})
    if shapes:
        found = (address for _, address in shown.links)
        return [address for address in (*found, *homes, *listed) if address.shape in shapes]
    # A list of nothing in particular is one of listings where the page does not show it: else it would have cards
    is_shown = any(address.key in shown.keys for address in listed)
    return homes_in_state(page, site) or ([] if is_shown else listed)


def _shapes_of_cards(shown: ShownLinks, makes: set[Shape]) -> set[Shape]:
    """The shapes of the addresses that cards lead to, of certain makes if there are any."""
    cards = {shape: found for shape in shown.by_shape if (found := shown.cards(shape))}
    totals = Counter[Shape]()
    for shape, found in cards.items():
        totals[shown.makes[shape]] += len(found)
    if makes:
        cards = {shape: found for shape, found in cards.items() if shown.makes[shape] in makes}
    taken: list[int] = []
    chosen: set[Shape] = set()
    for shape in sorted(cards, key=lambda shape: (-totals[shown.makes[shape]], -len(cards[shape]))):
        # A card is one listing's: what else it leads to is its agent, its photos, a form
        free = [card for card in cards[shape].values() if not shown.overlaps(card, taken)]
        if len(free) >= (NEARLY_ALL if shape[-1] == NAME else MOST) * shown.count(shape):
            chosen.add(shape)
            for card in free:
                insort(taken, card)
    if shown.is_known and len(taken) >= MOST * sum(map(shown.count, shown.by_shape)):
        return set(shown.by_shape)
    return chosen if len(taken) >= (1 if makes or shown.is_known else MIN_CARDS) else set()


def _distinct(addresses: Iterable[Address]) -> list[str]:
    found: dict[str, str] = {}
    for address in addresses:
        found.setdefault(address.key, address.url)
    return list(found.values())[:MAX_LINKS]


def _site(page: Page, portal: Portal | None, mapping: Mapping | None) -> Site:
    try:
        own = urlsplit(page.url)
        host, path = own.hostname or "", own.path
    except ValueError:
        host = path = ""
    return Site(
        host=portal.host if portal else host.rstrip(".").removeprefix("www."),
        base=page.base_url,
        search="" if _SCRIPT.search(path) else path,
        listing=mapping.listing_url if mapping else None,
    )
