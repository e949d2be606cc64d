"""What a fact is read in the light of, and the plain texts and numbers within raw values."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from listings.extraction.market import Market
from listings.extraction.parsing.text import clean_text

Values = dict[str, object]  # vocabulary field -> value; empty: the candidate did not parse
Offer = Literal["sale", "rent"]

MAX_SHORT_CHARS = 2_000
MAX_LISTS = 4  # within each other
TELLING = frozenset({"for_sale", "for_rent", "currency", "area_unit", "country"})  # in whose light others are read
_PLAIN = (str, int, float)
_TEXT_KEYS = (
    "name", "@value", "value", "label", "text", "displayText", "title", "alternateName", "display", "displayValue",
    "formatted", "formattedValue", "displayName", "fullName", "full_name", "displayPrice", "nombre", "nome", "nom",
    "naam", "nazwa", "namn", "navn", "organisation", "organization",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """The page's market, its URL for relative addresses, and what is already known.

    stated_country: where the page says that the home stands; a portal shows homes abroad, too.
    unit: of a bare number, where a rule gives it.  area_unit: that of the areas accepted so far.
    """

    market: Market
    page_url: str
    offer: Offer | None = None
    unit: str | None = None
    area_unit: str | None = None
    stated_country: str | None = None

    @property
    def country(self) -> str | None:
        """Where the home stands: as the page has stated, else in the market's country."""
        return self.stated_country or self.market.country

    def given(self, values: Mapping[str, object]) -> "Reading":
        """The same in the light of what was accepted so far: the offer, and the currency the page states."""
        sale, rent = values.get("for_sale") is True, values.get("for_rent") is True
        offer: Offer | None = "sale" if sale and not rent else "rent" if rent and not sale else None
        currency = _text_in(values, "currency") or self.market.currency
        unit, country = _text_in(values, "area_unit"), _text_in(values, "country")
        known = (self.offer, self.market.currency, self.area_unit, self.stated_country)
        if known == (offer, currency, unit, country):
            return self
        market = self.market if currency == self.market.currency else replace(self.market, currency=currency)
        return Reading(market, self.page_url, offer, self.unit, unit, country)


def _text_in(values: Mapping[str, object], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None


def text_of(raw: object) -> str | None:
    """One clean line of text: of a text, a number, a named object, or the first of a list."""
    return _line(raw) if isinstance(raw, str) else next(texts_of(raw), None)


def _line(text: str) -> str | None:
    clean = clean_text(text[:MAX_SHORT_CHARS])
    return (" ".join(clean.split()) if "\n" in clean else clean) or None


def texts_of(raw: object, depth: int = MAX_LISTS) -> Iterator[str]:
    """The clean lines of a value: itself, an object's name, or each member of a list."""
    if isinstance(raw, list):
        for member in raw[:500] if depth else ():
            yield from texts_of(member, depth - 1)
        return
    if isinstance(raw, dict):
        named = next((raw[key] for key in _TEXT_KEYS if isinstance(raw.get(key), _PLAIN)), None)
        raw = named if named is not None else _only_text(raw)
    if isinstance(raw, bool) or not isinstance(raw, _PLAIN):
        return
    if isinstance(raw, float) and not (math.isfinite(raw) and "e" not in str(raw)):
        return  # the digits of an exponent are no number of their own
    if line := _line(str(raw)):
        yield line


def _only_text(node: dict[str, object]) -> str | None:
    """The text of an object that holds just one: {"feature": "Garden", "id": 7}."""
    texts = [value for value in list(node.values())[:10] if isinstance(value, str) and value]
    return texts[0] if len(texts) == 1 and len(node) <= 10 else None


def number_of(raw: object) -> Decimal | None:
    """A value that is a number already, or a text written as machines write numbers: 1945, 40.5."""
    if isinstance(raw, dict):
        raw = raw.get("value", raw.get("@value"))
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    text = str(raw).strip()
    whole, _, fraction = text.removeprefix("-").partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 15):
        return None
    if isinstance(raw, str) and len(fraction) == 3:  # "3.350" may be grouped: the locale decides
        return None
    is_number = "." not in text or (fraction.isascii() and fraction.isdigit())
    return Decimal(text) if is_number else None
