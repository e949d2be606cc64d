"""What an import has to tell, as events (CONTRACTS.md 4)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from listings.models import Listing, Scrape, Watch
from listings.services.storing import Changes, SavedListing, changes_as_payload
from pricehistory.services.moves import is_comparable, move_between
from pricehistory.services.recording import ObservedPrice, PriceMove
from webhooks.services.publishing import EventType, Facts, Happening

STATUS = "listing_status"


def news_of_import(*, saved: SavedListing, move: PriceMove | None, scrape_id: UUID) -> list[Happening]:
    """extraction.completed; listing.created or, if a value changed, listing.updated; and listing.price_changed."""
    listing = saved.listing
    news = [Happening(EventType.EXTRACTION_COMPLETED, identity_of(listing) | {"scrape_id": str(scrape_id)})]
    if saved.is_new:
        news.append(Happening(EventType.LISTING_CREATED, identity_of(listing)))
    elif saved.changes:
        news += news_of_changes(listing, saved.changes)
    if move is not None and move.before is not None:
        news.append(
            Happening(EventType.LISTING_PRICE_CHANGED, identity_of(listing) | _price_change(move.before, move.after))
        )
    return news


def news_of_changes(listing: Listing, changes: Changes) -> list[Happening]:
    """listing.updated with the diff; and listing.status_changed, if that is among what changed."""
    told = identity_of(listing) | {"changes": changes_as_payload(changes)}
    news = [Happening(EventType.LISTING_UPDATED, told)]
    if STATUS in changes:
        before, after = changes[STATUS]
        news.append(Happening(EventType.LISTING_STATUS_CHANGED, identity_of(listing) | {"from": before, "to": after}))
    return news


def news_of_gone(listing: Listing, *, status_before: str | None) -> list[Happening]:
    """listing.updated, listing.status_changed and listing.gone."""
    changes = {STATUS: (status_before, listing.listing_status)}
    return [*news_of_changes(listing, changes), Happening(EventType.LISTING_GONE, identity_of(listing))]


def news_of_paused_watch(watch: Watch, scrape: Scrape) -> Happening:
    """watch.paused, with the look that decided it."""
    return Happening(
        EventType.WATCH_PAUSED,
        {
            "watch_id": str(watch.pk),
            "url": watch.url,
            "portal": watch.portal,
            "reason": watch.paused_reason,
            "failures": watch.failures,
            "scrape_id": str(scrape.pk),
            "error": {"code": scrape.error_code, "message": scrape.error_message},
        },
    )


def news_of_failure(scrape: Scrape) -> Happening:
    """extraction.failed, for a page of which no listing came."""
    return Happening(
        EventType.EXTRACTION_FAILED,
        {
            "scrape_id": str(scrape.pk),
            "url": scrape.url,
            "canonical_url": scrape.canonical_url,
            "portal": scrape.portal,
            "error": {"code": scrape.error_code, "message": scrape.error_message},
        },
    )


def identity_of(listing: Listing) -> dict[str, Any]:
    """What a receiver needs to know which listing is meant, and what it asks."""
    return {
        "listing_id": str(listing.pk),
        "canonical_url": listing.canonical_url,
        "import_url": listing.import_url,
        "portal": listing.portal,
        "title": listing.title,
        "price_cents": listing.price_cents,
        "currency": listing.currency,
        "quality_grade": listing.quality_grade,
    }


def facts_of(listing: Listing) -> Facts:
    """What subscriptions may filter a listing's events by."""
    return Facts(
        is_listing=True,
        portal=listing.portal,
        price=listing.price_float,
        currency=listing.currency,
        for_sale=listing.for_sale,
        for_rent=listing.for_rent,
        latitude=listing.latitude,
        longitude=listing.longitude,
    )


def _price_change(before: ObservedPrice, after: ObservedPrice) -> dict[str, Any]:
    told = {
        "from": _price(before.amount, before.currency, before.price_period),
        "to": _price(after.amount, after.currency, after.price_period),
    }
    if not is_comparable(before, after):
        return told
    move = move_between(before.amount, after.amount)
    percent = None if move.percent is None else float(move.percent)
    return told | {"change_amount": float(move.amount), "change_percent": percent, "direction": move.direction}


def _price(amount: Decimal, currency: str, period: str | None) -> dict[str, Any]:
    return {"amount": float(amount), "currency": currency, "period": period}
