"""The offer, its price, and what the price is per."""

from decimal import Decimal

from listings.extraction.fields import PRICE_PERIODS, PRICE_QUALIFIERS
from listings.extraction.parsing.offer import parse_offer
from listings.extraction.parsing.price import Price, minor_units, parse_charge, parse_price
from listings.extraction.parsing.vocabulary.currency import CODES, MINOR_DIGITS
from listings.extraction.parsing.vocabulary.rent import SALES_FROM
from listings.extraction.readers.reading import Reading, Values, number_of, text_of

_OFFERS = {"sale": {"for_sale": True, "for_rent": False}, "rent": {"for_sale": False, "for_rent": True}}


def read_offer(raw: object, reading: Reading) -> Values:
    """for_sale and for_rent from "sale" or "rent", or from words and URL paths that say so."""
    text = text_of(raw)
    if text is None:
        return {}
    if text in _OFFERS:
        return dict(_OFFERS[text])
    offer = parse_offer(text)
    if offer is None:
        return {}
    named = ("for_sale", "for_rent", "for_rent_long_term", "for_rent_short_term")
    return {name: value for name in named if (value := getattr(offer, name)) is not None}


def read_currency(raw: object, reading: Reading) -> Values:
    """An ISO 4217 code."""
    text = text_of(raw)
    return {"currency": text.upper()} if text else {}


NO_SALE_BELOW = 100  # of what no ordinary home is let for, this part no home is sold for
MAX_CURRENCY_CHARS = 5
_CURRENCY_KEYS = ("currency", "currencyCode", "currency_code", "currencyId", "currency_id", "priceCurrency", "symbol")
_WITHHELD_KEYS = ("is_hidden", "isHidden", "hidden", "hidePrice", "onRequest", "isOnRequest", "priceOnRequest")
_CURRENCY_NAMES = ("code", "iso", "isoCode", "id", "symbol", "name")
_AMOUNT_KEYS = ("amount", "value", "price", "label", "display", "displayPrice", "formatted")


def read_price(raw: object, reading: Reading) -> Values:
    """All that a price text states; of a bare number the amount, in the page's currency."""
    stated = None
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if isinstance(raw, dict):
        if any(raw.get(key) is True for key in _WITHHELD_KEYS):
            return {"price_qualifier": "on_request"}
        stated = _stated_currency(raw)
        raw = next((raw[key] for key in _AMOUNT_KEYS if raw.get(key) is not None), _least(raw))
    if isinstance(raw, list):
        raw = raw[0] if raw else None
    number = number_of(raw)
    if number is not None:
        return _of_number(number, reading) if stated is None else _of_money(number, stated, reading)
    text = text_of(raw)
    price = parse_price(text, market=reading.market, offer=reading.offer) if text else None
    return {} if price is None else {**_of_price(price, reading), "price_string": price.raw}


def _least(money: dict[str, object]) -> object:
    """The amount of a range that ends where it begins."""
    least, most = money.get("min"), money.get("max")
    return least if isinstance(least, int | float) and least == most else None


def _stated_currency(money: dict[str, object]) -> str | None:
    """The code or sign of the currency that an object of an amount names, also in an object of its own."""
    for key in _CURRENCY_KEYS:
        value = money.get(key)
        if isinstance(value, dict):
            value = next((value[name] for name in _CURRENCY_NAMES if isinstance(value.get(name), str)), None)
        if isinstance(value, str) and 0 < len(value.strip()) <= MAX_CURRENCY_CHARS and not value.strip().isdigit():
            return value.strip()
    return None


def read_period(raw: object, reading: Reading) -> Values:
    """What a rent is per: "pcm", "per week", "/Monat"."""
    text = text_of(raw)
    if not text or reading.offer == "sale":
        return {}
    if text in PRICE_PERIODS:
        return {"price_period": text}
    price = parse_price(f"{reading.market.currency or 'EUR'} 1000 {text}", market=reading.market)
    return {"price_period": price.period} if price and price.period not in (None, "total") else {}


def read_qualifier(raw: object, reading: Reading) -> Values:
    """How firm the price is: "Guide price", "Offers over", "offers_in_region_of"."""
    text = text_of(raw)
    if not text:
        return {}
    if text in PRICE_QUALIFIERS:
        return {"price_qualifier": text}
    price = parse_price(f"{text.replace('_', ' ')} {reading.market.currency or 'EUR'} 100000", market=reading.market)
    return {"price_qualifier": price.qualifier} if price and price.qualifier else {}


def read_charge(raw: object, reading: Reading) -> Values:
    """A service or association charge as stated."""
    number = number_of(raw)
    if number is None and (text := text_of(raw)):
        number = parse_charge(text, market=reading.market)
    return {"service_charge": float(number)} if number is not None and number > 0 else {}


def _of_number(number: Decimal, reading: Reading) -> Values:
    currency = reading.market.currency
    if number <= 0:
        return {}
    if currency is None:
        return {"price_float": float(number)}
    if reading.offer == "sale" and number * NO_SALE_BELOW < SALES_FROM.get(currency, 0):
        return {}  # in a larger unit, as programs of Japanese portals count in ten thousands
    price = parse_price(_written(number, currency), market=reading.market, offer=reading.offer)
    return _of_price(price, reading) if price else {}


def _of_money(number: Decimal, currency: str, reading: Reading) -> Values:
    """currency: a code or a sign.  Nothing where it is not known: the market's would be another one."""
    code = currency.upper() if currency.upper() in CODES else reading.market.currency or ""
    text = f"{currency} {_written(number, code)}"
    price = parse_price(text, market=reading.market, offer=reading.offer) if number > 0 else None
    return _of_price(price, reading) if price else {}


def _written(number: Decimal, currency: str) -> str:
    """The number so that no locale reads it otherwise: rounded to the currency's units, never three decimals."""
    digits = MINOR_DIGITS.get(currency, 2)
    text = f"{number.quantize(Decimal(1).scaleb(-digits)):f}"
    return f"{text}0" if digits == 3 else text


def _of_price(price: Price, reading: Reading) -> Values:
    period = None if price.period == "total" and reading.offer is None else price.period  # it may be a rent
    values: Values = {"currency": price.currency, "price_period": period, "price_qualifier": price.qualifier}
    if price.amount is not None:
        values["price_float"] = float(price.amount)
        if price.currency:
            values["price_cents"] = minor_units(price.amount, price.currency)
    return {name: value for name, value in values.items() if value is not None}
