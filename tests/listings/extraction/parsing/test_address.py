"""One-line addresses of the markets (streets and people invented, forms real)."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.market import Market
from listings.extraction.parsing.address import parse_address, parse_country
from listings.extraction.parsing.cities.names import name_key
from tests.listings.extraction.parsing.markets import MARKETS

LINES = Path(__file__).parents[3] / "data" / "address_lines.csv"
PARTS = ("city", "postal_code", "region", "province", "street_address")


def market_of(country):
    return MARKETS.get(country) or Market(country, None, None, None)


def address_lines():
    with LINES.open(encoding="utf-8") as file:
        return [pytest.param(row, id=f"{row['country']} {row['text']}") for row in csv.DictReader(file)]


@pytest.mark.parametrize("row", address_lines())
def test_of_a_line_just_the_parts_it_makes_certain_are_read(row):
    parts = parse_address(row["text"], market=market_of(row["country"]))
    assert {name: parts.get(name, "") for name in PARTS} == {name: row[name] for name in PARTS}


@pytest.mark.parametrize(
    ("line", "country", "name", "number"),
    [
        ("Lindenweg 40a, 12524 Berlin", "DE", "Lindenweg", "40a"),
        ("Ahornstr. 6-10, 35390 Gießen", "DE", "Ahornstr.", "6-10"),
        ("Birkenweg 5 1220 Wien", "AT", "Birkenweg", "5"),
        ("12 bis, rue des Tilleuls, 69003 Lyon", "FR", "rue des Tilleuls", "12 bis"),
        ("Avenida de la Encina, 13, 49600 Benavente, Zamora", "ES", "Avenida de la Encina", "13"),
        ("Via del Tiglio 3, 00184 Roma RM", "IT", "Via del Tiglio", "3"),
        ("ul. Lipowa 12/4, 02-512 Warszawa", "PL", "ul. Lipowa", "12/4"),
        ("Москва, ул. Липовая, д. 12", "RU", "ул. Липовая", "12"),
        ("Str. Stejarului nr. 5, Timișoara", "RO", "Str. Stejarului", "5"),
        ("2200 Linden Ave Unit 1B, San Francisco, CA 94115", "US", "Linden Ave", "2200"),
        ("5/12 Oak Street, Bondi Beach, NSW 2026", "AU", "Oak Street", "5/12"),
        ("Flat 3, 10 Harp Lane, London, SW18 1FQ", "GB", "Harp Lane", "10"),
        ("Harp Lane, London", "GB", "Harp Lane", None),
        ("Kuusitie 5, Espoo", "FI", "Kuusitie", "5"),
        ("Liepu iela 5, Rīga, LV-1010", "LV", "Liepu iela", "5"),
        ("Jl. Melati No. 5, Bandung", "ID", "Jl. Melati", "5"),
    ],
)
def test_a_street_is_told_from_its_number(line, country, name, number):
    parts = parse_address(line, market=MARKETS[country])
    assert (parts["street_name"], parts.get("street_number")) == (name, number)


@pytest.mark.parametrize(
    ("line", "market_country", "country", "city"),
    [
        ("Calle del Olmo 3, 28010 Madrid, Spanien", "DE", "ES", "Madrid"),
        ("Lindenweg 5, 1020 Wien, Austria", "?", "AT", "Wien"),
        ("Lisboa, Portugal", "PT", "PT", "Lisboa"),
        ("6700 Arlon, Luxembourg", "BE", None, "Arlon"),
        ("Athens, Georgia", "US", None, "Athens"),
    ],
)
def test_a_country_named_at_the_end_decides_how_the_line_is_read(line, market_country, country, city):
    parts = parse_address(line, market=MARKETS[market_country])
    assert (parts.get("country"), parts.get("city")) == (country, city)


@pytest.mark.parametrize(
    ("line", "country"),
    [
        ("45000 Euro", "DE"),
        ("Miete 1200 EUR, 2 Zimmer", "DE"),
        ("Baujahr 2020 Erstbezug", "DE"),
        ("2020 saniert", "AT"),
        ("Fläche 1020 m²", "AT"),
        ("3.5 Zimmer, 2023 renoviert", "CH"),
        ("Ref 54560 Maison", "FR"),
        ("75000 Euros", "FR"),
        ("28010 referencia", "ES"),
        ("Ref. 28010", "ES"),
        ("Cerca de Madrid, tranquilo", "ES"),
        ("2650 kr. pr. md", "DK"),
        ("2020 építés", "HU"),
        ("3 bedrooms, 2 bathrooms", "GB"),
        ("Bath, Shower, Toilet", "GB"),
        ("3 beds, 2 baths, 1,500 sqft", "US"),
        ("MLS 75034", "US"),
        ("3LDK 築10年", "JP"),
        ("1,200万円", "JP"),
        ("3-комн. квартира, 75 м²", "RU"),
        ("3 quartos, 2 vagas", "BR"),
        ("Dublin Bus, Luas", "IE"),
        ("Köln Immobilien GmbH", "DE"),
    ],
)
def test_what_only_looks_like_an_address_has_no_parts(line, country):
    assert parse_address(line, market=MARKETS[country]) == {}


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


WORDS = [
    "Wien",
    "1020",
    "12",
    "12a",
    "ул.",
    "SW4",
    "SW18 1FQ",
    "Lagos",
    "Calle",
    "Straße",
    "(MI)",
    "TX",
    "75034",
    "-",
    "/",
    ",",
]


@given(st.lists(st.sampled_from(WORDS), max_size=20), st.sampled_from(list(MARKETS)))
def test_values_are_pieces_of_the_line(words, country):
    """But for the country's code, the space in a British postcode and the post town that a London postcode implies.

    What stands in brackets may be left out between two pieces.
    """
    line = " ".join(words)
    parts = parse_address(line, market=MARKETS[country])
    parts.pop("country", None)
    if country == "GB" and parts.get("city") == "London":
        parts.pop("city")
    plain = [name_key(text).replace(" ", "").replace("/", "") for text in (line, line.replace("(MI)", ""))]
    pieces = [name_key(value).replace(" ", "").replace("/", "") for value in parts.values()]
    assert all(any(piece in text for text in plain) for piece in pieces), parts


@pytest.mark.parametrize("country", sorted(set(MARKETS) - {"?"}))
def test_hostile_lines_take_no_longer_than_others(country):
    hostile = [
        "1 " * 150,
        "a " * 150,
        "-" * 300,
        "(" * 300,
        "1-" * 150,
        "A1 " * 100,
        ", " * 150,
        "Str. 1 " * 43,
        "市" * 300,
    ]
    for line in hostile:
        parse_address(line, market=MARKETS[country])
    began = time.perf_counter()
    for line in hostile:
        parse_address(line, market=MARKETS[country])
    assert time.perf_counter() - began < 0.25
