"""Places in the page's elements: texts and attributes, by selectors that outlive a redesign."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from aimap.induction.likeness import text_likeness
from aimap.induction.look import Look
from aimap.induction.needles import WEAK_FACTS
from aimap.induction.proposals import OF_PLACES, Kind, Proposal, propose
from aimap.induction.selectors import Selector, selectors_of

MAX_PLACES = 6  # of one fact on one page
MAX_TEXTS = 10
MAX_LEVELS = 4
MAX_TEXT_CHARS = 300
MARKED_LEVELS = 4
MAX_PEOPLE_LEVELS = 7
MIN_DESCRIPTION_CHARS = 80
DESCRIPTION_SHARE = 0.8  # of the description that an element must hold, and the description of its text
COMPARED_CHARS = 9_000
_ATTRIBUTES = (
    "content", "href", "value", "data-value", "data-price", "title", "alt", "datetime", "src", "data-phone", "data-id",
)  # fmt: skip
_TYPOLOGY = r"(?<!\w)T(\d)(?:\+\d)?(?!\w)"  # how Portuguese headlines name homes by their bedrooms
_WHO = re.compile(r"agent|agency|broker|seller|advertiser|company|branch|office|makler|anbieter|contact", re.IGNORECASE)


def element_proposals(look: Look) -> Iterator[Proposal]:
    """Places in elements, at most MAX_PLACES of a fact and kind."""
    yield from _headline(look)
    yield from _texts(look)
    yield from _attributes(look)
    yield from _descriptions(look)
    yield from _trails(look)


def _texts(look: Look) -> Iterator[Proposal]:
    """Elements whose text states a value."""
    outline, view = look.outline, look.view
    counts: Counter[str] = Counter()
    seen: set[int] = set()
    for at in view.live:
        element = outline.owners[at]
        for above in (element, *islice(outline.ancestors(element), MAX_LEVELS)):
            if outline.size(above) > MAX_TEXTS or outline.length(above) > MAX_TEXT_CHARS:
                break
            if above in seen:
                continue
            seen.add(above)
            for fact in sorted(set(look.needles.facts_of(outline.text(above)))):
                if counts[fact] < MAX_PLACES and _may_state(look, fact, above):
                    counts[fact] += 1
                    yield from (_css(fact, {"css": found.text}, found) for found in selectors_of(look, above))


def _may_state(look: Look, fact: str, element: int) -> bool:
    """Whether an element may state a fact at all: a count needs a name, and an agent's address is no home's."""
    if fact in WEAK_FACTS:
        return fact in look.view.marks_around(element, MARKED_LEVELS)
    return fact not in OF_PLACES or not _is_peoples(look, element)


def _is_peoples(look: Look, element: int) -> bool:
    """Whether an element stands in a block about whoever offers the home."""
    outline = look.outline
    for above in islice((element, *outline.ancestors(element)), MAX_PEOPLE_LEVELS):
        if outline.holds(above, "h1"):
            return False
        if _WHO.search(f"{outline.attributes[above].get('class')} {outline.attributes[above].get('id')}"):
            return True
    return False


def _css(fact: str, rule: dict[str, Any], selector: Selector) -> Proposal:
    return propose(fact, rule, selector.kind, is_named=fact in selector.facts)


def _headline(look: Look) -> Iterator[Proposal]:
    """The page's headline, which says more than its own fact."""
    for fact in ("title", "offer", "property_type", "town") if look.outline.by_tag.get("h1") else ():
        yield propose(fact, {"css": "h1"}, Kind.CLASS, is_named=True)
    yield propose("count_bedrooms", {"css": "h1", "match": _TYPOLOGY}, Kind.CLASS, is_named=True)


def _attributes(look: Look) -> Iterator[Proposal]:
    """Attributes that state a value, links to call or write to someone among them."""
    counts: Counter[str] = Counter()
    for element, name, value in look.outline.with_attributes(_ATTRIBUTES):
        if look.view.dead[element] or len(value) > MAX_TEXT_CHARS:
            continue
        scheme = next((scheme for scheme in ("tel:", "mailto:") if value.startswith(scheme)), "")
        for fact in sorted(set(look.needles.facts_of(value.removeprefix(scheme)))):
            if fact in WEAK_FACTS or counts[fact] >= MAX_PLACES:
                continue
            counts[fact] += 1
            for found in selectors_of(look, element):
                yield _css(fact, {"css": found.text, "attr": name}, found)
            if scheme:
                yield propose(fact, {"css": f'a[href^="{scheme}"]', "attr": "href"}, Kind.CLASS, is_named=True)


def _descriptions(look: Look) -> Iterator[Proposal]:
    """Elements that hold about the whole description and not much else."""
    wanted = str(look.agreed.get("description") or "")
    if len(wanted) < MIN_DESCRIPTION_CHARS:
        return
    outline = look.outline
    least, most = DESCRIPTION_SHARE * len(wanted), len(wanted) / DESCRIPTION_SHARE + MIN_DESCRIPTION_CHARS
    near = [element for element in range(len(outline.tags)) if least <= outline.length(element) * 1.1 <= 1.1 * most]
    near.sort(key=lambda element: (abs(outline.length(element) - len(wanted)), -element))
    holding = (
        element
        for element in near[: 10 * MAX_PLACES]
        if text_likeness(outline.text(element)[:COMPARED_CHARS], wanted[:COMPARED_CHARS]) >= DESCRIPTION_SHARE
    )
    for element in islice(holding, MAX_PLACES):
        for found in selectors_of(look, element):
            yield _css("description", {"css": found.text, "html": True}, found)


def _trails(look: Look) -> Iterator[Proposal]:
    """The trail of links, which names the town, the offer and the kind of property."""
    for element in look.view.marked.get("breadcrumbs", ())[:2]:
        for found in selectors_of(look, element)[:2]:
            links = f"{found.text} a"
            yield propose("town", {"css": links, "all": True}, found.kind, is_named=True)
            for fact in ("offer", "property_type"):
                yield propose(fact, {"css": links}, found.kind, is_named=True)
                yield propose(fact, {"css": found.text}, found.kind, is_named=True)
