"""Prices as plain values: what an app hands to price history, and what it gets back."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pricehistory.models import Price, PriceHold
from pricehistory.models.prices import ON_REQUEST


@dataclass(frozen=True, slots=True)
class ObservedPrice:
    """A price read off a page, with what market figures need. `price_cents` is in minor units of `currency`.

    A price on request (`on_request`) has no amount, no minor units, no currency and no period.
    """

    amount: Decimal | None
    price_cents: int | None
    currency: str | None
    price_period: str | None = None
    price_qualifier: str | None = None
    portal: str | None = None
    city: str | None = None
    property_type: str | None = None
    area_m2: float | None = None

    @classmethod
    def on_request(cls, **place: Any) -> "ObservedPrice":
        """What a page states that names no price on purpose; `place` is what market figures need."""
        return cls(None, None, None, price_qualifier=ON_REQUEST, **place)

    @property
    def kind(self) -> tuple[int | None, str | None, str | None, str | None]:
        """Equal kinds are the same price."""
        return self.price_cents, self.currency, self.price_period, self.price_qualifier

    def as_columns(self) -> dict[str, Any]:
        """The columns that every table of prices has."""
        return asdict(self)


PRICE_COLUMNS = tuple(ObservedPrice.__dataclass_fields__)


def price_of(row: Price) -> ObservedPrice:
    """The price of a row."""
    return ObservedPrice(**{name: getattr(row, name) for name in PRICE_COLUMNS})


@dataclass(frozen=True, slots=True)
class Observation:
    """A price that a client's page was seen to state, and by which scrape."""

    client_id: UUID
    canonical_url: str
    price: ObservedPrice
    observed_at: datetime
    scrape_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PriceMove:
    """A price that was written down, and the one stated before it (None: it is the page's first, or none was stated).

    `after` is a price on request where the page names none any more.
    """

    before: ObservedPrice | None
    after: ObservedPrice


@dataclass(frozen=True, slots=True)
class HeldPrice:
    """A price that was not written down, because the move to it is implausible; `standing` stands on."""

    hold_id: UUID
    reason: PriceHold.Reason
    standing: ObservedPrice
    price: ObservedPrice


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page states about its price, of a capture read again. `price` is None where it says nothing of one."""

    observed_at: datetime
    price: ObservedPrice | None
    scrape_id: UUID | None = None
