"""What an import has to tell, as events (CONTRACTS.md 4)."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from listings.extraction.fields import FIELDS
from listings.models import HealthChange, Listing, Scrape, Watch
from listings.services.storing import Changes, SavedListing, changes_as_payload
from pricehistory.services.correcting import Correction
from pricehistory.services.history import PricePoint
from pricehistory.services.moves import find_move
from pricehistory.services.prices import HeldPrice, ObservedPrice, PriceMove
from webhooks.services.publishing import EventType, Facts, Happening

STATUS = "listing_status"
MAX_PRICES_TOLD = 100
PRICE_FIELDS = tuple(field.name for field in FIELDS if field.name.startswith("price_") or field.name == "currency")


def news_of_import(*, saved: SavedListing, price: PriceMove | HeldPrice | None, scrape_id: UUID) -> list[Happening]:
    """extraction.completed; listing.created or, if a value changed, listing.updated; and listing.price_changed.

    Of a price that is held for staff nothing is told: events name the one that stands.
    """
    listing = saved.listing
    changes = {name: change for name, change in saved.changes.items() if name not in _untold(saved.changes, price)}
    news = [Happening(EventType.EXTRACTION_COMPLETED, identity_of(listing) | {"scrape_id": str(scrape_id)})]
    if saved.is_new:
        news.append(Happening(EventType.LISTING_CREATED, identity_of(listing)))
    elif changes:
        news += news_of_changes(listing, changes)
    if isinstance(price, PriceMove):
        news += news_of_move(listing, price)
    if not isinstance(price, HeldPrice):
        return news
    standing = {"price_cents": price.standing.price_cents, "currency": price.standing.currency}
    return [Happening(told.type, told.data | standing) for told in news]


def _untold(changes: Changes, price: PriceMove | HeldPrice | None) -> Collection[str]:
    """The fields whose change is none for who is told of it: to a held price, and back from it to the one that stands.

    A change of a stated price that history knows nothing of is the latter.
    """
    is_stated = any(None not in changes.get(name, (None,)) for name in ("price_cents", "currency"))
    is_back = price is None and is_stated
    return PRICE_FIELDS if isinstance(price, HeldPrice) or is_back else ()


def news_of_move(listing: Listing, move: PriceMove) -> list[Happening]:
    """listing.price_changed, where a price that was stated before is another one now."""
    before, after = move.before, move.after
    if before is None or before.amount is None or after.amount is None or _asks(before) == _asks(after):
        return []
    return [Happening(EventType.LISTING_PRICE_CHANGED, identity_of(listing) | _price_change(before, after))]


def news_of_changes(listing: Listing, changes: Changes) -> list[Happening]:
    """listing.updated with the diff; and listing.status_changed, if that is among what changed."""
    told = identity_of(listing) | {"changes": changes_as_payload(changes)}
    news = [Happening(EventType.LISTING_UPDATED, told)]
    if STATUS in changes:
        before, after = changes[STATUS]
        news.append(Happening(EventType.LISTING_STATUS_CHANGED, identity_of(listing) | {"from": before, "to": after}))
    return news


def news_of_correction(listing: Listing, changes: Changes) -> list[Happening]:
    """listing.corrected and listing.updated, for what staff put right; nothing when nothing is other than before."""
    if not changes:
        return []
    told = identity_of(listing) | {"changes": changes_as_payload(changes)}
    return [Happening(EventType.LISTING_CORRECTED, told), *news_of_changes(listing, changes)]


def news_of_rereading(listing: Listing, changes: Changes, history: Correction) -> list[Happening]:
    """listing.corrected, for what was misread of the listing and of its earlier prices; listing.updated for the former.

    The latest MAX_PRICES_TOLD prices are named, those that were wrong and those in their places; the counts are of all.
    """
    told = identity_of(listing) | {
        "changes": changes_as_payload(changes),
        "superseded_count": len(history.superseded),
        "superseded": [_point(point) for point in history.superseded[-MAX_PRICES_TOLD:]],
        "added_count": len(history.added),
        "added": [_point(point) for point in history.added[-MAX_PRICES_TOLD:]],
    }
    news = [Happening(EventType.LISTING_CORRECTED, told)]
    return news + news_of_changes(listing, changes) if changes else news


def news_of_gone(listing: Listing, *, status_before: str | None) -> list[Happening]:
    """listing.updated, listing.status_changed and listing.gone."""
    gone = Happening(EventType.LISTING_GONE, identity_of(listing))
    if status_before == listing.listing_status:  # staff say otherwise
        return [gone]
    return [*news_of_changes(listing, {STATUS: (status_before, listing.listing_status)}), gone]


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


def news_of_quarantine(listing: Listing, scrape_id: UUID) -> Happening:
    """extraction.completed of a look whose values are held back, since the portal's scraper is broken."""
    told = identity_of(listing) | {"scrape_id": str(scrape_id), "quarantined": True}
    return Happening(EventType.EXTRACTION_COMPLETED, told)


def news_of_sick_scraper(change: HealthChange) -> Happening:
    """scraper.degraded, with what is wrong; `change_id` is the same if it is told twice."""
    return Happening(
        EventType.SCRAPER_DEGRADED,
        {
            "change_id": str(change.pk),
            "portal": change.portal_id,
            "state": change.after,
            "state_before": change.before,
            "reason": change.reason,
            "changed": change.changed,
            "first_seen_at": change.first_seen_at.isoformat() if change.first_seen_at else None,
            "at": change.at.isoformat(),
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


def facts_of_import(listing: Listing, price: PriceMove | HeldPrice | None) -> Facts:
    """The same of an import: with the price that stands, where the page's own is held."""
    facts = facts_of(listing)
    if not isinstance(price, HeldPrice):
        return facts
    return replace(facts, price=price.standing.amount, currency=price.standing.currency)


def _price_change(before: ObservedPrice, after: ObservedPrice) -> dict[str, Any]:
    told = {"from": _price(before), "to": _price(after)}
    move = find_move(before, after)
    if move is None:
        return told
    percent = None if move.percent is None else float(move.percent)
    return told | {"change_amount": float(move.amount), "change_percent": percent, "direction": move.direction}


def _price(price: ObservedPrice) -> dict[str, Any]:
    return {
        "amount": None if price.amount is None else float(price.amount),
        "currency": price.currency,
        "period": price.price_period,
    }


def _point(point: PricePoint) -> dict[str, Any]:
    return {
        "observed_at": point.observed_at.isoformat(),
        "amount": None if point.amount is None else float(point.amount),
        "currency": point.currency,
        "period": point.price_period,
        "qualifier": point.price_qualifier,
    }


def _asks(price: ObservedPrice) -> tuple[Any, ...]:
    """What tells two prices apart that are asked; a qualifier alone is no change of it."""
    return price.amount, price.currency, price.price_period
