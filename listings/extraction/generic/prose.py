"""The description and the list of features: by name, by heading, or as the longest text."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from listings.extraction.candidates import Candidate
from listings.extraction.generic.lookup import LABELS, NAMES_OF_PEOPLE
from listings.extraction.generic.ticked import Ticked
from listings.extraction.generic.view import View
from listings.extraction.parsing.vocabulary.yes import NO, YES
from listings.extraction.parsing.words import fold
from listings.extraction.sources.raw_text import inner_html

MIN_DESCRIPTION_CHARS = 80
MAX_DESCRIPTION_CHARS = 30_000
MIN_PARAGRAPH_CHARS = 60
NAMED_TRUST = 0.68
HEADED_TRUST = 0.66
LONGEST_TRUST = 0.45
FEATURES_TRUST = 0.65
MAX_HEADINGS = 20
MAX_FEATURE_CHARS = 70
MIN_FEATURES = 2
_AGENTS = re.compile(r"agent|agency|broker|seller|advertiser|company|branch|office", re.IGNORECASE)
MAX_FEATURES = 400  # in one list
_DENIED = re.compile(
    r"\b(?:indisponive|unavailable|not (?:available|included)|no (?:disponible|inclu)|nicht vorhanden"
    r"|non (?:disponib|inclus)|brak)"
)
# What a home has of these is no feature, but a fact of its own
_OTHER_FACTS = frozenset(
    {
        "price", "deposit", "service_charge", "constructed_area", "plot_area", "count_bedrooms", "count_bathrooms",
        "count_rooms", "count_toilets", "reference", "property_type", "offer", "address", "city", "postal_code",
        "available_from", "floor", "floors_total", "year_construction", "energy_grade", "agent_name", "agent_phone",
    }
)  # fmt: skip
_HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ROW_TAGS = frozenset({"li", "dd", "td"})
_ITEM_TAGS = frozenset({"li", "dd", "td", "span", "div", "p"})
MAX_FEATURE_ELEMENTS = 100_000


def description_candidates(view: View) -> Iterator[Candidate]:
    """The longest block that is named for the description, what its heading heads, and the longest prose."""
    outline = view.outline
    named = [
        element
        for element in view.marked.get("description", ())
        if _is_prose(view, element) and not _is_agents(view, element)
    ]
    if named:
        best = max(named, key=lambda e: (outline.length(e), e))
        yield Candidate("description", inner_html(outline.nodes[best]), "css", view.path(best), NAMED_TRUST)
    for element, text in islice(view.headed("description"), MAX_HEADINGS):
        if found := _headed(view, element):
            yield Candidate("description", found, "css", f"below {text!r}", HEADED_TRUST)
            break
    longest = _longest(view)
    if longest is not None:
        yield Candidate("description", inner_html(outline.nodes[longest]), "css", view.path(longest), LONGEST_TRUST)


def feature_candidates(view: View) -> Iterator[Candidate]:
    """Items of lists that are named or headed as features."""
    found: dict[str, None] = {}
    paths: list[str] = []
    seen = 0
    ticked = Ticked(view)
    for first, stop, path in _feature_lists(view):
        seen += stop - first
        if items := _items(view, first, stop, ticked):
            found |= dict.fromkeys(items)
            paths.append(path)
        if seen > MAX_FEATURE_ELEMENTS:  # lists within each other, or many headings of one section
            break
    if len(found) >= MIN_FEATURES:
        yield Candidate("features", list(found), "css", ", ".join(paths)[:200], FEATURES_TRUST)


def _feature_lists(view: View) -> Iterator[tuple[int, int, str]]:
    """(first element, the one behind the last, path) of what is named or headed as features."""
    outline = view.outline
    covered = 0
    for element in view.marked.get("features", ()):
        if element >= covered and not _is_denied(view, element):
            yield element, outline.stop[element], view.path(element)
            covered = outline.stop[element]
    for element, text in view.headed("features"):
        if _DENIED.search(text):
            continue
        stop = outline.stop[view.section_of(element)]
        behind = range(outline.stop[element], stop)
        peers = _HEADING_TAGS[: _HEADING_TAGS.index(outline.tags[element]) + 1]
        yield outline.stop[element], next((e for e in behind if outline.tags[e] in peers), stop), f"below {text!r}"


def _is_denied(view: View, element: int) -> bool:
    """Whether the text in front of a list says that the home has none of it: "Not available"."""
    before = view.outline.first[element] - 1
    return before >= 0 and _DENIED.search(view.folded[before]) is not None


def _is_agents(view: View, element: int) -> bool:
    """Whether the text is about who offers the home."""
    outline = view.outline
    around = [element, *(above for _, above in zip(range(2), outline.ancestors(element), strict=False))]
    names = " ".join(f"{outline.attributes[e].get('class')} {outline.attributes[e].get('id')}" for e in around)
    return _AGENTS.search(names) is not None or not NAMES_OF_PEOPLE.isdisjoint(view.marks_around(element, 3))


def _is_prose(view: View, element: int) -> bool:
    return MIN_DESCRIPTION_CHARS <= view.outline.length(element) <= MAX_DESCRIPTION_CHARS


def _headed(view: View, heading: int) -> str | None:
    """The HTML of the largest element behind a heading within its section, or the texts up to the next heading."""
    outline = view.outline
    section = view.section_of(heading)
    block = view.block_of(heading)
    behind = [e for e in range(outline.stop[block], outline.stop[section]) if outline.parents[e] == section]
    best = max(behind, key=outline.length, default=None)
    rest = outline.texts[outline.end[block] : outline.end[section]]
    if best is not None and outline.length(best) >= 0.7 * sum(map(len, rest)):
        return inner_html(outline.nodes[best]) if _is_prose(view, best) else None
    text = "\n".join(rest)
    return text if MIN_DESCRIPTION_CHARS <= len(text) <= MAX_DESCRIPTION_CHARS else None


def _longest(view: View) -> int | None:
    """The element whose own paragraphs are the longest text of the page."""
    outline = view.outline
    weights: dict[int, int] = {}
    for at in view.live:
        text = outline.texts[at]
        if len(text) >= MIN_PARAGRAPH_CHARS:
            element = outline.owners[at]
            for above in chain((element,), islice(outline.ancestors(element), 2)):
                weights[above] = weights.get(above, 0) + len(text)
    if not weights:
        return None
    most = max(weights.values())
    return max((e for e, weight in weights.items() if weight >= 0.8 * most and weight >= 150), default=None)


def _without_yes(view: View, element: int) -> str:
    """An item's text; of a row that says yes the name alone: "Pool | Yes"."""
    outline = view.outline
    first, end = outline.first[element], outline.end[element]
    is_affirmed = end - first == 2 and view.folded[end - 1] in YES
    return outline.texts[first].rstrip(" :") if is_affirmed else outline.text(element)


