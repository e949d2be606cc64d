"""Raw values of every shape to vocabulary values, by the fact they are proposed for."""

from dataclasses import replace

import pytest

from listings.extraction.candidates import Candidate
from listings.extraction.facts import read
from listings.extraction.market import Market
from listings.extraction.readers.reading import Reading
from listings.extraction.safe_regex import compile_bounded, first_match
from listings.extraction.sources.devalue import expand
from tests.listings.extraction.parsing.markets import MARKETS

ES = Reading(market=Market("ES", "EUR", "es-ES", "sqmt"), page_url="https://casas.example/1")
GB = Reading(market=Market("GB", "GBP", "en-GB", "sqft"), page_url="https://homes.example/1")


def values(fact, raw, reading=ES, **options):
    return read(Candidate(fact, raw, "json", "x", 0.9, **options), reading)


@pytest.mark.parametrize(
    ("fact", "raw", "field", "value"),
    [
        ("price", 1250, "price_float", 1250.0),
        ("price", 1250.5, "price_cents", 125_050),
        ("price", "1250.50", "price_cents", 125_050),
        ("price", {"amount": 65000, "periodicity": 0}, "price_float", 65_000.0),
        ("price", "65.000 €", "price_string", "65.000 €"),
        ("constructed_area", 40.375, "constructed_area", 40.38),  # a number of JSON is never grouped
        ("constructed_area", "1.945", "constructed_area", 1945.0),
        ("constructed_area", {"value": "95", "unitCode": "MTK"}, "constructed_area", 95.0),
        ("plot_area", {"value": 2, "unitText": "acres"}, "plot_area", 8093.71),
        ("agent_phone", {"mobile": ["+44 20 7946 0018"], "office": "+44 20 7946 0019"}, "agent_phone", "+442079460018"),
        ("agent_phone", {"main": "+44 20 7946 0018"}, "agent_phone", "+442079460018"),
        ("position", "40.27,-3.70", "longitude", -3.7),
        ("position", [40.27, -3.70], "latitude", 40.27),
        ("position", [-3.70, 40.27], "latitude", 40.27),
        ("position", {"lat": "40,27", "lng": "-3,70"}, "latitude", 40.27),
        ("address", {"streetAddress": "Calle A, 1", "postalCode": "28001"}, "postal_code", "28001"),
        ("service_charge", "Gastos de comunidad: 60 €", "service_charge", 60.0),
        ("country", "España", "country", "ES"),
        ("features", [{"name": "Ascensor"}, "Terraza", {"value": "Terraza"}], "features", ["Ascensor", "Terraza"]),
        ("agent_company", {"@type": "Organization", "name": "Fincas La Mancha"}, "agent_company", "Fincas La Mancha"),
        ("energy_certificate_grade", "Clase A+", "energy_certificate_grade", "A+"),
        ("year_construction", "Baujahr 1908", "year_construction", 1908),
        ("locale_code", "de_AT", "locale_code", "de-AT"),
        ("agent_email", "mailto:hola@casas.example?subject=x", "agent_email", "hola@casas.example"),
        ("agent_email", "mailto:hola%2Bweb%40casas.example", "agent_email", "hola+web@casas.example"),
        ("agent_email", "o'neil.j@mail.häuser.example", "agent_email", "o'neil.j@mail.häuser.example"),
        ("main_image", ["/1.jpg"], "main_image_url", "https://casas.example/1.jpg"),
    ],
)
def test_a_raw_value_is_read(fact, raw, field, value):
    assert values(fact, raw)[field] == value


