"""Amounts of money in a text: numbers with their currency marks, words for thousands and millions, and ranges."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from listings.extraction.market import Market
from listings.extraction.parsing.number import NUMBER, decimal_separator, read_number
from listings.extraction.parsing.vocabulary.currency import (
    BARE_DOLLAR,
    ELSEWHERE,
    MARKS,
    MINOR_DIGITS,
    PREFIX_MARKS,
    SCALES,
    SCALES_BY_PLACE,
    SMALL_UNIT_CURRENCIES,
    WEAK_MARKS,
)
from listings.extraction.parsing.words import UNSPACED

# More than any home costs in any currency; what is larger is an id or a telephone number.
MAX_AMOUNT = Decimal(10) ** 14

# Words between an amount and its currency: "1,2 millones de euros".
_LINKS = ("", "de", "d'", "di")
# The upper end of a range is not this many times the lower one.
MAX_RANGE_RATIO = 20

_THREE_BEHIND_A_MARK = re.compile(r"\d{1,3}[.,]\d{3}")
_MILLION = 10**6
_SCALE_WORD = re.compile("[ \u00a0\u202f]?([万萬億亿兆만억]|ล้าน|แสน|หมื่น|พัน|[^\\W\\d_]+(?![^\\W\\d_]|\\.\\w))\\.?")
_TO = r"(?:-|–|—|~|～|〜|to|bis|till|til|à|a|al|y|and|und|et|e|do|до|tot|és|och|og|ile)"
_RANGE = re.compile(rf"\s*{_TO}\s*", re.IGNORECASE)
_RANGE_WITH_MARK = re.compile(rf"\s?{_TO}\s?(?:[^\W\d_]{{0,3}}[^\w\s]?\s?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Money:
    """One amount, or the lower end of a range, at text[start:end] with its marks."""

    amount: Decimal
    currency: str | None
    is_marked: bool
    is_range: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Number:
    """Digits with the scale behind them, several where they add up ("3 tỷ 200 triệu"), at text[start:end]."""

    parts: tuple[tuple[str, int], ...]
    start: int
    end: int

    @property
    def smallest_scale(self) -> int:
        return self.parts[-1][1]


def find_money(text: str, market: Market) -> list[Money]:
    """Every number of a bounded text that could be money, left to right; those without a mark included."""
    marks = _marks_in(text, market)
    found: list[Money] = []
    position = 0
    for number in _numbers_in(text, market, {end for _, end, _ in marks}):
        if number.start < position:
            continue
        money = _with_marks(text, number, marks, market, floor=position)
        if money is None:
            continue
        position = money.end
        found.append(money)
    return _join_ranges(text, found)


def _marks_in(text: str, market: Market) -> list[tuple[int, int, str]]:
    pattern = _mark_pattern(market.currency)
    return [(m.start(), m.end(), m.group()) for m in pattern.finditer(_lower(text))]


def _lower(text: str) -> str:
    """Lower case of the same length, so that positions hold: "İ" alone would become two characters."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


@cache
def _mark_pattern(currency: str | None) -> re.Pattern[str]:
    """The marks usable on a market: those with the same edges together, "kr." before "kr" and "$ca" before "$"."""
    groups: dict[tuple[str, str], list[str]] = {}
    for mark, options in MARKS.items():
        if mark not in WEAK_MARKS or currency in options:
            groups.setdefault(_edges(mark), []).append(mark)
    ordered = sorted(groups.items(), key=lambda item: (not item[0][0], bool(item[0][0]) == bool(item[0][1])))
    return re.compile(
        "|".join(
            f"{before}(?:{'|'.join(re.escape(mark) for mark in sorted(group, key=len, reverse=True))}){after}"
            for (before, after), group in ordered
        )
    )


def _edges(mark: str) -> tuple[str, str]:
    """Letters in a mark must not go on into a word; digits may follow at once ("AED2,520,000")."""
    if mark in PREFIX_MARKS:
        return r"(?<!\w)", r"(?=\s?\d)"
    is_spaced = not UNSPACED.search(mark)
    before = r"(?<![^\W\d_])" if is_spaced and mark[0].isalpha() else ""
    return before, r"(?![^\W\d_])" if is_spaced and mark[-1].isalpha() else ""


def _numbers_in(text: str, market: Market, mark_ends: set[int]) -> list[_Number]:
    """Numbers with the scale words behind them; percentages, ids and parts of words are left out."""
    numbers: list[_Number] = []
    for match in NUMBER.finditer(text):
        before = text[match.start() - 1] if match.start() else ""
        if before.isalpha() and match.start() not in mark_ends and not UNSPACED.match(before):
            continue  # the 1 of SE1
        scale, end = _scale_behind(text, match.end(), market)
        if before in ("#", "№") or text[end : end + 2].lstrip().startswith("%"):
            continue
        number = _Number(((match.group(), scale),), match.start(), end)
        if numbers and (merged := _merge(text, numbers[-1], number)):
            numbers[-1:] = merged
        else:
            numbers.append(number)
    return numbers


