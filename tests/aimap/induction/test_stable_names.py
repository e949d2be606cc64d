"""Names that people chose, told from those that a build drew by lot."""

import pytest

from aimap.induction.stable_names import is_layout, is_made_up, stem_of


@pytest.mark.parametrize(
    "name",
    [
        "css-1iw3lnc",
        "fKKxfu",
        "sc-cIShpX",
        "listing-5628145",
        "jss142",
        "_3x9kQ",
        "fjlmpi8",
        "gkfjiB",
        "a1b2c3d4",
        "svelte-1tky8bj",
    ],
)
def test_names_that_a_build_draws_are_made_up(name):
    assert is_made_up(name)


@pytest.mark.parametrize(
    "name",
    [
        "listing-price", "property-features", "col-12", "ad-title", "agentName", "detail__price--main", "schlafzimmer",
        "precio", "cena", "wohnflaeche", "m2-value", "PropertyHeader",
    ],
)  # fmt: skip
def test_names_that_people_choose_are_not(name):
    assert not is_made_up(name)


@pytest.mark.parametrize("name", ["col-xs-12", "margin-top-20", "text-bold", "flex", "row"])
def test_names_of_looks_say_nothing_of_what_stands_there(name):
    assert is_layout(name)


@pytest.mark.parametrize("name", ["listing-price", "agent", "price-row"])
def test_names_of_things_do(name):
    assert not is_layout(name)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("ListingPrice_price__x1Y2z", "ListingPrice_price__"),
        ("css-1iw3lnc-PropertyPrice", "PropertyPrice"),
        ("css-1iw3lnc", None),
        ("fKKxfu", None),
    ],
)
def test_what_people_wrote_of_a_drawn_name_is_its_stem(name, stem):
    found = stem_of(name)
    assert found == stem or (stem and found and found.strip("-_") == stem.strip("-_"))
