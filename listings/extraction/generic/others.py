"""What of a page is another's or nobody's: navigation, small print, forms, other homes in sections and in cards."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import Protocol

from listings.extraction.generic.lookup import HEADINGS
from listings.extraction.parsing.vocabulary.headings import SEEN_BY_OTHERS
from listings.extraction.parsing.vocabulary.price import ON_REQUEST
from listings.extraction.parsing.words import fold
from listings.extraction.sources.outline import Outline

_DEAD_TAGS = frozenset({"nav", "footer", "select", "datalist", "textarea", "dialog", "iframe", "option"})
_DEAD_ROLES = frozenset({"navigation", "contentinfo", "dialog", "alertdialog", "search", "menu", "menubar"})
_DEAD_MARKS = frozenset({"similar", "boilerplate"})
# What of the dead is another's or nobody's, and what is a form to write to who offers the home
OTHERS, CONTACT = 1, 2
_CONTACT_WORDS = re.compile(
    r"conta[ck]t|kontakt|contatt|contac|enquir|inquir|anfrage|lead-?form|agent|seller|request|richied|demand|solicit|pedir"
    r"|aanvra"
)
MOST_OF_PAGE = 0.5  # what holds more than this share of the texts is the page itself, whatever it is called
MIN_CARDS = 3
MAX_CARDS = 500  # of one group, that are looked at for the price that they withhold
LINKED_SHARE = 0.7
UNLIKE = 2.5
MAX_CARD_LEVELS = 8
MAX_CARD_TEXT = 120
_ADDRESS = ("/", "https://", "http://")
_LEADS = re.compile(r"href|ur[il]|link|goto|posting|detail|navig")
# Where an element's names are written
NAMES = ("class", "id", "data-testid", "data-test", "data-qa", "data-cy", "data-test-id", "itemprop", "name")
_NONE: frozenset[str] = frozenset()

# What an element stands in, its tag and its first class
Make = tuple[int, str, str]


class Seen(Protocol):
    """A page as far as it was looked at: its elements, what they are named for, and which of them are dead."""

    @property
    def outline(self) -> Outline:
        """The elements and texts."""

    @property
    def marks(self) -> Mapping[int, frozenset[str]]:
        """The facts that elements are named for."""

    @property
    def dead(self) -> bytearray:
        """For each element whether it is dead, and how."""

    @property
    def numbered(self) -> Set[int]:
        """The texts with a digit in them."""

    def amount(self, text: int) -> str:
        """The first amount of money in a text."""

    def headings(self) -> Iterator[tuple[int, str]]:
        """(element, folded text) of the live headings."""

    def block_of(self, element: int) -> int:
        """The largest element around this one that holds no other text."""

    def section_of(self, element: int) -> int:
        """The element that a heading heads."""


class Others:
    """Marks what is another's or nobody's as dead, as it is made; cards: of other listings, so many."""

    def __init__(self, view: Seen) -> None:
        self._view, self._outline, self._dead = view, view.outline, view.dead
        self.cards = 0
        self._made: dict[int, dict[Make, list[int]]] = {}
        self._bury_named()
        self._bury_similar_sections()
        self._bury_cards()

    def _bury_cards(self) -> None:
        """Siblings of one make, each with a link and most with a price of their own: cards of other listings."""
        groups: dict[Make, dict[int, str]] = {}
        for at in sorted(self._view.numbered):
            text, element = self._outline.texts[at], self._outline.owners[at]
            money = self._view.amount(at) if len(text) <= MAX_CARD_TEXT and not self._dead[element] else ""
            for _ in range(MAX_CARD_LEVELS if money else 0):
                if self._outline.parents[element] < 0:
                    break
                groups.setdefault(self._make(element), {}).setdefault(element, money)
                element = self._outline.parents[element]
        for make, cards in groups.items():
            if len(cards) >= MIN_CARDS and len(set(cards.values())) > 1:
                self._bury_group(make, list(cards))

    def _bury_group(self, make: Make, priced: list[int]) -> None:
        linked = [card for card in self._alike(priced) if self._is_link(card)]
        if len(linked) >= max(LINKED_SHARE * len(priced), MIN_CARDS):
            others = [card for card in self._alike(self._of_make(make), linked) if self._is_link(card)]
            linked += [card for card in others if self._withholds_a_price(card, linked[0], linked[-1])]
            self.cards += len(set(linked))
            for card in linked:
                self._bury(card)

    def _withholds_a_price(self, card: int, first: int, last: int) -> bool:
        """Whether it stands between cards with a price, or behind them and says why it has none.

        What else is made like them may be the listing's own block, or its agent's.
        """
        return first < card and (card < last or ON_REQUEST.in_(fold(self._outline.text(card)[:MAX_CARD_TEXT])))

    def _make(self, element: int) -> Make:
        """What siblings that are made alike share: what they stand in, their tag and first class."""
        outline = self._outline
        style = (outline.attributes[element].get("class") or "").partition(" ")[0]
        return outline.parents[element], outline.tags[element], style

    def _of_make(self, make: Make) -> list[int]:
        return self._made_in(make[0])[make][:MAX_CARDS]

    def _made_in(self, above: int) -> dict[Make, list[int]]:
        """What stands in an element, by its make; looked through once, as there may be as many makes as siblings."""
        if above not in self._made:
            made = self._made.setdefault(above, defaultdict(list))
            for element in self._outline.children(above):
                made[self._make(element)].append(element)
        return self._made[above]

    def _alike(self, cards: list[int], models: list[int] | None = None) -> list[int]:
        """Those that hold about as many texts as most: the listing's own block may be made as its neighbours' are."""
        sizes = sorted(map(self._outline.size, models or cards))
        usual = sizes[len(sizes) // 2]
        return [
            card
            for card in cards
            if usual <= UNLIKE * self._outline.size(card) and self._outline.size(card) <= UNLIKE * usual
        ]

    def _is_link(self, element: int) -> bool:
        """Whether an element is, holds, or stands in a link."""
        outline = self._outline
        if outline.holds(element, "a") or _leads_somewhere(outline.attributes[element]):
            return not self._holds_headline(element)
        return any(outline.tags[above] == "a" for _, above in zip(range(3), outline.ancestors(element), strict=False))

    def _bury_named(self) -> None:
        """Navigation, small print, and blocks whose names say that they show other listings or nobody's."""
        outline = self._outline
        most = MOST_OF_PAGE * len(outline.texts)
        nobodys = [element for tag in _DEAD_TAGS for element in outline.by_tag.get(tag, ())]
        nobodys = [element for element in nobodys if not self._is_breadcrumb(element)]
        nobodys += [element for element, role in outline.stated("role") if role in _DEAD_ROLES]
        nobodys += [element for element, marks in sorted(self._view.marks.items()) if not _DEAD_MARKS.isdisjoint(marks)]
        for element in nobodys:
            if not self._dead[element] and outline.size(element) <= most and not self._holds_headline(element):
                self._bury(element, self._kind_of(element))

    def _kind_of(self, element: int) -> int:
        if "boilerplate" not in self._view.marks.get(element, _NONE):
            return OTHERS
        return _kind_of_dead(" ".join(filter(None, map(self._outline.attributes[element].get, NAMES))))

    def _is_breadcrumb(self, element: int) -> bool:
        """Whether a <nav> shows where in the site the page stands."""
        label = self._outline.attributes[element].get("aria-label") or ""
        return "breadcrumbs" in self._view.marks.get(element, _NONE) or "breadcrumb" in label.lower()

    def _bury_similar_sections(self) -> None:
        """What a heading such as "Similar homes" heads, to the end of its section."""
        outline = self._outline
        most = MOST_OF_PAGE * len(outline.texts)
        for element, text in list(self._view.headings()):
            if not _heads_others(text):
                continue
            section = self._view.section_of(element)
            if outline.size(section) <= most and not self._holds_headline(section):
                self._bury(section, _kind_of_dead(text))
            else:
                self._bury_following(self._view.block_of(element))

    def _holds_headline(self, element: int) -> bool:
        return self._outline.holds(element, "h1")

    def _bury(self, element: int, kind: int = OTHERS) -> None:
        """Mark an element and all that is in it; a form within what is another's is another's, too."""
        stop = self._outline.stop[element]
        if kind == CONTACT:
            self._dead[element:stop] = bytes(dead or CONTACT for dead in self._dead[element:stop])
        else:
            self._dead[element:stop] = bytes([OTHERS]) * (stop - element)

    def _bury_following(self, block: int) -> None:
        """Mark the block and the siblings behind it."""
        above = self._outline.parents[block]
        stop = self._outline.stop[above] if above >= 0 else self._outline.stop[block]
        self._dead[block:stop] = bytes([OTHERS]) * (stop - block)


def _leads_somewhere(attributes: Mapping[str, str | None]) -> bool:
    """Whether a program follows an address of an element that is no link: <div data-href="/homes/17">."""
    stated = [value for name, value in attributes.items() if name.startswith("data-") and _LEADS.search(name)]
    return any(value and value.startswith(_ADDRESS) for value in stated)


def _kind_of_dead(names: str) -> int:
    return CONTACT if _CONTACT_WORDS.search(names.lower()) else OTHERS


def _heads_others(text: str) -> bool:
    """Whether a heading is one of blocks that are nobody's or another's, also with more behind it: "... in Dubai"."""
    named = HEADINGS.get(text)
    if named is not None:
        return named[0] in _DEAD_MARKS
    if SEEN_BY_OTHERS.search(text) and not text[:1].isdigit():  # "34 people also viewed this home" is of this one
        return True
    words = text.split()
    heads = (HEADINGS.get(" ".join(words[:count])) for count in range(len(words) - 1, 1, -1))
    return any(head is not None and head[0] == "similar" for head in heads)
