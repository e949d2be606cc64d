"""Label/value pairs of the page, whatever they are made of: "Bedrooms | 3", "3 | Bedrooms", "Bedrooms: 3"."""

import re
from collections.abc import Iterator
from itertools import islice

from listings.extraction.candidates import Candidate
from listings.extraction.generic.counted import COUNTED_TRUST, counted_in
from listings.extraction.generic.listed import Listed
from listings.extraction.generic.lookup import LABELS, NAMES_OF_PEOPLE
from listings.extraction.generic.rows import end_of_value, row_of
from listings.extraction.generic.view import View
from listings.extraction.parsing.vocabulary.address_words import MAP_LINKS
from listings.extraction.parsing.vocabulary.label_words import MEANT_IN, ONLY_IN, UNITS_OF_LABELS
from listings.extraction.parsing.vocabulary.price import OTHER_AMOUNT
from listings.extraction.parsing.vocabulary.rent import WARM_RENT
from listings.extraction.parsing.words import fold

MAX_VALUE_CHARS = 300
MAX_VALUE_TEXTS = 12
MAX_PAIRS = 600
MIN_ATTRIBUTE_CHARS = 4  # shorter ones are codes of countries and the like
LABEL_TRUST = 0.75
WARM_TRUST = 0.58
_RANGE = re.compile(r"\d\s?[-–~～]\s?\d{4}")
RANK_COST = 0.004  # of a label that stands further back among its fact's names
_ATTRIBUTES = ("aria-label", "title", "alt", "data-label", "data-title", "data-th", "data-tooltip")
_REACHED = frozenset({"agent_phone", "agent_email"})
SITE_COST = 0.15  # of how the site is reached, above the headline
_WHERE = frozenset({"address", "address_line", "street_name", "city"})
_MAP_LINK = re.compile(r"\s{0,3}\[[^\[\]]{0,30}\]\s{0,3}$")  # "Mill Lane 33 [Map]"
_UNITS = frozenset({"m2", "m²", "sqm", "sq m", "sq.m", "sqft", "sq ft", "ft2", "ha", "qm", "mq", "kvm"})
_AREAS = frozenset({"constructed_area", "plot_area"})
_BARE_NUMBER = re.compile(r"[\d.,'\s]{1,16}")
_PLACES = frozenset({"address", "address_line", "position"})
SPOKEN_TRUST = COUNTED_TRUST - 0.04
_CONTROLS = frozenset({"a", "button", "input", "option", "select", "label", "form", "figure"})
MAX_CONTROL_LEVELS = 6
_SPOKEN = frozenset({"aria-label", "title"})  # what they say is all there is; a photo's alt counts rooms: "Bedroom 2"
_LABELLED = re.compile(r"([^\d:：=]{2,60}?)\s{0,3}[:：=]\s{0,3}(\S.{0,300})", re.DOTALL)
_NUMBERED = re.compile(r"([^\d:：]{2,40}?)[\s.]{1,3}(\d.{0,40})", re.DOTALL)
_CODED = re.compile(r"([^\d:：]{2,30}?)[\s.]{1,3}([A-Z]{1,4}-?[A-Z]?\d[\w/-]{1,20})")  # "Ref. L0457"
MIN_DESCRIPTION_CHARS = 100
_DIGIT = re.compile(r"\d")
_NOT_BY_LABEL = frozenset({"images", "floor_plans", "main_image", "position", "latitude", "longitude"})
_FEATURES, _NO_LABEL = "features", ("", 0)
_MARKS = frozenset(":：=")
_LABELS = frozenset(LABELS)
_LABEL_TAGS = frozenset({"dt", "th", "label"})


def pair_candidates(view: View) -> Iterator[Candidate]:
    """What the labels of the page state, in document order; features as one list."""
    found = 0
    language = next(iter(view.page.meta.get("html:lang", ())), "")[:2].lower()
    listed = Listed(view)
    for at in _likely(view):
        if LABELS.get(view.folded[at], _NO_LABEL)[0] == _FEATURES:
            listed.add(at)
            continue
        for label, value, path in _pairs_at(view, at):
            if meant := _meant(label, language):
                stated = pair_candidates_of(meant, value, path)
                yield from stated if at >= view.start else map(_of_site, stated)
                found += 1
        if found >= MAX_PAIRS:
            break
    yield from listed.candidates()
    yield from _attribute_pairs(view)


