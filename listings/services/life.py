"""The life of a listing: active, gone once two looks a day apart have found nothing, and back again.

One look that finds a page gone may be an outage of the portal's; nothing is said of it until a second one agrees.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from listings.extraction.fields import GONE
from listings.models import Correction, Listing, Scrape
from listings.services.news import STATUS, facts_of, news_of_gone
from listings.services.pricing import shown_price_of
from listings.services.queueing import PageAddress, queue_pages
from pricehistory.services.movements import MovementKind, record_movement
from propscrape.locks import wait_for_turn
from webhooks.services.publishing import publish_events

# A daily look comes a little earlier at times
CONFIRMED_AFTER = timedelta(hours=20)
LOOK_AGAIN_AFTER = timedelta(days=1)
# A doubt that no look could settle for so long is given up
DOUBTED_FOR = timedelta(days=7)


def note_gone(scrape: Scrape) -> None:
    """A look found the page gone: note the first, act on the second. Call it in a scope of the client.

    A page that we fetched is queued for its second look; one that the client sends is the client's to send again.
    """
    now = wait_for_turn(scrape.client_id, scrape.canonical_url)
    listing = _listing_of(scrape)
    if listing is None or listing.gone_at is not None:
        return
    if listing.gone_seen_at is None:
        Listing.objects.filter(pk=listing.pk).update(gone_seen_at=now)
        _look_again(scrape, now)
    elif now - listing.gone_seen_at >= CONFIRMED_AFTER:
        _confirm_gone(listing, now)


def note_unsettled(scrape: Scrape) -> None:
    """A look ended without a page: if it was to settle whether its listing is gone, queue another one.

    Call it in a scope of the client.
    """
    listing = _listing_of(scrape)
    if listing is None or not is_doubted(listing):
        return
    now = timezone.now()
    if now - (listing.gone_seen_at or now) > DOUBTED_FOR:
        Listing.objects.filter(pk=listing.pk).update(gone_seen_at=None)
    elif not Scrape.objects.filter(canonical_url=scrape.canonical_url, state__in=Scrape.UNFINISHED).exists():
        _look_again(scrape, now)


def is_doubted(listing: Listing) -> bool:
    """Whether one look has found the page gone, and none has confirmed it yet."""
    return listing.gone_seen_at is not None and listing.gone_at is None


def _listing_of(scrape: Scrape) -> Listing | None:
    page = Listing.objects.filter(client_id=scrape.client_id, canonical_url=scrape.canonical_url)
    return page.select_for_update().first()


def _look_again(scrape: Scrape, now: datetime) -> None:
    if scrape.source != Scrape.Source.URL or scrape.portal is None:
        return
    page = PageAddress(scrape.url, scrape.canonical_url, scrape.portal, scrape.renders)
    queue_pages(
        client_id=scrape.client_id,
        pages=[page],
        priority=Scrape.Priority.SCHEDULED,
        not_before=now + LOOK_AGAIN_AFTER,
    )


def _confirm_gone(listing: Listing, now: datetime) -> None:
    """What staff say of the status stands; that the page says otherwise is kept beside it."""
    status_before = listing.listing_status
    if not Correction.objects.filter(listing=listing, field=STATUS).update(page_value=GONE):
        listing.listing_status = GONE
    listing.gone_at = listing.updated_at = now
    listing.save(update_fields=[STATUS, "gone_at", "updated_at"])
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
