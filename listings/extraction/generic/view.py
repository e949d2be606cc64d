"""A page as the generic readers see it: its outline, and what of it is the listing's, another's or nobody's."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from listings.extraction.generic.lookup import HEADINGS, LABELS, facts_of_marks
from listings.extraction.generic.others import CONTACT, NAMES, Others
from listings.extraction.page import Page
from listings.extraction.parsing.amounts import MONEY
from listings.extraction.parsing.words import fold, fold_all, words_in
from listings.extraction.sources.outline import Outline

MAX_LABEL_CHARS = 60
MAX_HEADING_CHARS = 120
MAX_HEADING_TEXTS = 4
_DRAWN_INTO = frozenset({"div", "iframe", "section", "canvas", "figure"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_JOINTS = re.compile(r" (?:and|&|und|et|y|e|en|i|och|og|ja|és) | ?[/+·|] ?")
# What a label says of its number's unit, or of how sure it is: "Plot (m²)", "Wohnfläche ca."
_UNIT = re.compile(r"(?: ?\((?:m2|m²|sq\.? ?(?:m|ft)\.?|sqm|sqft|ft2|ft²|ha|acres?)\)| ca\.?| approx\.?| circa)$")
_UNIT_ENDS = (")", "ca", "ca.", "approx", "approx.")
_DIGIT = re.compile(r"\d")
_FIRST_PAGE = frozenset(
    {"home", "homepage", "start", "startseite", "inicio", "accueil", "casa", "dom", "hjem", "hem", "acasa"}
)
MIN_SITE_CHARS = 4
_NONE: frozenset[str] = frozenset()
MAX_NAMED_TEXTS = 8


class View:
    """One page; dead[i] says that element i is navigation, small print, or shows other listings.

    A form to write to who offers the home is dead as well, but says who that is (is_of_people).
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.outline: Outline = page.outline
        self.marks = self._named()
        self.dead = bytearray(len(self.outline.tags))
        self._amounts: dict[int, str] = {}
        self.cards = Others(self).cards  # of other listings

    def _named(self) -> dict[int, frozenset[str]]:
        """The facts that elements are named for; most are named for none."""
        marks: dict[int, frozenset[str]] = {}
        for name in NAMES:
            stated = self.outline.stated(name)
            known = {value: facts_of_marks(value) for value in {value for _, value in stated}}
            for element, value in stated:
                if known[value]:
                    marks[element] = marks.get(element, _NONE) | known[value]
        return marks

    @cached_property
    def marked(self) -> dict[str, list[int]]:
        """The live elements that are named for each fact, in document order."""
        found: dict[str, list[int]] = {}
        for element in sorted(self.marks):
            if not self.dead[element]:
                for fact in self.marks[element]:
                    found.setdefault(fact, []).append(element)
        return found

    def marked_of_people(self, fact: str) -> list[int]:
        """The elements named for a fact that are live or stand in a form to write to who offers the home."""
        return [element for element in self.contacts if fact in self.marks[element]] + self.marked.get(fact, [])

    @cached_property
    def contacts(self) -> list[int]:
        """The named elements in forms to write to who offers the home, in document order."""
        return [element for element in sorted(self.marks) if self.dead[element] == CONTACT]

    def is_of_people(self, element: int) -> bool:
        """Whether an element is live or stands in a form to write to who offers the home."""
        return self.dead[element] in (0, CONTACT)

    @cached_property
    def folded(self) -> list[str]:
        """Each text as labels are compared: folded, without its colon; "" where it is too long for a label or dead."""
        dead, owners, texts = self.dead, self.outline.owners, self.outline.texts
        short = [
            text if len(text) <= MAX_LABEL_CHARS and not dead[owner] else ""
            for text, owner in zip(texts, owners, strict=True)
        ]
        labels = [text.rstrip(" :：*").strip() if text else "" for text in fold_all(short)]
        return [_without_aside(label) if label.endswith(_UNIT_ENDS) else label for label in labels]

    @cached_property
    def labels(self) -> frozenset[str]:
        """The folded texts of label length, to ask whether the page has a label at all."""
        return frozenset(self.folded)

    @cached_property
    def numbered(self) -> frozenset[int]:
        """The texts with a digit in them."""
        return frozenset([at for at, text in enumerate(self.outline.texts) if _DIGIT.search(text)])

    def amount(self, text: int) -> str:
        """The first amount of money in a text, "" where there is none; searched for once."""
        known = self._amounts.get(text)
        if known is None:
            found = MONEY.search(self.outline.texts[text]) if text in self.numbered else None
            known = self._amounts[text] = found[0] if found else ""
        return known

    def names_site(self, text: str) -> bool:
        """Whether a text is the name of the site's first page, or the site's own: "Home", "DOM.RIA"."""
        name = "".join(words_in(fold(text)))
        host = self.page.address.partition("//")[2].partition("/")[0]
        return name in _FIRST_PAGE or (len(name) >= MIN_SITE_CHARS and name in host.replace(".", "").replace("-", ""))

    @cached_property
    def live(self) -> list[int]:
        """The texts that are the listing's page's own, in document order."""
        dead = self.dead
        return [at for at, owner in enumerate(self.outline.owners) if not dead[owner]]

    @cached_property
    def headline(self) -> int | None:
        """The element of the page's headline: the first live <h1> that has a text, else the first such <h2>."""
        for tag in ("h1", "h2"):
            for element in self.outline.by_tag.get(tag, ()):
                if not self.dead[element] and self.outline.size(element):
                    return element
        return None

    @cached_property
    def start(self) -> int:
        """The text from which the listing is told: its headline's, else the first."""
        return self.outline.first[self.headline] if self.headline is not None else 0

    def around_start(self, before: int = 0, behind: int | None = None) -> list[int]:
        """The live texts from so many in front of the headline to so many behind it; None: to the last."""
        first = bisect_left(self.live, self.start - before)
        return self.live[first : None if behind is None else bisect_left(self.live, self.start + behind)]

    def headings(self) -> Iterator[tuple[int, str]]:
        """(element, folded text) of the live headings, in document order."""
        return ((element, text) for element, text in self._headings if not self.dead[element])

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        outline = self.outline
        elements = sorted(element for tag in _HEADINGS for element in outline.by_tag.get(tag, ()))
        short = [element for element in elements if 0 < outline.size(element) <= MAX_HEADING_TEXTS]
        folded = fold_all([outline.text(element)[:MAX_HEADING_CHARS] for element in short])
        return [(element, text.rstrip(" :：.")) for element, text in zip(short, folded, strict=True)]

    @cached_property
    def _headed(self) -> dict[str, list[tuple[int, str]]]:
        """The live headings of each fact."""
        found: dict[str, list[tuple[int, str]]] = {}
        for element, text in self.headings():
            for fact in {HEADINGS[part][0] for part in (text, *_JOINTS.split(text)) if part in HEADINGS}:
                found.setdefault(fact, []).append((element, text))
        return found

    def headed(self, fact: str) -> Sequence[tuple[int, str]]:
        """(element, folded text) of the headings of a fact, also where they name two: "Features and description"."""
        return self._headed.get(fact, ())

    def block_of(self, element: int) -> int:
        """The largest element around this one that holds no other text."""
        outline = self.outline
        size = outline.size(element)
        for above in outline.ancestors(element):
            if outline.size(above) != size:
                break
            element = above
        return element

    def heads_an_empty_block(self, element: int) -> bool:
        """Whether what a heading stands above has no text, as a map that a program draws: <h2>Location</h2><div>."""
        outline = self.outline
        block = self.block_of(element)
        behind = range(outline.stop[element], outline.stop[block])
        if any(outline.tags[inner] in _DRAWN_INTO for inner in behind):
            return True
        following = outline.stop[block]
        is_sibling = following < len(outline.tags) and outline.parents[following] == outline.parents[block]
        return is_sibling and not outline.size(following) and outline.tags[following] in _DRAWN_INTO

    def section_of(self, element: int) -> int:
        """The element that a heading heads: the nearest one around it that holds more than the heading."""
        block = self.block_of(element)
        above = self.outline.parents[block]
        return above if above >= 0 else block

    def marks_around(self, element: int, levels: int) -> frozenset[str]:
        """The facts that an element and those close around it are named for."""
        marks = self.marks.get(element, _NONE)
        for _, above in zip(range(levels), self.outline.ancestors(element), strict=False):
            if self.outline.size(above) > MAX_NAMED_TEXTS:
                break
            marks |= self.marks.get(above, _NONE)
        return marks

    def path(self, element: int) -> str:
        """An element as a selector would name it, for people to find it again."""
        attributes = self.outline.attributes[element]
        name = next((f"[{key}={attributes[key]!r}]" for key in NAMES if attributes.get(key)), "")
        return f"{self.outline.tags[element]}{name}"[:120]


def _without_aside(label: str) -> str:
    """A label without its unit, or what stands in brackets behind it, where that makes it one that is known."""
    plain = _UNIT.sub("", label)
    bare = label.partition(" (")[0]
    return bare if plain not in LABELS and bare in LABELS else plain
