"""Dates as ISO 8601, from the forms portals write."""

import datetime
import re

from listings.extraction.market import Market
from listings.extraction.parsing.number import with_ascii_digits
from listings.extraction.parsing.vocabulary.dates import MONTH_NAMES
from listings.extraction.parsing.words import fold

MAX_DATE_TEXT = 120
YEARS = range(1900, 2101)

_MONTHS = {fold(name): number for number, names in enumerate(MONTH_NAMES, start=1) for name in names}
_MONTH_FIRST_COUNTRIES = {"US", "PH"}
# Countries where both orders are in daily use: 03/04/2026 is nobody's date there.
_MIXED_ORDER_COUNTRIES = {"CA", None}

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})(?:([-/.])(\d{1,2})\2|(?: ?年 ?)(\d{1,2})(?: ?月 ?))(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})(?:\. ?|[/-])(\d{1,2})(?:\. ?|[/-])(\d{4}|\d{2})(?!\d)")
_DAY_NAMED_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|°)?[. ]{0,2}(?:of |de |d')?([^\W\d_]{3,14})[., ]{0,3}(?:de |del |of )?"
    r"(\d{4})(?!\d)"
)
_NAMED_MONTH_DAY = re.compile(r"(?<!\w)([^\W\d_]{3,14})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")


def parse_date(text: str, *, market: Market) -> str | None:
    """The only date in a text, or None: also for 03/04/2026 where the country writes both orders, and for "now"."""
    folded = fold(with_ascii_digits(text[:MAX_DATE_TEXT]))
    dates = {
        *(_iso(m[1], m[3] or m[4], m[5]) for m in _YEAR_FIRST.finditer(folded)),
        *(_iso(m[3], str(_MONTHS.get(m[2], 0)), m[1]) for m in _DAY_NAMED_MONTH.finditer(folded)),
        *(_iso(m[3], str(_MONTHS.get(m[1], 0)), m[2]) for m in _NAMED_MONTH_DAY.finditer(folded)),
        *(_numeric(m[1], m[2], m[3], market) for m in _NUMERIC.finditer(_YEAR_FIRST.sub(" ", folded))),
    }
    dates.discard(None)
    return dates.pop() if len(dates) == 1 else None


def _numeric(first: str, second: str, year: str, market: Market) -> str | None:
    year = f"20{year}" if len(year) == 2 else year
    day_first, month_first = _iso(year, second, first), _iso(year, first, second)
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    if market.country in _MIXED_ORDER_COUNTRIES:
        return None
    return month_first if market.country in _MONTH_FIRST_COUNTRIES else day_first


def _iso(year: str, month: str, day: str) -> str | None:
    if int(year) not in YEARS:
        return None
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
