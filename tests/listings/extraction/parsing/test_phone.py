"""Telephone numbers in E.164 (numbers reserved for fiction, or of ranges free of charge)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.phone import parse_phone
from tests.listings.extraction.parsing.markets import MARKETS


@pytest.mark.parametrize(
    ("text", "country", "e164"),
    [
        ("020 7946 0018", "GB", "+442079460018"), ("tel:+442079460018", "DE", "+442079460018"),
        ("Tel. +44 (0)20 7946 0018", "?", "+442079460018"), ("0043 1 234 5678 9", "AT", "+43123456789"),
        ("+49 (0)30 - 23 125 000", "DE", "+493023125000"), ("(212) 555-0123", "US", "+12125550123"),
        ("0120-000-444", "JP", "+81120000444"), ("Call 020 7946 0018 or 020 7946 0019", "GB", "+442079460018"),
    ],
)  # fmt: skip
def test_number_is_read_as_its_country_dials(text, country, e164):
    assert parse_phone(text, market=MARKETS[country]) == e164


@pytest.mark.parametrize("text", ["", "12345", "£425,000", "no phone", "020 7946 0018"])
def test_without_a_country_or_a_number_is_none(text):
    assert parse_phone(text, market=MARKETS["?"]) is None


@given(st.text(max_size=200), st.sampled_from(list(MARKETS.values())))
def test_any_text_is_survived(text, market):
    phone = parse_phone(text, market=market)
    assert phone is None or phone.startswith("+")
