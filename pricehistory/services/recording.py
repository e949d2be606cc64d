"""Writing a price down when it moved, and only then (P5)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from pricehistory.errors import HoldDecided
from pricehistory.models import CurrentPrice, PriceHold, PriceSnapshot
from pricehistory.services.holding import decide, hold_on, hold_price, lock_hold, see_held_again, withdraw_hold
from pricehistory.services.movements import record_price_moves
from pricehistory.services.noting import note_written
from pricehistory.services.partitions import is_kept
from pricehistory.services.plausibility import find_doubt
from pricehistory.services.prices import HeldPrice, Observation, ObservedPrice, PriceMove, price_of
from pricehistory.services.weeks import mark_weeks_stale, week_of

__all__ = (
    "HeldPrice", "ObservedPrice", "PriceMove", "confirm_price", "record_snapshot", "release_hold", "stated_before",
)  # fmt: skip


def record_snapshot(
    *,
    client_id: UUID,
    canonical_url: str,
    price: ObservedPrice,
    observed_at: datetime,
    scrape_id: UUID | None = None,
    is_vouched_for: bool = False,
) -> PriceMove | HeldPrice | None:
    """Write a snapshot unless the standing price is the same one. Call it in a scope of the client.

    The standing price's row is locked, so of two workers with the same news one writes. An observation older than the
    standing price changes nothing; an equal one confirms it. One that cannot be believed is held for staff: nothing is
    written, and the answer is no PriceMove. `is_vouched_for` says that staff put the price there.
    """
    seen = Observation(client_id, canonical_url, price, observed_at, scrape_id)
    current, is_first = lock_current(seen)
    if is_first:
        return _write_down(seen, before=None)
    if observed_at < current.observed_at:
        return None
    if current.kind == price.kind:
        withdraw_hold(client_id=client_id, canonical_url=canonical_url)
        _write(current, price, last_seen_at=max(observed_at, current.last_seen_at))
        return None
    before = stated_before(current)
    if before is not None and not is_vouched_for and (held := _hold_if_doubted(seen, before)):
        return held
    withdraw_hold(client_id=client_id, canonical_url=canonical_url)
    _write(current, price, observed_at=observed_at, last_seen_at=observed_at)
    return _write_down(seen, before=before)


def _hold_if_doubted(seen: Observation, before: ObservedPrice) -> HeldPrice | None:
    if held := hold_on(seen, before=before):
        return held
    doubt = find_doubt(before, seen)
    return hold_price(seen, before=before, doubt=doubt) if doubt else None


def release_hold(*, client_id: UUID, hold_id: UUID, by: str) -> PriceMove:
    """The price was right after all: write it down as of when it was observed. Call it in a scope of the client.

    One that was discarded may be released as long as the page goes on stating it; one of a month that is no longer
    kept stands from then on without a snapshot. Raises HoldNotFound or HoldDecided.
    """
    page = PriceHold.objects.filter(client_id=client_id, pk=hold_id).values_list("canonical_url", flat=True).first()
    rows = CurrentPrice.objects.select_for_update(of=("self",)).filter(client_id=client_id, canonical_url=page)
    current = rows.first()  # before the hold, as record_snapshot does
    hold = lock_hold(client_id=client_id, hold_id=hold_id, states=PriceHold.UNBELIEVED)
    if current is None or hold.last_seen_at < current.last_seen_at:
        raise HoldDecided
    decide(hold, PriceHold.State.RELEASED, by=by)
    seen = Observation(client_id, hold.canonical_url, price_of(hold), hold.observed_at, hold.scrape_id)
    before = stated_before(current)
    _write(current, seen.price, observed_at=hold.observed_at, last_seen_at=hold.last_seen_at)
    return _write_down(seen, before=before, is_kept=is_kept(hold.observed_at))


def confirm_price(*, client_id: UUID, canonical_url: str, seen_at: datetime) -> None:
    """Note that a page states what it stated last. Call it in a scope of the client.

    That is the standing price, unless what it stated last waits for staff or was discarded by them.
    """
    page: dict[str, Any] = {"client_id": client_id, "canonical_url": canonical_url}
    newer = PriceHold.objects.filter(state__in=PriceHold.UNBELIEVED, last_seen_at__gt=OuterRef("last_seen_at"), **page)
    standing = CurrentPrice.objects.filter(~Exists(newer), last_seen_at__lt=seen_at, **page)
    if not standing.update(last_seen_at=seen_at, gone_at=None):
        see_held_again(seen_at=seen_at, **page)


def stated_before(current: CurrentPrice) -> ObservedPrice | None:
    """The price that a page stated last: the standing one or, where it is on request, the one before that."""
    if current.amount is not None:
        return price_of(current)
    earlier = PriceSnapshot.objects.for_page(current.canonical_url).filter(client_id=current.client_id)
    row = earlier.filter(amount__isnull=False).first()
    return price_of(row) if row else None


def lock_current(seen: Observation) -> tuple[CurrentPrice, bool]:
    """The standing price's row, locked, and whether this call made it. Who loses the race reads the winner's."""
    rows = CurrentPrice.objects.select_for_update().filter(client_id=seen.client_id, canonical_url=seen.canonical_url)
    if row := rows.first():
        return row, False
    fresh = CurrentPrice(
        client_id=seen.client_id,
        canonical_url=seen.canonical_url,
        observed_at=seen.observed_at,
        last_seen_at=seen.observed_at,
        **seen.price.as_columns(),
    )
    CurrentPrice.objects.bulk_create([fresh], ignore_conflicts=True)
    row = rows.get()
    return row, row.pk == fresh.pk


def _write_down(seen: Observation, *, before: ObservedPrice | None, is_kept: bool = True) -> PriceMove:
    """The snapshot of a price that stands by now, if its month is kept, and what it moved."""
    snapshot = PriceSnapshot(
        client_id=seen.client_id,
        canonical_url=seen.canonical_url,
        observed_at=seen.observed_at,
        scrape_id=seen.scrape_id,
        **seen.price.as_columns(),
    )
    if is_kept:
        snapshot.save(force_insert=True)
    if before is not None:
        steps = [(before, seen.price, seen.observed_at)]
        record_price_moves(client_id=seen.client_id, canonical_url=seen.canonical_url, steps=steps)
    if week_of(seen.observed_at) < week_of(timezone.now()):
        mark_weeks_stale(client_id=seen.client_id, since=seen.observed_at)
    note_written(snapshot)
    return PriceMove(before=before, after=seen.price)


def _write(current: CurrentPrice, price: ObservedPrice, **times: datetime) -> None:
    """The standing price with what market figures need as it is now: a city may be put right while the price stands."""
    CurrentPrice.objects.filter(pk=current.pk).update(**price.as_columns(), gone_at=None, **times)
