"""Dates out as ISO 8601."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.dates import parse_date
from tests.listings.extraction.parsing.markets import MARKETS


@pytest.mark.parametrize(
    ("text", "country", "date"),
    [
        ("2026-09-01", "DE", "2026-09-01"), ("2026-09-01T00:00:00Z", "GB", "2026-09-01"), ("01.09.2026", "DE",
            "2026-09-01"),
        ("01.09.26", "DE", "2026-09-01"), ("1. September 2026", "DE", "2026-09-01"), ("3/4/2026", "US", "2026-03-04"),
        ("3/4/2026", "GB", "2026-04-03"), ("25/12/2026", "US", "2026-12-25"), ("Available 1st Sept 2026", "GB",
            "2026-09-01"),
        ("September 1, 2026", "US", "2026-09-01"), ("1 de septiembre de 2026", "ES", "2026-09-01"),
        ("1er août 2026", "FR", "2026-08-01"), ("1 września 2026", "PL", "2026-09-01"), ("1 сентября 2026", "RU",
            "2026-09-01"),
        ("2026年9月1日", "JP", "2026-09-01"), ("13/04/2026", "CA", "2026-04-13"),
    ],
)  # fmt: skip
def test_date_is_read_in_the_markets_order(text, country, date):
    assert parse_date(text, market=MARKETS[country]) == date


@pytest.mark.parametrize(
    "text", ["", "ab sofort", "now", "31.02.2026", "1.9.2026 - 1.10.2026", "September 2026", "3/4/1066", "3/4/2026"]
)
def test_unsure_date_is_none(text):
    assert parse_date(text, market=MARKETS["CA"]) is None


@given(st.text(max_size=200), st.sampled_from(list(MARKETS.values())))
def test_any_text_is_survived(text, market):
    date = parse_date(text, market=market)
    assert date is None or datetime.date.fromisoformat(date)
