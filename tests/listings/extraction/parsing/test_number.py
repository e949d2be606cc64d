"""Grouping and decimal marks by market."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.market import UNKNOWN_MARKET, Market
from listings.extraction.parsing.number import parse_number

MARKETS = {
    "en": Market("GB", "GBP", "en-GB", "sqft"),
    "de": Market("DE", "EUR", "de-DE", "sqmt"),
    "ch": Market("CH", "CHF", "de-CH", "sqmt"),
    "mx": Market("MX", "MXN", "es-MX", "sqmt"),
    "pl": Market("PL", "PLN", "pl-PL", "sqmt"),
    "in": Market("IN", "INR", "en-IN", "sqft"),
    "?": UNKNOWN_MARKET,
}


@pytest.mark.parametrize(
    ("text", "place", "value"),
    [
        ("1,250", "en", "1250"), ("1,250", "de", "1.250"), ("1.250", "de", "1250"), ("1.250", "en", "1.250"),
        ("1.250", "mx", "1.250"), ("1,250", "mx", "1250"), ("12,5", "en", "12.5"), ("12,5", "de", "12.5"),
        ("1.250.000", "en", "1250000"), ("1.250.000,50", "de", "1250000.50"), ("1,250,000.50", "de", "1250000.50"),
        ("1'250'000", "ch", "1250000"), ("1’250.50", "ch", "1250.50"), ("1 875", "pl", "1875"),
        ("1\u202f875,5", "pl", "1875.5"), ("1,25,00,000", "in", "12500000"), ("0.350", "de", "0.350"),
        ("ca. 123,5 kWh/(m²a)", "de", "123.5"), ("-5", "en", "-5"), ("٣٥٠", "?", "350"), ("３５", "?", "35"),
        ("120 m2", "de", "120"), ("125000.00", "de", "125000.00"),
    ],
)  # fmt: skip
def test_number_is_read_by_the_markets_marks(text, place, value):
    assert parse_number(text, market=MARKETS[place]) == Decimal(value)


@pytest.mark.parametrize("text", ["", "none", "1 of 2", "1.2.3", "1,23,4", "12,34.56,7", "9" * 30, "m2"])
def test_unsure_is_none(text):
    assert parse_number(text, market=MARKETS["en"]) is None


@given(st.text(max_size=300), st.sampled_from(list(MARKETS.values())))
def test_any_text_is_survived(text, market):
    parse_number(text, market=market)


@given(st.integers(0, 10**12), st.sampled_from([("{:,}", "en"), ("{:,}", "de"), ("{:_}", "pl")]))
def test_grouped_whole_numbers_come_back(number, style):
    form, place = style
    text = form.format(number).replace("_", " ").replace(",", "." if place == "de" else ",")
    assert parse_number(text, market=MARKETS[place]) == number
