"""What the drill's witnesses say: the database of what became of each scrape, the portals of each request."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Row:
    """A scrape as the database has it at the end."""

    id: UUID
    url: str
    state: str
    outcome: str | None
    error_code: str | None
    attempts: int
    crashes: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A price of the history, with the page's canonical address."""

    canonical_url: str
    price_cents: int | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """An event that names the scrape it came of."""

    type: str
    scrape_id: UUID


@dataclass(frozen=True, slots=True)
class BreakerNote:
    """A circuit breaker's change on the record; times in seconds since the epoch."""

    portal: str
    breaker: str
    at: float
    open_for_s: float | None = None


@dataclass(slots=True)
class Request:
    """A request as its portal saw it. `ended` is when it was answered, or its connection was gone.

    `starts_fetch` is false of robots.txt and of where a redirect leads, which belong to the fetch of a page.
    """

    portal: str
    path: str
    arrived: float
    starts_fetch: bool
    answer: str = ""
    asked_rest_s: int = 0
    ended: float = float("inf")
