"""Exports as work: claimed under a lease, tried again until they are done, or given up.

The row is the truth. It counts an attempt before the attempt is made, so an export that kills its worker is given up
after MAX_ATTEMPTS instead of never. While one runs, `next_attempt_at` is the end of its lease: an expired lease is
simply due again.
"""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db.models import QuerySet
from django.utils import timezone

from listings.export_metrics import observe_export
from listings.models import Export
from propscrape.errors import Internal, ServiceError
from propscrape.tenancy import client_scope, staff_scope

logger = structlog.get_logger(__name__)
MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=2)
FIRST_RETRY_S = 30
JITTER = 0.2
KEPT_FOR = timedelta(days=7)
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


def bury_spent_exports() -> list[Export]:
    """Give up due exports that have no attempt left: their worker died each time. Their files may still lie there."""
    with staff_scope():
        due = Export.objects.due(timezone.now()).filter(attempts__gte=MAX_ATTEMPTS)
        spent = list(due.select_for_update(skip_locked=True))
        for export in spent:
            _give_up(export, Internal(WORKER_LOST))
    return spent


def hold_lease(export: Export, *, lease: timedelta = LEASE, **values: Any) -> None:
    """Renew the lease. Call it in a scope of the client. Raises ExportLeaseLost."""
    until = timezone.now() + lease
    if not _held(export).update(leased_until=until, next_attempt_at=until, **values):
        raise ExportLeaseLost


def end_export(export: Export) -> None:
    """Write down that its file is stored, under the name, size and digest that `export` bears.

    Raises ExportLeaseLost.
    """
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
        raise ExportLeaseLost


def note_failure(export: Export, error: ServiceError) -> None:
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
        is_ours = _held(export).update(
            state=Export.State.DEAD,
            finished_at=now,
            expires_at=_expiry(export, now),
            error_code=error.code,
            error_message=error.message[:500],
            leased_until=None,
            lease_token=None,
        )
    if is_ours:
        observe_export(export, seconds=None)


def _held(export: Export) -> QuerySet[Export]:
    """The row of an export, as long as it is the caller's."""
    return Export.objects.filter(pk=export.pk, state=Export.State.RUNNING, lease_token=export.lease_token)


def _expiry(export: Export, now: datetime) -> datetime | None:
    """Archives stay."""
    return None if export.kind == Export.Kind.ARCHIVE else now + KEPT_FOR
