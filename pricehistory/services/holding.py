"""Prices that wait for staff, because the move to them is implausible."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from pricehistory.errors import HoldDecided, HoldNotFound
from pricehistory.models import PriceHold
from pricehistory.services.noting import note_held
from pricehistory.services.plausibility import Doubt
from pricehistory.services.prices import HeldPrice, Observation, ObservedPrice

State = PriceHold.State
BEFORE = {
    "before_amount": "amount",
    "before_cents": "price_cents",
    "before_currency": "currency",
    "before_period": "price_period",
    "before_qualifier": "price_qualifier",
}
STOOD = ("before_cents", "before_currency", "before_period")
KIND = ("price_cents", "currency", "price_period", "price_qualifier")


def hold_price(seen: Observation, *, before: ObservedPrice, doubt: Doubt) -> HeldPrice:
    """Keep a price apart until staff have looked at it. Call it with the page's standing price locked.

    A price that waits already is not asked about again; another price takes the place of the one that waits.
    """
    hold = _unbelieved(seen).filter(state=State.WAITING).first()
    if hold is None:
        withdraw_hold(client_id=seen.client_id, canonical_url=seen.canonical_url)
        hold = _new_hold(seen, before, doubt)
        note_held(hold)
    return _held(hold, seen, before)


def hold_on(seen: Observation, *, before: ObservedPrice) -> HeldPrice | None:
    """What became of this very price when the page stated it while the same price stood, if it is not believed.

    It stays so, whether or not it would be doubted by now: a herd is one for an hour. Call it with the page's standing
    price locked.
    """
    stood = {
        "before_cents": before.price_cents,
        "before_currency": before.currency,
        "before_period": before.price_period,
    }
    hold = _unbelieved(seen).filter(**stood).first()
    return _held(hold, seen, before) if hold else None


def withdraw_hold(*, client_id: UUID, canonical_url: str) -> None:
    """The page states another price than the one that waits, if one does."""
    waiting = PriceHold.objects.filter(client_id=client_id, canonical_url=canonical_url, state=State.WAITING)
    waiting.update(state=State.WITHDRAWN, decided_at=timezone.now())


def see_held_again(*, client_id: UUID, canonical_url: str, seen_at: datetime) -> None:
    """The page states what it stated last, and that is a price that is not believed, if it stated one."""
    page = held_of_page(client_id=client_id, canonical_url=canonical_url)
    latest = page.filter(state__in=PriceHold.UNBELIEVED).order_by("-last_seen_at").first()
    if latest is not None:
        PriceHold.objects.filter(pk=latest.pk, last_seen_at__lt=seen_at).update(last_seen_at=seen_at)


def discard_hold(*, client_id: UUID, hold_id: UUID, by: str) -> PriceHold:
    """The price was wrong; the standing one stands on. Call it in a scope of the client.

    Raises HoldNotFound or HoldDecided.
    """
    hold = lock_hold(client_id=client_id, hold_id=hold_id, states=(State.WAITING,))
    decide(hold, State.DISCARDED, by=by)
    return hold


def lock_hold(*, client_id: UUID, hold_id: UUID, states: Collection[PriceHold.State]) -> PriceHold:
    """A hold in one of these states, locked to the end of the transaction. Raises HoldNotFound or HoldDecided."""
    hold = PriceHold.objects.select_for_update(of=("self",)).filter(client_id=client_id, pk=hold_id).first()
    if hold is None:
        raise HoldNotFound
    if hold.state not in states:
        raise HoldDecided
    return hold


def decide(hold: PriceHold, state: PriceHold.State, *, by: str) -> None:
    """Write down what became of a hold, and who said so."""
    hold.state, hold.decided_at, hold.decided_by = state, timezone.now(), by
    hold.save(update_fields=["state", "decided_at", "decided_by"])


def find_waiting(*, client_id: UUID, canonical_url: str) -> PriceHold | None:
    """The price of a page that waits for staff, if one does. Call it in a scope of the client, or of staff."""
    return held_of_page(client_id=client_id, canonical_url=canonical_url).filter(state=State.WAITING).first()


def held_of_page(*, client_id: UUID, canonical_url: str) -> QuerySet[PriceHold]:
    """The holds of a page, latest first."""
    return PriceHold.objects.filter(client_id=client_id, canonical_url=canonical_url).order_by("-held_at")


def _new_hold(seen: Observation, before: ObservedPrice, doubt: Doubt) -> PriceHold:
    return PriceHold.objects.create(
        client_id=seen.client_id,
        canonical_url=seen.canonical_url,
        scrape_id=seen.scrape_id,
        reason=doubt.reason,
        note=doubt.note,
        observed_at=seen.observed_at,
        last_seen_at=seen.observed_at,
        **{column: getattr(before, name) for column, name in BEFORE.items()},
        **seen.price.as_columns(),
    )


def _held(hold: PriceHold, seen: Observation, before: ObservedPrice) -> HeldPrice:
    PriceHold.objects.filter(pk=hold.pk, last_seen_at__lt=seen.observed_at).update(last_seen_at=seen.observed_at)
    return HeldPrice(hold_id=hold.pk, reason=PriceHold.Reason(hold.reason), standing=before, price=seen.price)


def _unbelieved(seen: Observation) -> QuerySet[PriceHold]:
    """The page's holds of this very price that staff have not released, latest first."""
    page = held_of_page(client_id=seen.client_id, canonical_url=seen.canonical_url)
    return page.filter(state__in=PriceHold.UNBELIEVED, **{name: getattr(seen.price, name) for name in KIND})
