"""manage.py extract: from saved pages to listings, without a database."""

import sys
from argparse import SUPPRESS, ArgumentTypeError
from pathlib import Path
from typing import Any, NoReturn

import orjson
from django.core.management.base import BaseCommand, CommandParser

from listings.extraction.limits import storable
from listings.extraction.mapping import MappingError, parse_mapping
from listings.extraction_batch import (
    MappingChoice,
    PageTiming,
    UnusableInputError,
    bench,
    extract_batch,
    extract_page,
    read_index,
    read_page_file,
)
from propscrape.heap import settle_heap

EXIT_UNUSABLE = 2


class Command(BaseCommand):
    """One page to stdout, an index of pages to a folder, or timings of an index."""

    help = "Extract the listing on a saved page, or on every page of an index."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.usage = SUPPRESS  # a refusal is one line
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument(
            "--html", type=Path, metavar="FILE", help="a page (.html, .html.gz, - for stdin); needs --url"
        )
        source.add_argument("--batch", type=Path, metavar="INDEX.jsonl", help="pages to extract; needs --out")
        source.add_argument("--bench", type=Path, metavar="INDEX.jsonl", help="pages to time, read into memory first")
        parser.add_argument("--url", help="the page's address")
        parser.add_argument("--out", type=Path, metavar="DIR", help="where --batch writes <id>.json")
        parser.add_argument("--rounds", type=_positive, default=5, help="of --bench")
        parser.add_argument("--workers", type=_positive, default=1, help="processes of --batch")
        parser.add_argument("--provenance", action="store_true", help="say where every value was found")
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument("--no-mapping", action="store_true", help="as if no portal had a mapping")
        chosen.add_argument("--mapping", type=Path, metavar="FILE", help="one mapping for every page")

    def handle(self, *args: object, **options: Any) -> None:
        settle_heap()
        try:
            choice = _choice(options["no_mapping"], options["mapping"])
            if options["html"]:
                self._one(options, choice)
            elif options["batch"]:
                self._batch(options, choice)
            else:
                self._bench(options, choice)
        except (UnusableInputError, MappingError) as error:
            self._refuse(str(error))

    def _one(self, options: dict[str, Any], choice: MappingChoice) -> None:
        if not options["url"]:
            self._refuse("--html needs --url")
        file = options["html"]
        html = sys.stdin.buffer.read() if str(file) == "-" else read_page_file(file)
        record = extract_page(options["url"], html, choice).as_record(provenance=options["provenance"])
        self.stdout.write(orjson.dumps(record, option=orjson.OPT_INDENT_2).decode())

    def _batch(self, options: dict[str, Any], choice: MappingChoice) -> None:
        if not options["out"]:
            self._refuse("--batch needs --out")
        pages = read_index(options["batch"])
        result = extract_batch(
            pages, options["out"], choice, provenance=options["provenance"], workers=options["workers"]
        )
        for failure in result.failures:
            self.stderr.write(f"extract: {_in_one_line(failure)}")
        self.stdout.write(f"{len(pages) - len(result.failures)} pages, {result.pages_per_s:.1f} pages/s")
        if result.failures:
            raise SystemExit(EXIT_UNUSABLE)

    def _bench(self, options: dict[str, Any], choice: MappingChoice) -> None:
        timings = bench(read_index(options["bench"]), choice, rounds=options["rounds"])
        self.stdout.write(f"{'page':<36} {'min ms':>9} {'median ms':>9} {'parse ms':>9}")
        for timing in timings:
            row = f"{timing.id:<36} {timing.min_ms:>9.2f} {timing.median_ms:>9.2f} {timing.floor_ms:>9.2f}"
            self.stdout.write(row)
        self.stdout.write(_summary(timings))

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(f"extract: {_in_one_line(reason)}")
        raise SystemExit(EXIT_UNUSABLE)


def _in_one_line(text: str) -> str:
    return storable(" ".join(text.split()))


def _choice(no_mapping: bool, file: Path | None) -> MappingChoice:
    if file is None:
        return MappingChoice(disabled=no_mapping)
    try:
        text = file.read_bytes()
    except OSError as error:
        raise UnusableInputError(f"{file}: {error}") from error
    parse_mapping(text)
    return MappingChoice(text=text)


def _summary(timings: list[PageTiming]) -> str:
    """Sums of the pages' minimum times, ours and the floor's alike."""
    spent = sum(timing.min_ms for timing in timings)
    floor = sum(timing.floor_ms for timing in timings)
    speed = len(timings) / spent * 1000
    return (
        f"{len(timings)} pages, {speed:.1f} pages/s, {spent / len(timings):.2f} ms a page; "
        f"parse alone {floor / len(timings):.2f} ms a page, {spent / floor:.2f} times that"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("must be 1 or more")
    return number
