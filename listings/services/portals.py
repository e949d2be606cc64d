"""The registered portals: the shipped file's facts, and staff's switches."""

from django.db import transaction

from listings.extraction.portals import all_portals
from listings.models import Portal, PortalState
from listings.services.portal_index import host_portal

# These ask not to be fetched; their pages are sent in. Staff may switch them on
SENT_IN = "manual-only"
FACTS = ("host", "country", "currency", "locale", "area_unit", "content_source", "tier", "needs_javascript")


def sync_portals() -> int:
    """Bring the table in line with the shipped file; what staff switched or registered themselves stays.

    Returns how many of the file's portals the table has: not those whose host staff registered before it came.
    """
    own = Portal.objects.filter(origin=Portal.Origin.STAFF).values_list("host", "slug")
    taken = {name for pair in own for name in pair}
    rows = [
        Portal(
            slug=portal.slug,
            host=portal.host,
            country=portal.market.country or "",
            currency=portal.market.currency or "",
            locale=portal.market.locale or "",
            area_unit=portal.market.area_unit or "",
            content_source=portal.content_source,
            tier=portal.tier,
            needs_javascript=portal.needs_javascript,
            is_enabled=portal.tier != SENT_IN,
        )
        for portal in all_portals()
        if not taken.intersection((portal.host, portal.slug))
    ]
    with transaction.atomic():
        Portal.objects.bulk_create(rows, update_conflicts=True, unique_fields=["slug"], update_fields=FACTS)
        states = [PortalState(portal_id=portal.slug) for portal in rows]
        PortalState.objects.bulk_create(states, ignore_conflicts=True)
    return len(rows)


def supported_sites() -> list[Portal]:
    """Every registered portal, by slug."""
    return list(Portal.objects.all())


def registered_portal(host: str) -> Portal | None:
    """The portal that a host belongs to."""
    found = host_portal(f"https://{host}/")
    return Portal.objects.filter(pk=found.slug).first() if found else None


def is_registered(slug: str) -> bool:
    """Whether there is a portal of this name."""
    return Portal.objects.filter(slug=slug).exists()
