"""Where the home stands in words: named elements, headings, and lines near the headline."""

import re
from collections.abc import Iterator
from itertools import islice

from listings.extraction.candidates import Candidate
from listings.extraction.generic.lookup import NAMES_OF_PEOPLE
from listings.extraction.generic.view import View
from listings.extraction.parsing.words import fold, words_in

ADDRESS_TRUST = 0.66
MAX_ADDRESS_CHARS = 140
NEAR_TEXTS = 20
MAX_NAMED = 1_000
LINES_BEFORE, LINES_BEHIND = 6, 14
MIN_LINE_CHARS, MAX_LINE_CHARS = 8, 80
MAX_COMMAS = 4
MIN_WORD_CHARS = 4
# What may be a postal code, with a letter behind or in front: "00250 Helsinki", "3511 AW Utrecht", "Lyon 69003"
_CODE = re.compile(
    r"\d{2}(?<![\w.,/+-]\d\d)(?:-\d{3}|\d{1,4}| \d{3}|\d \d{2}) (?=[^\W\d_])|[^\W\d_] (?:\d{4,6}$|\(\d{5}\))"
)
HEADED_TRUST = 0.58
MAX_LEVELS, MAX_OFFICE_TEXTS, MAX_OFFICE_ELEMENTS = 3, 16, 200
_OF_HOMES = frozenset({"price", "constructed_area", "count_bedrooms", "count_rooms"})
MAX_HEADINGS = 10
LINE_TRUST = 0.5
_NAMED = ("address", "city", "street_name", "postal_code", "region", "province")


def place_candidates(view: View) -> Iterator[Candidate]:
    """Addresses by name, by heading and by their form."""
    yield from _named(view)
    yield from _headed(view)
    yield from _near_headline(view)


def _named(view: View) -> Iterator[Candidate]:
    outline = view.outline
    named = [(element, fact) for fact in _NAMED for element in view.marked.get(fact, ())]
    # <address> is how to reach whoever wrote the page (HTML Standard, 4.3.10), but portals write homes' into it
    near = range(view.start - NEAR_TEXTS, view.start + NEAR_TEXTS)
    tagged = [element for element in outline.by_tag.get("address", ()) if not view.dead[element]]
    named += [(element, "address") for element in tagged if outline.first[element] in near]
    for found, (element, fact) in enumerate(named[:MAX_NAMED]):
        if not 0 < outline.size(element) <= 8 or "agent_company" in view.marks_around(element, 4):
            continue
        if _is_of_people(view, element):
            continue
        text = outline.text(element)
        if 3 <= len(text) <= MAX_ADDRESS_CHARS:
            yield Candidate(fact, text, "css", view.path(element), ADDRESS_TRUST - 0.01 * min(found, 10))


def _is_of_people(view: View, element: int) -> bool:
    """Whether an address stands in a block that names an agent, and nothing of the home: where their office is."""
    outline = view.outline
    for block in islice(outline.ancestors(element), MAX_LEVELS):
        held = range(block, outline.stop[block])
        if (
            outline.size(block) > MAX_OFFICE_TEXTS
            or len(held) > MAX_OFFICE_ELEMENTS
            or (view.headline is not None and view.headline in held)
        ):
            return False
        facts = {fact for inner in held for fact in view.marks.get(inner, ())}
        if not facts.isdisjoint(_OF_HOMES):
            return False
        if not facts.isdisjoint(NAMES_OF_PEOPLE):
            return True
    return False


def _near_headline(view: View) -> Iterator[Candidate]:
    """Short lines close to the headline, itself included: it takes a known city to make an address.

    Their parts stand between commas or slashes, or there is what may be a postal code beside the city.
    """
    for at in view.around_start(LINES_BEFORE, LINES_BEHIND):
        text = view.outline.texts[at]
        if at == view.start:
            text = text.rpartition(": ")[2]  # "Huis te koop: Poststraat 46, 9160 Lokeren"
        if MIN_LINE_CHARS <= len(text) <= MAX_LINE_CHARS and ":" not in text and _has_parts(view, at, text):
            yield Candidate("address_line", text, "css", "near the headline", LINE_TRUST)


def _has_parts(view: View, at: int, text: str) -> bool:
    parts = text.count(",") + text.count(" / ")
    if parts:
        return parts <= MAX_COMMAS
    return at in view.numbered and _CODE.search(text) is not None and view.amount(at) == "" and _is_named(view, text)


def _is_named(view: View, line: str) -> bool:
    """Whether a word of a line stands in the page's title or headline, too: else it may be where the agency sits."""
    headline = view.outline.text(view.headline)[:300] if view.headline is not None else ""
    titles = fold(" ".join((headline, *view.page.meta.get("title", ())[:1], *view.page.meta.get("og:title", ())[:1])))
    return any(len(word) >= MIN_WORD_CHARS and word.isalpha() and word in titles for word in words_in(fold(line)))


def _headed(view: View) -> Iterator[Candidate]:
    """The short texts under a heading such as "Location", up to the next heading."""
    outline = view.outline
    headed = (*view.headed("address"), *view.headed("position"))
    for element, text in headed[:MAX_HEADINGS]:
        if view.heads_an_empty_block(element):
            continue
        first, end = outline.end[element], outline.end[view.section_of(element)]
        next_heading = next(
            (outline.first[other] for other, _ in view.headings() if outline.first[other] >= first), end
        )
        lines = [line for line in outline.texts[first : min(end, next_heading)] if len(line) <= MAX_ADDRESS_CHARS][:2]
        if lines:
            address = " ".join(lines) if lines[0].endswith(",") else lines[0]
            yield Candidate("address", address, "css", f"below {text!r}", HEADED_TRUST)
        return
