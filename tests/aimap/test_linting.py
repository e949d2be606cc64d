"""Faults of a mapping that is being written: each with its line and key."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimap.linting.faults import locate_faults
from aimap.linting.json_lines import lines_of
from listings.extraction.mapping_lint import lint_mapping

TEXT = """{
  "portal": "labels",
  "version": "1",
  "fields": {
    "title": [{"css": "h1"}],
    "price": [
      {"css": "#price"},
      {"css": "p[", "unit": "miles"}
    ],
    "prise": [{"css": "p"}]
  },
  "colour": "red"
}
"""


def faults_of(text):
    """The faults of a text by key, with their lines."""
    return {fault.key: fault.line for fault in locate_faults(text, lint_mapping(text.encode()))}


def test_a_fault_is_told_with_its_line_and_key():
    assert faults_of(TEXT) == {"colour": 12, "fields.prise": 10, "fields.price.1": 8}


def test_a_text_that_is_no_json_says_where_it_breaks():
    (fault,) = locate_faults('{\n "portal": "x",\n oops }', lint_mapping(b'{\n "portal": "x",\n oops }'))
    assert (fault.line, fault.key) == (3, "column 2")


def test_a_fault_of_the_whole_has_no_line():
    (fault,) = locate_faults("[]", lint_mapping(b"[]"))
    assert (fault.line, fault.key) == (None, "")


@given(st.text(max_size=300))
def test_no_text_breaks_the_search_for_lines(text):
    locate_faults(text, lint_mapping(text.encode("utf-8", "replace")))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_every_key_and_member_of_a_json_text_has_a_line(value):
    assert set(lines_of(json.dumps(value, indent=1))) == set(paths_of(value))


def paths_of(value, path=()):
    """The paths of all members of a value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield (*path, key)
        yield from paths_of(member, (*path, key))


@pytest.mark.parametrize("depth", [50, 5_000])
def test_deep_nesting_is_bounded(depth):
    assert len(lines_of("[" * depth)) <= 200
