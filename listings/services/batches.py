"""Up to a hundred pages asked for at once, and how far they have come (A11)."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from listings.errors import IdempotencyConflict
from listings.models import Scrape, ScrapeBatch
from listings.services.queueing import fetchable_pages, queue_pages
from propscrape.errors import NotFound, UnsupportedHost
from propscrape.request_ids import current_request_id
from propscrape.tenancy import client_scope

MAX_BATCH = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """How many scrapes of a batch are in each state, and what those that ended came to."""

    by_state: dict[str, int]
    by_outcome: dict[str, int]

    @property
    def ended(self) -> int:
        """How many will change no more."""
        return sum(self.by_state.get(state, 0) for state in Scrape.ENDED)


def queue_batch(
    *, client_id: UUID, urls: Sequence[str], renders: bool | None = None, idempotency_key: str | None = None
) -> tuple[ScrapeBatch, bool]:
    """A batch of scrapes, one per distinct page, and whether this call made it.

    A second call with the same key and the same pages finds the first one's batch. Raises InvalidUrl; UnsupportedHost,
    naming every url of no registered portal; IdempotencyConflict for the key of another request.
    """
    digest = _digest(urls, renders)
    if idempotency_key and (earlier := _find(client_id, idempotency_key)):
        return _same(earlier, digest), False
    pages = fetchable_pages(urls)
    if unsupported := [url for url in urls if url not in pages]:
        raise UnsupportedHost(details={"urls": unsupported})
    distinct = {page.canonical_url: page for page in pages.values()}
    with client_scope(client_id):
        batch, is_ours = _make(client_id, idempotency_key, digest, size=len(distinct))
        if is_ours:
            queue_pages(
                client_id=client_id,
                pages=list(distinct.values()),
                priority=Scrape.Priority.ASKED,
                renders=renders,
                batch=batch,
            )
    return _same(batch, digest), is_ours


def get_batch(*, client_id: UUID, batch_id: UUID) -> tuple[ScrapeBatch, list[Scrape]]:
    """A client's batch and its scrapes, in the order in which they were asked for. Raises NotFound."""
    with client_scope(client_id):
        batch = ScrapeBatch.objects.filter(pk=batch_id).first()
        if batch is None:
            raise NotFound("You have no such batch.")
        return batch, list(batch.scrapes.order_by("id"))


def progress_of(scrapes: Sequence[Scrape]) -> Progress:
    """How far these scrapes have come."""
    return Progress(
        by_state=dict(Counter(scrape.state for scrape in scrapes)),
        by_outcome=dict(Counter(scrape.outcome for scrape in scrapes if scrape.outcome)),
    )


def _find(client_id: UUID, key: str) -> ScrapeBatch | None:
    with client_scope(client_id):
        return ScrapeBatch.objects.filter(client_id=client_id, idempotency_key=key).first()


def _make(client_id: UUID, key: str | None, digest: bytes, *, size: int) -> tuple[ScrapeBatch, bool]:
    """The batch of this key, made by us or, at the same time, by another request."""
    batch = ScrapeBatch(
        client_id=client_id, idempotency_key=key, request_digest=digest, size=size, request_id=current_request_id()
    )
    ScrapeBatch.objects.bulk_create([batch], ignore_conflicts=key is not None)
    if key is None:
        return batch, True
    kept = ScrapeBatch.objects.get(client_id=client_id, idempotency_key=key)
    return kept, kept.pk == batch.pk


def _same(batch: ScrapeBatch, digest: bytes) -> ScrapeBatch:
    if bytes(batch.request_digest) != digest:
        raise IdempotencyConflict
    return batch


def _digest(urls: Sequence[str], renders: bool | None) -> bytes:
    return hashlib.sha256(orjson.dumps([list(urls), renders])).digest()
