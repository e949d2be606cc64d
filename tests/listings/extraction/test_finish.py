"""What follows from accepted values is concluded, and never believed more than what it follows from."""

import pytest

from listings.extraction.finish import finish
from listings.extraction.market import UNKNOWN_MARKET
from listings.extraction.page import Page
from listings.extraction.reconcile import Accepted
from listings.extraction.result import Provenance


def finished(**stated):
    """Values and confidences after finish, of fields given as (value, confidence)."""
    accepted = Accepted()
    for name, (value, confidence) in stated.items():
        accepted.values[name] = value
        accepted.provenance[name] = Provenance("css", "p", value, confidence)
    finish(accepted, Page("https://homes.example/5000001/", "<p>x"), None, UNKNOWN_MARKET)
    return accepted


@pytest.mark.parametrize(
    ("stated", "name", "confidence"),
    [
        ({"agent_company": ("Weir Homes", 0.8)}, "Weir Homes", 0.8),
        ({"agent_company": ("Weir Homes", 0.97)}, "Weir Homes", 0.9),
        ({"agent_company": ("Weir Homes", 0.8), "agent_name": ("Anna Linde", 0.75)}, "Anna Linde", 0.75),
        ({"agent_company": ("Weir Homes", 0.8), "agent_name": ("Anna Linde", 0.54)}, "Weir Homes", 0.8),
        ({"agent_company": ("Weir Homes", 0.55), "agent_name": ("Anna Linde", 0.54)}, "Anna Linde", 0.54),
        ({"agent_name": ("Anna Linde", 0.3)}, "Anna Linde", 0.3),
    ],
)
def test_a_company_offers_the_home_where_nobody_else_is_believed(stated, name, confidence):
    accepted = finished(**stated)
    assert accepted.values["agent_name"] == name
    assert accepted.provenance["agent_name"].confidence == confidence


@pytest.mark.parametrize(
    ("stated", "country", "whole"),
    [
        ({"street_name": ("Mill Lane", 0.8), "street_number": ("9", 0.8)}, "GB", "9 Mill Lane"),
        ({"street_name": ("Ringgasse", 0.8), "street_number": ("9", 0.8)}, "AT", "Ringgasse 9"),
        ({"street_name": ("Ringgasse 9", 0.8), "street_number": ("9", 0.8)}, "AT", "Ringgasse 9"),
        ({"street_name": ("Ringgasse", 0.8)}, "AT", "Ringgasse"),
        ({"street_name": ("Ringgasse", 0.8), "street_address": ("Ring 1", 0.7)}, "AT", "Ring 1"),
        ({"street_number": ("9", 0.8)}, "AT", None),
    ],
)
def test_street_and_number_are_the_street_address(stated, country, whole):
    assert finished(country=(country, 0.9), **stated).values.get("street_address") == whole


@pytest.mark.parametrize(
    ("stated", "reference"),
    [
        ({"reference": ("38000", 0.6), "price_float": (38_000.0, 0.9)}, None),
        ({"reference": ("04250", 0.6), "postal_code": ("04250", 0.9)}, None),
        ({"reference": ("9230-svenstrup-j", 0.6), "postal_code": ("9230", 0.9)}, None),
        ({"reference": ("38001", 0.6), "price_float": (38_000.0, 0.9), "postal_code": ("9230", 0.9)}, "38001"),
    ],
)
def test_a_price_or_a_postal_code_in_the_page_s_address_is_no_reference(stated, reference):
    assert finished(**stated).values.get("reference") == reference


def test_an_area_that_nothing_calls_another_than_the_plot_is_the_plot():
    assert "constructed_area" not in finished(plot_area=(557.0, 0.8), constructed_area=(557.0, 0.6)).values
    assert "constructed_area" in finished(plot_area=(557.0, 0.8), constructed_area=(120.0, 0.6)).values


def test_a_country_of_one_city_tells_the_city():
    assert finished(country=("SG", 0.9)).values["city"] == "Singapore"
