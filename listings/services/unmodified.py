"""Asking a portal only for what changed: the validators of a page (RFC 9110 13), and a 304 taken for the same page."""

from django.db.models import QuerySet

from listings.errors import FetchFailed
from listings.fetching.http import Validators
from listings.models import Listing, Scrape
from listings.services.current_mappings import find_mapping
from listings.services.importing import finish_unchanged, hold_lease
from listings.services.reading_versions import reading_digest
from listings.services.scrape_endings import note_failure
from propscrape.locks import wait_for_turn
from propscrape.tenancy import client_scope


def known_validators(scrape: Scrape) -> Validators:
    """What the portal said of the page's version; nothing when it would be read differently now, or was gone since."""
    reading = _reading(scrape)
    with client_scope(scrape.client_id):
        listing = _stored(scrape, reading).first()
    return Validators(listing.etag, listing.last_modified) if listing else Validators()


def confirm_unmodified(scrape: Scrape) -> None:
    """End a scrape whose page is the stored one. Raises LeaseLost.

    Where none is stored any more, since it was deleted or read anew meanwhile, the page is to be asked for whole.
    """
    reading = _reading(scrape)
    with client_scope(scrape.client_id):
        hold_lease(scrape)
        now = wait_for_turn(scrape.client_id, scrape.canonical_url)
        listing = _stored(scrape, reading).first()
        if listing is not None:
            finish_unchanged(scrape, listing, now=now)
            return
    note_failure(scrape, FetchFailed(details={"reason": "what the page was compared with is gone"}))


def _reading(scrape: Scrape) -> bytes:
    """What would read the page now."""
    return reading_digest(scrape.url, find_mapping(scrape.portal))


def _stored(scrape: Scrape, reading: bytes) -> QuerySet[Listing]:
    """The listing, if it is there and was read alike. Call it in a scope of the client."""
    return Listing.objects.filter(
        client_id=scrape.client_id,
        canonical_url=scrape.canonical_url,
        validated_with=reading,
        gone_seen_at__isnull=True,
    )
