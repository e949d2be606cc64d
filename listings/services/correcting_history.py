"""Correcting what was misread: the captures of a listing are read again after a mapping or the engine was mended.

History is corrected at the times of the looks, the listing's own row as its latest page says, and the client is told
by one listing.corrected. What staff put right stands; a look that no listing can be read from any more changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from listings.errors import ListingNotFound
from listings.fetching.http import Validators
from listings.models import Correction, Listing
from listings.services.match_queueing import queue_matching
from listings.services.news import facts_of, news_of_rereading
from listings.services.pricing import observed_price_of
from listings.services.rereading import Look, Rereading, as_staff_have_it, looks_of, reread
from listings.services.storing import STATED_FIELDS, Changes, PageMarks, save_listing
from pricehistory.services.correcting import Correction as HistoryCorrection
from pricehistory.services.correcting import correct_history
from pricehistory.services.prices import Reading
from propscrape.locks import wait_for_turn
from propscrape.tenancy import client_scope
from webhooks.services.publishing import publish_events


@dataclass(frozen=True, slots=True)
class Corrected:
    """What reading a listing's captures again came to. `unread` are looks that no listing can be read from any more."""

    listing: Listing
    looks: int
    unread: int
    history: HistoryCorrection
    changes: Changes

    @property
    def has_changes(self) -> bool:
        """Whether anything was misread."""
        return self.history.has_changes or bool(self.changes)


def correct_listing(*, client_id: UUID, listing_id: UUID, dry_run: bool = False) -> Corrected:
    """Read a listing's captures again and correct what was misread. Safe to run twice.

    With `dry_run` nothing is written and nobody is told. Raises ListingNotFound.
    """
    with client_scope(client_id):
        listing = Listing.objects.filter(client_id=client_id, pk=listing_id).first()
        if listing is None:
            raise ListingNotFound
        looks = looks_of(listing)
    rereadings = list(reread(looks, client_id=client_id, canonical_url=listing.canonical_url))
    read = [rereading for rereading in rereadings if rereading.columns is not None]
    with client_scope(client_id):
        wait_for_turn(client_id, listing.canonical_url)
        listing = Listing.objects.filter(client_id=client_id, pk=listing_id).first()
        if listing is None:
            raise ListingNotFound
        corrections = list(Correction.objects.filter(listing=listing))
        history = correct_history(
            client_id=client_id,
            canonical_url=listing.canonical_url,
            readings=[_price_reading(rereading, corrections) for rereading in read],
            dry_run=dry_run,
        )
        changes = _correct_row(listing, looks, read, corrections, dry_run=dry_run)
        corrected = Corrected(listing, len(looks), len(rereadings) - len(read), history, changes)
        if corrected.has_changes and not dry_run:
            _tell(corrected)
    return corrected


def _price_reading(rereading: Rereading, corrections: Sequence[Correction]) -> Reading:
    look = rereading.look
    assert rereading.columns is not None  # those without were sorted out
    columns = as_staff_have_it(rereading.columns, corrections, at=look.seen_at)
    return Reading(look.seen_at, observed_price_of(Listing(**columns)), look.scrape_id)


def _correct_row(
    listing: Listing,
    looks: Sequence[Look],
    read: Sequence[Rereading],
    corrections: Sequence[Correction],
    *,
    dry_run: bool,
) -> Changes:
    """Make the listing say what its latest page says, if that was read again and nothing newer came meanwhile."""
    latest = read[-1] if read else None
    if latest is None or latest.columns is None or latest.look != looks[-1] or looks_of(listing)[-1] != latest.look:
        return {}
    if listing.gone_seen_at is not None:  # what it says now is no page's
        return {}
    now = timezone.now()
    columns = as_staff_have_it(latest.columns, corrections, at=now)
    changes = {
        name: (before, columns[name]) for name in STATED_FIELDS if (before := getattr(listing, name)) != columns[name]
    }
    if changes and not dry_run:
        _save(listing, latest, now)
        queue_matching(listing, changed=changes)
    return changes


def _save(listing: Listing, latest: Rereading, now: datetime) -> None:
    """As an import does; that the page was looked at again is not said, since it was not."""
    assert latest.columns is not None  # _correct_row has looked
    as_before = PageMarks(
        fingerprint=bytes(listing.page_fingerprint or b""),
        reading=bytes(listing.validated_with or b""),
        validators=Validators(etag=listing.etag, last_modified=listing.last_modified),
    )
    save_listing(
        client_id=listing.client_id,
        columns=latest.columns | {"last_retrieved_at": listing.last_retrieved_at},
        extraction=latest.extraction,
        marks=as_before,
        seen_at=now,
    )


def _tell(corrected: Corrected) -> None:
    listing = Listing.objects.get(pk=corrected.listing.pk)
    publish_events(
        client_id=listing.client_id,
        key=str(listing.pk),
        happenings=news_of_rereading(listing, corrected.changes, corrected.history),
        facts=facts_of(listing),
    )
