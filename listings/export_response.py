"""The file of an export as an answer over HTTP, for clients and for staff."""

from base64 import b64encode
from typing import TypeVar

from django.http import FileResponse
from django.http.response import HttpResponseBase

from listings.exporting.formats import FORMATS
from listings.models import Export
from listings.services.export_files import open_file

CHUNK_BYTES = 64 * 1024
ARCHIVE_MEDIA_TYPE = "application/gzip"
Answer = TypeVar("Answer", bound=HttpResponseBase)


def file_response(export: Export) -> FileResponse:
    """The file of an export, read from the storage as it is sent. Raises ExportFileMissing or StorageAway."""
    response = FileResponse(
        open_file(str(export.file_name)),
        as_attachment=True,
        filename=download_name(export),
        content_type=media_type_of(export),
    )
    response.block_size = CHUNK_BYTES
    response["Content-Length"] = str(export.file_bytes)
    return with_validators(response, export)


def with_validators(response: Answer, export: Export) -> Answer:
    """ETag, and the digest of RFC 9530 for whoever wants to know that it has come whole."""
    digest = b64encode(bytes.fromhex(str(export.file_sha256))).decode()
    response["ETag"] = etag_of(export)
    response["Repr-Digest"] = f"sha-256=:{digest}:"
    response["Cache-Control"] = "private"
    return response


def etag_of(export: Export) -> str:
    """The strong validator of its file (RFC 9110 8.8.3)."""
    return f'"{export.file_sha256}"'


def media_type_of(export: Export) -> str:
    """What kind of file it is."""
    return ARCHIVE_MEDIA_TYPE if export.month else FORMATS[export.format].media_type


def download_name(export: Export) -> str:
    """What the file is called on the disk of whoever fetches it."""
    extension = FORMATS[export.format].extension
    if export.month:
        return f"listings-{export.month:%Y-%m}.{extension}.gz"
    return f"listings-{export.created_at:%Y-%m-%d}-{export.pk.hex[-6:]}.{extension}"
