"""Ending a portal's trouble by hand, and reading again what was held back meanwhile."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from listings.errors import ListingNotFound
from listings.models import HealthChange, PortalHealth, Scrape
from listings.services.correcting_history import correct_listing
from listings.services.health.quarantine import RELEASED, end_quarantine, forget_when_committed, release_stragglers
from propscrape.tenancy import client_scope, staff_scope


def call_well(portal: str, *, by: str, now: datetime | None = None) -> bool:
    """What is read from the portal now is right; whether it was sick.

    That is normal from when the trouble was first seen: what was before is no measure any more. What was held back is
    read again, a moment later.
    """
    now = now or timezone.now()
    with staff_scope():
        health = PortalHealth.objects.select_for_update().filter(pk=portal, state__in=PortalHealth.SICK).first()
        if health is None:
            return False
        HealthChange.objects.create(
            portal_id=portal,
            at=now,
            before=health.state,
            after=PortalHealth.State.HEALTHY,
            reason=f"Called well by {by}. It was: {health.reason}",
            findings=health.findings,
            changed=health.changed,
            by=by,
            first_seen_at=health.first_seen_at,
        )
        _forget_trouble(health, now)
        end_quarantine(portal, is_mended=True)
        forget_when_committed()
    return True


def _forget_trouble(health: PortalHealth, now: datetime) -> None:
    health.normal_from = health.first_seen_at or health.since
    health.state, health.since = PortalHealth.State.HEALTHY, now
    health.reason, health.findings, health.changed = "", [], {}
    health.first_seen_at = health.sick_mapping = health.quarantined_since = health.baseline_day = None
    health.worse_streak = health.better_streak = 0
    health.save()


def reread_released(*, limit: int = 200) -> int:
    """Read pages that were held back and released, and correct their listings by them; how many. Safe to run twice.

    A listing that cannot be corrected keeps none of the others. Raises ExceptionGroup with what they raised.
    """
    with staff_scope():
        release_stragglers()
        released = Scrape.objects.filter(quarantine=RELEASED).order_by("portal", "created_at")
        rows = list(released.values_list("pk", "client_id", "listing_id")[:limit])
    of_listing: dict[tuple[UUID, UUID | None], list[UUID]] = {}
    for pk, client_id, listing_id in rows:
        of_listing.setdefault((client_id, listing_id), []).append(pk)
    failures = []
    for (owner, listing), scrapes in of_listing.items():
        try:
            _reread(owner, listing, scrapes)
        except Exception as error:  # noqa: BLE001  it is raised below, with the others'
            failures.append(error)
    if failures:
        raise ExceptionGroup("released pages that could not be read again", failures)
    return len(rows)


def _reread(client_id: UUID, listing_id: UUID | None, scrapes: Sequence[UUID]) -> None:
    if listing_id is not None:
        with suppress(ListingNotFound):  # deleted meanwhile; its looks are nobody's any more
            correct_listing(client_id=client_id, listing_id=listing_id)
    with client_scope(client_id):
        Scrape.objects.filter(pk__in=scrapes, quarantine=RELEASED).update(quarantine=None)
