"""The route that finds listings."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from listings.api.search_serializers import ListingSearchSerializer, filters_of
from listings.api.serializers import listing_json
from listings.services.searching import Place, search_listings
from propscrape.api.responses import success
from propscrape.positions import cursor_of, price_cursor_of


class ListingSearchView(ClientAPIView):
    """GET the client's listings that pass filters, a page at a time."""

    limits: ClassVar[dict[str, str]] = {"GET": "search"}

    def get(self, request: Request) -> Response:
        """200 with a page of listings; `next` is the cursor of the page after it, null on the last."""
        query = ListingSearchSerializer(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        found = search_listings(
            client_id=self.client_id,
            filters=filters_of(asked),
            sort=asked["sort"],
            after=asked["cursor"],
            limit=asked["limit"],
        )
        listings = [listing_json(listing) for listing in found.listings]
        return success(count=len(listings), listings=listings, next=_cursor_of(found.last))


def _cursor_of(place: Place | None) -> str | None:
    if place is None:
        return None
    value, pk = place
    return price_cursor_of((value, pk)) if isinstance(value, int) else cursor_of((value, pk))
