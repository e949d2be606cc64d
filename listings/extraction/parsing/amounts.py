"""Telling at a glance that a text holds an amount of money or an area; parsing/money.py and area.py read them.

Bounded repeats that give nothing back: these are searched for in every text of a page.  Each pattern begins with the
set of all characters it can begin with, and looks back at what it took: so a search passes over everything else at
once, which it does not for a pattern that begins with a choice or a look behind.
"""

import re
from collections.abc import Iterable

from listings.extraction.parsing.vocabulary.currency import MARKS, SCALES, WEAK_MARKS

_SIGNS = "€£$₽₪₦₹₺₴฿₫₱₩¥￥￦₸₾₵₡₲৳﷼"
_NO_CODES = frozenset({"DIN", "STG"})  # also a German standard, and an English abbreviation
_CODES = {mark.upper() for mark in set(MARKS) - WEAK_MARKS if re.fullmatch("[a-z]{3}", mark)} - _NO_CODES
_BEFORE = {*_CODES, "Rs", "RM", "Rp", "UF", "Bs", "U$S", "U$D", "S/", "KSh", "TSh", "USh"}
_WORDS_BEHIND = {
    "zł", "Kč", "kr", "Ft", "lei", "лв", "лева", "руб", "грн", "евро", "ευρώ", "TL", "euro", "Euro", "EURO", "euros",
    "forint", "Forint", "pesos", "reais", "soles", "đ", "VNĐ", "đồng", 'ש"ח', "ש״ח", "שח", "درهم", "ريال", "جنيه",
    "DH", "Dh", "DHs", "Dhs", "د.إ", "ر.س", "ج.م", "บาท", "円", "元", "원",
}  # fmt: skip
# Words for so many that a number with one of them is an amount of money, with or without a currency
_AMOUNTS = {
    "万", "萬", "万円", "萬元", "億", "亿", "억", "만원", "tỷ", "tỉ", "triệu", "Miliar", "miliar", "Milyar", "Juta",
    "juta", "Cr", "Crore", "crore", "Crores", "Lakh", "lakh", "Lakhs",
}  # fmt: skip
_SCALES = {form for word in {*SCALES, "m"} if word.isalpha() for form in (word, word.capitalize())}


def _one_of(words: Iterable[str]) -> str:
    """A choice of words, the longer ones first, by first letters; a word of letters ends with its last one."""
    by_initial: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        edge = r"(?![^\W\d_])" if word[-1].isalpha() and word[-1] < "\u0e00" else ""
        by_initial.setdefault(word[0], []).append(re.escape(word[1:]) + edge)
    return "|".join(f"{re.escape(initial)}(?:{'|'.join(rest)})" for initial, rest in sorted(by_initial.items()))


def _behind_initials(words: Iterable[str]) -> str:
    """The rest of each word, behind its first letter."""
    by_initial: dict[str, list[str]] = {}
    for word in sorted(words):
        by_initial.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"(?<={initial})(?:{'|'.join(rest)})" for initial, rest in by_initial.items())


_INITIALS = "".join(sorted({code[0] for code in _BEFORE} | {"R"}))
_NUMBER_ON = r"[\d.,\s'’٬٫]"
_RAND = r"(?<=R)(?=\s?\d{1,3}(?:[\s,]\d{3})+(?!\d))"  # a letter that stands for much else: only with thousands
_SIGN_BEFORE = (
    rf"(?:(?<=[{_SIGNS}])|(?<=\b[{_INITIALS}])(?:(?:{_behind_initials(_BEFORE)})(?!\w)(?<!\d)\.?|{_RAND}))"
    rf"\s?\d{_NUMBER_ON}{{1,14}}"
)
_SIGN_BEHIND = (
    rf"(?<=\d)(?<!\d\d){_NUMBER_ON}{{0,14}}+"
    rf"(?:[{_SIGNS}]|:-|{_one_of({*_CODES, *_WORDS_BEHIND, *_AMOUNTS})}|(?:{_one_of(_SCALES)})\.?\s?(?:d[ei]\s|d')?"
    rf"(?:[{_SIGNS}]|{_one_of({*_CODES, *_WORDS_BEHIND})}))"
)
MONEY = re.compile(rf"[{_SIGNS}{_INITIALS}\d](?:{_SIGN_BEFORE}|{_SIGN_BEHIND})")
AREA = re.compile(
    r"\d(?<![\w.,/+-]\d)[\d.,'’ \u00a0]{0,9}+"
    r"(?i:\s?(?:m²|m2\b|㎡|qm\b|mq\b|m\s?2\b|sq\.?\s?(?:ft|m|feet|metres?|meters?)\b\.?|sqft\b|sqm\b|ft²"
    r"|ft2\b|м²|м2\b|кв\.?\s?м|kvm\b|τ\.?μ|מ\"ר|متر|坪|ตร\.?\s?ม|acres?\b|hectares?\b|ha\b|nm\b))"
)
