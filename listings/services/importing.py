"""The import: a page in, a stored listing out, its price recorded and the news published."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from uuid import UUID

from django.utils import timezone

from listings.errors import ERROR_FOR_STATUS
from listings.extraction.engine import ENGINE_VERSION, extract
from listings.extraction.mapping import Mapping
from listings.extraction.page import Page
from listings.extraction.portals import Portal
from listings.extraction.result import Extraction, Status
from listings.fetching.http import Validators
from listings.metrics import QUARANTINED, observe_scrape
from listings.models import Listing, Scrape
from listings.services.captures import compress, digest_of, keep_capture
from listings.services.current_mappings import find_mapping
from listings.services.health.noting import mark_reading, note_health
from listings.services.health.quarantine import is_quarantined
from listings.services.life import note_gone
from listings.services.match_queueing import queue_matching
from listings.services.news import facts_of, facts_of_import, news_of_failure, news_of_import, news_of_quarantine
from listings.services.portal_index import find_portal
from listings.services.pricing import is_price_of_staff, observed_price_of, shown_price_of, unknown_price_of
from listings.services.reading_versions import reading_digest
from listings.services.shadow_reading import read_in_shadow
from listings.services.storing import STATED_FIELDS, PageMarks, SavedListing, columns_of, filled_fields, save_listing
from listings.services.watch_outcomes import note_watch
from pricehistory.services.movements import MovementKind, record_movement
from pricehistory.services.prices import HeldPrice, PriceMove
from pricehistory.services.recording import confirm_price, record_snapshot
from propscrape.canonical_url import canonicalize_url
from propscrape.locks import wait_for_turn
from propscrape.request_ids import current_request_id
from propscrape.tenancy import client_scope
from webhooks.services.publishing import Facts, publish_events

NO_VALIDATORS = Validators()


class LeaseLost(RuntimeError):
    """The scrape was given to another worker meanwhile; nothing of this attempt was stored."""


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """A page to import, and the scrape that its import is written down in."""

    client_id: UUID
    url: str
    html: bytes
    scrape: Scrape
    portal: Portal | None
    mapping: Mapping | None
    content_hash: bytes
    started: float
    validators: Validators
    has_moved: bool

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 over the page and what reads it: alike means nothing new can come of it."""
        return hashlib.sha256(self.content_hash + self.reading).digest()

    @property
    def marks(self) -> PageMarks:
        """What the page is known by again; nothing if what was read of it is in doubt, so that it is read again."""
        if self.scrape.quarantine is not None:
            return PageMarks(b"", b"", NO_VALIDATORS)
        return PageMarks(self.fingerprint, self.reading, self.validators)

    def total_ms(self) -> float:
        """What the page has taken until now, its fetching included."""
        return _ms_since(self.started) + (self.scrape.fetch_ms or 0)

    @property
    def good_outcome(self) -> Scrape.Outcome:
        """Of a page that a listing was read from."""
        return Scrape.Outcome.MOVED if self.has_moved else Scrape.Outcome.OK

    @property
    def reading(self) -> bytes:
        """The address and the versions that read the page."""
        return reading_digest(self.url, self.mapping)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import answers with; `extraction` is None when the page was the same as last time."""

    listing: Listing
    scrape: Scrape
    extraction: Extraction | None

    @property
    def is_quarantined(self) -> bool:
        """Whether the portal's scraper is broken, and what it read held back: the listing is as it was."""
        return self.scrape.quarantine is not None


def import_listing(
    *,
    client_id: UUID,
    url: str,
    html: str | bytes,
    found_at: str | None = None,
    scrape: Scrape | None = None,
    validators: Validators = NO_VALIDATORS,
    has_moved: bool = False,
) -> Imported:
    """Extract the listing on a page, store it, and tell the apps that follow listings.

    `found_at` is where redirects led, if anywhere; links on the page are relative to it; `has_moved` says that they
    are for good. `scrape` is the claimed row that asked for the page, `validators` what the portal said of its version.

    Raises InvalidUrl and LeaseLost; and PageBlocked, ListingGone, NotAListing, NeedsJavascript or ExtractionFailed,
    when the scrape and its event are stored all the same.
    """
    page = _receive(client_id, url, html, scrape, validators=validators, has_moved=has_moved)
    if unchanged := _find_unchanged(page):
        return unchanged
    extracting = perf_counter()
    parsed = Page(url=found_at or url, html=html)
    extraction = extract(parsed, portal=page.portal, mapping=page.mapping)
    page.scrape.extract_ms = _ms_since(extracting)
    _note_extraction(page.scrape, extraction)
    mark_reading(page.scrape, parsed, extraction)
    if extraction.status is not Status.OK:
        _store_failure(page, extraction)
        read_in_shadow(parsed, extraction, page.scrape, page.mapping)
        raise ERROR_FOR_STATUS[extraction.status](details={"reason": extraction.reason})
    imported = _store_or_hold_back(page, extraction)
    read_in_shadow(parsed, extraction, page.scrape, page.mapping)
    return imported


