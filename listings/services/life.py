"""The life of a listing: active, gone once two looks a day apart have found nothing, and back again.

One look that finds a page gone may be an outage of the portal's; nothing is said of it until a second one agrees.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from listings.extraction.fields import GONE
from listings.models import Listing, Scrape
from listings.services.news import facts_of, news_of_gone
from listings.services.pricing import shown_price_of
from listings.services.queueing import PageAddress, queue_pages
from pricehistory.services.movements import MovementKind, record_movement
from webhooks.services.publishing import publish_events

# A daily look comes a little earlier at times
CONFIRMED_AFTER = timedelta(hours=20)
LOOK_AGAIN_AFTER = timedelta(days=1)


def note_gone(scrape: Scrape) -> None:
    """A look found the page gone: note the first, act on the second. Call it in a scope of the client.

    A page that we fetched is queued for its second look; one that the client sends is the client's to send again.
    """
    listing = Listing.objects.select_for_update().filter(canonical_url=scrape.canonical_url).first()
    if listing is None or listing.gone_at is not None:
        return
    now = timezone.now()
    if listing.gone_seen_at is None:
        Listing.objects.filter(pk=listing.pk).update(gone_seen_at=now)
        _look_again(scrape, now)
    elif now - listing.gone_seen_at >= CONFIRMED_AFTER:
        _confirm_gone(listing, now)


def _look_again(scrape: Scrape, now: datetime) -> None:
    if scrape.source != Scrape.Source.URL or scrape.watch_id is not None or scrape.portal is None:
        return
    page = PageAddress(scrape.url, scrape.canonical_url, scrape.portal, scrape.renders)
    queue_pages(
        client_id=scrape.client_id,
        pages=[page],
        priority=Scrape.Priority.SCHEDULED,
        not_before=now + LOOK_AGAIN_AFTER,
    )


def _confirm_gone(listing: Listing, now: datetime) -> None:
    status_before = listing.listing_status
    listing.listing_status, listing.gone_at, listing.updated_at = GONE, now, now
    listing.save(update_fields=["listing_status", "gone_at", "updated_at"])
    record_movement(
        client_id=listing.client_id,
        canonical_url=listing.canonical_url,
        kind=MovementKind.GONE,
        at=now,
        price=shown_price_of(listing),
    )
    publish_events(
        client_id=listing.client_id,
        key=str(listing.pk),
        happenings=news_of_gone(listing, status_before=status_before),
        facts=facts_of(listing),
    )
