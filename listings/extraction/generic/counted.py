"""Facts by the word behind a number: "3 beds", "2.5 ba", "120 m²", "4 Zimmer", "1,826 sq ft"."""

import re
from collections import Counter
from collections.abc import Iterator

from listings.extraction.candidates import Candidate
from listings.extraction.generic.lookup import BEHIND, LABELS
from listings.extraction.generic.view import View
from listings.extraction.parsing.amounts import AREA
from listings.extraction.parsing.vocabulary.area import PARTS_OF_HOMES
from listings.extraction.parsing.words import fold, words_in

MAX_COUNTED_CHARS = 160
MAX_AREA_CHARS = 60
MAX_COUNTED = 1_000
COUNTED_TRUST = 0.68
MAX_ROW_TEXTS = 3
_ICONS = frozenset({"i", "svg", "img", "use", "span"})
MAX_ICONS = 3
MAX_ALONE_CHARS = 3
ICON_TRUST = 0.6
MAX_NUMBER_CHARS = 8
MAX_AREA_WORDS = 3
_ENDS = re.compile(r"[,;/()0-9]")
_BETWEEN = re.compile(r" [·•|–—] ?|[·•|] ")
_DASHES = frozenset("-–—")
_RANGE = re.compile(
    r"(\d(?<![\w.,/+-]\d)\d{0,4}(?:[.,]\d{1,2})?) ?(?:m²|m2|sq\.? ?m\.?|sqm)? ?[-–—] ?(\d{1,5}(?:[.,]\d{1,2})?)"
    r"(?![\w.,/-]?\d) ?[^\W\d_]{1,20}\.?²?"
)
LATER_COST = 0.01  # per candidate of the same fact before it
_TYPOLOGY = re.compile(r"(?<!\w)[Tt](\d)(?:\+\d)?(?!\w)")
_ROOMS_AND_HALLS = re.compile(r"(?:oda sayısı ?:? ?|oda sayisi ?:? ?)?(\d)(?<![\w.,+/-]\d) ?\+ ?[0-3](?![\w.,+/])")
_EACH_KIND = re.compile(r"(\d) ?[室房] ?\d ?[厅廳](?: ?\d ?[厨廚])? ?(\d) ?[卫衛衞]")
_TYPED_HOME = re.compile(r"(?i:apartamento|moradia|andar|vivenda|duplex)s? [Tt]\d")
MAX_BESIDE = 60  # texts
COUNTABLE = frozenset(
    {
        "count_bedrooms", "count_bathrooms", "count_toilets", "count_rooms", "count_garages", "constructed_area",
        "plot_area",
    }
)  # fmt: skip
_ROOMS = frozenset({"count_bedrooms", "count_bathrooms", "count_toilets", "count_rooms"})  # "Rooms: 3 (2 bedrooms)"
_AREAS = frozenset({"constructed_area", "plot_area"})
_NO_LABELS = frozenset(  # of a number that stands behind them
    {"agent_name", "agent_company", "agent_phone", "agent_email", "price", "price_qualifier", "offer", "listing_status"}
)
_DISTANCES = frozenset({"km", "m", "min", "mi", "kwh", "kw"})
_NUMBER_BEFORE = r"(\d(?<![\w.,/+-]\d)\d{0,4}(?:[.,]\d{1,3})?\s?(?:½|1/2)?)[\s\u00a0-]{0,2}"
_COUNTED = re.compile(rf"{_NUMBER_BEFORE}((?:[^\W\d_]{{1,20}}[.'’]?)(?:[ -][^\W\d_]{{1,15}}){{0,2}})")
# Vowels and tones that Thai and Devanagari write around letters, which are none themselves
_SIGNS = "\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_MARKED = re.compile(f"[{_SIGNS}]")
_LETTER = rf"(?:[^\W\d_]|[{_SIGNS}])"
_COUNTED_MARKED = re.compile(rf"{_NUMBER_BEFORE}({_LETTER}{{1,30}}(?:[ -]{_LETTER}{{1,20}}){{0,2}})")