def _is_of_another(view: View, at: int, text: str) -> bool:
    """Whether an item is a row of another fact, or says that the home has it not: "Rooms: 3", "Lift: no"."""
    label, colon, answer = text.rpartition(":")
    is_row = view.outline.texts[at] != text
    if (colon and fold(answer) in NO) or (is_row and fold(text.removeprefix(view.outline.texts[at])) in NO):
        return True
    known = LABELS.get(view.folded[at]) or (LABELS.get(fold(label).strip()) if colon else None)
    return known is not None and known[0] in _OTHER_FACTS


def _holds_rows(view: View, element: int) -> bool:
    outline = view.outline
    return outline.size(element) > 1 and not _ROW_TAGS.isdisjoint(outline.tags[element + 1 : outline.stop[element]])


def _items(view: View, first: int, stop: int, ticked: Ticked) -> list[str]:
    """The short texts of list items, or of blocks that hold nothing else."""
    outline = view.outline
    items: dict[str, None] = {}
    taken = first  # up to here: what stands within an item is part of it
    is_denied = False
    for inner in range(first, stop):
        if len(items) >= MAX_FEATURES:
            break
        if outline.tags[inner] in _HEADING_TAGS:
            is_denied = _DENIED.search(fold(outline.text(inner)[:MAX_FEATURE_CHARS])) is not None
        elif inner >= taken and not is_denied and _is_item(view, inner):
            text = _without_yes(view, inner)
            if 2 < len(text) <= MAX_FEATURE_CHARS and not ticked.denies(outline.first[inner]):
                taken = outline.stop[inner]
                if not _is_of_another(view, outline.first[inner], text):
                    items[text] = None
    return list(items)


def _is_item(view: View, element: int) -> bool:
    """Whether an element is one item of a list: what it stands in was looked at where it is all there is."""
    outline = view.outline
    if outline.tags[element] not in _ITEM_TAGS or not 0 < outline.size(element) <= 2 or _holds_rows(view, element):
        return False
    above = outline.parents[element]
    is_whole = outline.first[element] == outline.first[above] and outline.size(above) == outline.size(element)
    return not (is_whole and outline.tags[above] in _ITEM_TAGS)
