"""The routes of one listing: reading it, deleting it, and the looks at its page."""

from typing import ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from listings.api.serializers import ListingQuerySerializer, listing_json, scrape_json
from listings.services.deleting import delete_listing
from listings.services.reading import get_listing, scrapes_of_listing
from propscrape.api.fields import CursorField, StrictSerializer
from propscrape.api.responses import success
from propscrape.positions import cursor_of

DEFAULT_PAGE, MAX_PAGE = 50, 200


class ScrapesQuerySerializer(StrictSerializer):
    """?limit=&cursor="""

    limit = serializers.IntegerField(default=DEFAULT_PAGE, min_value=1, max_value=MAX_PAGE)
    cursor = CursorField(default=None)


class ListingView(ClientAPIView):
    """GET or DELETE one stored listing by its id."""

    limits: ClassVar[dict[str, str]] = {"GET": "get", "DELETE": "get"}

    def get(self, request: Request, listing_id: UUID) -> Response:
        """200 with the listing, or LISTING_NOT_FOUND."""
        query = ListingQuerySerializer(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        listing = get_listing(client_id=self.client_id, listing_id=listing_id)
        return success(listings=[listing_json(listing, **query.validated_data)])

    def delete(self, request: Request, listing_id: UUID) -> Response:
        """200 with the id of what is gone, or LISTING_NOT_FOUND."""
        delete_listing(client_id=self.client_id, listing_id=listing_id)
        return success(deleted=listing_id)


class ListingScrapesView(ClientAPIView):
    """GET the looks at a listing's page."""

    limits: ClassVar[dict[str, str]] = {"GET": "get"}

    def get(self, request: Request, listing_id: UUID) -> Response:
        """200 with a page of scrapes, newest first; `next` is the cursor of the page after it, null on the last."""
        query = ScrapesQuerySerializer(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        found = scrapes_of_listing(
            client_id=self.client_id, listing_id=listing_id, before=asked["cursor"], limit=asked["limit"] + 1
        )
        page = found[: asked["limit"]]
        following = cursor_of((page[-1].created_at, page[-1].pk)) if len(found) > len(page) else None
        return success(count=len(page), scrapes=list(map(scrape_json, page)), next=following)
