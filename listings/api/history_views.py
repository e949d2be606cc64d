"""The routes of a page's price history: as snapshots, as the moves between them, as a chart."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from listings.api.history_serializers import (
    SVG,
    HistoryByUrlSerializer,
    HistoryQuerySerializer,
    change_json,
    snapshot_json,
)
from listings.services.reading import get_listing
from pricehistory.services.chart import price_chart
from pricehistory.services.history import PricePoint, changes_among, snapshots_of
from propscrape.api.responses import success
from propscrape.canonical_url import canonicalize_url

# The chart has its own styles and nothing else; whoever opens it in a browser runs nothing
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class HistoryView(ClientAPIView):
    """GET the price history of a page, by ?url= or by its listing's id."""

    limits: ClassVar[dict[str, str]] = {"GET": "get"}

    def get(self, request: Request, listing_id: UUID | None = None) -> Response | HttpResponse:
        """200 with snapshots, newest first; with the moves between them (?changes_only=1); or a chart (?format=svg)."""
        by_url = HistoryByUrlSerializer if listing_id is None else HistoryQuerySerializer
        query = by_url(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        if listing_id is not None:
            listing = get_listing(client_id=self.client_id, listing_id=listing_id)
            url, canonical_url, title = listing.canonical_url, listing.canonical_url, listing.title
        else:
            url, canonical_url, title = asked["url"], canonicalize_url(asked["url"]), None
        points = snapshots_of(client_id=self.client_id, canonical_url=canonical_url, limit=asked["limit"])
        if asked["format"] == SVG:
            return _chart(points, title or canonical_url)
        return success(url=url, **_history(points, changes_only=asked["changes_only"]))


def _history(points: list[PricePoint], *, changes_only: bool) -> dict[str, Any]:
    if changes_only:
        changes = [change_json(change) for change in changes_among(points)]
        return {"change_count": len(changes), "changes": changes}
    return {"snapshot_count": len(points), "snapshots": list(map(snapshot_json, points))}


def _chart(points: list[PricePoint], title: str) -> HttpResponse:
    chart = price_chart(points, until=timezone.now(), title=title)
    return HttpResponse(
        chart, content_type="image/svg+xml; charset=utf-8", headers={"Content-Security-Policy": CHART_POLICY}
    )
