"""The drill's hands on the product: its client, its portals' manners, and what is stored at the end."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from clients.models import Client
from clients.services.api_keys import create_key
from listings.models import BreakerChange, Portal, Scrape
from pricehistory.models import PriceSnapshot
from propscrape.tenancy import client_scope, staff_scope
from webhooks.models import Event

from .facts import BreakerNote, Row, Snapshot, Told
from .plan import PORTALS, PlannedPortal
from .verdict import Stored


def make_client() -> tuple[UUID, str]:
    """A client of the drill's own, and its key."""
    with staff_scope():
        client = Client.objects.create(name="scrape drill")
        return client.pk, create_key(client=client, name="drill")[1]


def set_manners(portals: Iterable[PlannedPortal]) -> None:
    """What staff set for these portals."""
    for portal in portals:
        Portal.objects.filter(pk=portal.slug).update(
            is_enabled=True, min_delay_s=portal.min_delay_s, max_concurrency=portal.max_concurrency
        )


def count_states(client_id: UUID) -> Counter[str]:
    """How many scrapes are in each state."""
    with client_scope(client_id):
        return Counter(Scrape.objects.values_list("state", flat=True))


def read_stored(client_id: UUID) -> Stored:
    """Every scrape, every price of the history, and every event that names a scrape."""
    columns = ("id", "url", "state", "outcome", "error_code", "attempts", "crashes")
    with client_scope(client_id):
        rows = Scrape.objects.values_list(*columns)
        prices = PriceSnapshot.objects.values_list("canonical_url", "price_cents", "currency")
        events = Event.objects.filter(data__has_key="scrape_id").values_list("type", "data__scrape_id")
        return Stored(
            rows=[Row(*row) for row in rows],
            snapshots=[Snapshot(*price) for price in prices],
            events=[Told(kind, UUID(scrape_id)) for kind, scrape_id in events],
        )


def read_breakers() -> list[BreakerNote]:
    """Every change of a breaker of the drill's portals, in the order of their ids, which are made under its lock."""
    slugs = [portal.slug for portal in PORTALS]
    found = BreakerChange.objects.filter(portal__in=slugs).order_by("id")
    return [
        BreakerNote(portal, breaker, at.timestamp(), open_for_s)
        for portal, breaker, at, open_for_s in found.values_list("portal_id", "breaker", "at", "open_for_s")
    ]


def let_go_of_connection() -> None:
    """One that was opened before the database was killed is of no use."""
    connection.close()
