"""JSON values are read out of programs whatever their length and whatever follows them."""

import json

import pytest

from listings.extraction.sources.decoding import decode_at, decode_json

ROWS = {"price": 250_000, "text": 'a "quoted"; word ("so"); \\ é 家 \u2028', "rows": [1.5, None, True]}


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
    assert decode_at(text, 0) == (None, 0)
