"""Areas in the units of the markets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.area import parse_area
from tests.listings.extraction.parsing.markets import MARKETS


@pytest.mark.parametrize(
    ("text", "country", "value", "unit"),
    [
        ("1,631 sq. ft. (152 sq. m.)", "GB", 1631, "sqft"), ("152 sq m / 1,631 sq ft", "GB", 152, "sqmt"),
        ("55 m²", "DE", 55, "sqmt"), ("50,67 m²", "AT", 50.67, "sqmt"), ("1.631 m²", "ES", 1631, "sqmt"),
        ("Wohnfläche: ca. 89 m²", "DE", 89, "sqmt"), ("120 m2 construidos", "ES", 120, "sqmt"), ("85 mq", "IT", 85,
            "sqmt"),
        ("1 499 kvm", "SE", 1499, "sqmt"), ("62,4 кв. м", "RU", 62.4, "sqmt"), ("103.43㎡（登記）", "JP", 103.43,
            "sqmt"),
        ("14,449 sqft", "US", 14449, "sqft"), ("92.74m 2", "JP", 92.74, "sqmt"), ("3 bed flat, 1,200 sq ft", "GB",
            1200, "sqft"),
        ("0.25 acres", "US", 10890, "sqft"), ("2 ha", "DE", 20000, "sqmt"), ("30坪", "JP", 99.17, "sqmt"),
        ("5 Marla", "IN", 1361.25, "sqft"), ("200 sq yd", "IN", 1800, "sqft"), ("6 соток", "RU", 600, "sqmt"),
        ("1 ไร่", "TH", 1600, "sqmt"), ("2 acres", "?", 8093.71, "sqmt"),
        ("8.400 m²", "?", 8400, "sqmt"), ("8.4 m²", "?", 8.4, "sqmt"),
    ],
)  # fmt: skip
def test_area_is_stated_or_converted_to_the_markets_unit(text, country, value, unit):
    area = parse_area(text, market=MARKETS[country])
    assert area is not None
    assert (area.value, area.unit, area.raw) == (pytest.approx(value, rel=1e-4), unit, text)


@pytest.mark.parametrize(
    "text", ["", "120", "m²", "0 m²", "50 - 60 m²", "4 x 3 m²", "3 months", "5 halls", "9999999999 m²", "1.2.3 m²"]
)
def test_area_without_unit_or_sense_is_none(text):
    assert parse_area(text, market=MARKETS["DE"]) is None


@given(st.text(max_size=300), st.sampled_from(list(MARKETS.values())))
def test_any_text_is_survived(text, market):
    area = parse_area(text, market=market)
    assert area is None or (area.value >= 0 and area.unit in ("sqmt", "sqft"))
