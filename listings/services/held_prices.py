"""Prices that staff held for, once they have decided: history writes a released one down, and its client is told."""

from uuid import UUID

from listings.models import Listing
from listings.services.news import facts_of, news_of_changes, news_of_move
from listings.services.storing import Changes
from pricehistory.services.holding import discard_hold
from pricehistory.services.prices import PriceMove
from pricehistory.services.recording import release_hold
from propscrape.locks import wait_for_turn
from propscrape.tenancy import client_scope
from webhooks.services.publishing import publish_events

COLUMNS = {"price_float": "amount", "price_cents": "price_cents", "currency": "currency",
           "price_period": "price_period", "price_qualifier": "price_qualifier"}  # fmt: skip


def release_price(*, client_id: UUID, hold_id: UUID, canonical_url: str, by: str) -> PriceMove:
    """The price was right: it is written down as of when it was observed, and told as listing.price_changed.

    Raises HoldNotFound or HoldDecided.
    """
    with client_scope(client_id):
        wait_for_turn(client_id, canonical_url)
        move = release_hold(client_id=client_id, hold_id=hold_id, by=by)
        listing = Listing.objects.filter(client_id=client_id, canonical_url=canonical_url).first()
        if listing is not None:
            publish_events(
                client_id=client_id,
                key=str(listing.pk),
                happenings=[*news_of_changes(listing, _changes(move)), *news_of_move(listing, move)],
                facts=facts_of(listing),
            )
    return move


def discard_price(*, client_id: UUID, hold_id: UUID, by: str) -> None:
    """The price was wrong; nothing is told, and the standing one stands on. Raises HoldNotFound or HoldDecided."""
    with client_scope(client_id):
        discard_hold(client_id=client_id, hold_id=hold_id, by=by)


def _changes(move: PriceMove) -> Changes:
    """What listing.updated kept back while the price was held."""
    assert move.before is not None  # what is held has something before it
    pairs = {name: (getattr(move.before, of), getattr(move.after, of)) for name, of in COLUMNS.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
