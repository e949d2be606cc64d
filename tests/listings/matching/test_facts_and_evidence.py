"""Facts of two listings are read alike whatever portal they are from; what contradicts counts against."""

import pytest

from listings.matching.comparing import Texts, compare, contradicts
from listings.matching.floors import floor_in_text, stated_floor
from listings.matching.property_facts import facts_of
from listings.matching.streets import house_number, is_same_street, street_words
from tests.listings.matching.homes import ELSEWHERE, FLAT


def compared(a, b):
    first, second = facts_of(a), facts_of(b)
    return compare(first, second, Texts.among([first, second]))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Calle de Fuencarral", "C/ Fuencarral", True),
        ("ul. Juliusza Lea", "ul. Lea", True),
        ("Gaudystraße", "Gaudystr.", True),
        ("Avenue F", "Ave F", True),
        ("Avenue F", "Avenue G", None),
        ("Kirkdale Avenue", "Kirkdale Mount", None),
        ("Bridge Street", "Mill Lane", False),
        ("Bridge Street", "", None),
        ("Rua da Senhora do Monte", "Senhora do Monte", True),
    ],
)
def test_streets_are_one_however_they_are_written(a, b, expected):
    found = is_same_street(street_words(a), street_words(b))
    assert found is expected or (expected is None and found is not True)


@pytest.mark.parametrize(
    ("a", "b", "is_other"),
    [
        ("14", "14", False),
        ("14", "16", True),
        ("88A", "88 b", True),
        ("88A", "88", False),
        ("31/4", "31/9", True),
        ("42/15", "42", False),
        ("12-14", "14", False),
        ("231-3", "231", False),
    ],
)
def test_house_numbers_contradict_each_other_only_where_both_are_stated(a, b, is_other):
    first, second = house_number(a), house_number(b)
    assert first is not None
    assert second is not None
    assert first.is_other_than(second) is second.is_other_than(first) is is_other


@pytest.mark.parametrize(("text", "number"), [("٣", 3), ("१२", 12), ("１４", 14), ("٢٣/4", 23)])
def test_house_numbers_are_read_in_the_digits_of_other_scripts(text, number):
    found = house_number(text)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize("text", ["", None, "The Old Mill", "n/a"])
def test_a_name_is_no_house_number(text):
    assert house_number(text) is None


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("3", 3), ("3. OG", 3), ("First floor", 1), ("ground", 0), ("EG", 0), ("4ª planta", 4), ("5階", 5), ("2e", 2),
        ("-1", -1), ("principal", None), ("", None), (None, None), ("parter", 0),
    ],
)  # fmt: skip
def test_a_stated_floor_is_read_in_many_languages(text, floor):
    assert stated_floor(text) == floor


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("a flat on the third floor of four", 3),
        ("die wohnung liegt im 2. obergeschoss", 2),
        ("piso en la planta baja", 0),
        ("au cinquieme etage avec ascenseur", 5),
        ("hall on the first floor, bedrooms on the second floor", None),
        ("a house with a garden", None),
    ],
)
def test_a_floor_is_read_from_a_text_that_names_one_alone(text, floor):
    assert floor_in_text(text) == floor


def test_a_rent_by_the_week_is_compared_by_the_month():
    weekly = FLAT | {"for_sale": False, "for_rent": True, "price_float": 400, "price_period": "week"}
    monthly = weekly | {"price_float": 1733, "price_period": "month"}
    assert facts_of(weekly).price == pytest.approx(facts_of(monthly).price, rel=0.001)
    assert facts_of(weekly | {"price_period": None}).price is None


def test_square_feet_are_compared_in_square_metres():
    assert facts_of({"constructed_area": 1000.0, "area_unit": "sqft"}).area_m2 == pytest.approx(92.9, abs=0.1)


@pytest.mark.parametrize(
    ("fact", "change"),
    [
        ("house number", {"street_number": "16"}),
        ("floor", {"floor": "3"}),
        ("bedrooms", {"count_bedrooms": 4.0}),
        ("area", {"constructed_area": 67.0}),
        ("offer", {"for_sale": False, "for_rent": True}),
        ("property type", {"property_type": "land"}),
    ],
)
def test_what_contradicts_outweighs_the_same_text(fact, change):
    other = FLAT | {"portal": "uk_zoopla"} | change
    found = compared(FLAT, other)
    assert not found.is_match
    assert fact in {row.fact for row in found.evidence if row.is_contradiction}
    assert contradicts(facts_of(FLAT), facts_of(other))


def test_the_same_flat_in_other_words_with_less_stated_is_a_match():
    found = compared(FLAT, ELSEWHERE | {"count_bathrooms": None, "price_float": 185000.0})
    assert found.is_match
    assert not contradicts(facts_of(FLAT), facts_of(ELSEWHERE))


def test_nothing_stated_is_no_match_and_no_error():
    assert not compared({}, {}).is_match
    assert not compared(FLAT, {}).is_match
    assert not compared({"description": FLAT["description"]}, {"description": FLAT["description"]}).score > 0.9


def test_a_flat_of_one_development_is_told_by_the_figures_of_its_text():
    text = "Apartments with balconies, a gym and a concierge, in a tower beside the canal. Apartment {} on level {}."
    base = FLAT | {"floor": None, "street_number": None}
    here = base | {"description": text.format(614, 6)}
    assert compared(here, here | {"portal": "uk_zoopla"}).is_match
    there = here | {"portal": "uk_zoopla", "description": text.format(1108, 11)}
    found = compared(here, there)
    assert not found.is_match
    assert "figures in the text" in {row.fact for row in found.evidence}


def test_what_an_agent_writes_under_every_listing_makes_no_match():
    words = "Our friendly team is here seven days a week. Ask us for a free valuation of your home today."
    homes = [
        facts_of(FLAT | {"description": words, "title": "", "constructed_area": area, "street_name": None})
        for area in (50.0, 53.5, 57.0, 60.5)
    ]
    texts = Texts.among(homes)
    assert texts.profile(homes[0]).is_empty
    assert compare(homes[0], homes[1], texts).similarity is None
