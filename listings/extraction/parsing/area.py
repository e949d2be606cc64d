"""Areas in square metres or square feet, from whatever unit the market writes."""

import re
from dataclasses import dataclass
from decimal import Decimal

from listings.extraction.market import AreaUnit, Market
from listings.extraction.parsing.number import NUMBER, decimal_separator, read_number, with_ascii_digits
from listings.extraction.parsing.vocabulary.area import LAND_UNITS, SQUARE_METRES, UNIT_NAMES
from listings.extraction.parsing.words import UNSPACED, fold

MAX_AREA_TEXT = 200
MAX_AREA_M2 = 10**9
SMALLEST_AREA = 6
SMALL_WITHOUT_LOCALE = 10  # where nothing says which mark is the decimal one
_THREE_DECIMALS = re.compile(r"\d[.,]\d{3}")

_UNITS = {fold(name): unit for unit, names in UNIT_NAMES.items() for name in names}
# A unit ends where its word does: "m2" in "55 m2", but no "ha" in "hall" and no "m" in "month".
_UNIT = re.compile(
    r"\s?(" + "|".join(re.escape(name) for name in sorted(_UNITS, key=len, reverse=True)) + r")(?![^\W\d_])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Area:
    """An area in its unit; `raw` is the text it came from, whatever unit that named.

    measures_land: it was in acres or hectares, as no home's rooms are.
    """

    value: float
    unit: AreaUnit
    raw: str
    measures_land: bool = False


def parse_area(text: str, *, market: Market) -> Area | None:
    """The first area a text states with a unit: "1,631 sq. ft. (152 sq. m.)" is 1631 sqft.

    Square metres and feet stay as stated; acres, hectares, tsubo and the like become the market's unit.  None for a
    number without a unit, a range, or anything no home covers.
    """
    raw = " ".join(text[:MAX_AREA_TEXT].split())
    folded = fold(with_ascii_digits(raw))
    for match in NUMBER.finditer(folded):
        unit = _UNIT.match(folded, match.end())
        if unit is None or _is_tail(folded, match.start()):
            continue
        value = read_number(match.group(), decimal_mark=decimal_separator(market))
        least = SMALLEST_AREA if market.locale else SMALL_WITHOUT_LOCALE
        if value is not None and value < least and _THREE_DECIMALS.fullmatch(match.group()):
            value *= 1000  # "1,193 m²" on the English pages of a Spanish portal: nothing built is that small
        return _area(value, _UNITS[unit.group(1)], market, raw)
    return None


def _is_tail(text: str, start: int) -> bool:
    """Is the number part of a word, or the end of a range or of a dimension (10 x 12 m²)?"""
    before = text[:start].rstrip()
    if before[-1:].isalnum() and before == text[:start] and not UNSPACED.match(before[-1]):
        return True
    return bool(re.search(r"\d(?: ?(?:m2|sq ?ft|qm))? ?(?:-|–|—|~|to|bis|a|x|×|/)$", before[-14:]))


def _area(value: Decimal | None, unit: str, market: Market, raw: str) -> Area | None:
    if value is None or not 0 < value * Decimal(SQUARE_METRES[unit]) < MAX_AREA_M2:
        return None
    target: AreaUnit = "sqft" if unit == "sqft" else "sqmt" if unit == "sqmt" else market.area_unit or "sqmt"
    if unit == target:
        return Area(float(value), target, raw)
    converted = round(float(value) * SQUARE_METRES[unit] / SQUARE_METRES[target], 2)
    return Area(converted, target, raw, measures_land=unit in LAND_UNITS)
