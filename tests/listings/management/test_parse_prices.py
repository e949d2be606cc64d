"""The parse_prices command: a CSV in, a CSV out, no database."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command


def run(path):
    out = io.StringIO()
    call_command("parse_prices", str(path), stdout=out)
    return out.getvalue()


def test_rows_come_back_with_empty_cells_where_nothing_is_known(tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text(
        "id,text,locale,currency_default\n"
        '1,"Kaltmiete 1.050,50 €",de-DE,EUR\n'
        "2,POA,en-GB,GBP\n"
        "3,Deposit £5,en-GB,GBP\n",
        encoding="utf-8",
    )
    rows = list(csv.reader(run(path).splitlines()))
    assert rows == [
        ["id", "amount", "currency", "period", "qualifier"],
        ["1", "1050.50", "EUR", "month", ""],
        ["2", "", "", "", "on_request"],
        ["3", "", "", "", ""],
    ]


@pytest.mark.parametrize("content", [b"id,text\n1,x\n", b"", b"\xff\xfe\x00"])
def test_unusable_file_ends_with_one_line_and_code_two(tmp_path, content):
    path = tmp_path / "prices.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as raised:
        run(path)
    assert raised.value.returncode == 2
    assert "\n" not in str(raised.value)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"absent\.csv"):
        run(tmp_path / "absent.csv")
