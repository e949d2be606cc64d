"""The route of market figures."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from listings.extraction.fields import PROPERTY_TYPES
from pricehistory.services.market import Market, Week, market_of
from propscrape.api.fields import StrictSerializer, TextField
from propscrape.api.responses import success

TOTAL, SALE, RENT = "total", "sale", "rent"


class MarketQuerySerializer(StrictSerializer):
    """?portal=&city=&property_type=; what is left out is all of them."""

    portal = TextField(max_length=64, allow_blank=True, default=None)
    city = TextField(max_length=255, allow_blank=True, default=None)
    property_type = serializers.ChoiceField(
        PROPERTY_TYPES,
        allow_blank=True,
        default=None,
        error_messages={"invalid_choice": f"Give one of {', '.join(PROPERTY_TYPES)}."},
    )


class MarketView(ClientAPIView):
    """GET what the client's own listings come to, week by week."""

    limits: ClassVar[dict[str, str]] = {"GET": "get"}

    def get(self, request: Request) -> Response:
        """200 with a series of weeks for each kind of price; none where three listings never stood in one week."""
        query = MarketQuerySerializer(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        choice: dict[str, Any] = {name: value or None for name, value in query.validated_data.items()}
        markets = market_of(client_id=self.client_id, **choice)
        computed = [week.computed_at for market in markets for week in market.weeks if week.computed_at]
        return success(**choice, as_of=max(computed, default=None), series=list(map(market_json, markets)))


def market_json(market: Market) -> dict[str, Any]:
    """The weeks of one kind of price: `offer` is sale for a total price, rent per any time, null where unknown."""
    offer = None if market.price_period is None else SALE if market.price_period == TOTAL else RENT
    return {
        "offer": offer,
        "currency": market.currency,
        "price_period": market.price_period,
        "weeks": list(map(week_json, market.weeks)),
    }


def week_json(week: Week) -> dict[str, Any]:
    """One week, to two places; figures are null for fewer than three listings, or three with an area."""
    return {
        "week": f"{week.week:%G-W%V}",
        "starts": week.week,
        "listings": week.listings,
        "median_price": _rounded(week.median_price),
        "listings_with_area": week.listings_with_area,
        "median_price_per_m2": _rounded(week.median_per_m2),
    }


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 2)
