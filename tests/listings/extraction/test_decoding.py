"""JSON values are read out of programs whatever their length and whatever follows them."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listings.extraction.sources.decoding import decode_at, decode_json

ROWS = {"price": 250_000, "text": 'a "quoted"; word ("so"); \\ é 家 \u2028', "rows": [1.5, None, True]}

ANY_TEXT = st.text(alphabet='{}[]:,"\\/ntux0159eE.-+NaIfiy \n\t\u00e9', max_size=40)


def value_of(chars):
    return [ROWS] * max(chars // 90, 1)


@pytest.mark.parametrize("chars", [10, 15_000, 16_000, 17_000, 127_000, 128_500, 200_000, 700_000])
@pytest.mark.parametrize("behind", ["", ";", "; more();", ")\n</b>", ", " * 100_000, '"; "x'])
@pytest.mark.parametrize("ensure_ascii", [True, False])
@pytest.mark.parametrize("is_string", [False, True])
def test_a_value_is_read_to_its_end(chars, behind, ensure_ascii, is_string):
    value = value_of(chars)
    written = json.dumps(value, ensure_ascii=ensure_ascii)
    expected = written if is_string else value
    written = json.dumps(written, ensure_ascii=ensure_ascii) if is_string else written
    found, end = decode_at(f"x = {written}{behind}", 4)
    assert found == expected
    assert end >= len(written) + 4 - 1
    if behind.strip(" ;)\n"):
        assert end == len(written) + 4


@pytest.mark.parametrize("cut_in", range(15_985, 16_003))
def test_an_escape_at_the_end_of_the_first_look_is_no_fault(cut_in):
    written = '"' + "x" * cut_in + '\\ud83d\\ude00 é"'
    assert decode_at(written + "; more()", 0) == ("x" * cut_in + "😀 é", len(written))


@pytest.mark.parametrize("number", ["1" * 16_500, "12.5" + "0" * 130_000])
def test_a_number_is_not_cut(number):
    assert decode_at(number + "; more()", 0)[1] in (0, len(number))


@pytest.mark.parametrize("line", ["\n", "\t", "\r\n"])
@pytest.mark.parametrize("chars", [10, 20_000, 300_000])
def test_raw_line_breaks_in_strings_are_forgiven_at_any_length(chars, line):
    written = json.dumps([{"a": "x" * chars, "b": "MARK"}]).replace("MARK", f"one{line}two")
    assert decode_at(f"{written}; more()", 0) == ([{"a": "x" * chars, "b": f"one{line}two"}], len(written))
    assert decode_json(written) == [{"a": "x" * chars, "b": f"one{line}two"}]


@pytest.mark.parametrize(
    "text", ["", "x", "[1, 2", '{"a": ', '"open', "[" * 200_000, '["' * 100_000, '"[' + "\\" * 300_001]
)
def test_what_is_no_value_is_none(text):
    assert decode_at(text, 0)[0] is None


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_json_does_not_have_spoil_no_value(number):
    written = f'{{"rate": {number}, "price": 250000}}'
    for value in (decode_json(written), decode_at(f"{written}; more()", 0)[0]):
        assert isinstance(value, dict)
        assert value["price"] == 250_000


@pytest.mark.parametrize(
    "fault", ["price: 1", "'price': 1", '"a": \\x', '"a": "\\x"', '"price": 1,', '"price": 1', '"pri']
)
def test_a_program_that_only_looks_like_a_value_is_none(fault):
    is_cut = fault in ('"price": 1', '"pri')
    written = "{" + fault + ("" if is_cut else "}")
    assert decode_json(written) is None
    value, fault = decode_at(f"x = {written}", 4)
    assert value is None
    assert 4 < fault <= len(written) + 4


@given(st.sampled_from('{["').flatmap(lambda opening: ANY_TEXT.map(lambda text: opening + text)))
@settings(max_examples=400)
def test_what_the_forgiving_parser_reads_is_read(text):
    try:
        expected = json.JSONDecoder(strict=False).raw_decode(text)[0]
    except ValueError:
        expected = None
    if expected is not None and not re.search(r"\d{18}", text):  # the fast parser holds the widest numbers as floats
        assert repr(decode_at(text, 0)[0]) == repr(expected)
