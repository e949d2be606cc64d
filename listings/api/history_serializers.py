"""What a request for a price history may hold, and how prices look in an answer."""

from typing import Any

from rest_framework import serializers

from listings.api.serializers import PageUrlField
from pricehistory.services.history import MAX_SNAPSHOTS, PriceChange, PricePoint
from propscrape.canonical_url import MAX_URL_LENGTH

DEFAULT_SNAPSHOTS = 100
JSON, SVG = "json", "svg"


class HistoryQuerySerializer(serializers.Serializer[Any]):
    """?limit=&changes_only=&format="""

    limit = serializers.IntegerField(required=False, min_value=1, max_value=MAX_SNAPSHOTS)
    changes_only = serializers.BooleanField(default=False)
    format = serializers.ChoiceField(
        (JSON, SVG), default=JSON, error_messages={"invalid_choice": f"Give {JSON} or {SVG}."}
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A chart has room for everything, a list for the latest."""
        return {"limit": MAX_SNAPSHOTS if attrs["format"] == SVG else DEFAULT_SNAPSHOTS} | attrs


class HistoryByUrlSerializer(HistoryQuerySerializer):
    """?url=&limit=&changes_only=&format="""

    url = PageUrlField(max_length=MAX_URL_LENGTH)


def snapshot_json(snapshot: PricePoint) -> dict[str, Any]:
    """A price as it was observed; of one on request, amount and currency are null."""
    return {
        "observed_at": snapshot.observed_at,
        "price_float": snapshot.amount,
        "price_cents": snapshot.price_cents,
        "currency": snapshot.currency,
        "price_period": snapshot.price_period,
        "price_qualifier": snapshot.price_qualifier,
    }


def change_json(change: PriceChange) -> dict[str, Any]:
    """A move between two prices."""
    return {
        "from": snapshot_json(change.before),
        "to": snapshot_json(change.after),
        "change_amount": change.move.amount,
        "change_percent": change.move.percent,
        "direction": change.move.direction,
    }
