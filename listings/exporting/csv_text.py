"""CSV (RFC 4180): UTF-8 without a byte order mark, a header of the vocabulary's names, lines that end in CR LF.

Text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV Injection); numbers, whose
characters no page can choose, do not. Lists are joined with " | ".
"""

import csv
import re
from io import StringIO
from typing import Any

from listings.exporting.file_format import FileFormat
from listings.exporting.records import COLUMNS, Record, as_text
from listings.extraction.fields import FIELDS_BY_NAME, Kind

# Spreadsheets look past spaces and quotes, and East Asian ones take the full-width signs for their plain forms
FORMULA = re.compile(r"""['"\s\ufeff]*[=+\-@\t\r\n＝＋－＠]""")
# Where a semicolon parts the columns, as in most of Europe, Excel sees no quotes and begins cells inside of ours; a
# dash may stand there in front of words, as long as nothing follows that calls a function or a program
FORMULA_INSIDE = re.compile(r"""(?<=[;\t\r\n])(?=['" \xa0\ufeff]*(?:[=@＝＠]|[+\-＋－][^;\t\r\n]*[(|!]))""")
TEXT_MARK = "'"
BETWEEN_ITEMS = " | "
IMAGES = frozenset(field.name for field in FIELDS_BY_NAME.values() if field.kind is Kind.IMAGES)


def neutralised(text: str) -> str:
    """Text that no spreadsheet runs."""
    marked = FORMULA_INSIDE.sub(TEXT_MARK, text)
    return TEXT_MARK + marked if FORMULA.match(marked) else marked


def _write(record: Record) -> bytes:
    return _line([_cell(name, record[name]) for name in COLUMNS])


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in IMAGES:
        return neutralised(_joined([image["url"].replace("|", "%7C") for image in value]))
    if isinstance(value, list):
        return neutralised(_joined(value))
    return neutralised(value) if isinstance(value, str) else as_text(value)


def _joined(items: list[str]) -> str:
    r"""Items of a list; a backslash or a bar within one is escaped: \\ and \|."""
    return BETWEEN_ITEMS.join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


def _line(cells: list[str]) -> bytes:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


CSV = FileFormat(
    media_type="text/csv; charset=utf-8; header=present",
    extension="csv",
    opening=_line(list(COLUMNS)),
    between=b"",
    closing=b"",
    write=_write,
)