def _receive(
    client_id: UUID, url: str, html: str | bytes, scrape: Scrape | None, *, validators: Validators, has_moved: bool
) -> ReceivedPage:
    started, portal = perf_counter(), find_portal(url)
    raw = html.encode() if isinstance(html, str) else html
    scrape = scrape or Scrape(client_id=client_id, url=url, source=Scrape.Source.HTML, started_at=timezone.now())
    scrape.canonical_url = canonicalize_url(url)
    scrape.portal = portal.slug if portal else None
    scrape.html_bytes = len(raw)
    scrape.engine_version = ENGINE_VERSION
    scrape.request_id = scrape.request_id or current_request_id()
    return ReceivedPage(
        client_id=client_id,
        url=url,
        html=raw,
        scrape=scrape,
        portal=portal,
        mapping=find_mapping(portal.slug if portal else None),
        content_hash=digest_of(raw),
        started=started,
        validators=validators,
        has_moved=has_moved,
    )


def _find_unchanged(page: ReceivedPage) -> Imported | None:
    """The stored listing, when this very page was read before by the same versions; the look is noted."""
    with client_scope(page.client_id):
        hold_lease(page.scrape)
        alike = Listing.objects.filter(
            client_id=page.client_id,
            canonical_url=page.scrape.canonical_url,
            page_fingerprint=page.fingerprint,
            gone_seen_at__isnull=True,  # a page that is back is news, also when it is the one that went
        )
        if not alike.exists():
            return None
        now = wait_for_turn(page.client_id, page.scrape.canonical_url)
        listing = alike.first()  # it may have been deleted, or read anew, before it was our turn
        if listing is None:
            return None
        page.scrape.total_ms = page.total_ms()
        finish_unchanged(page.scrape, listing, now=now)
    return Imported(listing=listing, scrape=page.scrape, extraction=None)


def finish_unchanged(scrape: Scrape, listing: Listing, *, now: datetime) -> None:
    """End a scrape whose page says what is stored already.

    Call it in a scope of the client, in turn with others of the page; `now` is since when it is.
    """
    listing.last_retrieved_at = now
    Listing.objects.filter(pk=listing.pk).update(last_retrieved_at=now)
    confirm_price(client_id=scrape.client_id, canonical_url=scrape.canonical_url, seen_at=now)
    _note_stored(scrape, listing)
    _finish(scrape, Scrape.Outcome.UNCHANGED, listing=listing, now=now)


def _store(page: ReceivedPage, extraction: Extraction) -> Imported:
    """One transaction: capture, listing, price, events, scrape. The page is compressed before it opens."""
    html_zstd, url = compress(page.html), page.scrape.canonical_url
    with client_scope(page.client_id):
        hold_lease(page.scrape)
        now = wait_for_turn(page.client_id, url)  # what is written last is also the latest
        columns = columns_of(extraction, import_url=page.url, canonical_url=url, seen_at=now)
        saved = save_listing(
            client_id=page.client_id,
            columns=columns,
            extraction=extraction,
            marks=page.marks,
            seen_at=now,
        )
        queue_matching(saved.listing, changed=None if saved.is_new else saved.changes)
        page.scrape.capture = keep_capture(
            client_id=page.client_id,
            content_hash=page.content_hash,
            html_zstd=html_zstd,
            html_bytes=len(page.html),
        )
        price = _record_price(page, saved, now)
        publish_events(
            client_id=page.client_id,
            key=str(saved.listing.pk),
            happenings=news_of_import(saved=saved, price=price, scrape_id=page.scrape.pk),
            facts=facts_of_import(saved.listing, price),
        )
        page.scrape.total_ms = page.total_ms()
        _finish(page.scrape, page.good_outcome, listing=saved.listing, now=now)
    return Imported(listing=saved.listing, scrape=page.scrape, extraction=extraction)


def _store_or_hold_back(page: ReceivedPage, extraction: Extraction) -> Imported:
    """Store what was read; of a portal whose scraper is broken, keep what is stored already (quarantine)."""
    if is_quarantined(page.scrape.portal):
        page.scrape.quarantine = Scrape.Quarantine.HELD
        if kept := _keep_stored(page, extraction):
            return kept
    return _store(page, extraction)


