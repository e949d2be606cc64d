"""Positions in attributes and programs, and those that are not the home's."""

import pytest

from listings.extraction.generic.positions import position_candidates
from tests.listings.extraction.generic.snippets import PROSE, raws, script, values_of, view_of

PAIR = [52.5163, 13.3777]
HOME = f"<h1>House</h1><p>€250,000</p><p>90 m²</p><p>{PROSE}</p>"


def positions(body):
    return raws(position_candidates(view_of(body)), "position")


@pytest.mark.parametrize(
    "attribute",
    [
        """data-map='{"lat": 52.5163, "lng": 13.3777}'""",
        """data-coordinates='{"latitude":"52.5163","longitude":"13.3777"}'""",
        """data-viewer='{"center":["52.5163","13.3777"],"zoom":"14"}'""",
        """data-latlng='52.5163,13.3777'""",
        """data-coordinates='[52.5163, 13.3777]'""",
        """data-location='52.5163;13.3777'""",
    ],
)
def test_what_an_attribute_hands_to_a_map_is_a_position(attribute):
    assert positions(f"<div class=box {attribute}></div>") == [PAIR]


@pytest.mark.parametrize(
    "attribute",
    [
        "data-size='52.5163,13.3777'",
        "data-chart='[52.5163, 13.3777]'",
        "data-version='52.5163'",
        "data-user-location='52.5163,13.3777'",
        """data-office-map='{"lat": 52.5163, "lng": 13.3777}'""",
    ],
)
def test_other_numbers_in_attributes_are_no_position(attribute):
    assert positions(f"<div {attribute}></div>") == []


@pytest.mark.parametrize(
    "program",
    [
        'const mapLatOf = "NTIuNTE2Mw=="; const mapLngOf = "MTMuMzc3Nw==";',
        '{"lat":"NTIuNTE2Mw==","lng":"MTMuMzc3Nw=="}',
        "show({blockPosition:'52.5163,13.3777'})",
        "var coords = [52.5163, 13.3777]",
    ],
)
def test_a_position_is_read_from_a_program_however_it_is_written(program):
    assert positions(f"<script>{program}</script>") == [PAIR]


@pytest.mark.parametrize("code", ["bm90IGEgbnVtYmVy", "NTIuNTE2Mw=", "MTIzNDU2Nzg5MA=="])
def test_what_codes_no_degrees_is_no_position(code):
    assert positions(f"<script>var lat = '{code}'; var lng = '{code}';</script>") == []


@pytest.mark.parametrize(
    "settings",
    [
        '{"defaultCenter":{"lat":46.6033,"lng":1.8883}}',
        '{"maps":{"lat":41.9028,"lng":12.4964,"zoom":5}}',
        "L.map('m').setView([46.6033, 1.8883]); var x = {zoom: 6}",
    ],
)
def test_the_middle_of_a_country_that_a_map_shows_by_default_is_no_position(settings):
    assert positions(f"<script>var settings = {settings}</script>") == []
    assert positions(
        f"<script>var settings = {settings}</script><script>at = {{lat:52.5163,lng:13.3777}}</script>"
    ) == [PAIR]


def test_the_position_of_who_sells_is_not_the_home_s():
    listing = {
        "id": 900000123,
        "customers": [{"name": "Homes Ltd", "location": {"latitude": 51.5, "longitude": -0.12}}],
        "property": {"location": {"latitude": 52.5163, "longitude": 13.3777}},
        "title": "House",
        "price": 250000,
        "bedrooms": 3,
        "livingArea": 90,
    }
    values = values_of(HOME + script({"listing": listing}, type="application/json", id="__NEXT_DATA__"))

    assert (values["latitude"], values["longitude"]) == (52.5163, 13.3777)


def test_degrees_beyond_the_pole_are_a_longitude():
    values = values_of(HOME + "<script>show({blockPosition:'116.4178,39.9837'})</script>", lang="zh")

    assert (values["latitude"], values["longitude"]) == (39.9837, 116.4178)


def test_the_first_of_several_places_in_a_program_does_not_stand_against_the_listing_s_own():
    listing = {"id": 900000123, "title": "House", "price": 250000, "bedrooms": 3, "livingArea": 90}
    listing |= {"description": PROSE, "location": {"latitude": 52.5163, "longitude": 13.3777}}
    others = "<script>var office = {lat: 51.5007, lng: -0.1246}; var home = {lat: 52.5163, lng: 13.3777};</script>"
    values = values_of(HOME + others + script({"listing": listing}, type="application/json"))

    assert (values["latitude"], values["longitude"]) == (52.5163, 13.3777)


def test_the_place_of_an_agency_in_its_annotations_is_not_the_home_s():
    agency = {"@type": "RealEstateAgent", "name": "Hill & Sons", "geo": {"latitude": 51.9161, "longitude": 4.4736}}
    annotated = script(agency, type="application/ld+json")

    assert positions(annotated) == []
    assert positions(f"{annotated}<div data-lat='52.5163' data-lng='13.3777'></div>") == [
        {"latitude": "52.5163", "longitude": "13.3777"}
    ]


def test_a_link_that_a_program_opens_may_be_a_map_s():
    opens = "mnu('map',1,'/lv/gmap/fTgT.html?mode=1&amp;c=52.5163, 13.3777, 14');return false;"
    assert positions(f'<a href="#" onclick="{opens}">Map</a>') == [PAIR]
