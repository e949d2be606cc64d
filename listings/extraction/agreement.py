"""Whether two statements of a fact say the same: numbers within rounding, rents by period, texts in their words."""

import re
from collections.abc import Callable, Mapping

from listings.extraction.facts import Values
from listings.extraction.parsing.vocabulary.area import SQUARE_METRES

Agreement = Callable[[Values, Values], bool]
NUMBER_TOLERANCE = 0.005
COMPARED_CHARS = 200
POSITION_TOLERANCE_DEGREES = 0.005
PERIODS_PER_YEAR = (365, 52, 12, 1)
_NO_LETTERS = re.compile(r"[\W_]+")
_NUMBER = (int, float)  # and bool, which is an int
_WORDING = frozenset({"price_string", "price_cents", "description_html", "main_image_url", "property_subtype"})


def remembered_agreement() -> Agreement:
    """Says what agree does, and works it out once for each two statements, which must live as long as it does."""
    known: dict[tuple[int, int], bool] = {}

    def agreement(one: Values, other: Values) -> bool:
        pair = id(one), id(other)
        answer = known.get(pair)
        if answer is None:
            answer = known[pair] = agree(one, other)
        return answer

    return agreement


def is_comparable(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether the two state a number or a choice, which can contradict.  Texts and lists only differ in wording."""
    return any(isinstance(value, _NUMBER) and isinstance(other.get(name), _NUMBER) for name, value in one.items())


def agree(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether no value that both state differs.  A weekly and a monthly rent agree when they come to the same."""
    both = [name for name in one if name not in _WORDING and one[name] is not None and other.get(name) is not None]
    if not both or both == ["area_unit"]:  # a living area and a plot
        return False
    if one == other:
        return True
    if "price_float" in both and _same_rent(one, other):
        return True
    if "area_unit" in both and one["area_unit"] != other["area_unit"]:
        return _same_area(one, other)
    return all(_same(name, one[name], other[name]) for name in both)


def _same(name: str, one: object, other: object) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one == other
    if isinstance(one, _NUMBER) and isinstance(other, _NUMBER):
        if name in ("latitude", "longitude"):
            return abs(one - other) <= POSITION_TOLERANCE_DEGREES
        return abs(one - other) <= NUMBER_TOLERANCE * max(abs(one), abs(other))
    if isinstance(one, str) and isinstance(other, str):
        if one == other:
            return True
        a, b = _letters(one), _letters(other)
        return a in b if len(a) <= len(b) else b in a
    return isinstance(one, list) and isinstance(other, list)


def _same_rent(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    if one.get("price_period") == other.get("price_period"):
        return False
    a, b = one["price_float"], other["price_float"]
    if not isinstance(a, int | float) or not isinstance(b, int | float) or a == 0 or b == 0:
        return False
    ratio = max(a, b) / min(a, b)
    return any(abs(ratio - x / y) <= 0.02 * x / y for x in PERIODS_PER_YEAR for y in PERIODS_PER_YEAR if x > y)


def _same_area(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether areas in different units are the same, as far as rounding to whole feet and metres lets them be."""
    metres = [
        value * SQUARE_METRES[str(values["area_unit"])]
        for values in (one, other)
        for name, value in values.items()
        if isinstance(value, int | float)
    ]
    return len(metres) == 2 and abs(metres[0] - metres[1]) <= 0.01 * max(metres)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text[:COMPARED_CHARS].casefold())