@pytest.mark.parametrize(
    ("fact", "raw"),
    [
        ("price", 0),
        ("price", -5),
        ("price", True),
        ("price", "call us"),
        ("price", {}),
        ("price", float("inf")),
        ("currency", "euros"),
        ("position", {"lat": 0, "lng": 0}),
        ("position", {"lat": 48.2}),
        ("position", "somewhere, nice"),
        ("constructed_area", 0),
        ("count_bedrooms", 0),
        ("count_bedrooms", {"nothing": 1}),
        ("year_construction", "1908 or 1910"),
        ("year_construction", 85),
        ("images", ["data:image/png;base64,x", "javascript:alert(1)"]),
        ("agent_email", "no address"),
        ("agent_email", "mailto:x@y.example%0d%0aBcc:z@z.example"),
        ("agent_email", "x@y.example\r\nBcc: z@z.example"),
        ("agent_email", "mailto:x@y.example,z@z.example"),
        ("agent_email", "x%2540y@y.example"),
        ("agent_email", "x@y.example%00"),
        ("agent_email", "x@y"),
        ("agent_logo_url", "file:///etc/passwd"),
        ("locale_code", "the English language"),
        ("description", 5),
        ("reference", "x" * 400),
        ("listing_status", "for ever"),
        ("title", None),
        ("title", "-"),
    ],
)
def test_what_does_not_parse_is_nothing(fact, raw):
    assert values(fact, raw) == {}


@pytest.mark.parametrize(
    ("line", "town"),
    [
        ("Stephen Road, Headington, OX3", "Headington"),
        ("Park Road, Bracknell, Berkshire RG12", "Bracknell"),
        ("Cecil Park, Herne Bay CT6", "Herne Bay"),
        ("12 High Street, Lewes, East Sussex, BN7 1AA", "Lewes"),
        ("Hannah Mary Way, SE1", "London"),
        ("Date Street London SE17", "London"),
        ("Main Street, Little Withybrook, Withybrook, England", "Withybrook"),
        ("Osier Lane", None),
        ("Osier Lane, WB9", None),
        ("Flat 2, 14 Mill Road", None),
        ("Plot 5, Off Mill Lane", None),
        ("", None),
    ],
)
def test_the_town_of_a_british_address(line, town):
    assert values("address", line, GB).get("city") == town


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(?:a*b)*", "(a|b+){2,}", "x" * 400, "(", "a*b*c*d*e", "(a{1,50}){1,50}$", "a?" * 70 + "a" * 70,
     "(a|aa)+$", "(?>a|aa)+$", "(a?){30}", "((a|b)c)+", "(a|aa){30}$", "a{1,50}" * 10,
     "(a|a|a)" * 20, "(?: [ a]{1,9}){0,9}",
     "(?:a?b?)+", "(?:a{0,2}b{0,2}){40}",
     "(?x)(a+ #(\n)+)+", "(a+(?#())+"],
)  # fmt: skip
def test_patterns_that_could_run_away_are_refused(pattern):
    with pytest.raises(ValueError, match="pattern"):
        compile_bounded(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:abc)+",
        "(?:a|b)?c",
        r"(?: \S{1,20}){0,5}? \d",
        r"@[\w-]+(?:\.[\w-]{2,9}){1,3}",
        "[(|+]{1,90}x?",
        r"(?:[^/]{0,500}/){4}x",
    ],
)
def test_repeats_that_end_in_one_way_are_taken(pattern):
    assert compile_bounded(pattern).pattern == pattern


def test_a_pattern_gives_its_first_group_or_itself():
    assert first_match(compile_bounded(r"ref (\d+)"), "Ref 12") == "12"
    assert first_match(compile_bounded(r"\d+"), "Ref 12") == "12"
    assert first_match(compile_bounded(r"[(]+\d{2,4}"), "((12") == "((12"
    assert first_match(compile_bounded("x"), "y") is None


@pytest.mark.parametrize(
    ("flat", "expanded"),
    [
        ([{"a": 1, "b": 2}, [3, 3], ["Ref", 4], "x", {"n": 5}, 7], {"a": ["x", "x"], "b": {"n": 7}}),
        ([{"self": 0, "n": 1}, 7], {"self": None, "n": 7}),
        ([{"gone": -1, "at": 1}, ["Date", "2026-01-01"]], {"gone": None, "at": "2026-01-01"}),
        ([["ShallowReactive", 1], {"n": 2}, 5], {"n": 5}),
        ({"data": '[{"a": 1}, "x"]', "encoding": "on"}, {"a": "x"}),
        (
            {"data": '[{"a": "1", "n": 5, "no": false}, ["2"], "x"]', "encoding": "on"},
            {"a": ["x"], "n": 5, "no": False},
        ),
        ([{"id": "1"}, {"id": "2"}], [{"id": "1"}, {"id": "2"}]),  # texts refer in a wrapped state only
        ([5, 6], [5, 6]),
        ({"plain": 1}, {"plain": 1}),
        (None, None),
    ],
)
def test_flat_state_is_expanded_and_other_state_left_alone(flat, expanded):
    assert expand(flat) == expanded


