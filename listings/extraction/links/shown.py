"""The links that a page shows, and the cards they stand in: a block with a price that leads to one page of a kind."""

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from itertools import accumulate

from listings.extraction.generic.lookup import HEADINGS, facts_of_marks
from listings.extraction.links.addresses import Shape, Site
from listings.extraction.page import Page
from listings.extraction.parsing.amounts import MONEY
from listings.extraction.parsing.vocabulary.price import ON_REQUEST
from listings.extraction.parsing.words import fold

MAX_LEVELS = 12  # from a link up to what makes it a card
MAX_CARD_TEXTS = 80
MAX_PRICE_CHARS = 120
MAX_HEADING_CHARS = 80
_NAMES = ("class", "id", "data-testid", "data-test", "data-qa")
_ASIDE_TAGS = ("nav", "footer", "aside", "select", "dialog")
_ASIDE_ROLES = frozenset({"navigation", "contentinfo", "dialog", "menu"})
_HEADINGS = ("h2", "h3", "h4", "h5")
# On a page of results these name what it is there for; elsewhere they name other listings
_RESULTS = re.compile("result|(?<![a-z])list(?![a-z])", re.IGNORECASE)


class ShownLinks:
    """The links of a page, in document order; those in menus, footers and blocks of similar homes are left out."""

    def __init__(self, page: Page, site: Site) -> None:
        self._outline = page.outline
        self._aside = self._find_asides()
        self.is_known = site.listing is not None
        read = {link: site.read(link) for link in set(map(self._link, self._outline.by_tag.get("a", ())))}
        self.keys = {address.key for address in read.values() if address}  # of all, wherever they stand
        self.links = [
            (element, address)
            for element in self._outline.by_tag.get("a", ())
            if not self._aside[element] and (address := read.get(self._link(element)))
        ]

    def _link(self, element: int) -> str:
        return self._outline.attributes[element].get("href") or ""

    @cached_property
    def by_shape(self) -> dict[Shape, list[tuple[int, str]]]:
        """(element, key) of the links of each shape, in document order."""
        found: dict[Shape, list[tuple[int, str]]] = defaultdict(list)
        for element, address in self.links:
            found[address.shape].append((element, address.key))
        return found

    @cached_property
    def makes(self) -> dict[Shape, Shape]:
        """The make of each shape."""
        return {address.shape: address.make for _, address in self.links}

    def count(self, shape: Shape) -> int:
        """How many pages of a shape there are links to."""
        return len({key for _, key in self.by_shape[shape]})

    def cards(self, shape: Shape) -> dict[str, int]:
        """The card of each address of a shape that has one."""
        found: dict[str, int] = {}
        links = self.by_shape[shape]
        before, behind = _neighbours(links)
        for (element, key), last, following in zip(links, before, behind, strict=True):
            card = self._priced_around(element) if key not in found else None
            if card is not None and last < card and following >= self._outline.stop[card]:
                found[key] = card
        return found

    def overlaps(self, card: int, cards: list[int]) -> bool:
        """Whether a card holds, or stands in, one of others, which are in document order."""
        at = bisect_left(cards, card)
        if at < len(cards) and cards[at] < self._outline.stop[card]:
            return True
        return any(_has(cards, above) for above in self._outline.ancestors(card))

    def _priced_around(self, element: int) -> int | None:
        """The nearest block around a link, itself included, that states a price; None where that is far or large."""
        outline, priced = self._outline, self._priced
        for _ in range(MAX_LEVELS):
            if element < 0 or outline.size(element) > MAX_CARD_TEXTS:
                return None
            if priced[outline.end[element]] > priced[outline.first[element]]:
                return element
            element = outline.parents[element]
        return None

    @cached_property
    def _priced(self) -> list[int]:
        """How many texts that state a price there are in front of each text."""
        return [0, *accumulate(map(_states_price, self._outline.texts))]

    def _find_asides(self) -> bytearray:
        outline, aside = self._outline, bytearray(len(self._outline.tags))
        found = [element for tag in _ASIDE_TAGS for element in outline.by_tag.get(tag, ())]
        found += [element for element, role in outline.stated("role") if role in _ASIDE_ROLES]
        for name in _NAMES:
            found += [element for element, value in outline.stated(name) if _is_of_others(value)]
        for element in found:
            aside[element : outline.stop[element]] = b"\x01" * (outline.stop[element] - element)
        for element in self._headings_of_others():
            stop = outline.stop[self._section_of(element)]
            aside[element:stop] = b"\x01" * (stop - element)
        return aside

    def _headings_of_others(self) -> list[int]:
        outline = self._outline
        headings = [element for tag in _HEADINGS for element in outline.by_tag.get(tag, ())]
        short = [element for element in headings if 0 < outline.length(element) <= MAX_HEADING_CHARS]
        return [e for e in short if HEADINGS.get(fold(outline.text(e)).rstrip(" :."), ("",))[0] == "similar"]

    def _section_of(self, element: int) -> int:
        """The nearest block around a heading that holds more than it."""
        outline = self._outline
        size = outline.size(element)
        return next((above for above in outline.ancestors(element) if outline.size(above) > size), element)


def _neighbours(links: list[tuple[int, str]]) -> tuple[list[int], list[int]]:
    """For each link the nearest ones before and behind it that lead to another page."""
    before, behind = [-1] * len(links), [1 << 31] * len(links)
    for at in range(1, len(links)):
        element, key = links[at - 1]
        before[at] = element if key != links[at][1] else before[at - 1]
    for at in range(len(links) - 2, -1, -1):
        element, key = links[at + 1]
        behind[at] = element if key != links[at][1] else behind[at + 1]
    return before, behind


def _has(ordered: list[int], value: int) -> bool:
    at = bisect_left(ordered, value)
    return at < len(ordered) and ordered[at] == value


def _states_price(text: str) -> bool:
    return len(text) <= MAX_PRICE_CHARS and (MONEY.search(text) is not None or ON_REQUEST.in_(fold(text)))


def _is_of_others(name: str) -> bool:
    return "similar" in facts_of_marks(name) and not _RESULTS.search(name)
