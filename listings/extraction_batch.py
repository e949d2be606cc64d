"""Extraction of many saved pages: an index of files in, one JSON file per page out; and timings of the same."""

import gzip
import json
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path

import orjson

from listings.extraction.engine import extract
from listings.extraction.limits import storable
from listings.extraction.mapping import Mapping, parse_mapping, shipped_mapping
from listings.extraction.page import Page, decode_html
from listings.extraction.portals import find_portal
from listings.extraction.result import Extraction
from listings.extraction_timing import HeldPage, Work, fastest, parse_alone, time_round, typical

MAX_FILE_BYTES = 50_000_000
CHUNK_PAGES = 4
MAX_ID_BYTES = 200


class UnusableInputError(ValueError):
    """An index, a page file or a mapping file that cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class MappingChoice:
    """Which mapping reads a page: its portal's own, none, or one file for every page."""

    disabled: bool = False
    text: bytes | None = None

    def mapping_for(self, slug: str | None) -> Mapping | None:
        """Raises MappingError for a mapping with faults."""
        if self.disabled:
            return None
        if self.text is not None:
            return _parsed(self.text)
        return shipped_mapping(slug) if slug else None


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One line of an index: a page's id, URL and file (.html or .html.gz)."""

    id: str
    url: str
    file: Path

    def read(self) -> bytes:
        """The HTML.  Raises UnusableInputError where the file cannot be read or is too large."""
        return read_page_file(self.file)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Pages per second, and for each page whose file could not be read, which and why."""

    pages_per_s: float
    failures: list[str]


@dataclass(frozen=True, slots=True)
class PageTiming:
    """Milliseconds of one page over the rounds; floor_ms is a bare lexbor parse of the same text."""

    id: str
    min_ms: float
    median_ms: float
    floor_ms: float


def extract_page(url: str, html: str | bytes, choice: MappingChoice) -> Extraction:
    """Extract one page with the portal of its URL."""
    portal = find_portal(url)
    return extract(Page(url, html), portal=portal, mapping=choice.mapping_for(portal.slug if portal else None))


def read_page_file(file: Path) -> bytes:
    """A page file's HTML, inflated if need be.  Raises UnusableInputError."""
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
            html = stream.read(MAX_FILE_BYTES + 1)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise UnusableInputError(f"{file}: {error}") from error
    if len(html) > MAX_FILE_BYTES:
        raise UnusableInputError(f"{file}: larger than {MAX_FILE_BYTES:,} bytes")
    return html


def read_index(file: Path) -> list[SavedPage]:
    """The pages of an index, one JSON object with id, url and file per line.  Raises UnusableInputError."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInputError(f"{file}: {error}") from error
    pages: dict[str, SavedPage] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        page = _saved_page(line, f"{file}:{number}")
        if page.id in pages:
            raise UnusableInputError(f"{file}:{number}: id {page.id!r} is taken by a line before")
        pages[page.id] = page
    if not pages:
        raise UnusableInputError(f"{file}: no pages in it")
    return list(pages.values())


def extract_batch(
    pages: list[SavedPage], out: Path, choice: MappingChoice, *, provenance: bool = False, workers: int = 1
) -> BatchResult:
    """Extract every page that can be read into out/<id>.json.  Raises UnusableInputError where `out` cannot be used."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableInputError(f"{out}: {error}") from error
    start = time.perf_counter()
    failures = [failure for failure in _done(pages, out, choice, provenance, workers) if failure]
    return BatchResult(len(pages) / (time.perf_counter() - start), failures)


def bench(pages: list[SavedPage], choice: MappingChoice, *, rounds: int) -> list[PageTiming]:
    """Time HTML in memory to listing, and the parse alone, in the same rounds.  Raises UnusableInputError."""
    held = hold_pages(pages)
    works = {"extraction": extraction_work(choice), "floor": parse_alone}
    taken = [time_round(held, works, turn=turn) for turn in range(rounds)]
    columns = (fastest(taken, "extraction"), typical(taken, "extraction"), fastest(taken, "floor"))
    return [PageTiming(page.id, *times) for page, *times in zip(held, *columns, strict=True)]


def hold_pages(pages: list[SavedPage]) -> list[HeldPage]:
    """The pages in memory, decoded.  Raises UnusableInputError where one cannot be read."""
    return [HeldPage(page.id, page.url, decode_html(page.read())) for page in pages]


def extraction_work(choice: MappingChoice) -> Work:
    """Extraction as a work that can be timed."""
    return lambda url, html: extract_page(url, html, choice)


def _saved_page(line: str, where: str) -> SavedPage:
    try:
        entry = json.loads(line)
        page = SavedPage(id=entry["id"], url=entry["url"], file=Path(entry["file"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnusableInputError(f"{where}: needs id, url and file in one JSON object ({error!r})") from error
    if not _is_file_name(page.id) or not isinstance(page.url, str) or storable(page.url) != page.url:
        raise UnusableInputError(f"{where}: id must be a plain file name of {MAX_ID_BYTES} bytes and url a text")
    return page


def _is_file_name(text: object) -> bool:
    """Whether a file of any system can have the name: printable, so without halves of a surrogate pair, and short."""
    if not isinstance(text, str) or not text.isprintable() or text in ("", ".", ".."):
        return False
    return Path(text).name == text and len(text.encode()) <= MAX_ID_BYTES


def _done(
    pages: list[SavedPage], out: Path, choice: MappingChoice, provenance: bool, workers: int
) -> Iterator[str | None]:
    rest = (repeat(out), repeat(choice), repeat(provenance))
    if workers <= 1:
        yield from map(_write_one, pages, *rest)
        return
    with ProcessPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(_write_one, pages, *rest, chunksize=CHUNK_PAGES)


def _write_one(page: SavedPage, out: Path, choice: MappingChoice, provenance: bool) -> str | None:
    """Why the page's file cannot be read; None once it is extracted."""
    try:
        html = page.read()
    except UnusableInputError as error:
        return f"{page.id}: {error}"
    record = extract_page(page.url, html, choice).as_record(provenance=provenance)
    file = out / f"{page.id}.json"
    try:
        file.write_bytes(orjson.dumps(record, option=orjson.OPT_INDENT_2))
    except OSError as error:
        raise UnusableInputError(f"{file}: {error}") from error
    return None


@cache
def _parsed(text: bytes) -> Mapping:
    return parse_mapping(text)