def test_a_price_is_total_only_where_the_page_sells():
    assert "price_period" not in values("price", "950 €")
    assert values("price", "950 €", replace(ES, offer="sale"))["price_period"] == "total"
    assert values("price", "950 €", replace(ES, offer="rent"))["price_period"] == "month"
    assert values("price", 950, replace(ES, offer="rent"))["price_period"] == "month"


@pytest.mark.parametrize(
    ("number", "currency", "cents"),
    [(1234.567, "KWD", 1_234_567), (250.5, "KWD", 250_500), (980, "JPY", 980), (1250.5, "GBP", 125_050)],
)
@pytest.mark.parametrize("locale", ["en-KW", "de-DE", None])
def test_a_number_of_json_is_read_alike_in_every_locale(number, currency, cents, locale):
    reading = Reading(market=Market(None, currency, locale, None), page_url="https://homes.example/1")
    assert values("price", number, reading)["price_cents"] == cents


@pytest.mark.parametrize(("number", "is_price"), [(10_880, False), (108_800_000, True), (100_000, True)])
def test_a_number_too_small_for_a_sale_is_counted_in_a_larger_unit(number, is_price):
    japan = Reading(market=Market("JP", "JPY", "ja-JP", "sqmt"), page_url="https://homes.example/1", offer="sale")
    assert bool(values("price", number, japan)) == is_price
    assert values("price", number, replace(japan, offer="rent"))["price_float"] == number


@pytest.mark.parametrize("raw", [1e300, -1e300, 1e16, float("inf"), float("nan")])
def test_the_digits_of_an_exponent_are_no_number(raw):
    for fact in ("constructed_area", "price", "count_bedrooms", "energy_performance"):
        assert values(fact, raw) in ({}, None)


@pytest.mark.parametrize(
    ("country", "node", "parts"),
    [
        ("AT", {"addressLocality": "1020 Wien", "addressRegion": "Wien"}, {"city": "Wien", "postal_code": "1020"}),
        ("AT", {"addressLocality": "Wien, Leopoldstadt", "postalCode": "1020"}, {
            "city": "Wien", "postal_code": "1020"}),
        ("AT", {"streetAddress": "Wien, 21. Bezirk, Floridsdorf", "addressLocality": "Wien"}, {
            "address_string": "Wien, 21. Bezirk, Floridsdorf", "city": "Wien"}),
        ("AE", {"addressLocality": "Coral Islands", "addressRegion": "Dubai"}, {"city": "Dubai", "region": "Dubai"}),
        ("IN", {"addressLocality": "Neem Town", "addressRegion": "Pondicherry"}, {"city": "Pondicherry"}),
        ("ES", {"addressLocality": "Villaclara", "addressRegion": "Segovia"}, {
            "city": "Villaclara", "region": "Segovia"}),
        ("ES", {"addressLocality": "Getafe", "addressRegion": "Madrid"}, {"city": "Getafe", "region": "Madrid"}),
        ("DE", {"addressLocality": "Bonn", "addressRegion": "Bonn"}, {"city": "Bonn"}),
        ("RS", {"addressLocality": "Beograd", "addressRegion": "Srbija"}, {"city": "Beograd"}),
        ("AU", {"streetAddress": "13 Wattle Road", "addressLocality": "Smallcreek", "addressRegion": "VIC"}, {
            "street_address": "13 Wattle Road", "street_name": "Wattle Road", "street_number": "13",
            "city": "Smallcreek", "region": "VIC"}),
        ("GB", {"streetAddress": "Harp Lane, London, SE1", "addressCountry": "GB"}, {
            "address_string": "Harp Lane, London, SE1", "street_address": "Harp Lane", "street_name": "Harp Lane",
            "city": "London", "postal_code": "SE1", "country": "GB"}),
        ("NG", {"streetAddress": "Abuja, Harp District", "addressRegion": "Harp District"}, {
            "address_string": "Abuja, Harp District", "city": "Abuja", "region": "Harp District"}),
        ("PT", {"streetAddress": "Rua do Carvalho 3", "addressLocality": "Lisboa", "addressCountry": "Portugal"}, {
            "street_address": "Rua do Carvalho 3", "street_name": "Rua do Carvalho", "street_number": "3",
            "city": "Lisboa", "country": "PT"}),
        ("DE", {"streetAddress": "Calle del Olmo 3", "addressLocality": "28010 Madrid", "addressCountry": "ES"}, {
            "street_address": "Calle del Olmo 3", "street_name": "Calle del Olmo", "street_number": "3",
            "city": "Madrid", "postal_code": "28010", "country": "ES"}),
    ],
)  # fmt: skip
def test_the_parts_of_a_postal_address_are_of_the_kind_their_names_say(country, node, parts):
    reading = Reading(market=MARKETS[country], page_url="https://homes.example/1")
    read_parts = values("address", {"@type": "PostalAddress", **node}, reading)
    assert {
        name: value for name, value in read_parts.items() if name in parts or name in ("city", "postal_code")
    } == parts


