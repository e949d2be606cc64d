"""Exports as work: claimed under a lease, written page by page, and tried again until they are done or given up.

The row is the truth. It counts an attempt before the attempt is made, so an export that kills its worker is given up
after MAX_ATTEMPTS instead of never. While one runs, `next_attempt_at` is the end of its lease, which every page renews:
an expired lease is simply due again, and the file is written from its beginning. Each attempt has a file of its own, so
two workers that both think an export is theirs never write into one another's.
"""

import gzip
import hashlib
import random
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import perf_counter
from typing import IO, Any
from uuid import UUID, uuid4

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import QuerySet
from django.utils import timezone

from listings.errors import ExportTooSlow
from listings.export_metrics import observe_export
from listings.exporting.file_format import chunks_of
from listings.exporting.formats import FORMATS
from listings.exporting.records import Record
from listings.models import Export
from listings.services.export_files import remove_file, store_file
from listings.services.export_selection import listings_of, page_of_records
from propscrape.errors import Internal, ServiceError
from propscrape.tenancy import client_scope, staff_scope

logger = structlog.get_logger(__name__)
MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=2)
# The storage takes a file as a whole, and tells nothing meanwhile
STORING_LEASE = timedelta(minutes=15)
FIRST_RETRY_S = 30
JITTER = 0.2
# Texts may be long: so many listings are held in memory at a time
PAGE = 200
KEPT_FOR = timedelta(days=7)
ARCHIVE_SUFFIX = ".gz"
WORKER_LOST = "The worker was lost in every attempt."


class ExportLeaseLost(Exception):
    """Another worker has the export by now, or somebody ended it."""


def claim_export(*, only: UUID | None = None) -> Export | None:
    """Lease the export that has been due for longest to the caller, counting the attempt about to be made.

    Rows that another worker is just claiming are passed over (SKIP LOCKED). `only` claims that one, if it is due.
    """
    now = timezone.now()
    with staff_scope():
        due = Export.objects.due(now).filter(attempts__lt=MAX_ATTEMPTS)
        if only is not None:
            due = due.filter(pk=only)
        export = due.select_for_update(skip_locked=True).first()
        if export is None:
            return None
        export.state, export.attempts = Export.State.RUNNING, export.attempts + 1
        export.started_at, export.rows_done, export.lease_token = now, 0, uuid4()
        export.leased_until = export.next_attempt_at = now + LEASE
        export.save()
    return export


def has_due_exports() -> bool:
    """Whether a worker should be woken."""
    with staff_scope():
        return Export.objects.due(timezone.now()).filter(attempts__lt=MAX_ATTEMPTS).exists()


def bury_spent_exports() -> int:
    """Give up due exports that have no attempt left: their worker died each time. Returns how many."""
    with staff_scope():
        due = Export.objects.due(timezone.now()).filter(attempts__gte=MAX_ATTEMPTS)
        spent = list(due.select_for_update(skip_locked=True))
        for export in spent:
            _give_up(export, Internal(WORKER_LOST))
    return len(spent)


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
        _note_failure(export, ExportTooSlow())
    except ServiceError as error:
        _note_failure(export, error)
    except Exception:
        _note_failure(export, Internal())
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
            _hold(export, lease=STORING_LEASE)
        export.file_name = store_file(file_name(export, attempt=export.attempts), spool)
    _finish(export)
    observe_export(export, seconds=perf_counter() - started)


def _count_rows(export: Export) -> None:
    with client_scope(export.client_id):
        export.rows_total = listings_of(export).count()
        _hold(export, rows_total=export.rows_total)


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
        _hold(export, rows_done=export.rows_done)
    return page


def _held(export: Export) -> QuerySet[Export]:
    """The row of an export, as long as it is the caller's."""
    return Export.objects.filter(pk=export.pk, state=Export.State.RUNNING, lease_token=export.lease_token)


def _hold(export: Export, *, lease: timedelta = LEASE, **values: Any) -> None:
    """Renew the lease. Call it in a scope of the client. Raises ExportLeaseLost."""
    until = timezone.now() + lease
    if not _held(export).update(leased_until=until, next_attempt_at=until, **values):
        raise ExportLeaseLost


def _finish(export: Export) -> None:
    now = timezone.now()
    with client_scope(export.client_id):
        is_ours = _held(export).update(
            state=Export.State.DONE,
            file_name=export.file_name,
            file_bytes=export.file_bytes,
            file_sha256=export.file_sha256,
            finished_at=now,
            expires_at=_expiry(export, now),
            error_code=None,
            error_message=None,
            leased_until=None,
            lease_token=None,
        )
    if not is_ours:
        remove_file(str(export.file_name))
        raise ExportLeaseLost
    logger.info("export_done", rows=export.rows_done, bytes=export.file_bytes, format=export.format)


def _expiry(export: Export, now: datetime) -> datetime | None:
    """Archives stay."""
    return None if export.kind == Export.Kind.ARCHIVE else now + KEPT_FOR


def _note_failure(export: Export, error: ServiceError) -> None:
    """Try it again later, or give it up after the last attempt."""
    logger.warning("export_failed", code=error.code, attempt=export.attempts)
    if export.attempts >= MAX_ATTEMPTS:
        _give_up(export, error)
        return
    wait_s = FIRST_RETRY_S * 2 ** (export.attempts - 1) * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    with client_scope(export.client_id):
        _held(export).update(
            state=Export.State.FAILED,
            next_attempt_at=timezone.now() + timedelta(seconds=wait_s),
            error_code=error.code,
            error_message=error.message[:500],
            leased_until=None,
            lease_token=None,
        )


def _give_up(export: Export, error: ServiceError) -> None:
    now = timezone.now()
    with client_scope(export.client_id):
        _held(export).update(
            state=Export.State.DEAD,
            finished_at=now,
            expires_at=_expiry(export, now),
            error_code=error.code,
            error_message=error.message[:500],
            leased_until=None,
            lease_token=None,
        )
    observe_export(export, seconds=None)


def _forget_files(export: Export) -> None:
    """Remove what earlier attempts may have stored without having come to say so."""
    if export.attempts == 1 and export.error_code is None:
        return
    for attempt in range(1, MAX_ATTEMPTS + 1):
        remove_file(file_name(export, attempt=attempt))
