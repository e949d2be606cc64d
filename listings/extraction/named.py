"""Facts by what they are called (names/) in places that a mapping knows to hold label and value together."""

import re
from collections.abc import Iterable, Iterator

from listings.extraction.candidates import Candidate
from listings.extraction.generic.affirmed import affirmed_in
from listings.extraction.generic.counted import COUNTED_TRUST, counted_in
from listings.extraction.generic.lookup import LABELS
from listings.extraction.generic.pairs import pair_candidates_of, pairs_in
from listings.extraction.generic.sound import is_sound
from listings.extraction.parsing.amounts import AREA
from listings.extraction.parsing.words import fold

_TYPOLOGY = re.compile(r"T(\d)(?:\+\d)?")  # how Portuguese homes are named by their bedrooms
_TELLING = re.compile(r"[\d:：=]")  # without which a row is neither a pair nor counts anything
_BARE = "an area alone"
MAX_ROW_TEXTS = 8
MAX_PIECES_OF_ONE = 3  # "3", "bed", "rooms"
MAX_ROW_CHARS = 300

MAX_PIECES = 40  # those of white space alone counted
MAX_WRITTEN_CHARS = 2_000  # with its white space
FEATURES = "features"

Named = dict[str, list[object]]  # fact -> raw values, those of its surest names first


def named_in_rows(rows: Iterable[str], between: str) -> Named:
    """What rows state, each the text of one element with its pieces set apart by `between`."""
    small = (row for row in rows if len(row) <= MAX_WRITTEN_CHARS and row.count(between) < MAX_PIECES)
    return _sorted(found for row in small for found in _of_row(_pieces(row, between)))


def affirmed_in_rows(rows: Iterable[str], between: str) -> list[str]:
    """The features that rows name, or that rows and larger parts of a page affirm."""
    pieces = [_pieces(row, between) for row in rows]
    named = [value for texts in pieces for value in _labelled_features(texts)]
    return list(dict.fromkeys([*named, *(name for texts in pieces for name in affirmed_in(texts))]))


def _labelled_features(texts: list[str]) -> list[str]:
    """What stands behind a label such as "Features" in a row."""
    label = _label(texts[0]) if 1 < len(texts) <= MAX_ROW_TEXTS else ""
    return texts[1:] if LABELS.get(label, ("", 0))[0] == FEATURES else []


def _pieces(row: str, between: str) -> list[str]:
    """The texts of a row with single spaces, as most that are printable have; told here, as there are hundreds."""
    return [
        text if "  " not in text and text.isprintable() else " ".join(text.split())
        for text in map(str.strip, row.split(between))
        if text
    ]


def named_by_labels(labels: Iterable[tuple[str, str]]) -> Named:
    """What pairs of label and value state."""
    return _sorted(found for label, value in labels for found in _of_pair(fold(label), value))


def _of_row(texts: list[str]) -> Iterator[Candidate]:
    if not 0 < len(texts) <= MAX_ROW_TEXTS or sum(map(len, texts)) > MAX_ROW_CHARS:
        return
    if len(texts) > 1 and (first := _label(texts[0])) in LABELS:
        yield from _of_pair(first, " ".join(texts[1:]).lstrip(" :：="))
    elif len(texts) > 1 and (last := _label(texts[-1])) in LABELS:
        yield from _of_pair(last, " ".join(texts[:-1]))
    elif len(texts) <= MAX_PIECES_OF_ONE:  # more are several rows
        yield from _of_text(" ".join(texts))


def _label(text: str) -> str:
    return fold(text).rstrip(" :：*").strip()


def _of_text(whole: str) -> Iterator[Candidate]:
    """What a row says that is one text, or reads as one."""
    if not _TELLING.search(whole):
        return
    pairs = list(pairs_in(whole))
    for label, value in pairs:
        yield from _of_pair(fold(label).strip(" *"), value)
    if not pairs:
        if typed := _TYPOLOGY.fullmatch(whole):
            yield Candidate("count_bedrooms", f"{typed[1]} quartos", "css", whole, COUNTED_TRUST)
        for fact, raw in counted_in(whole):
            yield Candidate(fact, raw, "css", _BARE if AREA.fullmatch(raw) else raw, COUNTED_TRUST)


def _of_pair(label: str, value: str) -> Iterator[Candidate]:
    if label in LABELS and value:
        yield from pair_candidates_of(label, value, label)


def _sorted(candidates: Iterable[Candidate]) -> Named:
    """The raw values by fact; of areas that no word tells apart only one that is the only one."""
    named: Named = {}
    sound = [found for found in candidates if is_sound(found.fact, found.raw)]
    bare = {found.raw for found in sound if found.path == _BARE}
    for found in sorted(sound, key=lambda found: -found.trust):
        if found.fact != FEATURES and (found.path != _BARE or len(bare) == 1):
            named.setdefault(found.fact, []).append(found.raw)
    return named
