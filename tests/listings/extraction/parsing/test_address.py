"""One-line addresses of the markets (places and people invented, forms real)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.address import parse_address, parse_country
from tests.listings.extraction.parsing.markets import MARKETS


@pytest.mark.parametrize(
    ("line", "country", "parts"),
    [
        ("Flat 3, 10 Harp Lane, London, SW18 1FQ", "GB", {"postal_code": "SW18 1FQ"}),
        ("Harp Lane, London sw181fq", "GB", {"postal_code": "SW18 1FQ"}),
        ("Clapham, London SW4", "GB", {"postal_code": "SW4"}),
        ("Harp Lane, London", "GB", {}),
        ("12 Elm Bend, Frisco, TX 75034", "US", {"city": "Frisco", "region": "TX", "postal_code": "75034"}),
        ("12 Elm Bend, Frisco, ZZ 75034", "US", {}),
        ("Lindenweg 40a, 12524 Berlin", "DE", {
            "street_address": "Lindenweg 40a", "street_name": "Lindenweg", "street_number": "40a",
            "postal_code": "12524", "city": "Berlin"}),
        ("40235 Düsseldorf - Flingern Nord", "DE", {"postal_code": "40235", "city": "Düsseldorf"}),
        ("1020 Wien, Leopoldstadt", "AT", {"postal_code": "1020", "city": "Wien"}),
        ("Haus 2020 Wien", "AT", {}),
        ("Calle Olmo 3, 28010 Madrid", "ES", {"postal_code": "28010", "city": "Madrid"}),
        ("Via Olmo 3, 00184 Roma RM", "IT", {"postal_code": "00184", "city": "Roma", "province": "RM"}),
        ("75011 Paris 11e", "FR", {"postal_code": "75011", "city": "Paris"}),
        ("Lyon 7ème (69007)", "FR", {"postal_code": "69007"}),
        ("1011 AB Amsterdam", "NL", {"postal_code": "1011 AB", "city": "Amsterdam"}),
        ("1000-001 Lisboa", "PT", {"postal_code": "1000-001", "city": "Lisboa"}),
        ("00-001 Warszawa, Mazowieckie", "PL", {"postal_code": "00-001", "city": "Warszawa"}),
        ("東京都足立区栗原２丁目", "JP", {"region": "東京都", "city": "足立区"}),
        ("東京都東村山市廻田町", "JP", {"region": "東京都", "city": "東村山市"}),
        ("神奈川県横浜市南区", "JP", {"region": "神奈川県", "city": "横浜市"}),
        ("三重県四日市市西新地", "JP", {"region": "三重県", "city": "四日市市"}),
        ("Somewhere 12345 Else", "?", {}),
    ],
)  # fmt: skip
def test_only_what_the_form_makes_certain_is_split_off(line, country, parts):
    assert parse_address(line, market=MARKETS[country]) == parts


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UK", "GB"),
        ("gb", "GB"),
        ("Deutschland", "DE"),
        ("ESP", "ES"),
        ("España", "ES"),
        ("日本", "JP"),
        ("xx", None),
        ("", None),
        ("Atlantis", None),
    ],
)
def test_country_becomes_its_iso_code(text, code):
    assert parse_country(text) == code


@given(st.text(max_size=400), st.sampled_from(list(MARKETS.values())))
def test_any_text_is_survived(text, market):
    assert all(parse_address(text, market=market).values())
    parse_country(text)