def _keep_stored(page: ReceivedPage, extraction: Extraction) -> Imported | None:
    """The portal's scraper is broken: keep the page; the stored listing and its history stay as they are.

    None for a listing that is new: it is stored, since there is nothing to spoil, and its price waits with the others.
    """
    html_zstd, url = compress(page.html), page.scrape.canonical_url
    with client_scope(page.client_id):
        hold_lease(page.scrape)
        now = wait_for_turn(page.client_id, url)
        listing = Listing.objects.filter(client_id=page.client_id, canonical_url=url).first()
        if listing is None:
            return None
        Listing.objects.filter(pk=listing.pk, gone_at__isnull=True).update(gone_seen_at=None)  # the page is there
        page.scrape.capture = keep_capture(
            client_id=page.client_id,
            content_hash=page.content_hash,
            html_zstd=html_zstd,
            html_bytes=len(page.html),
        )
        publish_events(
            client_id=page.client_id,
            key=str(listing.pk),
            happenings=[news_of_quarantine(listing, page.scrape.pk)],
            facts=facts_of(listing),
        )
        page.scrape.total_ms = page.total_ms()
        _finish(page.scrape, page.good_outcome, listing=listing, now=now)
    return Imported(listing=listing, scrape=page.scrape, extraction=extraction)


def _store_failure(page: ReceivedPage, extraction: Extraction) -> None:
    says_gone = _says_gone(page, extraction)
    page.scrape.error_code = ERROR_FOR_STATUS[extraction.status].code
    page.scrape.error_message = extraction.reason[:500]
    with client_scope(page.client_id):
        hold_lease(page.scrape)
        publish_events(
            client_id=page.client_id,
            key=None,
            happenings=[news_of_failure(page.scrape)],
            facts=Facts(portal=page.scrape.portal),
        )
        if says_gone:
            note_gone(page.scrape)
        page.scrape.total_ms = page.total_ms()
        _finish(page.scrape, Scrape.Outcome(extraction.status.value), listing=None, now=timezone.now())


def _says_gone(page: ReceivedPage, extraction: Extraction) -> bool:
    """Whether the page says that it is gone, or now leads to one that is no listing, as portals do with old ones.

    All pages of a portal that was rebuilt may lead elsewhere: while its scraper is broken that says nothing.
    """
    leads_elsewhere = page.scrape.found_at is not None and extraction.status is Status.NOT_A_LISTING
    return extraction.status is Status.GONE or (leads_elsewhere and not is_quarantined(page.scrape.portal))


def hold_lease(scrape: Scrape) -> None:
    """Lock a claimed scrape's row to the end of the transaction. Raises LeaseLost when another worker has it.

    Call it in a scope of the client. A scrape that nobody claimed has no lease to lose.
    """
    if scrape.lease_token is None:
        return
    if not Scrape.objects.select_for_update().filter(pk=scrape.pk, lease_token=scrape.lease_token).exists():
        raise LeaseLost


def _record_price(page: ReceivedPage, saved: SavedListing, now: datetime) -> PriceMove | HeldPrice | None:
    """Hand the price on to price history, and that the listing is new or back, if it is."""
    listing, price = saved.listing, observed_price_of(saved.listing)
    if saved.is_new or saved.was_gone:
        record_movement(
            client_id=page.client_id,
            canonical_url=listing.canonical_url,
            kind=MovementKind.NEW if saved.is_new else MovementKind.BACK,
            at=now,
            price=shown_price_of(listing) if page.scrape.quarantine is None else unknown_price_of(listing),
        )
    if price is None or page.scrape.quarantine is not None:
        return None
    return record_snapshot(
        client_id=page.client_id,
        canonical_url=listing.canonical_url,
        price=price,
        observed_at=now,
        scrape_id=page.scrape.pk,
        is_vouched_for=is_price_of_staff(listing),
    )


def _note_stored(scrape: Scrape, listing: Listing) -> None:
    """What an unchanged page would give again: what is stored of it."""
    scrape.scraper_name, scrape.mapping_version = listing.scraper_name, listing.mapping_version
    scrape.quality_grade = listing.quality_grade
    stored = {name: getattr(listing, name) for name in STATED_FIELDS}
    scrape.fields_filled, scrape.fields_known = len(filled_fields(stored)), len(STATED_FIELDS)


def _note_extraction(scrape: Scrape, extraction: Extraction) -> None:
    scrape.scraper_name = extraction.scraper_name
    scrape.mapping_version = extraction.mapping_version
    scrape.quality_grade = extraction.quality_grade
    scrape.fields_filled, scrape.fields_known = len(filled_fields(extraction.values)), len(STATED_FIELDS)


def _finish(scrape: Scrape, outcome: Scrape.Outcome, *, listing: Listing | None, now: datetime) -> None:
    """Write the scrape's row, and how its watch does, as the last statements of the transaction."""
    scrape.state, scrape.outcome, scrape.listing, scrape.finished_at = Scrape.State.DONE, outcome, listing, now
    scrape.leased_until = scrape.lease_token = None
    if scrape.quarantine is not None:
        QUARANTINED.labels(scrape.portal).inc()
    if listing is not None:
        scrape.error_code = scrape.error_message = None  # of an attempt before this one
    scrape.save()
    note_watch(scrape)
    note_health(scrape)
    observe_scrape(scrape)


def _ms_since(start: float) -> float:
    return round((perf_counter() - start) * 1000, 3)
