"""What staff do with a portal: let it be fetched or not, have it fetched more slowly, look at its pages again."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from listings.models import Portal, Scrape
from listings.models.portals import MAX_DELAY_S
from listings.services.queueing import fetchable_pages, queue_pages
from propscrape.tenancy import client_scope, staff_scope

LOOKED_AT, AGAIN = 200, 10
LEAST_RAISED_S = 1.0


class Asked(NamedTuple):
    """How many pages are looked at again, and how many may not be fetched."""

    pages: int
    left_out: int


def look_again(scrapes: Sequence[Scrape]) -> Asked:
    """A new scrape of each page, for the same client, before what watches asked for."""
    fetchable = fetchable_pages(sorted({scrape.url for scrape in scrapes}))
    for client_id, own in _by_client(scrapes).items():
        pages = [page for scrape in own if (page := fetchable.get(scrape.url))]
        with client_scope(client_id):
            queue_pages(client_id=client_id, pages=pages, priority=Scrape.Priority.ASKED)
    asked = sum(scrape.url in fetchable for scrape in scrapes)
    return Asked(asked, len(scrapes) - asked)


def look_at_portal_again(portal: str) -> Asked:
    """The same for the ten pages of a portal that were looked at last."""
    with staff_scope():
        ended = Scrape.objects.filter(portal=portal, kind=Scrape.Kind.PAGE, state__in=Scrape.ENDED)
        latest = ended.order_by("-created_at").only("client_id", "url", "canonical_url")[:LOOKED_AT]
        newest: dict[tuple[UUID, str], Scrape] = {}
        for scrape in latest:
            newest.setdefault((scrape.client_id, scrape.canonical_url), scrape)
    return look_again(list(newest.values())[:AGAIN])


def set_fetching(portal: str, *, is_on: bool) -> None:
    """Whether pages of the portal are fetched; those that are sent in are read either way."""
    Portal.objects.filter(pk=portal).update(is_enabled=is_on)


def raise_delay(portal: str) -> float:
    """Twice the pause between two fetches, an hour at most; what it is now, in seconds."""
    row = Portal.objects.only("min_delay_s").get(pk=portal)
    raised = min(max(row.min_delay_s * 2, LEAST_RAISED_S), float(MAX_DELAY_S))
    Portal.objects.filter(pk=portal).update(min_delay_s=raised)
    return raised


def _by_client(scrapes: Sequence[Scrape]) -> dict[UUID, list[Scrape]]:
    found: dict[UUID, list[Scrape]] = {}
    for scrape in scrapes:
        found.setdefault(scrape.client_id, []).append(scrape)
    return found
