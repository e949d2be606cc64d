"""Correcting a page's history after its captures were read again: superseded rows stay, marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from pricehistory.models import CurrentPrice, PriceHold, PriceSnapshot
from pricehistory.services.history import PricePoint, point_at, point_of
from pricehistory.services.holding import held_of_page, withdraw_hold
from pricehistory.services.movements import forget_price_moves, record_price_moves
from pricehistory.services.moves import neighbours
from pricehistory.services.noting import note_corrected
from pricehistory.services.partitions import partition_name, partition_names
from pricehistory.services.prices import ObservedPrice, Reading, price_of
from pricehistory.services.timeline import Plan, Statement, plan_history
from pricehistory.services.weeks import mark_weeks_stale
from propscrape.locks import wait_for_turn

FACTS = ("portal", "city", "property_type", "area_m2")
RELEASED, WAITING = PriceHold.State.RELEASED, PriceHold.State.WAITING


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction changed, oldest first, and the price that stood before it and stands after it."""

    superseded: Sequence[PricePoint]
    added: Sequence[PricePoint]
    before: ObservedPrice | None
    after: ObservedPrice | None

    @property
    def has_changes(self) -> bool:
        """Whether the history says anything else than before."""
        return bool(self.superseded or self.added)


def correct_history(
    *, client_id: UUID, canonical_url: str, readings: Sequence[Reading], dry_run: bool = False
) -> Correction:
    """Make a page's history say what its captures say. Call it in a scope of the client.

    `readings` are the page's captures at the times they were taken, read again. Nothing is deleted: what was wrong is
    marked as superseded, and what takes its place has the same `observed_at` and a new `recorded_at`. A price that is
    held, or that staff discarded, stays out; the same readings again change nothing. With `dry_run` nothing is written.
    """
    wait_for_turn(client_id, canonical_url)
    current = CurrentPrice.objects.select_for_update().filter(client_id=client_id, canonical_url=canonical_url).first()
    standing = PriceSnapshot.objects.for_page(canonical_url).filter(client_id=client_id)
    rows = list(standing.order_by("observed_at"))
    holds = list(held_of_page(client_id=client_id, canonical_url=canonical_url).exclude(state=RELEASED))
    believed = [reading for reading in _kept_months(readings) if not _is_held(reading, holds)]
    plan = plan_history(rows=rows, readings=believed, older=None if rows else _older(current))
    if not dry_run:
        if any(_refutes(reading, hold) for hold in holds for reading in believed):
            withdraw_hold(client_id=client_id, canonical_url=canonical_url)
        _carry_out(plan, client_id=client_id, canonical_url=canonical_url, current=current)
    return Correction(
        superseded=[point_of(row) for row in plan.superseded],
        added=[point_at(step.price, step.observed_at) for step in plan.added],
        before=price_of(current) if current else None,
        after=plan.standing.price if plan.standing else None,
    )


def _kept_months(readings: Sequence[Reading]) -> list[Reading]:
    """Readings of months that history is kept of."""
    present = partition_names()
    return [r for r in readings if partition_name(r.observed_at.astimezone(UTC)) in present]


def _older(current: CurrentPrice | None) -> Statement | None:
    """The standing price, where it has stood for longer than snapshots are kept."""
    return Statement(current.observed_at, price_of(current)) if current else None


def _is_within(reading: Reading, hold: PriceHold) -> bool:
    return hold.observed_at <= reading.observed_at <= hold.last_seen_at


def _is_held(reading: Reading, holds: Sequence[PriceHold]) -> bool:
    """Whether a reading only says again what is not believed."""
    kind = reading.price.kind if reading.price else None
    return any(hold.kind == kind and _is_within(reading, hold) for hold in holds)


def _refutes(reading: Reading, hold: PriceHold) -> bool:
    """Whether the capture that a price waits for says something else when it is read again."""
    return hold.state == WAITING and _is_within(reading, hold)


def _carry_out(plan: Plan, *, client_id: UUID, canonical_url: str, current: CurrentPrice | None) -> None:
    since = plan.since
    if since is None:
        return
    now = timezone.now()
    PriceSnapshot.objects.filter(pk__in=[row.pk for row in plan.superseded]).update(superseded_at=now)
    PriceSnapshot.objects.bulk_create(
        PriceSnapshot(
            client_id=client_id,
            canonical_url=canonical_url,
            scrape_id=step.scrape_id,
            observed_at=step.observed_at,
            recorded_at=now,
            **step.price.as_columns(),
        )
        for step in plan.added
    )
    for step in plan.restated:
        assert step.row is not None  # that is what makes it one
        PriceSnapshot.objects.filter(pk=step.row.pk).update(**{name: getattr(step.price, name) for name in FACTS})
    _set_current(plan, client_id, canonical_url, current)
    _retell_moves(plan, client_id, canonical_url, since)
    mark_weeks_stale(client_id=client_id, since=since)
    counts = {"superseded": len(plan.superseded), "added": len(plan.added)}
    note_corrected(client_id=client_id, canonical_url=canonical_url, **counts)


def _set_current(plan: Plan, client_id: UUID, canonical_url: str, current: CurrentPrice | None) -> None:
    """The standing price, as the corrected history ends."""
    page, last = {"client_id": client_id, "canonical_url": canonical_url}, plan.standing
    if last is None:
        CurrentPrice.objects.filter(**page).delete()
        return
    values: dict[str, Any] = {"observed_at": plan.steps[-1].observed_at}
    if current is None or last.is_read_again or current.kind != last.price.kind:
        values |= last.price.as_columns()  # else the row knows the page's city and area better than an old snapshot
    if current is None:
        CurrentPrice.objects.create(last_seen_at=last.observed_at, **page, **values)
    else:
        CurrentPrice.objects.filter(pk=current.pk).update(**values)


def _retell_moves(plan: Plan, client_id: UUID, canonical_url: str, since: datetime) -> None:
    """The moves of the price from a time on, as the corrected history has them."""
    forget_price_moves(client_id=client_id, canonical_url=canonical_url, since=since)
    pairs = zip(neighbours([step.price for step in plan.steps]), _stated_times(plan)[1:], strict=True)
    steps = [(before, after, at) for (before, after), at in pairs if at >= since]
    record_price_moves(client_id=client_id, canonical_url=canonical_url, steps=steps)


def _stated_times(plan: Plan) -> list[datetime]:
    return [step.observed_at for step in plan.steps if step.price.amount is not None]