@pytest.mark.parametrize(
    ("line", "city"),
    [
        ("Sandland Grove, Nantwich", "Nantwich"),
        ("12 Mill Lane, Otley, LS21 1AA", "Otley"),
        ("Mill Lane, Nowhere-on-Weir", "Nowhere-on-Weir"),  # villages are too many to know
        ("Lansdowne, Nowhere-on-Weir, LS21 1AA", "Nowhere-on-Weir"),
        ("Lansdowne, Nowhere-on-Weir", None),
        ("Mill Lane, close to shops", None),
        ("Mill Lane, Refurbished", None),
        ("Mill Lane, Semi-Detached", None),
        ("Mill Lane, Well-Presented", None),
        ("Mill Lane, 2 bathrooms", None),
        ("3 bedroom house for sale in Mill Lane, Otley", None),  # a headline
        ("Light, warm and near Leeds", None),
    ],
)
def test_a_line_that_nobody_calls_an_address_is_one_where_it_ends_in_a_town_or_a_code(line, city):
    read_values = values("address_line", line, GB)
    assert read_values.get("city") == city
    assert (read_values.get("address_string") == line) == (city is not None)


def test_a_village_that_the_page_s_address_names_is_one():
    reading = Reading(market=MARKETS["GB"], page_url="https://homes.example/mill-lane-nether-withybrook-1")

    assert values("address_line", "Mill Lane, Nether Withybrook", reading)["city"] == "Nether Withybrook"


def test_a_headline_is_an_address_without_what_it_says_of_the_home():
    read_values = values("address_line", "2 Bed Flat, Whitworth Street West, M1", GB)

    assert read_values["address_string"] == "Whitworth Street West, M1"
    assert (read_values["postal_code"], read_values.get("city")) == ("M1", None)


def test_a_headline_that_says_what_the_home_has_and_where_is_no_address():
    reading = Reading(market=MARKETS["PT"], page_url="https://homes.example/1")

    assert values("address_line", "Moradia T4 com Piscina em Cascais, Bicesse", reading) == {}


@pytest.mark.parametrize("text", ["500 tot 1000 m²", "46 to 118 m²", "500 bis 1000"])
def test_from_one_area_to_another_is_none(text):
    assert values("plot_area", text) == {}


@pytest.mark.parametrize(
    ("text", "city", "code"),
    [
        ("3014 BH Rotterdam", "Rotterdam", "3014 BH"),
        ("89160 Dornstadt", "Dornstadt", "89160"),
        ("Otley", "Otley", None),
    ],
)
def test_a_code_in_front_of_a_city_is_its_postal_code(text, city, code):
    read_values = values("city", text)

    assert (read_values["city"], read_values.get("postal_code")) == (city, code)


def test_a_city_in_small_letters_is_one_from_an_address():
    assert values("city", "new-haven")["city"] == "New Haven"
