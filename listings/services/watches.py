"""Watches: pages that are looked at on a schedule, and search pages whose new listings are found (H4, I14, K15)."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clients.models import Cadence, Client
from listings.errors import PausedByStaff, WatchExists
from listings.models import MAX_WATCHES, Portal, Scrape, Watch
from listings.services.queueing import PageAddress, fetchable_page, queue_pages
from propscrape.errors import LimitReached, NotFound, RateLimited
from propscrape.locks import wait_for_turn
from propscrape.tenancy import client_scope, staff_scope

EVERY: dict[str, timedelta] = {
    Cadence.HOURLY: timedelta(hours=1),
    Cadence.DAILY: timedelta(days=1),
    Cadence.WEEKLY: timedelta(weeks=1),
}
# So that a portal's watches spread over the day
JITTER = 0.1
SCOUTS_PER_HOUR = 5
# Pausing and resuming in turn gives no more looks than this
REST = timedelta(minutes=10)
TABLE = Watch._meta.db_table
ONE_PER_PAGE = "listings_watch_one_per_page"
FREE_SLOT = f"""
    SELECT min(slot) FROM generate_series(1, {MAX_WATCHES}) AS slot
    WHERE slot NOT IN (SELECT slot FROM {TABLE} WHERE slot IS NOT NULL)
"""  # noqa: S608  a table name of our own


def create_watch(*, client_id: UUID, url: str, kind: Watch.Kind, cadence: Cadence | None = None) -> Watch:
    """A new watch, whose first look is queued at once. Without a cadence it has the client's.

    Raises InvalidUrl, UnsupportedHost, WatchExists, LimitReached at 50 watches, and RateLimited at five new scouts an
    hour.
    """
    page = fetchable_page(url)
    with client_scope(client_id):
        if kind == Watch.Kind.SEARCH:
            _check_scouts(client_id)
        watch = _create(client_id, page, kind, cadence or _cadence_of(client_id))
        _look(watch, page, timezone.now())
    return watch


def list_watches(*, client_id: UUID) -> list[Watch]:
    """A client's watches, newest first; 50 at most."""
    with client_scope(client_id):
        return list(Watch.objects.standing().order_by("-created_at", "-id"))


def get_watch(*, client_id: UUID, watch_id: UUID) -> Watch:
    """One of a client's watches. Raises NotFound."""
    with client_scope(client_id):
        return _get(watch_id)


def change_watch(*, client_id: UUID, watch_id: UUID, values: Mapping[str, Any], by_staff: bool = False) -> Watch:
    """Change cadence or state; one that is made active looks at its page at once, but no sooner than REST after a look.

    Raises NotFound, and PausedByStaff when a client would make active what staff paused.
    """
    with client_scope(client_id):
        watch = _get(watch_id)
        was_paused = watch.state == Watch.State.PAUSED
        if was_paused and watch.paused_reason == Watch.Reason.STAFF and not by_staff and "state" in values:
            raise PausedByStaff
        for name, value in values.items():
            setattr(watch, name, value)
        if watch.state == Watch.State.PAUSED:
            watch.paused_reason = watch.paused_reason if was_paused else Watch.Reason.CLIENT
        else:
            watch.paused_reason = None
            watch.failures = 0 if was_paused else watch.failures
            watch.next_due_at = _soon(watch) if was_paused else min(watch.next_due_at, _next_due(watch))
        watch.save()
    return watch


def delete_watch(*, client_id: UUID, watch_id: UUID) -> None:
    """Look no more; what was found stays. Raises NotFound."""
    with client_scope(client_id):
        watch = _get(watch_id)
        watch.deleted_at, watch.slot = timezone.now(), None
        watch.save(update_fields=["deleted_at", "slot"])


def queue_due_watches(*, limit: int) -> int:
    """Queue a look at every watch whose time has come; returns how many.

    One whose last look has not ended, or whose portal is switched off, waits for its next time.
    """
    now = timezone.now()
    with staff_scope():
        due = Watch.objects.standing().filter(state=Watch.State.ACTIVE, next_due_at__lte=now, client__is_active=True)
        watches = list(due.order_by("next_due_at").select_for_update(skip_locked=True, of=("self",))[:limit])
        portals = Portal.objects.filter(pk__in={watch.portal for watch in watches}, is_enabled=True).in_bulk()
        busy = Scrape.objects.filter(watch__in=watches, state__in=Scrape.UNFINISHED)
        waiting = set(busy.values_list("watch_id", flat=True))
        for watch in watches:
            if watch.pk not in waiting and watch.portal in portals:
                page = PageAddress(watch.url, watch.canonical_url, watch.portal, portals[watch.portal].wants_browser)
                _queue(watch, page)
            watch.next_due_at = _next_due(watch, now)
        Watch.objects.bulk_update(watches, ["next_due_at"])
    return len(watches)


def _create(client_id: UUID, page: PageAddress, kind: Watch.Kind, cadence: str) -> Watch:
    """In the lowest free slot; whoever takes the same one at the same time is told to try the next."""
    for _ in range(MAX_WATCHES):
        if (slot := _free_slot()) is None:
            break
        watch = Watch(
            client_id=client_id, slot=slot, url=page.url, canonical_url=page.canonical_url, portal=page.portal,
            kind=kind, cadence=cadence,
        )  # fmt: skip
        try:
            with transaction.atomic():
                watch.save(force_insert=True)
        except IntegrityError as error:
            if ONE_PER_PAGE in str(error):
                raise WatchExists from error
            continue
        return watch
    raise LimitReached(f"You have {MAX_WATCHES} watches, the most there can be.", details={"limit": MAX_WATCHES})


def _free_slot() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(FREE_SLOT)
        (slot,) = cursor.fetchone()
    return None if slot is None else int(slot)


def _check_scouts(client_id: UUID) -> None:
    """Deleted ones count, too: the limit is on finding, not on keeping. Requests of one client wait for each other."""
    wait_for_turn(client_id, "scouts")
    since = timezone.now() - timedelta(hours=1)
    if Watch.objects.filter(kind=Watch.Kind.SEARCH, created_at__gt=since).count() >= SCOUTS_PER_HOUR:
        raise RateLimited(
            f"More than {SCOUTS_PER_HOUR} new scouts an hour.",
            details={"limit": SCOUTS_PER_HOUR, "period_s": 3600},
            retry_after_s=3600,
        )


def _cadence_of(client_id: UUID) -> str:
    return str(Client.objects.values_list("watch_cadence", flat=True).get(pk=client_id))


def _get(watch_id: UUID) -> Watch:
    watch = Watch.objects.standing().select_for_update().filter(pk=watch_id).first()
    if watch is None:
        raise NotFound("You have no such watch.")
    return watch


def _look(watch: Watch, page: PageAddress, now: datetime) -> None:
    _queue(watch, page)
    watch.next_due_at = _next_due(watch, now)
    watch.save(update_fields=["next_due_at"])


def _queue(watch: Watch, page: PageAddress) -> None:
    kind = Scrape.Kind.SEARCH if watch.kind == Watch.Kind.SEARCH else Scrape.Kind.PAGE
    queue_pages(client_id=watch.client_id, pages=[page], priority=Scrape.Priority.SCHEDULED, kind=kind, watch=watch)


def _soon(watch: Watch) -> datetime:
    now = timezone.now()
    return max(now, watch.last_scrape_at + REST) if watch.last_scrape_at else now


def _next_due(watch: Watch, now: datetime | None = None) -> datetime:
    spread = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    return (now or timezone.now()) + EVERY[watch.cadence] * spread
