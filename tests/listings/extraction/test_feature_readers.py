"""Features as programs list them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.market import UNKNOWN_MARKET
from listings.extraction.readers.features import read_features
from listings.extraction.readers.reading import Reading

READING = Reading(market=UNKNOWN_MARKET, page_url="https://homes.example/1")


@pytest.mark.parametrize(
    ("raw", "features"),
    [
        (["Lift", "Garden", "lift"], ["Lift", "Garden"]),
        ("Lift, Garden, Garage", ["Lift", "Garden", "Garage"]),
        ([{"name": "Lift"}, {"label": "Garden"}, {"feature": "Garage", "id": 7}], ["Lift", "Garden", "Garage"]),
        (
            [{"key": "LIFT", "text": "Lift", "value": "SIM"}, {"key": "SAUNA", "text": "Sauna", "value": "NAO"}],
            ["Lift"],
        ),
        ([{"name": "Lift", "value": True}, {"name": "Sauna", "value": False}], ["Lift"]),
        ([{"key_label": "Floor", "value_label": "3rd"}, {"name": "Lift", "value": "lift"}], ["Floor: 3rd", "Lift"]),
        ([{"name": "Garden", "value": 12}], ["Garden"]),
        (["https://homes.example/a.jpg", "c", "true", "Lift"], ["Lift"]),
        ([{"name": "Lift", "value": None}, [{"name": "Garden"}]], ["Lift", "Garden"]),
        ([], []),
        (None, []),
    ],
)
def test_each_feature_is_named_once_and_none_that_is_denied(raw, features):
    assert read_features(raw, READING).get("features", []) == features


_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
_KEYS = st.sampled_from(["name", "value", "x"])


@given(st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner)))
def test_any_value_is_survived(raw):
    found = read_features(raw, READING)

    assert found == {} or isinstance(found["features"], list)
