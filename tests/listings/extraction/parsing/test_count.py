"""Counts of rooms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.count import MAX_COUNT, parse_count
from tests.listings.extraction.parsing.markets import MARKETS


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3", 3), ("3 bedrooms", 3), ("Bathrooms: 2", 2), ("2.5", 2.5), ("2,5 Zimmer", 2.5), ("2½", 2.5), ("1 1/2",
            1.5),
        ("2 1/2 baths", 2.5), ("3LDK", 3), ("2 full, 1 half", 2.5),
        ("1 full / 1 half", 1.5), ("2 full and 1 partial", 2.5),
        ("5+", 5), ("3 (2 en suite)", 3), ("Studio", 0), ("garsonieră", 0),
        ("0 bedrooms", 0), ("３", 3), ("ワンルーム", 0),
    ],
)  # fmt: skip
def test_count_is_read(text, count):
    assert parse_count(text, market=MARKETS["GB"]) == count


@pytest.mark.parametrize(
    "text",
    ["", "0", "1 of 2", "2-3", "3+1", "120 m²", "85 m2", "three", "T3", "1/2/2024", "500", "12%", "3 bed 2 bath"],
)
def test_unsure_count_is_none(text):
    assert parse_count(text, market=MARKETS["GB"]) is None


@given(st.text(max_size=200), st.sampled_from(list(MARKETS.values())))
def test_any_text_is_survived(text, market):
    count = parse_count(text, market=market)
    assert count is None or 0 <= count <= MAX_COUNT
