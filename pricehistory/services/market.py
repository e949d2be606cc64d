"""What a market asks, week by week: medians of standing prices, read from figures that are kept ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Lower

from pricehistory.models import MarketFigure
from pricehistory.models.market import ALL
from pricehistory.services.weeks import A_WEEK, oldest_week
from propscrape.tenancy import client_scope


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a market. Figures are None where fewer than three listings stood, or had an area.

    Prices are in units of the currency; `median_per_m2` is per square metre of living or built area.
    """

    week: date
    listings: int | None = None
    median_price: float | None = None
    listings_with_area: int | None = None
    median_per_m2: float | None = None
    computed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Market:
    """The weeks of prices of one currency and period, oldest first, without gaps."""

    currency: str
    price_period: str | None
    weeks: Sequence[Week]


def market_of(
    *, client_id: UUID, portal: str | None = None, city: str | None = None, property_type: str | None = None
) -> list[Market]:
    """What a client's own pages come to, of this portal, city (in any case) and type; None is all of them.

    Prices per other times or in other currencies are never put together. A page counts in a week for the price that
    stood at its end, in the running week for the one that stands.
    """
    with client_scope(client_id):
        figures = MarketFigure.objects.filter(
            client_id=client_id,
            portal=portal or ALL,
            city=Lower(Value(city or ALL)),
            property_type=property_type or ALL,
            week__gte=oldest_week(),
        )
        rows = list(figures.order_by("currency", "price_period", "week"))
    markets = groupby(rows, key=lambda row: (row.currency, row.price_period))
    return [Market(currency, period or None, _without_gaps(list(weeks))) for (currency, period), weeks in markets]


def _without_gaps(figures: Sequence[MarketFigure]) -> list[Week]:
    found = {figure.week: _week(figure) for figure in figures}
    first, last = figures[0].week, figures[-1].week
    every = [first + A_WEEK * step for step in range((last - first) // A_WEEK + 1)]
    return [found.get(week, Week(week)) for week in every]


def _week(figure: MarketFigure) -> Week:
    return Week(**{name: getattr(figure, name) for name in Week.__dataclass_fields__})
