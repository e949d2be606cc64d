"""Breadcrumbs and the parts of addresses of many countries: which part is the city."""

import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.city import find_city
from tests.listings.extraction.parsing.markets import MARKETS


@pytest.mark.parametrize(
    ("country", "parts", "city"),
    [
        ("AT", ["Home", "Wien", "1020 Wien"], "Wien"),
        ("AT", ["Immobilien", "Vienna", "Leopoldstadt"], "Vienna"),
        ("DE", ["Immobilien in Berlin", "Immobilien in Berlin, Stadt (Kreis)", "Exposé"], "Berlin"),
        ("DE", ["Zimmer in Düsseldorf-Derendorf"], "Düsseldorf"),
        ("DE", ["Köln-Ehrenfeld"], "Köln"),
        ("DE", ["Frankfurt am Main"], "Frankfurt am Main"),
        ("CZ", ["Praha 2 - Vinohrady"], "Praha"),
        ("HU", ["Budapest XIII. kerület"], "Budapest"),
        ("FR", ["Lyon 7ème"], "Lyon"),
        ("FR", ["Saint-Étienne"], "Saint-Étienne"),
        ("IE", ["Dublin 4"], "Dublin"),
        ("BG", ["гр. София", "Лозенец"], "София"),
        ("RU", ["г. Москва", "ЦАО"], "Москва"),
        ("IN", ["Home", "Property in Pondicherry"], "Pondicherry"),
        ("BR", ["Venda", "SP", "Apartamentos à venda em São Paulo", "Zona Leste"], "São Paulo"),
        ("IL", ["רחוב הברוש", "תל אביב"], "תל אביב"),
        ("AE", ["دبي"], "دبي"),
        ("RS", ["Nekretnine", "Stanovi Beograd", "Dvosoban stan Beograd"], "Beograd"),
        ("JP", ["一戸建て", "東京都の一戸建て", "大田区の一戸建て一覧"], "大田区"),
        ("JP", ["神奈川県", "横浜市", "南区"], "横浜市"),
        ("US", ["San Jose", "CA"], "San Jose"),
        ("US", ["Real Estate", "Dallas"], "Dallas"),
        ("PT", ["Rua do Cedro Bairro da Serra Cascais Cascais e Estoril Cascais", "Lisboa"], "Cascais"),
        ("ES", ["Calle del Pino Barrio Delicias Distrito Arganzuela Madrid Madrid capital", "Madrid"], "Madrid"),
        ("AU", ["VIC", "Melbourne", "Hoppers Crossing"], "Hoppers Crossing"),
    ],
)
def test_city_is_found_with_what_stands_around_it_put_aside(country, parts, city):
    assert find_city(parts, market=MARKETS[country]) == city


@pytest.mark.parametrize(
    ("country", "parts", "city"),
    [
        ("AT", ["Leopoldstadt", "Wien"], "Wien"),
        ("ES", ["Calle del Olmo", "Chamberí", "Madrid"], "Madrid"),
        ("TR", ["Kadıköy", "İstanbul"], "İstanbul"),
        ("NG", ["Ikeja", "Lagos"], "Lagos"),
        ("AE", ["Downtown Dubai", "Dubai"], "Dubai"),
        ("RS", ["Beograd", "Novi Beograd"], "Beograd"),
        ("IT", ["Quarto Oggiaro", "Milano"], "Milano"),
        ("ZA", ["Sandton", "Johannesburg"], "Johannesburg"),
    ],
)
def test_a_quarter_gives_way_to_its_city(country, parts, city):
    assert find_city(parts, market=MARKETS[country]) == city


@pytest.mark.parametrize(
    ("country", "parts", "city"),
    [
        ("ES", ["Getafe", "Madrid"], "Getafe"),
        ("ES", ["Benavente", "Zamora"], "Benavente"),
        ("BR", ["Nova Iguaçu", "Rio de Janeiro"], "Nova Iguaçu"),
        ("TR", ["Bodrum", "Muğla"], "Bodrum"),
        ("PT", ["Cascais", "Lisboa"], "Cascais"),
        ("US", ["Buffalo", "New York"], "Buffalo"),
        ("MX", ["Coyoacán", "Ciudad de México"], "Ciudad de México"),
        ("ES", ["Madrid", "Madrid"], "Madrid"),
    ],
)
def test_a_city_named_like_its_province_gives_way_to_another_unless_it_is_its_own_state(country, parts, city):
    assert find_city(parts, market=MARKETS[country]) == city


@pytest.mark.parametrize(
    ("country", "parts", "city"),
    [
        ("GB", ["Salford", "Manchester"], "Manchester"),
        ("RU", ["Москва", "Зеленоград"], "Москва"),
        ("PL", ["Warszawa", "Mokotów"], "Warszawa"),
        ("EE", ["Tartumaa", "Tartu", "Kesklinn"], "Tartu"),
    ],
)
def test_of_two_cities_the_order_of_the_country_decides(country, parts, city):
    assert find_city(parts, market=MARKETS[country]) == city


@pytest.mark.parametrize(
    ("country", "parts"),
    [
        ("DE", ["Kreuzberg"]),
        ("GB", ["Home", "Sale", "Flats"]),
        ("GB", ["London Road", "Headington"]),
        ("ES", ["Inicio", "Venta", "Pisos"]),
        ("NL", ["Huis", "Te koop"]),
        ("ES", ["Villaclara", "Segovia"]),
        ("ES", ["Subida del Pino", "2 Urb. cerezos Villaclara Zona norte", "Madrid"]),
        ("US", ["Home", "Brick"]),
        ("US", ["California"]),
        ("AT", ["Ort", "Lage"]),
        ("DE", ["oder"]),
        ("FR", ["Wien"]),
        ("?", ["Wien"]),
        ("AT", []),
    ],
)
def test_nothing_is_said_where_no_part_is_a_known_city_of_the_country(country, parts):
    assert find_city(parts, market=MARKETS[country]) is None


@given(st.lists(st.text(max_size=200), max_size=30), st.sampled_from(list(MARKETS.values())))
def test_a_city_is_always_a_piece_of_one_part(parts, market):
    city = find_city(parts, market=market)
    assert city is None or any(city in part for part in parts)


def test_every_name_in_the_tables_is_folded_as_it_is_looked_up():
    tables = [path for path in files("listings.extraction.parsing.cities").iterdir() if path.name.endswith(".tsv")]
    assert len(tables) > 200
    for table in tables:
        for line in table.read_text(encoding="utf-8").splitlines():
            population, kind, names = line.split("\t")
            assert population.isdigit()
            assert kind in ("", "q")
            assert all(name_key(name) == name for name in names.split("|")), line


@given(st.text(alphabet="abz äöüßéèñçğışłøđžščřāēőОйЁжαάςωתא-'. ", max_size=60))
def test_a_name_is_folded_for_good_and_whatever_its_case(name):
    assert name_key(name_key(name)) == name_key(name)
    assert name_key(name.upper()) == name_key(name)


def test_hostile_parts_take_no_longer_than_others():
    parts = ["-" * 5000, " (" * 5000, "a-" * 5000, "1 " * 5000, "in " * 5000] * 20
    began = time.perf_counter()
    find_city(parts, market=MARKETS["DE"])
    assert time.perf_counter() - began < 0.5
