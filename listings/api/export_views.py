"""The routes of exports."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from listings.api.export_serializers import (
    ExportsQuerySerializer,
    ListingExportQuerySerializer,
    NewExportSerializer,
    export_json,
)
from listings.api.search_serializers import filters_of
from listings.export_response import etag_of, file_response, with_validators
from listings.exporting.file_format import chunks_of
from listings.exporting.formats import FORMATS
from listings.models import Export
from listings.services.exports import ask_for_export, exports_of, get_export, get_export_with_file, get_record
from propscrape.api.responses import success
from propscrape.positions import cursor_of

NOT_MODIFIED = 304


class ExportsView(ClientAPIView):
    """POST for a file of listings; GET those that were asked for, and the archives."""

    limits: ClassVar[dict[str, str]] = {"GET": "get", "POST": "exports"}

    def get(self, request: Request) -> Response:
        """200 with a page of exports, newest first; `next` is the cursor of the page after it, null on the last."""
        query = ExportsQuerySerializer(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        found = exports_of(
            client_id=self.client_id,
            file_format=asked["format"],
            state=asked["state"],
            before=asked["cursor"],
            limit=asked["limit"] + 1,
        )
        page = found[: asked["limit"]]
        following = cursor_of((page[-1].created_at, page[-1].pk)) if len(found) > len(page) else None
        return success(count=len(page), exports=list(map(export_json, page)), next=following)

    def post(self, request: Request) -> Response:
        """200 with an export that is done, of 1,000 listings or fewer; else 202 with one that a worker writes."""
        asked = NewExportSerializer(data=dict(request.data))
        asked.is_valid(raise_exception=True)
        export = ask_for_export(
            client_id=self.client_id,
            file_format=Export.Format(asked.validated_data["format"]),
            filters=filters_of(asked.validated_data),
        )
        return success(status=200 if export.state == Export.State.DONE else 202, export=export_json(export))


class ExportView(ClientAPIView):
    """GET how far an export has come."""

    limits: ClassVar[dict[str, str]] = {"GET": "get"}

    def get(self, request: Request, export_id: UUID) -> Response:
        """200 with the export, or NOT_FOUND."""
        return success(export=export_json(get_export(client_id=self.client_id, export_id=export_id)))


class ExportFileView(ClientAPIView):
    """GET the file of an export."""

    limits: ClassVar[dict[str, str]] = {"GET": "exports"}

    def get(self, request: Request, export_id: UUID) -> HttpResponseBase:
        """200 with the file, 304 for a client that has it; CONFLICT until it is written, NOT_FOUND once it is gone."""
        export = get_export_with_file(client_id=self.client_id, export_id=export_id)
        if etag_of(export) in parse_etags(request.headers.get("If-None-Match", "")):
            return with_validators(HttpResponse(status=NOT_MODIFIED), export)
        return file_response(export)


class ListingExportView(ClientAPIView):
    """GET one listing as a file."""

    limits: ClassVar[dict[str, str]] = {"GET": "get"}

    def get(self, request: Request, listing_id: UUID) -> HttpResponse:
        """200 with a file of one record, or LISTING_NOT_FOUND."""
        query = ListingExportQuerySerializer(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        file_format = FORMATS[query.validated_data["format"]]
        record = get_record(client_id=self.client_id, listing_id=listing_id)
        name = content_disposition_header(as_attachment=True, filename=f"listing-{listing_id}.{file_format.extension}")
        return HttpResponse(
            b"".join(chunks_of(file_format, [[record]])),
            content_type=file_format.media_type,
            headers={"Content-Disposition": name},
        )
