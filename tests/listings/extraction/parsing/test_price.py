"""Prices as the portals of 80 markets write them."""

import csv
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.market import UNKNOWN_MARKET, Market
from listings.extraction.parsing.price import minor_units, parse_price

TABLE = Path(__file__).parents[3] / "data" / "price_strings.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))

GB = Market("GB", "GBP", "en-GB", "sqft")
DE = Market("DE", "EUR", "de-DE", "sqmt")
AU = Market("AU", "AUD", "en-AU", "sqmt")
MARKETS = [GB, DE, AU, Market("JP", "JPY", "ja-JP", "sqmt"), Market("MX", "MXN", "es-MX", "sqmt"), UNKNOWN_MARKET]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_price_is_read_as_its_market_writes_it(row):
    market = Market(row["locale"].partition("-")[2], row["currency_default"], row["locale"], None)
    price = parse_price(row["text"], market=market)
    stated = {name: row[name] or None for name in ("currency", "period", "qualifier")}
    amount = Decimal(row["amount"]) if row["amount"] else None
    if amount is None and not any(stated.values()):
        assert price is None
        return
    assert price is not None
    assert (price.amount, price.currency, price.period, price.qualifier) == (amount, *stated.values())


@pytest.mark.parametrize(
    ("market", "text", "currency"),
    [
        (AU, "$850,000", "AUD"),
        (GB, "$850,000", "USD"),
        (GB, "HK$8,500,000", "HKD"),
        (DE, "£425,000", "GBP"),
        (UNKNOWN_MARKET, "$850,000", None),
        (UNKNOWN_MARKET, "€850.000", "EUR"),
        (UNKNOWN_MARKET, "kr 5 900 000", None),
    ],
)
def test_shared_sign_is_the_markets_and_unknown_where_the_market_is(market, text, currency):
    price = parse_price(text, market=market)
    assert (price.currency if price else None) == currency


def test_rent_without_a_period_takes_the_countrys_custom_or_none():
    assert parse_price("1.250 €", market=DE, offer="rent").period == "month"
    assert parse_price("$720", market=AU, offer="rent").period == "week"
    assert parse_price("£720", market=GB, offer="rent").period is None


def test_instalment_on_a_page_that_sells_is_not_the_price():
    assert parse_price("£1,350 pcm", market=GB, offer="sale") is None
    assert parse_price("£425,000", market=GB, offer="sale").period == "total"


@pytest.mark.parametrize(
    "text", ["", " ", "£", "-", "£-5", "£0", "1234567890123456789012", "Ref #425000", "25%", "12/05/2026", "1.2.3.4"]
)
def test_text_without_a_price_has_none(text):
    assert parse_price(text, market=GB) is None


def test_raw_text_is_kept():
    assert parse_price("Guide  Price\n£1,250,000", market=GB).raw == "Guide Price £1,250,000"


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("12.50", "GBP", 1250),
        ("34800000", "JPY", 34800000),
        ("1.2345", "KWD", 1235),
        ("0.005", "USD", 1),
        ("5800.5", "CLF", 58005000),
        ("950", "CLP", 950),
    ],
)
def test_minor_units_respect_the_currency(amount, currency, units):
    assert minor_units(Decimal(amount), currency) == units


@given(st.text(max_size=300), st.sampled_from(MARKETS), st.sampled_from([None, "sale", "rent"]))
def test_any_text_gives_a_sound_price_or_none(text, market, offer):
    price = parse_price(text, market=market, offer=offer)
    if price is not None and price.amount is not None:
        assert isinstance(price.amount, Decimal)
        assert price.amount > 0
    elif price is not None:
        assert price.qualifier in ("on_request", "auction")


_PIECES = [
    "£",
    "$",
    "kr",
    "1",
    "1.250",
    "3,50",
    " ",
    "/",
    "m²",
    "Mio",
    "from",
    "deposit",
    "-",
    "to",
    "pcm",
    "万",
    "%",
    "'",
    "Fr.",
    "POA",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join), st.sampled_from(MARKETS))
def test_any_heap_of_price_words_is_survived(text, market):
    parse_price(text, market=market)


@pytest.mark.parametrize("piece", ["1", "1 ", "1.", "1,111", "£", "£ ", "a", "1-1m", " ", "pcm ", "'1"])
def test_hostile_length_costs_no_more_than_the_bound(piece):
    started = perf_counter()
    parse_price(piece * 1_000_000, market=GB)
    assert perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "locale", "amount"),
    [
        ("KWD 250.500", "en-KW", Decimal("250.500")),
        ("KWD 75,000", "en-KW", Decimal(75_000)),
        ("KWD 1,250.500", "en-KW", Decimal("1250.500")),
        ("TND 350,500", "fr-TN", Decimal("350.500")),
        ("BHD 120.000", "en-BH", Decimal(120)),
        ("KWD 250.500", None, None),
        ("KWD 250,500", None, None),
        ("KWD 250.50", None, Decimal("250.50")),
    ],
)
def test_a_currency_with_thousandths_leaves_three_digits_to_the_locale(text, locale, amount):
    price = parse_price(text, market=Market(None, None, locale, None))
    assert (price.amount if price else None) == amount
