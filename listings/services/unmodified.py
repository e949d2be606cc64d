"""Asking a portal only for what changed: the validators of a page (RFC 9110 13), and a 304 taken for the same page."""

from django.utils import timezone

from listings.fetching.http import Validators
from listings.models import Listing, Scrape
from listings.services.current_mappings import find_mapping
from listings.services.importing import finish_unchanged, hold_lease
from listings.services.reading_versions import reading_digest
from propscrape.tenancy import client_scope


def known_validators(scrape: Scrape) -> Validators:
    """What the portal said of the page's version; nothing when it would be read differently now, or was gone since."""
    mapping = find_mapping(scrape.portal)
    with client_scope(scrape.client_id):
        listing = Listing.objects.filter(
            client_id=scrape.client_id,
            canonical_url=scrape.canonical_url,
            validated_with=reading_digest(scrape.url, mapping),
            gone_seen_at__isnull=True,
        ).first()
    return Validators(listing.etag, listing.last_modified) if listing else Validators()


def confirm_unmodified(scrape: Scrape) -> None:
    """End a scrape whose page is the stored one. Raises LeaseLost."""
    with client_scope(scrape.client_id):
        hold_lease(scrape)
        listing = Listing.objects.get(client_id=scrape.client_id, canonical_url=scrape.canonical_url)
        finish_unchanged(scrape, listing, now=timezone.now())
