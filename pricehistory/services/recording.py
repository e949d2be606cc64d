"""Writing a price down when it moved, and only then (P5)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

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
    """A price that was written down, and the one that stood before it (None: it is the page's first)."""

    before: ObservedPrice | None
    after: ObservedPrice


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
    standing price changes nothing; an equal one confirms it.
    """
    current, is_first = _lock_current(client_id, canonical_url, price, observed_at)
    if not is_first and observed_at < current.observed_at:
        return None
    if not is_first and current.kind == price.kind:
        _write(current, price, last_seen_at=observed_at)
        return None
    before = None if is_first else _as_observed(current)
    PriceSnapshot.objects.create(
        client_id=client_id,
        canonical_url=canonical_url,
        observed_at=observed_at,
        scrape_id=scrape_id,
        **asdict(price),
    )
    if not is_first:
        _write(current, price, observed_at=observed_at, last_seen_at=observed_at)
    return PriceMove(before=before, after=price)


def confirm_price(*, client_id: UUID, canonical_url: str, seen_at: datetime) -> None:
    """Note that the standing price was seen again, on a page that did not change. Call it in a scope of the client."""
    standing = CurrentPrice.objects.filter(client_id=client_id, canonical_url=canonical_url, last_seen_at__lt=seen_at)
    standing.update(last_seen_at=seen_at)


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


def _write(current: CurrentPrice, price: ObservedPrice, **times: datetime) -> None:
    """The standing price with what market figures need as it is now: a city may be put right while the price stands."""
    CurrentPrice.objects.filter(pk=current.pk).update(**asdict(price), **times)


def _as_observed(row: CurrentPrice) -> ObservedPrice:
    return ObservedPrice(**{name: getattr(row, name) for name in ObservedPrice.__dataclass_fields__})
