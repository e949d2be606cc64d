"""GeoJSON as RFC 7946 has it."""

import json

from tests.listings.exporting.records import ID, full_record, record, written


def features(*records):
    collection = json.loads(written("geojson", *records))
    assert set(collection) == {"type", "features"}
    assert collection["type"] == "FeatureCollection"
    return collection["features"]


def test_a_position_is_a_point_with_the_longitude_first():
    (feature,) = features(full_record(latitude=53.9, longitude=-1.69))
    assert feature["type"] == "Feature"
    assert feature["id"] == str(ID)
    assert feature["geometry"] == {"type": "Point", "coordinates": [-1.69, 53.9]}
    assert feature["properties"]["title"] == "the title"


def test_without_a_position_the_geometry_is_null():
    for one in (record(), record(latitude=53.9), record(longitude=-1.69)):
        assert features(one)[0]["geometry"] is None


def test_the_meridian_and_the_equator_are_positions():
    assert features(record(latitude=0.0, longitude=0.0))[0]["geometry"]["coordinates"] == [0.0, 0.0]
