"""The route of gains and losses."""

from datetime import datetime
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from listings.services.movements import DEFAULT_PERIOD, MAX_PERIOD, ListingMovement, movements_since
from pricehistory.services.moves import move_between
from propscrape.api.fields import CursorField, StrictSerializer
from propscrape.api.responses import success
from propscrape.positions import cursor_of

DEFAULT_PAGE, MAX_PAGE = 50, 200


class MovementsQuerySerializer(StrictSerializer):
    """?since=&limit=&cursor="""

    since = serializers.DateTimeField(default=None)
    limit = serializers.IntegerField(default=DEFAULT_PAGE, min_value=1, max_value=MAX_PAGE)
    cursor = CursorField(default=None)

    def validate_since(self, since: datetime | None) -> datetime:
        """Seven days ago unless said, 31 at most."""
        now = timezone.now()
        if since is None:
            return now - DEFAULT_PERIOD
        if since < now - MAX_PERIOD:
            raise serializers.ValidationError(f"Give a time within the last {MAX_PERIOD.days} days.")
        return since


class MovementsView(ClientAPIView):
    """GET what came, went and moved of the client's listings."""

    limits: ClassVar[dict[str, str]] = {"GET": "get"}

    def get(self, request: Request) -> Response:
        """200 with totals by kind and a page of movements, newest first; `next` is null on the last."""
        query = MovementsQuerySerializer(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        found = movements_since(
            client_id=self.client_id, since=asked["since"], before=asked["cursor"], limit=asked["limit"]
        )
        return success(
            since=asked["since"],
            totals=found.totals,
            count=len(found.movements),
            movements=list(map(movement_json, found.movements)),
            next=cursor_of(found.last) if found.last else None,
        )


def movement_json(movement: ListingMovement) -> dict[str, Any]:
    """What happened, to which listing, and what was asked then; changes are of moves of the price."""
    moved, listing = movement.moved, movement.listing
    answer = {
        "kind": moved.kind,
        "at": moved.at,
        "listing_id": listing.pk if listing else None,
        "url": moved.canonical_url,
        "title": listing.title if listing else None,
        "portal": moved.portal,
        "city": moved.city,
        "property_type": moved.property_type,
        "price_float": moved.amount,
        "currency": moved.currency,
        "price_period": moved.price_period,
        "price_before": moved.before_amount,
        "change_amount": None,
        "change_percent": None,
    }
    if moved.before_amount is not None and moved.amount is not None:
        move = move_between(moved.before_amount, moved.amount)
        answer |= {"change_amount": move.amount, "change_percent": move.percent}
    return answer