def _meant(label: str, language: str) -> str:
    """What a label means in the page's language; "" where it is another word there."""
    if language and language not in ONLY_IN.get(label, (language,)):
        return ""
    return MEANT_IN.get(language, {}).get(label, label)


def _of_site(candidate: Candidate) -> Candidate:
    """The same, believed less where it says how the site is reached, as what stands above the headline may."""
    return candidate._replace(trust=candidate.trust - SITE_COST) if candidate.fact in _REACHED else candidate


def pair_candidates_of(label: str, value: str, path: str) -> Iterator[Candidate]:
    """What the value beside a known label, folded, states."""
    fact, rank = LABELS[label]
    if fact in NAMES_OF_PEOPLE and value.isascii() and " " not in value:
        return  # one word is as often a button as a name
    if fact in _NOT_BY_LABEL or (fact == "description" and len(value) < MIN_DESCRIPTION_CHARS):
        return
    if fact in _AREAS and _BARE_NUMBER.fullmatch(value):
        value += next((f" {unit}" for pattern, unit in UNITS_OF_LABELS if pattern.search(path.lower())), "")
    if fact == "price" and len(_RANGE.findall(value)) > 1:
        return  # a choice of what to search for
    if fact in _WHERE:
        value = _MAP_LINK.sub("", value)
    trust = WARM_TRUST if label in WARM_RENT else LABEL_TRUST - RANK_COST * min(rank, 20)
    yield Candidate(fact, value, "label", path, trust)


def _pairs_at(view: View, at: int) -> Iterator[tuple[str, str, str]]:
    """(label, value, path) of the pairs whose label is text `at`, alone or at its head."""
    text = view.outline.texts[at]
    label = view.folded[at]
    if label in LABELS:
        fact = LABELS[label][0]
        if (fact in _PLACES and view.heads_an_empty_block(view.outline.owners[at])) or _is_in_menu(view, at):
            return
        value = value_of(view, at).lstrip(" :：=")  # <b>Reference</b>: AB-12
        if value:
            yield label, value, text
        return
    for written, value in pairs_in(text):
        label = fold(written).strip(" *")
        if LABELS[label][0] != "price" or not _is_of_instalment(view, at):
            yield label, value, written


def _is_in_menu(view: View, at: int) -> bool:
    """Whether a text and the one behind it are two links, as those of menus are, and no label and its value."""
    owners, tags = view.outline.owners, view.outline.tags
    one, other = owners[at], owners[at + 1] if at + 1 < len(owners) else owners[at]
    return one != other and tags[one] == "a" and tags[other] == "a"


def _is_of_instalment(view: View, at: int) -> bool:
    """Whether the row of an amount speaks of instalments or other amounts than the price: "Mortgage from £1,012"."""
    outline = view.outline
    above = outline.parents[outline.owners[at]]
    if above < 0 or outline.size(above) > MAX_VALUE_TEXTS:
        return False
    return OTHER_AMOUNT.search(outline.text(above)[:MAX_VALUE_CHARS]) is not None


def pairs_in(text: str) -> Iterator[tuple[str, str]]:
    """(label as written, value) of a text that begins with a known label: "Bedrooms: 3", "Bedrooms 3"."""
    has_mark = not _MARKS.isdisjoint(text)
    text = text.lstrip("-–•*· ")
    for pattern in (_LABELLED, _NUMBERED) if has_mark else (_NUMBERED, _CODED):
        split = pattern.fullmatch(text)
        known = LABELS.get(fold(split[1]).strip(" *")) if split else None
        if split and known is not None and (pattern is not _CODED or known[0] == "reference"):
            yield split[1], split[2]
            return


