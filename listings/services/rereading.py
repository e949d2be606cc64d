"""Reading the captures of a listing again, with the mapping and the engine of today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from listings.extraction.engine import extract
from listings.extraction.fields import FIELDS_BY_NAME
from listings.extraction.page import Page
from listings.extraction.result import Extraction, Status
from listings.models import Capture, Correction, Listing, Scrape
from listings.services.captures import html_of
from listings.services.column_values import column_value
from listings.services.corrections import STAFF, with_minor_units
from listings.services.current_mappings import find_mapping
from listings.services.portal_index import find_portal
from listings.services.storing import columns_of
from propscrape.tenancy import client_scope

# The latest looks of a listing that brought a page of their own; the same page again leaves none
MAX_LOOKS = 500
# Of a broken scraper's time, unless they were released
UNBELIEVED = (Scrape.Quarantine.HELD, Scrape.Quarantine.DROPPED)
LOOKS_THAT_READ = (Scrape.Outcome.OK, Scrape.Outcome.MOVED)


@dataclass(frozen=True, slots=True)
class Look:
    """A look that read a page of its own, and where that page is kept."""

    scrape_id: UUID
    url: str
    found_at: str | None
    seen_at: datetime
    capture_id: UUID


@dataclass(frozen=True, slots=True)
class Rereading:
    """What a look's page says today. `columns` are the vocabulary's; None where no listing can be read from it."""

    look: Look
    extraction: Extraction
    columns: dict[str, Any] | None


def looks_of(listing: Listing) -> list[Look]:
    """The latest looks whose pages are kept, oldest first. Call it in a scope of the client."""
    scrapes = Scrape.objects.filter(
        listing=listing, outcome__in=LOOKS_THAT_READ, capture__isnull=False, finished_at__isnull=False
    ).exclude(quarantine__in=UNBELIEVED)
    names = ("pk", "url", "found_at", "finished_at", "capture_id")
    rows = scrapes.order_by("-created_at").values_list(*names)[:MAX_LOOKS]
    return sorted((Look(*row) for row in rows), key=lambda look: look.seen_at)


def reread(looks: Sequence[Look], *, client_id: UUID, canonical_url: str) -> Iterator[Rereading]:
    """Each look's page, read again; one page is held at a time, and no transaction is open meanwhile."""
    known: dict[tuple[UUID, str, str | None], Extraction] = {}
    for look in looks:
        key = look.capture_id, look.url, look.found_at
        if key not in known:
            known = {key: _read(look, client_id)}  # a page that came and went and came again is rare
        yield _rereading(look, known[key], canonical_url)


def as_staff_have_it(columns: dict[str, Any], corrections: Sequence[Correction], *, at: datetime) -> dict[str, Any]:
    """The columns with what staff had put right by then; nothing is written."""
    values = {row.field: column_value(FIELDS_BY_NAME[row.field], row.value) for row in corrections if row.made_at <= at}
    if not values:
        return columns
    return with_minor_units(columns | values | {"provenance": columns["provenance"] | dict.fromkeys(values, STAFF)})


def _read(look: Look, client_id: UUID) -> Extraction:
    with client_scope(client_id):
        html = html_of(Capture.objects.get(pk=look.capture_id))
    portal = find_portal(look.url)
    mapping = find_mapping(portal.slug if portal else None)
    return extract(Page(url=look.found_at or look.url, html=html), portal=portal, mapping=mapping)


def _rereading(look: Look, extraction: Extraction, canonical_url: str) -> Rereading:
    if extraction.status is not Status.OK:
        return Rereading(look, extraction, None)
    columns = columns_of(extraction, import_url=look.url, canonical_url=canonical_url, seen_at=look.seen_at)
    columns["provenance"] = {name: found.as_record() for name, found in extraction.provenance.items()}
    return Rereading(look, extraction, columns)