def _merge(text: str, last: _Number, number: _Number) -> list[_Number] | None:
    """Add "200 triệu" to "3 tỷ", and let the 1.1 of "1.1-1.15m" be millions too; None when neither."""
    gap = text[last.end : number.start]
    if last.smallest_scale > number.smallest_scale > 1 and not gap.strip():
        return [_Number(last.parts + number.parts, last.start, number.end)]
    (digits, scale), (upper_digits, upper_scale) = last.parts[-1], number.parts[0]
    if scale == 1 < upper_scale and _RANGE_WITH_MARK.fullmatch(gap) and _is_lower(digits, upper_digits):
        return [replace(last, parts=((digits, upper_scale),)), number]
    return None


def _is_lower(digits: str, upper_digits: str) -> bool:
    simple = re.compile(r"\d{1,4}(?:[.,]\d{1,3})?")
    if not (simple.fullmatch(digits) and simple.fullmatch(upper_digits)):
        return False
    return Decimal(digits.replace(",", ".")) <= Decimal(upper_digits.replace(",", "."))


def _scale_behind(text: str, end: int, market: Market) -> tuple[int, int]:
    match = _SCALE_WORD.match(text, end)
    if match is None or _mark_pattern(market.currency).match(_lower(text), match.start(1)):
        return 1, end
    word = match.group(1).casefold()
    for table in (SCALES_BY_PLACE.get(market.country or ""), SCALES_BY_PLACE.get(market.language or ""), SCALES):
        if table and word in table:
            return table[word], match.end()
    return 1, end


def _with_marks(
    text: str, number: _Number, marks: list[tuple[int, int, str]], market: Market, *, floor: int
) -> Money | None:
    """The number with the marks that touch it; a mark in front of the next number is left to that one."""
    start, end, names = number.start, number.end, []
    for mark_start, mark_end, name in reversed(marks):
        if floor <= mark_start and mark_end <= start and not text[mark_end:start].strip():
            start = mark_start
            names.append(name)
    for mark_start, mark_end, name in marks:
        if mark_start < end or text[end:mark_start].strip() not in _LINKS:
            continue
        is_next_ones = text[mark_start - 1].isspace() and text[mark_end : mark_end + 1].isdigit()
        if is_next_ones or (names and _leads_a_number(text, mark_end)):
            break
        end = mark_end
        names.append(name)
    currency = _currency(names, market)
    amount = _amount(number, currency, market)
    if amount is None:
        return None
    return Money(amount, currency, bool(names), is_range=False, start=start, end=end)


def _leads_a_number(text: str, position: int) -> bool:
    return text[position : position + 2].strip()[:1].isdigit()


def _currency(names: list[str], market: Market) -> str | None:
    """The currency the marks name: one that names exactly one beats a shared one, the market settles the rest."""
    if not names:
        return market.currency
    return _currency_of(min(names, key=lambda name: len(MARKS[name])), market)


def _currency_of(name: str, market: Market) -> str | None:
    options = MARKS[name]
    if name in ("$", "pesos") and market.country in BARE_DOLLAR:
        return BARE_DOLLAR[market.country]
    if market.currency in options:
        return market.currency
    if len(options) == 1:
        return options[0]
    if market.currency is None and name != "£":
        return None
    return ELSEWHERE.get(name)


def _amount(number: _Number, currency: str | None, market: Market) -> Decimal | None:
    total = Decimal(0)
    for digits, scale in number.parts:
        value = _scaled(digits, scale, currency, market)
        if value is None:
            return None
        total += value
    return _plain(total) if 0 < total < MAX_AMOUNT else None


def _scaled(digits: str, scale: int, currency: str | None, market: Market) -> Decimal | None:
    """Three digits behind one mark are thousands, but a fraction of a million: "1.125 Mio".

    A currency with thousandths (ISO 4217) leaves it to the locale, and without one nothing can be said.
    """
    is_open = _THREE_BEHIND_A_MARK.fullmatch(digits) is not None
    if is_open and scale >= _MILLION and currency not in SMALL_UNIT_CURRENCIES:
        return Decimal(digits.replace(",", ".")) * scale
    has_thousandths = currency is not None and MINOR_DIGITS.get(currency) == 3
    if is_open and has_thousandths and market.locale is None:
        return None
    by_locale = is_open and (scale >= _MILLION or has_thousandths)
    value = read_number(digits, decimal_mark=decimal_separator(market) if by_locale else None)
    return value * scale if value is not None else None


def _plain(value: Decimal) -> Decimal:
    """Without a fraction of nothing: 1200000.0 is 1200000, 1050.50 stays."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _join_ranges(text: str, found: list[Money]) -> list[Money]:
    """Two amounts with only "to" between them become the lower one, marked as a range."""
    joined: list[Money] = []
    for money in found:
        if joined and _is_range(text, joined[-1], money):
            joined[-1] = _range(joined[-1], money)
        else:
            joined.append(money)
    return joined


def _is_range(text: str, lower: Money, upper: Money) -> bool:
    is_ordered = lower.amount <= upper.amount <= lower.amount * MAX_RANGE_RATIO
    return is_ordered and not lower.is_range and _RANGE.fullmatch(text, lower.end, upper.start) is not None


def _range(lower: Money, upper: Money) -> Money:
    currency = lower.currency if lower.is_marked else upper.currency
    return replace(lower, currency=currency, is_marked=lower.is_marked or upper.is_marked, is_range=True, end=upper.end)
