"""Writing a price down when it moved, and only then (P5)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from pricehistory.models import CurrentPrice, PriceSnapshot


@dataclass(frozen=True, slots=True)
class ObservedPrice:
    """A price read off a page, with what market figures need. `price_cents` is in minor units of `currency`."""

    amount: Decimal
    price_cents: int
    currency: str
    price_period: str | None = None
    price_qualifier: str | None = None
    portal: str | None = None
    city: str | None = None
    property_type: str | None = None
    area_m2: float | None = None

    @property
    def kind(self) -> tuple[int, str, str | None, str | None]:
        """Equal kinds are the same price."""
        return self.price_cents, self.currency, self.price_period, self.price_qualifier


@dataclass(frozen=True, slots=True)
class PriceMove:
    """A snapshot that was written, and the price that stood before it (None: the page's first)."""

    snapshot: PriceSnapshot
    before: ObservedPrice | None


def record_snapshot(
    *,
    client_id: UUID,
    canonical_url: str,
    price: ObservedPrice,
    observed_at: datetime,
    scrape_id: UUID | None = None,
) -> PriceMove | None:
    """Write a snapshot unless the standing price is the same one. Call it in a scope of the client.

    The standing price's row is locked, so of two workers with the same news one writes. An observation older than the
    standing price changes nothing.
    """
    current, is_first = _lock_current(client_id, canonical_url, price, observed_at)
    if not is_first and (observed_at < current.observed_at or current.kind == price.kind):
        _confirm(current, observed_at)
        return None
    before = None if is_first else _as_observed(current)
    snapshot = PriceSnapshot.objects.create(
        client_id=client_id,
        canonical_url=canonical_url,
        observed_at=observed_at,
        scrape_id=scrape_id,
        **asdict(price),
    )
    if not is_first:
        values = asdict(price) | {"observed_at": observed_at, "last_seen_at": observed_at}
        CurrentPrice.objects.filter(pk=current.pk).update(**values)
    return PriceMove(snapshot=snapshot, before=before)


def _lock_current(
    client_id: UUID, canonical_url: str, price: ObservedPrice, observed_at: datetime
) -> tuple[CurrentPrice, bool]:
    """The standing price's row, locked, and whether this call made it. Who loses the race reads the winner's."""
    rows = CurrentPrice.objects.select_for_update().filter(client_id=client_id, canonical_url=canonical_url)
    if row := rows.first():
        return row, False
    fresh = CurrentPrice(
        client_id=client_id,
        canonical_url=canonical_url,
        observed_at=observed_at,
        last_seen_at=observed_at,
        **asdict(price),
    )
    CurrentPrice.objects.bulk_create([fresh], ignore_conflicts=True)
    row = rows.get()
    return row, row.pk == fresh.pk


def _confirm(current: CurrentPrice, observed_at: datetime) -> None:
    CurrentPrice.objects.filter(Q(last_seen_at__lt=observed_at), pk=current.pk).update(last_seen_at=observed_at)


def _as_observed(row: CurrentPrice) -> ObservedPrice:
    return ObservedPrice(**{name: getattr(row, name) for name in ObservedPrice.__dataclass_fields__})