def _likely(view: View) -> list[int]:
    """The texts that are a label, or could begin with one: neither pattern matches what begins with a digit."""
    texts, folded, numbered = view.outline.texts, view.folded, view.numbered
    return [
        at
        for at in view.live
        if folded[at] in _LABELS
        or (
            len(text := texts[at]) <= MAX_VALUE_CHARS
            and not text[0].isdecimal()
            and (at in numbered or ":" in text or "=" in text or "：" in text)
        )
    ]


def _attribute_pairs(view: View) -> Iterator[Candidate]:
    """Elements that bear their label in an attribute: <td data-label="Bedrooms">3</td>, <li title="Bedrooms">3</li>."""
    for element, name, stated in view.outline.with_attributes(_ATTRIBUTES):
        if not MIN_ATTRIBUTE_CHARS <= len(stated) <= 60 or view.dead[element]:
            continue
        if name in _SPOKEN and _DIGIT.search(stated):
            if _is_shown_only(view, element):
                yield from _stated_in(stated, f"[{name}={stated!r}]")
            continue
        label = fold(stated).rstrip(" :")
        if label in LABELS and (value := _own_or_next(view, element)):
            yield from pair_candidates_of(label, value, f"[{name}={stated!r}]")


def _is_shown_only(view: View, element: int) -> bool:
    """Whether an element is no control, and stands in no form and no link: those speak of searches and other homes."""
    outline = view.outline
    around = (element, *islice(outline.ancestors(element), MAX_CONTROL_LEVELS))
    return not any(outline.tags[above] in _CONTROLS or outline.attributes[above].get("role") for above in around)


def _stated_in(text: str, path: str) -> Iterator[Candidate]:
    """What the attribute of an icon or a short text says all by itself: "Bedrooms: 3", "3 beds"."""
    for written, value in pairs_in(text) if ":" in text else ():
        for found in pair_candidates_of(fold(written).strip(" *"), value, path):
            yield found._replace(trust=min(found.trust, SPOKEN_TRUST))
    for fact, raw in counted_in(text) if text[0].isdecimal() else ():
        yield Candidate(fact, raw, "css", path, SPOKEN_TRUST)


def _own_or_next(view: View, element: int) -> str:
    """The element's text; of an icon, which has none, the text beside it."""
    outline = view.outline
    if 0 < outline.size(element) <= MAX_VALUE_TEXTS:
        return outline.text(element)[:MAX_VALUE_CHARS]
    above = outline.parents[element]
    if outline.size(element) == 0 and above >= 0:
        beside = outline.first[element]
        if beside < outline.end[above]:
            return outline.texts[beside]
    return ""


def value_of(view: View, at: int) -> str:
    """The text that a label's text stands for: behind it in its row, or in front of it where rows begin with values."""
    texts, folded = view.outline.texts, view.folded
    first, end, row = row_of(view, at)
    if row < 0:
        return ""
    if at + 1 < end and (at == first or not _values_lead(view, first, end, at)):
        return "" if folded[at + 1] in LABELS else _in_one_line(view, row, at + 1, end)
    if at - 1 >= first and folded[at - 1] not in LABELS and at - 1 in view.numbered:
        return texts[at - 1]  # words in front of a label are more often a heading
    return ""


def _values_lead(view: View, first: int, end: int, at: int) -> bool:
    """Whether the row's pairs begin with their values: its last text is a label and its first is none."""
    if view.outline.tags[view.outline.owners[at]] in _LABEL_TAGS:
        return False
    return view.folded[end - 1] in LABELS and view.folded[first] not in LABELS


def _in_one_line(view: View, row: int, at: int, end: int) -> str:
    """The value that begins at a text: all of its own block, or the texts up to the next label."""
    outline = view.outline
    block, last = end_of_value(view, row, at, end)
    texts: list[str] = []
    for follower in range(at, min(last, at + MAX_VALUE_TEXTS)):
        if follower > at and view.folded[follower] in LABELS and view.folded[follower] not in _UNITS:
            break
        if view.folded[follower] not in MAP_LINKS or follower == at:
            texts.append(outline.texts[follower])
        if block == row and len(texts) > 1 and last - at > 4:
            return texts[0]
    return " ".join(texts)[:MAX_VALUE_CHARS]
