"""Telling at a glance that a text holds an amount of money or an area; parsing/money.py and area.py read them.

Bounded repeats that give nothing back: these are searched for in every text of a page.  Each pattern begins with the
set of all characters it can begin with, and looks back at what it took: so a search passes over everything else at
once, which it does not for a pattern that begins with a choice or a look behind.
"""

import re

_SIGNS = "€£$₽₪₦₹₺₴฿₫₱₩¥"
_CODES = (
    "EUR", "GBP", "USD", "AUD", "CAD", "AED", "CHF", "PLN", "SEK", "NOK", "DKK", "CZK", "HUF", "RON", "NGN", "KES",
    "ZAR", "INR", "BRL", "MXN", "Rs", "RM", "Rp",
)  # fmt: skip
_INITIALS = "".join(sorted({code[0] for code in _CODES}))
_REST_OF_CODE = "|".join(f"(?<={code[0]}){code[1:]}" for code in _CODES)
_SIGN_BEFORE = rf"(?:(?<=[{_SIGNS}])|(?<=\b[{_INITIALS}])(?:{_REST_OF_CODE})\b\.?)\s?\d[\d.,\s'’]{{1,14}}"
_SIGN_BEHIND = (
    r"(?<=\d)(?<!\d\d)[\d.,\s'’]{0,14}+(?:(?:M|Mio|mil|mln|tis|k|млн|тыс)\.?\s)?"
    r"(?:€|£|\$|₽|₪|₺|₴|฿|₫|₩|zł|Kč|kr\b|Ft\b|lei\b|лв|(?:CHF|EUR|AED|PLN|SEK|NOK|CZK|HUF|RON|USD|TL)\b|万円|億|万|руб)"
)
MONEY = re.compile(rf"[{_SIGNS}{_INITIALS}\d](?:{_SIGN_BEFORE}|{_SIGN_BEHIND})")
AREA = re.compile(
    r"\d(?<![\w.,/+-]\d)[\d.,'’ \u00a0]{0,9}+"
    r"(?i:\s?(?:m²|m2\b|㎡|qm\b|mq\b|m\s?2\b|sq\.?\s?(?:ft|m|feet|metres?|meters?)\b\.?|sqft\b|sqm\b|ft²"
    r"|ft2\b|м²|м2\b|кв\.?\s?м|kvm\b|τ\.?μ|מ\"ר|متر|坪|acres?\b|ha\b|nm\b))"
)
