"""Finding a client's own listings and scrapes."""

from uuid import UUID

from django.db.models import Q

from listings.errors import ListingNotFound
from listings.models import Listing, Scrape
from propscrape.canonical_url import canonicalize_url
from propscrape.errors import NotFound
from propscrape.positions import Position
from propscrape.tenancy import client_scope


def get_listing(*, client_id: UUID, listing_id: UUID) -> Listing:
    """The client's listing of this id. Raises ListingNotFound."""
    with client_scope(client_id):
        listing = Listing.objects.filter(client_id=client_id, pk=listing_id).first()
    if listing is None:
        raise ListingNotFound
    return listing


def get_listing_of_page(*, client_id: UUID, url: str) -> Listing:
    """The client's listing of this page. Raises InvalidUrl or ListingNotFound."""
    canonical_url = canonicalize_url(url)
    with client_scope(client_id):
        listing = Listing.objects.filter(client_id=client_id, canonical_url=canonical_url).first()
    if listing is None:
        raise ListingNotFound
    return listing


def get_scrape(*, client_id: UUID, scrape_id: UUID) -> Scrape:
    """The client's scrape of this id. Raises NotFound."""
    with client_scope(client_id):
        scrape = Scrape.objects.filter(client_id=client_id, pk=scrape_id).first()
    if scrape is None:
        raise NotFound("You have no such scrape.")
    return scrape


def scrapes_of_listing(*, client_id: UUID, listing_id: UUID, before: Position | None, limit: int) -> list[Scrape]:
    """The looks at a listing's page, newest first, from a position on. Raises ListingNotFound."""
    get_listing(client_id=client_id, listing_id=listing_id)
    with client_scope(client_id):
        found = Scrape.objects.filter(listing_id=listing_id)
        if before is not None:
            found = found.filter(created_at__lte=before[0]).filter(
                Q(created_at__lt=before[0]) | Q(created_at=before[0], pk__lt=before[1])
            )
        return list(found.order_by("-created_at", "-pk")[:limit])
