"""Areas, counts, and other numbers about the home."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from listings.extraction.candidates import Candidate
from listings.extraction.parsing.area import Area, parse_area
from listings.extraction.parsing.count import parse_count
from listings.extraction.parsing.number import parse_number
from listings.extraction.parsing.vocabulary.area import SQUARE_METRES
from listings.extraction.readers.reading import Reading, Values, number_of, text_of

_UNIT_TEXT = {"sqmt": "m²", "sqft": "sq ft", "acre": "acres", "ha": "ha"}
_NODE_UNITS = {"MTK": "sqmt", "M2": "sqmt", "SQM": "sqmt", "FTK": "sqft", "SQFT": "sqft", "ACR": "acre", "HAR": "ha"}
MAX_UNIT_CHARS = 20
_RANGE = re.compile(r"\d ?(?:m²|m2)? (?:to|tot|bis|till|do|à|až|și) \d")
MAX_TEXTS, MAX_TEXT_CHARS = 6, 100
YEARS = range(1000, 2101)


def read_count(name: str, raw: object, reading: Reading) -> Values:
    """A count of rooms of one kind, from a number or from a text such as "2 bathrooms"."""
    text = text_of(raw)
    count = parse_count(text, market=reading.market) if text else None
    if count is None or (count == 0 and name == "count_rooms"):  # a studio has no bedroom, but it is a room
        return {}
    return {name: count}


def read_area(name: str, raw: object, reading: Reading) -> Values:
    """An area in its own unit, or in that of the areas before it: one record has one unit.

    A bare number is in the rule's unit, the node's (UN/CEFACT) or the market's.
    """
    area = _area(raw, reading)
    if area is None:
        return {}
    if area.measures_land:
        name = "plot_area"
    unit = reading.area_unit or area.unit
    value = area.value if unit == area.unit else round(area.value * SQUARE_METRES[area.unit] / SQUARE_METRES[unit], 2)
    return {name: value, "area_unit": unit}


def in_stated_unit(candidates: Sequence[Candidate], reading: Reading) -> Reading:
    """The same, where a text states a number with its unit that a program states without: in that unit it is meant."""
    bare = {number for found in candidates if (number := number_of(found.raw)) and _node_unit(found.raw) is None}
    texts = [found.raw for found in candidates if isinstance(found.raw, str) and number_of(found.raw) is None]
    for text in texts[:MAX_TEXTS] if bare and reading.market.area_unit and reading.unit is None else ():
        area = parse_area(text[:MAX_TEXT_CHARS], market=reading.market)
        if area is not None and Decimal(str(area.value)) in bare and area.unit != reading.market.area_unit:
            return replace(reading, market=replace(reading.market, area_unit=area.unit))
    return reading


def read_year(raw: object, reading: Reading) -> Values:
    """A year of construction."""
    text = text_of(raw)
    digits = "".join(c if c.isascii() and c.isdigit() else " " for c in text[:60]).split() if text else []
    years = [int(part) for part in digits if len(part) == 4 and int(part) in YEARS]
    return {"year_construction": years[0]} if len(years) == 1 else {}


def read_energy(raw: object, reading: Reading) -> Values:
    """kWh per m² and year."""
    number = number_of(raw)
    if number is None and (text := text_of(raw)):
        number = parse_number(text, market=reading.market)
    return {"energy_performance": float(number)} if number is not None and 0 < number < 2_000 else {}


def _area(raw: object, reading: Reading) -> Area | None:
    unit = reading.unit or _node_unit(raw) or reading.market.area_unit
    number, stated = number_of(raw), raw
    if number is not None and number < 0:
        return None
    if number is not None:
        raw = _plain(number)
    text = text_of(raw)
    if not text or _RANGE.search(text):
        return None
    named = stated.get("unitText") if isinstance(stated, dict) else None
    if number is not None and isinstance(named, str) and _node_unit(stated) is None:
        text = f"{text} {named[:MAX_UNIT_CHARS]}"
    if text[-1].isdigit() and unit:
        text = f"{text} {_UNIT_TEXT[unit]}"
    return parse_area(text, market=reading.market)


def _plain(number: Decimal) -> str:
    """The number so that no locale reads it otherwise: never exactly three decimals."""
    return f"{number.quantize(Decimal('0.01')).normalize():f}"


def _node_unit(raw: object) -> str | None:
    if not isinstance(raw, dict):
        return None
    stated = text_of(raw.get("unitCode")) or text_of(raw.get("unitText")) or ""
    return _NODE_UNITS.get(stated.upper().replace(" ", ""))
