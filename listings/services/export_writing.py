"""Writing an export: page by page to a temporary file, which then goes to the storage.

Each attempt has a file of its own, so two workers that both think an export is theirs never write into one another's;
an attempt removes what earlier ones left.
"""

import gzip
import hashlib
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter
from typing import IO
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from listings.errors import ExportTooSlow
from listings.export_metrics import observe_export
from listings.exporting.file_format import chunks_of
from listings.exporting.formats import FORMATS
from listings.exporting.records import Record
from listings.models import Export
from listings.services.export_claiming import MAX_ATTEMPTS, ExportLeaseLost, end_export, hold_lease, note_failure
from listings.services.export_files import remove_file, store_file
from listings.services.export_selection import listings_of, page_of_records
from propscrape.errors import Internal, ServiceError
from propscrape.tenancy import client_scope

logger = structlog.get_logger(__name__)
# The storage takes a file as a whole, and tells nothing meanwhile
STORING_LEASE = timedelta(minutes=15)
# Texts may be long: so many listings are held in memory at a time
PAGE = 200
ARCHIVE_SUFFIX = ".gz"


def run_export(export: Export) -> None:
    """Write a claimed export's file; whatever happens ends in its row.

    A fault of our own is noted there as INTERNAL, to be tried again, and raised.
    """
    structlog.contextvars.bind_contextvars(request_id=export.request_id, export_id=str(export.pk))
    try:
        _forget_files(export)
        _write_and_store(export)
    except ExportLeaseLost:
        logger.warning("export_lease_lost")
    except SoftTimeLimitExceeded:
        note_failure(export, ExportTooSlow())
    except ServiceError as error:
        note_failure(export, error)
    except Exception:
        note_failure(export, Internal())
        raise


def file_name(export: Export, *, attempt: int) -> str:
    """Where an attempt's file lies in the storage: by client, then by month or id."""
    stem = f"archives/{export.client_id}/{export.month:%Y-%m}" if export.month else f"{export.client_id}/{export.pk}"
    number = "" if attempt == 1 else f"-{attempt}"
    return f"{stem}{number}.{FORMATS[export.format].extension}{ARCHIVE_SUFFIX if export.month else ''}"


def _write_and_store(export: Export) -> None:
    started = perf_counter()
    _count_rows(export)
    with tempfile.TemporaryFile() as spool:
        _write(export, spool)
        export.file_bytes = spool.tell()
        spool.seek(0)
        export.file_sha256 = hashlib.file_digest(spool, "sha256").hexdigest()
        with client_scope(export.client_id):
            hold_lease(export, lease=STORING_LEASE)
        export.file_name = store_file(file_name(export, attempt=export.attempts), spool)
    _finish(export)
    observe_export(export, seconds=perf_counter() - started)


def _count_rows(export: Export) -> None:
    with client_scope(export.client_id):
        export.rows_total = listings_of(export).count()
        hold_lease(export, rows_total=export.rows_total)


def _write(export: Export, spool: IO[bytes]) -> None:
    chunks = chunks_of(FORMATS[export.format], _pages(export))
    if not export.month:
        spool.writelines(chunks)
        return
    with gzip.GzipFile(fileobj=spool, mode="wb", filename="", mtime=0) as packed:
        packed.writelines(chunks)


def _pages(export: Export) -> Iterator[list[Record]]:
    """An export's records in the order of their ids, each page in a transaction of its own."""
    page = _next_page(export, after=None)
    while page:
        yield page
        page = _next_page(export, after=page[-1]["id"]) if len(page) == PAGE else []


def _next_page(export: Export, *, after: UUID | None) -> list[Record]:
    with client_scope(export.client_id):
        page: list[Record] = list(page_of_records(export, after=after, limit=PAGE))
        export.rows_done += len(page)
        hold_lease(export, rows_done=export.rows_done)
    return page


def _finish(export: Export) -> None:
    try:
        end_export(export)
    except ExportLeaseLost:
        remove_file(str(export.file_name))
        raise
    logger.info("export_done", rows=export.rows_done, bytes=export.file_bytes, format=export.format)


def _forget_files(export: Export) -> None:
    """Remove what earlier attempts may have stored without having come to say so."""
    if export.attempts > 1 or export.error_code is not None:
        forget_files(export)


def forget_files(export: Export) -> None:
    """Remove what any attempt may have stored. Raises StorageAway."""
    for attempt in range(1, MAX_ATTEMPTS + 1):
        remove_file(file_name(export, attempt=attempt))