def counted_candidates(view: View) -> Iterator[Candidate]:
    """Counts and areas of short texts near the headline, and of two texts that read "3 | beds"."""
    yield from _typology(view)
    yield from _rooms_and_halls(view)
    yield from _rooms_of_each_kind(view)
    yield from _behind_icons(view)
    outline = view.outline
    seen: Counter[str] = Counter()
    for at in [at for at in view.live if at in view.numbered and len(outline.texts[at]) <= MAX_COUNTED_CHARS]:
        if seen.total() > MAX_COUNTED:
            return
        found = list(counted_in(outline.texts[at])) or list(_with_next(view, at))
        label = _label_before(view, at) if found and at else None
        behind = _label_behind(view, at) if found else None
        for fact, raw in found:
            if fact in _AREAS and behind in _AREAS:
                fact = behind
            if (label is not None and _is_of_another(label[0], fact)) or (label is None and _is_called(view, at, fact)):
                continue
            trust = COUNTED_TRUST - LATER_COST * min(seen[fact], 12) - (0.1 if at < view.start else 0)
            seen[fact] += 1
            yield Candidate(fact, raw, "css", outline.tags[outline.owners[at]], trust)


def _is_called(view: View, at: int, fact: str) -> bool:
    """Whether the text in front of an area calls it that of a part of the home: "Terrace: | 14 m²"."""
    return fact in _AREAS and at > 0 and view.folded[at - 1] in PARTS_OF_HOMES


def _label_before(view: View, at: int) -> tuple[str, int] | None:
    """The label in front of a text; with a colon it may be a word that else stands behind numbers: "LT: | 165 m²"."""
    before = view.folded[at - 1]
    return LABELS.get(before) or (BEHIND.get(before) if view.outline.texts[at - 1].endswith(":") else None)


def _label_behind(view: View, at: int) -> str | None:
    """The area that a text behind an area in its row calls it: "480 SqM | Plot size"."""
    owners, parents = view.outline.owners, view.outline.parents
    if at + 1 >= len(owners) or parents[owners[at + 1]] not in (owners[at], parents[owners[at]]):
        return None
    named = LABELS.get(view.folded[at + 1])
    return named[0] if named is not None else None


def _is_of_another(label: str, fact: str) -> bool:
    """Whether a number stands behind the label of another fact; a seller's name above it is none."""
    return label != fact and label not in _NO_LABELS and not (label == "count_rooms" and fact in _ROOMS)


def _typology(view: View) -> Iterator[Candidate]:
    """Portuguese homes are named by their bedrooms, in the headline or beside it: "Apartamento T3", "T2+1"."""
    if view.headline is None:
        return
    headline = view.outline.text(view.headline)[:200]
    is_portuguese = _is_of(view, "pt")
    found = set(_TYPOLOGY.findall(headline)) if is_portuguese or _TYPED_HOME.search(headline) else set()
    if not found and is_portuguese:
        beside = view.around_start()[:MAX_BESIDE]
        found = {typed[1] for at in beside if (typed := _TYPOLOGY.fullmatch(view.outline.texts[at]))}
    if len(found) == 1:
        beds = found.pop()
        yield Candidate("count_bedrooms", f"{beds} quartos" if beds != "0" else "T0", "css", "typology", COUNTED_TRUST)


def _rooms_and_halls(view: View) -> Iterator[Candidate]:
    """Turkish homes are named by their bedrooms and living rooms: "3+1"."""
    if not _is_of(view, "tr"):
        return
    alone = [match for at in view.live if (match := _ROOMS_AND_HALLS.fullmatch(view.folded[at]))]
    headline = view.outline.text(view.headline)[:200] if view.headline is not None else ""
    found = {match[1] for match in (*alone, *_ROOMS_AND_HALLS.finditer(fold(headline)))}
    if len(found) == 1:
        yield Candidate("count_bedrooms", f"{found.pop()} yatak odası", "css", "typology", COUNTED_TRUST)


def _rooms_of_each_kind(view: View) -> Iterator[Candidate]:
    """Chinese homes are told by their rooms, halls, kitchens and baths: "3室2厅1厨2卫", "2房1廳1衛"."""
    live = [at for at in view.live if at in view.numbered and len(view.outline.texts[at]) <= MAX_COUNTED_CHARS]
    for at in live if any("\u4e00" <= view.outline.texts[at][-1] <= "\u9fff" for at in live) else ():
        if found := _EACH_KIND.search(view.outline.texts[at]):
            yield Candidate("count_bedrooms", found[1], "css", "typology", COUNTED_TRUST)
            yield Candidate("count_bathrooms", found[2], "css", "typology", COUNTED_TRUST)
            return


