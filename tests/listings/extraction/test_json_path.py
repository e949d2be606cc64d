import time

import pytest

from listings.extraction.json_path import PathError, find_all, parse_path

STATE = {
    "listing": {"price": {"amount": 5}, "photos": [{"url": "a"}, {"url": "b"}], "id.x": 1},
    "attributes": [{"name": "AREA/LIVING", "values": ["72,5"]}, {"name": "ROOMS", "values": ["3"]}],
    "flag": True,
    "deep": {"other": [{"__typename": "Listing", "beds": 2}, {"__typename": "Agent", "beds": 9}]},
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("listing.price.amount", [5]),
        ("listing.photos.*.url", ["a", "b"]),
        ("listing.photos.1.url", ["b"]),
        ("listing.photos.7.url", []),
        ("listing.nothing.at.all", []),
        ("attributes[name=AREA/LIVING].values.0", ["72,5"]),
        ("attributes[name=FLOOR].values.0", []),
        ("listing[price].photos.0.url", ["a"]),
        ("listing[rent].photos.0.url", []),
        ("..[__typename=Listing].beds", [2]),
        ("..beds", [2, 9]),
        ("deep..[__typename=Agent][beds].beds", [9]),
    ],
)
def test_path_leads_to_what_it_names(path, found):
    assert find_all(STATE, parse_path(path)) == found


def test_booleans_are_compared_as_json_writes_them():
    assert find_all(STATE, parse_path("[flag=true].flag")) == [True]


@pytest.mark.parametrize("path", ["", ".", "a.", "a...b", "a[b", "a]b", "a[]b", "a[b]c", "..", "a[=x]"])
def test_a_path_that_cannot_be_read_is_refused(path):
    with pytest.raises(PathError):
        parse_path(path)


def test_a_huge_state_is_searched_within_bounds():
    state: dict = {}
    node = state
    for _ in range(300_000):
        node["next"] = {}
        node = node["next"]
    assert find_all(state, parse_path("..[never=1]")) == []


def test_objects_in_each_other_are_searched_within_bounds_all_together():
    state: dict = {"members": [{} for _ in range(20_000)]}
    for _ in range(400):
        state = {"a": state}
    began = time.perf_counter()
    assert find_all(state, parse_path("..a..a..a..never")) == []
    assert time.perf_counter() - began < 5
