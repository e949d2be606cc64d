"""Taking a listing away at its client's wish."""

from uuid import UUID

from listings.errors import ListingNotFound
from listings.models import Listing
from listings.services.match_groups import fellows_of, hold_groups, regroup
from listings.services.reading import get_listing
from listings.services.tombstones import bury_listing
from propscrape.locks import wait_for_turn
from propscrape.tenancy import client_scope


def delete_listing(*, client_id: UUID, listing_id: UUID) -> None:
    """Delete the listing, what staff put right in it and what it was matched with. Raises ListingNotFound.

    It is gone for everybody at once; for 30 days staff can put it back (listings/services/tombstones.py).
    Its scrapes stay without it, their captures too, until retention takes them; its prices are kept by page, so a
    listing that is found there again has them.
    """
    canonical_url = get_listing(client_id=client_id, listing_id=listing_id).canonical_url
    with client_scope(client_id):
        wait_for_turn(client_id, canonical_url)
        # Held first: whoever is writing down a look at this page finishes before its scrapes are let go
        listing = Listing.objects.select_for_update().filter(pk=listing_id).first()
        if listing is None:
            raise ListingNotFound
        hold_groups(client_id)
        fellows = fellows_of(listing_id)
        bury_listing(listing_id)
        listing.delete()
        regroup(client_id, fellows)
