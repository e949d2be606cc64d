"""Asking for files of listings, and finding those that were asked for."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from listings.errors import ExportFileExpired, ExportNotDone, ListingNotFound, TooManyExports
from listings.exporting.records import COLUMNS, Record
from listings.models import Export, Listing
from listings.services.export_claiming import claim_export
from listings.services.export_selection import filters_as_json
from listings.services.export_waking import wake_exporter
from listings.services.export_writing import run_export
from listings.services.listing_filters import ListingFilters, filtered
from propscrape.errors import NotFound
from propscrape.locks import wait_for_turn
from propscrape.positions import Position
from propscrape.request_ids import current_request_id
from propscrape.tenancy import client_scope

MAX_UNFINISHED = 5
# So many are written while the client waits, more by a worker
MAX_AT_ONCE = 1_000


def ask_for_export(*, client_id: UUID, file_format: Export.Format, filters: ListingFilters) -> Export:
    """An export: done already when it is of 1,000 listings or fewer, else announced to the workers.

    Raises TooManyExports.
    """
    with client_scope(client_id):
        wait_for_turn("exports", client_id)
        _check_room(client_id)
        is_large = _is_large(client_id, filters)
        export = Export.objects.create(
            client_id=client_id,
            format=file_format,
            filters=filters_as_json(filters),
            request_id=current_request_id(),
        )
        if is_large:
            wake_exporter()
    return export if is_large else _write_at_once(export)


def get_export(*, client_id: UUID, export_id: UUID) -> Export:
    """The client's export of this id. Raises NotFound."""
    with client_scope(client_id):
        export = Export.objects.filter(client_id=client_id, pk=export_id).first()
    if export is None:
        raise NotFound("You have no such export.")
    return export


def get_export_with_file(*, client_id: UUID, export_id: UUID) -> Export:
    """The client's export of this id, whose file can be had. Raises NotFound, ExportNotDone or ExportFileExpired."""
    export = get_export(client_id=client_id, export_id=export_id)
    if export.state != Export.State.DONE:
        raise ExportNotDone(details={"state": export.state})
    if export.file_name is None:
        raise ExportFileExpired
    return export


def get_record(*, client_id: UUID, listing_id: UUID) -> Record:
    """The client's listing of this id, as it is exported. Raises ListingNotFound."""
    with client_scope(client_id):
        record: Record | None = Listing.objects.filter(client_id=client_id, pk=listing_id).values(*COLUMNS).first()
    if record is None:
        raise ListingNotFound
    return record


def exports_of(
    *, client_id: UUID, file_format: str | None, state: str | None, before: Position | None, limit: int
) -> list[Export]:
    """A client's exports, newest first."""
    with client_scope(client_id):
        found = Export.objects.filter(client_id=client_id)
        if file_format is not None:
            found = found.filter(format=file_format)
        if state is not None:
            found = found.filter(state=state)
        if before is not None:
            found = found.filter(created_at__lte=before[0]).filter(
                Q(created_at__lt=before[0]) | Q(created_at=before[0], pk__lt=before[1])
            )
        return list(found.order_by("-created_at", "-pk")[:limit])


def try_again(export: Export) -> bool:
    """Begin a given-up or failed export anew, with all its attempts; whether it was one. Call it in the staff scope."""
    waiting = Export.objects.filter(pk=export.pk, state__in=(Export.State.DEAD, Export.State.FAILED))
    begun = waiting.update(
        state=Export.State.QUEUED, attempts=0, next_attempt_at=timezone.now(), finished_at=None, expires_at=None
    )
    if begun:
        wake_exporter()
    return bool(begun)


def _check_room(client_id: UUID) -> None:
    unfinished = Export.objects.filter(
        client_id=client_id, kind=Export.Kind.REQUESTED, state__in=Export.UNFINISHED
    ).count()
    if unfinished >= MAX_UNFINISHED:
        raise TooManyExports(details={"limit": MAX_UNFINISHED})


def _is_large(client_id: UUID, filters: ListingFilters) -> bool:
    found = filtered(Listing.objects.filter(client_id=client_id), filters)
    return found.values("pk")[: MAX_AT_ONCE + 1].count() > MAX_AT_ONCE


def _write_at_once(export: Export) -> Export:
    claimed = claim_export(only=export.pk)
    if claimed is not None:
        run_export(claimed)
    return get_export(client_id=export.client_id, export_id=export.pk)
