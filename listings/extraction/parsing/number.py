"""Numbers as people write them: 1.250.000 / 1,250,000 / 1'250'000 / 1 250 000 / 12,50,000 / 3.350 / 12,5."""

import re
from decimal import Decimal
from typing import Literal

from listings.extraction.market import Market

Separator = Literal[".", ","]
MAX_DIGITS = 18

_SPACES = " \u00a0\u2007\u2009\u202f"
_SPACE = re.compile(f"[{_SPACES}]")
_QUOTES = "'’‘`´"
# Each step consumes a digit or a separator with a digit behind it, so matching is linear.
NUMBER = re.compile(rf"(?<!\d)\d{{1,3}}(?:[{_SPACES}]\d{{3}}(?!\d))+(?:[.,]\d{{1,2}}(?!\d))?|\d+(?:[.,{_QUOTES}]\d+)*")
_DOT_DECIMAL_LANGUAGES = {"en", "ja", "zh", "ko", "th", "he", "hi", "ms", "ur", "bn", "si", "ar", "mt", "ga", "cy"}
# Spanish and German as written where the point is the decimal mark (CLDR 46).
_DOT_DECIMAL_COUNTRIES = {"MX", "PE", "DO", "GT", "HN", "NI", "PA", "PR", "SV", "CH", "LI"}


_SEPARATORS = {"٬": ",", "٫": ".", "，": ",", "．": "."}
_REMEMBERED = 0xD800  # the scripts people write in; beyond lie rare signs without end


class _AsciiDigits(dict[int, str]):
    """A sign's form among ASCII digits and separators by its code point, worked out once."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = str(int(sign)) if sign.isdecimal() else _SEPARATORS.get(sign, sign)
        if code < _REMEMBERED:
            self[code] = plain
        return plain


_ASCII_DIGITS = _AsciiDigits()


def decimal_separator(market: Market) -> Separator:
    """The market's decimal mark; a point where the language is not known, as machines write it."""
    language = market.language
    if language is None or language in _DOT_DECIMAL_LANGUAGES or market.country in _DOT_DECIMAL_COUNTRIES:
        return "."
    return ","


def parse_number(text: str, *, market: Market) -> Decimal | None:
    """The only number in a short text ("ca. 123,5 kWh" -> 123.5); None when there is none, or more than one."""
    ascii_text = with_ascii_digits(text[:200])
    found = [m for m in NUMBER.finditer(ascii_text) if not _is_glued(ascii_text, m.start())]
    if len(found) != 1:
        return None
    value = read_number(found[0].group(), decimal_mark=decimal_separator(market))
    if value is None or found[0].start() == 0:
        return value
    sign = ascii_text[found[0].start() - 1]
    return -value if sign in "-−" and not ascii_text[: found[0].start() - 1].strip() else value


def read_number(digits: str, *, decimal_mark: Separator | None) -> Decimal | None:
    """The value of one NUMBER match.

    decimal_mark decides what one separator before exactly three digits means ("3.350"); None says that three
    digits are always a group, as in money, which has no thousandths.  None when the grouping makes no sense.
    """
    if sum(c.isdigit() for c in digits) > MAX_DIGITS:
        return None
    plain = digits if digits.isdigit() else _SPACE.sub("", digits)
    if any(q in plain for q in _QUOTES):
        return _quoted(plain, decimal_mark)
    marks = {c for c in plain if c in ".,"}
    if len(marks) == 2:
        return _grouped_and_decimal(plain)
    if len(marks) == 1:
        return _one_kind(plain, marks.pop(), decimal_mark)
    return Decimal(plain)


def with_ascii_digits(text: str) -> str:
    """Arabic, Devanagari, full-width and other decimal digits as 0-9, with their separators; same length."""
    return text if text.isascii() else text.translate(_ASCII_DIGITS)


def _is_glued(text: str, start: int) -> bool:
    """Is the number the tail of a word, as the 2 of m2?"""
    return start > 0 and text[start - 1].isalpha()


def _quoted(plain: str, decimal_mark: Separator | None) -> Decimal | None:
    """1'250'000.50: quotes only ever group."""
    groups = re.split(f"[{_QUOTES}]", plain)
    head, last = groups[:-1], groups[-1]
    whole = re.match(r"\d+", last)
    if whole is None or not _are_groups([*head, whole.group()]):
        return None
    return read_number("".join(groups), decimal_mark=decimal_mark or ".")


def _grouped_and_decimal(plain: str) -> Decimal | None:
    """The later of the two marks is the decimal one."""
    decimal = max(".,", key=plain.rindex)
    grouping = "," if decimal == "." else "."
    whole, _, fraction = plain.partition(decimal)
    if not fraction.isdigit() or not _are_groups(whole.split(grouping)):
        return None
    return Decimal(f"{whole.replace(grouping, '')}.{fraction}")


def _one_kind(plain: str, mark: str, decimal_mark: Separator | None) -> Decimal | None:
    groups = plain.split(mark)
    if len(groups) > 2:
        return Decimal("".join(groups)) if _are_groups(groups) else None
    whole, fraction = groups
    could_group = len(fraction) == 3 and len(whole) <= 3 and not whole.startswith("0")
    if could_group and mark != decimal_mark:
        return Decimal(whole + fraction)
    return Decimal(f"{whole}.{fraction}")


def _are_groups(groups: list[str]) -> bool:
    """Thousands (1,250,000), or lakhs and crores (1,25,00,000)."""
    *head, last = groups
    if len(last) != 3 or not head or not 1 <= len(head[0]) <= 3:
        return False
    sizes = {len(group) for group in head[1:]}
    return sizes <= {3} or (sizes == {2} and len(head[0]) <= 2)
