"""Which registered portal a page belongs to: those that come with the release, and those that staff added.

What staff add is taken up by every process within MAX_AGE_S; no page asks the database for it.
"""

from typing import cast

from django.db import transaction

from listings.extraction.market import AreaUnit, Market
from listings.extraction.portals import Portal, PortalIndex, all_portals, shipped_index
from listings.models import Portal as PortalRow
from propscrape.fresh_view import FreshView

MAX_AGE_S = 2.0


def find_portal(url: str) -> Portal | None:
    """The portal of a page, as PortalIndex.find tells it. Call it outside of a client's scope."""
    return INDEX.get().find(url)


def host_portal(url: str) -> Portal | None:
    """The portal of a URL's own host, as PortalIndex.of_host tells it. Call it outside of a client's scope."""
    return INDEX.get().of_host(url)


def is_same_portal(url: str, other: str) -> bool:
    """Whether two addresses belong to one portal; a redirect may not lead elsewhere.

    It goes by what this process knew last and asks nobody, so it may be called beside an event loop.
    """
    index = INDEX.known() or shipped_index()
    here, there = index.of_host(url), index.of_host(other)
    return here is not None and here == there


def forget_when_committed() -> None:
    """Let this process see a portal that was added at once; the others see it within MAX_AGE_S."""
    transaction.on_commit(INDEX.forget)


def as_portal(row: PortalRow) -> Portal:
    """A row as extraction knows portals."""
    market = Market(
        country=row.country or None,
        currency=row.currency or None,
        locale=row.locale or None,
        area_unit=cast(AreaUnit, row.area_unit) if row.area_unit else None,
    )
    return Portal(row.slug, row.host, market, row.content_source, row.tier, row.needs_javascript)


def _ask() -> PortalIndex:
    added = PortalRow.objects.filter(origin=PortalRow.Origin.STAFF)
    return PortalIndex([*all_portals(), *map(as_portal, added)])


INDEX = FreshView(_ask, max_age_s=MAX_AGE_S)
