"""The routes of listings and their scrapes."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clients.api.views import ClientAPIView
from listings.api.parsers import PageMultiPartParser
from listings.api.serializers import (
    ListingPageSerializer,
    PageUrlSerializer,
    extraction_json,
    listing_json,
    portal_json,
    scrape_json,
)
from listings.errors import ListingNotFound, error_of_scrape
from listings.models import Scrape
from listings.services.importing import import_listing
from listings.services.portals import supported_sites
from listings.services.queueing import queue_scrape, wait_for_scrape
from listings.services.reading import get_listing_of_page, get_scrape
from propscrape import __version__
from propscrape.api.parsers import PageJSONParser, content_length
from propscrape.api.responses import success
from propscrape.errors import PayloadTooLarge


class ListingsView(ClientAPIView):
    """POST a page to import it; GET ?url= for the listing that is stored of one."""

    parser_classes = (PageJSONParser, PageMultiPartParser)
    limits: ClassVar[dict[str, str]] = {"GET": "get"}

    def get(self, request: Request) -> Response:
        """200 with the stored listing, or LISTING_NOT_FOUND."""
        query = PageUrlSerializer(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        listing = get_listing_of_page(client_id=self.client_id, url=query.validated_data["url"])
        return success(listings=[listing_json(listing, provenance=query.validated_data["provenance"])])

    def post(self, request: Request) -> Response:
        """200 with the listing; of a url alone, 202 with the scrape when it takes longer than `wait`."""
        is_page = content_length(request.META) > settings.MAX_BODY_BYTES
        if is_page:
            self.count("post_html")  # before so much is read
        asked = self._read_page(request, is_counted=is_page)
        if asked["html"] is None:
            return self._fetch(**asked)
        imported = import_listing(client_id=self.client_id, url=asked["url"], html=asked["html"])
        return success(
            listings=[listing_json(imported.listing)],
            extraction=extraction_json(imported),
            was_unchanged=imported.extraction is None,
            was_quarantined=imported.is_quarantined,
        )

    def _fetch(self, *, url: str, html: None, wait_s: float, renders: bool | None) -> Response:
        scrape = queue_scrape(client_id=self.client_id, url=url, renders=renders, is_awaited=wait_s > 0)
        return self._answer_scrape(wait_for_scrape(scrape, timeout_s=wait_s))

    def _read_page(self, request: Request, *, is_counted: bool) -> dict[str, Any]:
        """A request as ListingPageSerializer reads it, counted as what it asks for; a refused one counts as a page."""
        group = "post_html"
        try:
            page = ListingPageSerializer(data=request.data)
            page.is_valid(raise_exception=True)
            if page.validated_data["html"] is None:
                if is_counted:
                    raise PayloadTooLarge(details={"max_bytes": settings.MAX_BODY_BYTES})
                group = "post_url"
        finally:
            if not is_counted:
                self.count(group)
        return dict(page.validated_data)

    def _answer_scrape(self, scrape: Scrape) -> Response:
        if scrape.state not in Scrape.ENDED:
            return success(status=202, scrape=scrape_json(scrape))
        if scrape.listing is None and scrape.error_code is None:
            raise ListingNotFound("The listing was deleted meanwhile.")
        if scrape.listing is None:
            raise error_of_scrape(code=scrape.error_code, message=scrape.error_message)
        return success(
            listings=[listing_json(scrape.listing)],
            scrape=scrape_json(scrape),
            was_unchanged=scrape.outcome == Scrape.Outcome.UNCHANGED,
            was_quarantined=scrape.quarantine is not None,
        )


class ScrapeView(ClientAPIView):
    """GET one scrape: how far it came."""

    limits: ClassVar[dict[str, str]] = {"GET": "get"}

    def get(self, request: Request, scrape_id: UUID) -> Response:
        """200 with the scrape, or NOT_FOUND."""
        return success(scrape=scrape_json(get_scrape(client_id=self.client_id, scrape_id=scrape_id)))


class SupportedSitesView(APIView):
    """GET the registered portals; open to everybody."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get(self, request: Request) -> Response:
        """200 with every portal, by slug."""
        sites = [portal_json(portal) for portal in supported_sites()]
        return success(count=len(sites), sites=sites)


class HealthView(APIView):
    """GET whether the API is alive; open to everybody."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get(self, request: Request) -> Response:
        """200 with the version, as long as a web process answers."""
        return success(health="ok", version=__version__, environment=settings.ENV.ENVIRONMENT)
