"""Reading a portal's captures again after another version was made active: asked for by staff, done by workers.

    reextract_portal(portal=, by=) -> PortalRereading      .progress, .listings_corrected, .state
    stop_rereading(rereading_id=, by=) -> PortalRereading

The row is the truth: how far the work came is written after each listing, so whatever stops a worker, the next goes
on from there. A listing on which workers die is tried MAX_ATTEMPTS times, then the work is given up and says where.
Histories are corrected, rows mended and clients told as `manage.py reextract` does it (correcting_history.py).
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from listings.errors import ListingNotFound, MappingMoved
from listings.models import Listing, PortalRereading
from listings.services.correcting_history import correct_listing
from listings.services.current_mappings import CURRENT
from listings.services.mapping_drafts import lock_portal
from listings.services.mapping_versions import active_version
from listings.services.rereading_waking import wake_rereader
from propscrape.errors import NotFound
from propscrape.tenancy import staff_scope

logger = structlog.get_logger(__name__)
State = PortalRereading.State
MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=10)
SCANNED_AT_ONCE = 1_000
RUN_S = 60.0


class RereadingLost(Exception):
    """Another worker has the work by now, or somebody ended it."""


def reextract_portal(*, portal: str, by: str) -> PortalRereading:
    """Read every capture of the portal's listings again with what is active now; a worker is woken.

    One goes on at a time: asked for again it begins anew where another version is active by now, and is else the one
    that goes on. Raises UnsupportedHost.
    """
    with transaction.atomic():
        lock_portal(portal)
        version = active_version(portal)
        known = PortalRereading.objects.filter(portal_id=portal, state__in=PortalRereading.UNFINISHED).first()
        if known is not None and known.version_id == (version.pk if version else None):
            return known
        if known is not None:
            _end(known, State.STOPPED)
        rereading = PortalRereading.objects.create(portal_id=portal, version=version, asked_by=by)
        wake_rereader()
    return rereading


def stop_rereading(*, rereading_id: UUID, by: str) -> PortalRereading:
    """End it before its time; what was corrected stays so. Raises NotFound, and MappingMoved for one that is over."""
    with transaction.atomic():
        rereading = PortalRereading.objects.select_for_update().filter(pk=rereading_id).first()
        if rereading is None:
            raise NotFound("There is no such work.")
        if rereading.state not in PortalRereading.UNFINISHED:
            raise MappingMoved("This is over by now.")
        _end(rereading, State.STOPPED)
    logger.info("rereading_stopped", portal=rereading.portal_id, by=by)
    return rereading


def claim_rereading() -> PortalRereading | None:
    """Lease the work that has been due for longest to the caller, counting the attempt about to be made."""
    now = timezone.now()
    with transaction.atomic():
        due = PortalRereading.objects.due(now).filter(attempts__lt=MAX_ATTEMPTS)
        rereading = due.select_for_update(skip_locked=True).first()
        if rereading is None:
            return None
        rereading.state, rereading.attempts, rereading.lease_token = State.RUNNING, rereading.attempts + 1, uuid4()
        rereading.started_at, rereading.next_attempt_at = rereading.started_at or now, now + LEASE
        rereading.save()
    return rereading


def run_rereading(rereading: PortalRereading, *, run_s: float = RUN_S) -> None:
    """Go on with claimed work for about so long, then leave it to the next worker. Raises RereadingLost."""
    until = time.monotonic() + run_s
    CURRENT.forget()  # it may have been asked for in the second after another version was made active
    if rereading.listings_total is None:
        _write(rereading, listings_total=_count(rereading.portal_id))
    for last, found in _scan(rereading):
        for listing_id, client_id in found:
            _reread(rereading, listing_id, client_id)
            if time.monotonic() > until:
                _leave(rereading)
                return
        _note_progress(rereading, last)
    _write(rereading, state=State.DONE, finished_at=timezone.now(), lease_token=None)


def bury_spent_rereadings() -> int:
    """Give up work on which each attempt was lost at the same listing; how many."""
    spent = PortalRereading.objects.due(timezone.now()).filter(attempts__gte=MAX_ATTEMPTS)
    for rereading in spent:
        logger.error("rereading_given_up", portal=rereading.portal_id, after=str(rereading.after))
    return spent.update(state=State.DEAD, finished_at=timezone.now(), lease_token=None)


def has_due_rereadings() -> bool:
    """Whether a worker should be woken."""
    return PortalRereading.objects.due(timezone.now()).filter(attempts__lt=MAX_ATTEMPTS).exists()


def rereadings_of(portal: str) -> list[PortalRereading]:
    """A portal's re-readings, latest first."""
    return list(PortalRereading.objects.filter(portal_id=portal).select_related("version").order_by("-created_at"))


def _count(portal: str) -> int:
    with staff_scope():
        return Listing.objects.filter(portal=portal).count()


def _scan(rereading: PortalRereading) -> Iterator[tuple[UUID, list[tuple[UUID, UUID]]]]:
    """The portal's listings with their clients, a stretch of all ids at a time, and the last id of the stretch.

    By the primary key, since no index leads with the portal: each stretch is short, however rare its listings are.
    """
    after = rereading.after
    while True:
        with staff_scope():
            rows = Listing.objects.order_by("pk").values_list("pk", "client_id", "portal")
            stretch = list((rows if after is None else rows.filter(pk__gt=after))[:SCANNED_AT_ONCE])
        if not stretch:
            return
        after = stretch[-1][0]
        yield after, [(pk, client_id) for pk, client_id, portal in stretch if portal == rereading.portal_id]


def _reread(rereading: PortalRereading, listing_id: UUID, client_id: UUID) -> None:
    corrected = unread = 0
    try:
        result = correct_listing(client_id=client_id, listing_id=listing_id)
        corrected, unread = int(result.has_changes), result.unread
    except ListingNotFound:  # deleted meanwhile
        pass
    _note_progress(
        rereading,
        listing_id,
        listings_done=F("listings_done") + 1,
        listings_corrected=F("listings_corrected") + corrected,
        looks_unread=F("looks_unread") + unread,
    )


def _note_progress(rereading: PortalRereading, after: UUID, **counts: object) -> None:
    _write(rereading, after=after, attempts=0, next_attempt_at=timezone.now() + LEASE, **counts)


def _leave(rereading: PortalRereading) -> None:
    _write(rereading, state=State.QUEUED, next_attempt_at=timezone.now(), lease_token=None)


def _write(rereading: PortalRereading, **values: object) -> None:
    held = PortalRereading.objects.filter(pk=rereading.pk, state=State.RUNNING, lease_token=rereading.lease_token)
    if not held.update(**values):
        raise RereadingLost


def _end(rereading: PortalRereading, state: PortalRereading.State) -> None:
    rereading.state, rereading.finished_at, rereading.lease_token = state, timezone.now(), None
    rereading.save(update_fields=["state", "finished_at", "lease_token"])
