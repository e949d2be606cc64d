"""manage.py import_mappings FILE...: mappings of property_web_scraper as mappings of ours; no database needed."""

from argparse import SUPPRESS
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandParser

from listings.mapping_import.converting import Imported, import_mapping
from listings.mapping_import.pws_file import MAX_FILE_BYTES, UnusableFileError, read_pws_mapping
from listings.mapping_import.report import report_lines, report_object
from listings.mapping_import.writing import mapping_text

EXIT_UNUSABLE = 2


class Command(BaseCommand):
    """The mappings to stdout or to a folder, the account of each file to stderr."""

    help = "Convert mappings of property_web_scraper (JSON5) into ours, and list what is lost and what never worked."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.usage = SUPPRESS  # a refusal is one line
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--out", type=Path, metavar="DIR", help="write each mapping to DIR/<portal>.json")
        parser.add_argument("--json", action="store_true", help="the account as one JSON object a file")

    def handle(self, *args: object, files: list[Path], out: Path | None, **options: Any) -> None:
        refused = False
        written: dict[str, Path] = {}
        for file in files:
            try:
                imported = import_mapping(read_pws_mapping(_read(file)))
                _claim(written, imported.mapping["portal"], file)
                self._write(imported, out)
            except UnusableFileError as error:
                self.stderr.write(f"import_mappings: {file}: {error}")
                refused = True
            else:
                self._account(file, imported, as_json=options["json"])
        if refused:
            raise SystemExit(EXIT_UNUSABLE)

    def _write(self, imported: Imported, out: Path | None) -> None:
        text = mapping_text(imported.mapping)
        if out is None:
            self.stdout.write(text, ending="")
            return
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{imported.mapping['portal']}.json").write_text(text, encoding="utf-8")
        except OSError as error:
            raise UnusableFileError(f"cannot be written to {out}: {error.strerror}") from error

    def _account(self, file: Path, imported: Imported, *, as_json: bool) -> None:
        if as_json:
            self.stderr.write(orjson.dumps(report_object(str(file), imported)).decode())
            return
        for line in report_lines(str(file), imported):
            self.stderr.write(line)


def _read(file: Path) -> bytes:
    """The file's bytes, at most one more than may be read.  Raises UnusableFileError."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UnusableFileError(str(error.strerror)) from error


def _claim(written: dict[str, Path], portal: str, file: Path) -> None:
    """Keep one file's mapping from overwriting another's.  Raises UnusableFileError."""
    if portal in written:
        raise UnusableFileError(f"is named {portal}, as is {written[portal]}")
    written[portal] = file
