"""What the worker is given to do, and what it says of it. Import it once Django is set up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from clients.models import Client
from listings.models import Portal, Scrape
from listings.services.queueing import fetchable_pages, queue_pages
from propscrape.tenancy import client_scope, staff_scope

from .errors import NotScraped
from .pages import Pages
from .portals import Portals

# At once: no portal of the bench asks for more than one page at a time to wait
NO_LIMIT = 100
QUEUED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A scrape that ended."""

    url: str
    outcome: str
    price: float | None
    fetch_ms: float
    extract_ms: float
    total_ms: float
    finished_at: datetime


def queue_all(pages: Pages, portals: Portals) -> UUID:
    """Queue a scrape of every page, in their order; the client whose they are."""
    Portal.objects.update(min_delay_s=0, max_concurrency=NO_LIMIT)
    with staff_scope():
        client_id = Client.objects.create(name="bench").pk
    for start in range(0, pages.count, QUEUED_AT_ONCE):
        urls = [portals.url(number) for number in range(start, min(pages.count, start + QUEUED_AT_ONCE))]
        fetchable = list(fetchable_pages(urls).values())
        with client_scope(client_id):
            queue_pages(client_id=client_id, pages=fetchable, priority=Scrape.Priority.ASKED)
    return client_id


def count_ended(client_id: UUID) -> int:
    """How many scrapes have ended."""
    with client_scope(client_id):
        return Scrape.objects.filter(state__in=Scrape.ENDED).count()


def read_rows(client_id: UUID) -> list[Row]:
    """Every scrape, in the order in which they ended."""
    columns = ("url", "outcome", "listing__price_float", "fetch_ms", "extract_ms", "total_ms", "finished_at")
    with client_scope(client_id):
        return [Row(*row) for row in Scrape.objects.order_by("finished_at").values_list(*columns)]


def check_rows(rows: Sequence[Row], prices: Mapping[str, float]) -> None:
    """Every page was read, and its price is its own; `prices` by url. Raises NotScraped."""
    wrong = [row for row in rows if row.outcome != Scrape.Outcome.OK or row.price != prices.get(row.url)]
    missing = prices.keys() - {row.url for row in rows}
    if wrong or missing:
        raise NotScraped(f"{len(wrong)} scrapes are wrong and {len(missing)} missing; the first: {wrong[:1]}")
