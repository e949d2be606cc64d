"""Telephone numbers in E.164."""

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher

from listings.extraction.market import Market

# Else the expressions of a country's numbers drop out of the cache that `re` has for 512, and are compiled again.
phonenumbers.enable_pattern_cache()

MAX_PHONE_TEXT = 120
_LETTER = re.compile(r"[^\W\d_]|[,;|]")
_MASKED = re.compile(r"\d[ .-]?[xX*•…]{2,}|\d\.{3}")  # "+91-94432xxxxx": shown whole only after a click


def parse_phone(text: str, *, market: Market) -> str | None:
    """The first valid number of a text, national ones read as the market's country dials; extensions are dropped."""
    text = text[:MAX_PHONE_TEXT].removeprefix("tel:")
    if _MASKED.search(text):
        return None
    if not _LETTER.search(text) and (number := _whole(text, market.country)):
        return number
    for match in PhoneNumberMatcher(text, market.country):
        return str(phonenumbers.format_number(match.number, PhoneNumberFormat.E164))
    return _whole(text, market.country)


def _whole(text: str, country: str | None) -> str | None:
    """The text as one number, for what the matcher finds too odd within prose ("+49 (0)211 - 86 32 38 0")."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or sum(c.isalpha() for c in text) > len("Telephone: "):
        return None
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
