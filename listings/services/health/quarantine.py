"""Quarantine: while a portal is broken, what is read from it is kept beside what is stored, and overwrites nothing."""

from listings.models import PortalHealth, Scrape

HELD, RELEASED, DROPPED = Scrape.Quarantine.HELD, Scrape.Quarantine.RELEASED, Scrape.Quarantine.DROPPED


def is_quarantined(portal: str | None) -> bool:
    """Whether values of this portal are held back now."""
    if portal is None:
        return False
    return PortalHealth.objects.filter(pk=portal, quarantined_since__isnull=False).exists()


def end_quarantine(portal: str, *, is_mended: bool) -> int:
    """Let held looks be read again, or never be used; how many there are. Call it in a scope of staff.

    `is_mended`: another mapping reads the portal now, or staff say that the values are right. Else the portal's pages
    were broken for a while, and would be misread just as before.
    """
    held = Scrape.objects.filter(portal=portal, quarantine=HELD)
    return held.update(quarantine=RELEASED if is_mended else DROPPED)
