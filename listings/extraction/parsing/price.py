"""The asking price or rent a text states: "Guide Price £1,250,000", "1.200 €/mes", "3,480万円", "POA"."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from listings.extraction.market import Market
from listings.extraction.parsing.money import Money, find_money
from listings.extraction.parsing.number import with_ascii_digits
from listings.extraction.parsing.vocabulary.currency import MINOR_DIGITS
from listings.extraction.parsing.vocabulary.price import (
    FROM_BEFORE,
    FROM_BEHIND,
    LABELS,
    NOT_PRICE_BEFORE,
    NOT_PRICE_BEHIND,
    ON_REQUEST,
    PER_AREA_BEFORE,
    PER_AREA_BEHIND,
    PERIODS,
    QUALIFIERS,
    RENT,
)
from listings.extraction.parsing.vocabulary.rent import RENT_PERIODS, RENTS_BELOW
from listings.extraction.parsing.words import Words, first_idea, fold, words_in

Offer = Literal["sale", "rent"]

# A price text is short; what lies further on is prose.
MAX_PRICE_TEXT = 500
# How far in front of an amount, in characters, a word may stand that says it is not the price.
REACH = 30

_DIGIT = re.compile(r"\d")
_SLASH = re.compile(r" ?/ ?")
_TO_NOW = ("→", "⇒", "➔", "➜", "⟶", "->", "=>")  # from a former price to the present one
_PLUS = re.compile(r"\+(?:\s.*)?")


@dataclass(frozen=True, slots=True)
class Price:
    """What the text states.  amount None: the price is withheld, and the qualifier says how.

    currency: ISO 4217.  period and qualifier: the choices of the vocabulary, or None where nothing certain is stated.
    """

    amount: Decimal | None
    currency: str | None
    period: str | None
    qualifier: str | None
    raw: str


def parse_price(text: str, *, market: Market, offer: Offer | None = None) -> Price | None:
    """The main price, or None when the text states none: deposits, charges and prices per m² are not it.

    A range is its lower end, "from".  `offer` is what the page says elsewhere: it settles the period of a price
    that names none, and a monthly amount on a page that sells is an instalment, not the price.
    """
    raw = " ".join(text[:MAX_PRICE_TEXT].split())
    readable = with_ascii_digits(unicodedata.normalize("NFC", raw))
    found = find_money(readable, market)
    money = _main(readable, found)
    if money is None:
        return _withheld(raw, found)
    period = _stated_period(readable, money)
    if offer == "sale" and period is not None:
        return None
    return Price(
        amount=money.amount,
        currency=money.currency,
        period=period or _implied_period(readable, money, market, offer),
        qualifier=_qualifier(readable, money),
        raw=raw,
    )


def parse_charge(text: str, *, market: Market) -> Decimal | None:
    """The first amount of a text that is known to be a charge or a deposit, in the market's currency; else None."""
    readable = with_ascii_digits(" ".join(text[:MAX_PRICE_TEXT].split()))
    found = find_money(readable, market)
    charge = next((money for money in found if money.is_marked), found[0] if len(found) == 1 else None)
    if charge is None or charge.currency != market.currency or PER_AREA_BEHIND.starts(_folded(readable[charge.end :])):
        return None
    return charge.amount


def minor_units(amount: Decimal, currency: str) -> int:
    """The amount in the currency's smallest unit (ISO 4217), halves up: 12.50 GBP is 1250, 980 JPY is 980."""
    return int(amount.scaleb(MINOR_DIGITS.get(currency, 2)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _main(text: str, found: list[Money]) -> Money | None:
    """The first marked amount that is a price; a bare number only where the text is nothing but a price."""
    marked = [money for money in found if money.is_marked]
    if not marked:
        return found[0] if len(found) == 1 and _is_bare_price(text, found[0]) else None
    for money in marked:
        before, behind = _around(text, money, marked)
        if not _is_something_else(before, behind, is_last=money is marked[-1]):
            return money
    return None


def _around(text: str, money: Money, others: list[Money]) -> tuple[str, str]:
    """The text from the amount before to this one, and from this one to the next, folded."""
    start = max((other.end for other in others if other.end <= money.start), default=0)
    end = min((other.start for other in others if other.start >= money.end), default=len(text))
    return _folded(text[start : money.start]), _folded(text[money.end : end])


def _folded(text: str) -> str:
    folded = fold(text)
    return _SLASH.sub("/", folded) if "/" in folded else folded


def _is_something_else(before: str, behind: str, *, is_last: bool) -> bool:
    """Do the words around an amount say that it is a deposit, a charge, a former price or a price per area?

    "800 € Kaution 2.400 €": a word between two amounts belongs to the second, unless punctuation parts them.
    """
    near = before[-REACH:]
    if not is_last and behind.startswith(_TO_NOW):
        return True
    leads_on = not is_last and not behind.endswith((",", ";", ".", "|", ")", "+", "-", "–", "·"))
    return (
        NOT_PRICE_BEFORE.in_(near)
        or PER_AREA_BEFORE.in_(near)
        or (NOT_PRICE_BEHIND.starts(behind) and not leads_on)
        or PER_AREA_BEHIND.starts(behind)
        or near.endswith("-")
    )


def _is_bare_price(text: str, money: Money) -> bool:
    before, behind = _folded(text[: money.start]), _folded(text[money.end :])
    if _is_something_else(before, behind, is_last=True):
        return False
    if not before and not behind:
        return True
    rest = f"{before} | {behind}"
    for words in (*QUALIFIERS.values(), *PERIODS.values(), RENT, FROM_BEFORE, LABELS):
        rest = words.without(rest)
    return not any(c.isalnum() for c in rest)


def _withheld(raw: str, found: list[Money]) -> Price | None:
    folded = fold(raw)
    if ON_REQUEST.in_(folded):
        return Price(None, None, None, "on_request", raw)
    if not any(money.is_marked for money in found) and QUALIFIERS["auction"].in_(folded):
        return Price(None, None, None, "auction", raw)
    return None


def _stated_period(text: str, money: Money) -> str | None:
    """What the amount is per: the words behind it up to the next number, else those in front of it."""
    behind = _DIGIT.split(text[money.end :], maxsplit=1)[0]
    before = _DIGIT.split(text[: money.start])[-1]
    return first_idea(PERIODS, _folded(behind)) or first_idea(PERIODS, _folded(before))


def _implied_period(text: str, money: Money, market: Market, offer: Offer | None) -> str | None:
    """A sale is total; a rent is per what the country's rents are per, or unknown where they differ."""
    ceiling = RENTS_BELOW.get(money.currency or "")
    is_rent = offer == "rent" or (
        offer is None and (_has(RENT, text) or (ceiling is not None and money.amount < ceiling))
    )
    return RENT_PERIODS.get(market.country or "") if is_rent else "total"


def _qualifier(text: str, money: Money) -> str | None:
    folded = fold(text)
    written = words_in(folded)
    for name, words in QUALIFIERS.items():
        if words.in_(folded, written):
            return name
    before, behind = _folded(text[: money.start]), _folded(text[money.end :])
    has_plus = _PLUS.fullmatch(text, money.end) is not None
    is_from = money.is_range or has_plus or FROM_BEFORE.ends(before) or FROM_BEHIND.starts(behind)
    return "from" if is_from else None


def _has(words: Words, text: str) -> bool:
    return words.in_(fold(text))
