"""Positions on the globe, and what is none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.position import parse_position


@pytest.mark.parametrize(
    ("latitude", "longitude", "position"),
    [
        (51.4627, -0.1958, (51.4627, -0.1958)),
        ("51,4627", "-0,1958", (51.4627, -0.1958)),
        (" 48.27 ", "16.40", (48.27, 16.40)),
        ("35.7841746", 139, (35.7841746, 139.0)),
        (-33.86, 151.2, (-33.86, 151.2)),
        (51.5, 0.0, (51.5, 0.0)),
    ],
)
def test_degrees_are_read(latitude, longitude, position):
    assert parse_position(latitude, longitude) == position


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (0, 0),
        ("0.0", "0.0"),
        (0.0001, -0.0001),
        (91, 10.5),
        (51.5, 181),
        (40, -4),
        (None, 1.5),
        (True, 2.5),
        ("nan", "1.5"),
        ("inf", 2.5),
        ("1_0.5", "2.5"),
        ("", ""),
        ([], {}),
    ],
)
def test_what_is_no_place_is_none(latitude, longitude):
    assert parse_position(latitude, longitude) is None


@given(st.text(max_size=60) | st.floats() | st.integers(), st.text(max_size=60) | st.floats() | st.integers())
def test_any_pair_is_survived(latitude, longitude):
    position = parse_position(latitude, longitude)
    assert position is None or all(math.isfinite(degrees) for degrees in position)
