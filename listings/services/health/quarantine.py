"""Quarantine: while a portal is broken, what is read from it is kept beside what is stored, and overwrites nothing."""

from django.db import transaction

from listings.models import PortalHealth, Scrape
from propscrape.fresh_view import FreshView

MAX_AGE_S = 2.0
HELD, RELEASED, DROPPED = Scrape.Quarantine.HELD, Scrape.Quarantine.RELEASED, Scrape.Quarantine.DROPPED


def is_quarantined(portal: str | None) -> bool:
    """Whether values of this portal are held back now; every process knows within MAX_AGE_S. Call it outside of a
    client's scope.
    """
    return portal in BROKEN_PORTALS.get()


def forget_when_committed() -> None:
    """Let this process see at once that a quarantine began or ended."""
    transaction.on_commit(BROKEN_PORTALS.forget)


def end_quarantine(portal: str, *, is_mended: bool) -> int:
    """Let held looks be read again, or never be used; how many there are. Call it in a scope of staff.

    `is_mended`: another mapping reads the portal now, or staff say that the values are right. Else the portal's pages
    were broken for a while, and would be misread just as before.
    """
    held = Scrape.objects.filter(portal=portal, quarantine=HELD)
    return held.update(quarantine=RELEASED if is_mended else DROPPED)


def release_stragglers() -> int:
    """Release what a worker held back that had not heard yet that the quarantine was over; how many looks. It read
    them when the portal was well again. Call it in a scope of staff.
    """
    broken = PortalHealth.objects.filter(quarantined_since__isnull=False).values("pk")
    return Scrape.objects.filter(quarantine=HELD).exclude(portal__in=broken).update(quarantine=RELEASED)


def _ask() -> frozenset[str]:
    return frozenset(PortalHealth.objects.filter(quarantined_since__isnull=False).values_list("pk", flat=True))


BROKEN_PORTALS = FreshView(_ask, max_age_s=MAX_AGE_S)