def _behind_icons(view: View) -> Iterator[Candidate]:
    """A number that stands alone behind an icon of a bed or a bath, which its class names."""
    outline = view.outline
    for fact in _ROOMS:
        icons = [element for element in view.marked.get(fact, ()) if outline.tags[element] in _ICONS]
        for element in [element for element in icons if outline.size(element) == 0][:MAX_ICONS]:
            above, behind = outline.parents[element], outline.first[element]
            if above < 0 or outline.size(above) != 1 or outline.first[above] != behind:
                continue  # in a row of several it may stand behind its number
            number = outline.texts[behind]
            if len(number) <= MAX_ALONE_CHARS and number.replace(".", "").isdecimal():
                yield Candidate(fact, number, "css", view.path(element), ICON_TRUST)


def _is_of(view: View, language: str) -> bool:
    """Whether the page is in a language, or in the country that is called like it."""
    stated = next(iter(view.page.meta.get("html:lang", ())), "")
    host = view.page.address.partition("//")[2].partition("/")[0]
    return stated.lower().startswith(language) or host.endswith(f".{language}")


def counted_in(text: str) -> Iterator[tuple[str, str]]:
    """(fact, number and word) of the counts and areas in a short text."""
    if text.isascii() and text.upper() == text.lower():
        return  # without a letter
    text = _without_ranges(text) if not _DASHES.isdisjoint(text) else text
    counted = _COUNTED if text.isascii() or not _MARKED.search(text) else _COUNTED_MARKED
    for found in counted.finditer(text):
        is_label = text[found.end() : found.end() + 2].lstrip().startswith(":")  # "Beds: 3 Baths: 2"
        if not is_label and (fact := _fact_behind(found[2])):
            yield fact, found[0]
    for part in _BETWEEN.split(text) if len(text) <= MAX_COUNTED_CHARS else ():
        areas = list(AREA.finditer(part)) if len(part) <= MAX_AREA_CHARS else []
        for found in areas:
            if len(part) <= len(found[0]) + 25:
                yield _fact_of_area(part[found.end() :]) if len(areas) == 1 else "constructed_area", found[0]


def _without_ranges(text: str) -> str:
    """Without what counts from a number to a larger one, which is no home's but several homes': "46 - 118 m²"."""
    return _RANGE.sub(lambda found: "" if _number(found[1]) < _number(found[2]) else found[0], text)


def _number(written: str) -> float:
    return float(written.replace(",", "."))


def _fact_of_area(behind: str) -> str:
    """What the only area of a short text is of by the words right behind it: "180 m² of land"."""
    words = words_in(fold(_ENDS.split(behind, maxsplit=1)[0]))[:MAX_AREA_WORDS]
    known = [BEHIND.get(word) for word in words]
    return "plot_area" if any(found and found[0] == "plot_area" for found in known) else "constructed_area"


def _with_next(view: View, at: int) -> Iterator[tuple[str, str]]:
    """A number that is a text of its own, and the word in the next text of the same row."""
    outline = view.outline
    text = outline.texts[at]
    word = view.folded[at + 1] if len(text) <= MAX_NUMBER_CHARS and at + 1 < len(view.folded) else ""
    if word not in BEHIND or outline.texts[at + 1].endswith(":"):
        return
    above = outline.parents[outline.owners[at]]
    if above >= 0 and outline.size(above) <= MAX_ROW_TEXTS and at + 1 < outline.end[above]:
        yield BEHIND[word][0], f"{text} {view.outline.texts[at + 1]}"


def _fact_behind(words: str) -> str | None:
    """The fact of the longest of up to three words that names one."""
    parts = fold(words).replace(".", "").split()
    for count in range(len(parts), 0, -1):
        known = BEHIND.get(" ".join(parts[:count]))
        if known is not None and known[0] in COUNTABLE and parts[0] not in _DISTANCES:
            return known[0]
    return None
