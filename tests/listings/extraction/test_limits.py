"""No value leaves the engine that its field, the database or JSON could not hold."""

import datetime
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listings.extraction.engine import extract
from listings.extraction.fields import FIELDS_BY_NAME, Kind
from listings.extraction.limits import MAX_IMAGES, MAX_TEXTS, fits, storable
from listings.extraction.page import Page
from listings.extraction.portals import find_portal

URL = "https://www.willhaben.at/iad/immobilien/d/haus-kaufen/wien/haus-900000001/"

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)
HOME_KEYS = (
    "name", "description", "address", "geo", "floorSize", "lotSize", "numberOfRooms", "numberOfBedrooms", "image",
    "offers", "yearBuilt", "floorLevel", "amenityFeature", "sku",
)  # fmt: skip


def a_page_with(**stated):
    home = {
        "@type": "House",
        "name": "House by the lake",
        "description": "Quiet street. " * 20,
        "address": {"streetAddress": "Seeweg 1", "addressLocality": "Wien", "postalCode": "1010"},
        "offers": {"price": 250_000, "priceCurrency": "EUR"},
        "floorSize": {"value": 120, "unitCode": "MTK"},
        **stated,
    }
    html = f"<h1>House by the lake</h1><script type='application/ld+json'>{json.dumps(home)}</script>"
    return extract(Page(URL, html), portal=find_portal(URL))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "x" * 501), ("title", ""), ("title", "a\x00b"), ("title", "a\ud800b"), ("title", 5),
        ("city", "x" * 256), ("currency", "ZZZ"), ("currency", "XXX"), ("currency", "eur"), ("country", "AUT"),
        ("price_float", math.nan), ("price_float", math.inf), ("price_float", 1e17), ("price_float", -1.0),
        ("price_float", True), ("price_cents", 2**63), ("latitude", 90.5), ("longitude", -181.0),
        ("year_construction", 999), ("year_construction", 99999), ("count_bedrooms", 1e308),
        ("available_from", "2026-02-31"), ("available_from", "tomorrow"), ("price_period", "fortnight"),
        ("property_type", "castle"), ("main_image_url", "javascript:alert(1)"), ("main_image_url", "https://a.at/\x01"),
        ("canonical_url", "https://a.at/" + "x" * 2048), ("features", ["x"] * (MAX_TEXTS + 1)),
        ("features", ["a\x00"]), ("image_urls", [{"url": "https://a.at/1.jpg"}] * (MAX_IMAGES + 1)),
        ("image_urls", [{"url": "data:image/png;base64,x"}]), ("image_urls", ["https://a.at/1.jpg"]),
        ("furnished", 1), ("description", "a\ud83db"),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_does_not_fit(name, value):
    assert not fits(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "House by the lake"), ("currency", "KWD"), ("country", "AT"), ("price_float", 0.5),
        ("price_cents", 2**63 - 1), ("latitude", -90), ("year_construction", 1526), ("available_from", "2028-02-29"),
        ("price_period", "week"), ("main_image_url", "https://a.at/1.jpg"), ("features", ["Balcony"]),
        ("image_urls", [{"url": "https://a.at/1.jpg", "caption": "Kitchen"}]), ("furnished", False), ("title", None),
    ],
)  # fmt: skip
def test_what_it_can_hold_fits(name, value):
    assert fits(name, value)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(HOME_KEYS), JSON_VALUES, max_size=6))
def test_structured_data_of_any_content_gives_only_values_that_fit(stated):
    extraction = a_page_with(**stated)
    assert [name for name, value in extraction.values.items() if not fits(name, value)] == []
    assert not (extraction.values["for_sale"] and extraction.values["for_rent"])
    json.dumps(extraction.as_record(provenance=True), allow_nan=False, ensure_ascii=False).encode()
    "".join(trace.raw + trace.path for trace in extraction.traces).encode()


def test_a_value_too_long_leaves_its_place_to_the_next_source():
    values = a_page_with(address={"addressLocality": "c" * 400, "postalCode": "1010"}).values
    assert (values["city"], values["postal_code"]) == (None, "1010")


def test_a_price_in_a_currency_the_price_words_do_not_know_is_read_all_the_same():
    values = a_page_with(offers={"price": 250_000, "priceCurrency": "XCD"}).values
    assert (values["price_float"], values["currency"], values["price_cents"]) == (250_000, "XCD", 25_000_000)


def test_numbers_that_are_none_are_no_texts():
    assert a_page_with(name=1e999, address={"streetAddress": -1e999}).values["street_address"] is None


def test_a_negative_area_is_none():
    assert a_page_with(floorSize={"value": -5, "unitCode": "MTK"}).values["constructed_area"] is None


def test_what_is_shown_of_a_page_can_be_stored():
    assert storable("a\x00b\ud800c\td") == "a\ufffdb\ufffdc\td"


@given(st.dates(datetime.date(1, 1, 1)))
def test_every_real_date_fits(date):
    assert fits("available_from", date.isoformat())


def test_every_kind_of_field_has_limits():
    for field in FIELDS_BY_NAME.values():
        assert not fits(field.name, object()), field.name
    assert {field.kind for field in FIELDS_BY_NAME.values()} == set(Kind)
