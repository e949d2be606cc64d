"""Bodies are measured before they are read, and again while they inflate."""

import zlib
from collections.abc import Mapping
from typing import Any

import orjson
from django.conf import settings
from rest_framework.parsers import BaseParser

from propscrape.errors import InvalidJson, PayloadTooLarge, UnsupportedContentType

CHUNK_BYTES = 64 * 1024
GZIP_WINDOW_BITS = 16 + zlib.MAX_WBITS


class BoundedJSONParser(BaseParser):
    """application/json into a dict, at most MAX_BODY_BYTES of it; gzip is undone within the same bound.

    Raises PayloadTooLarge, InvalidJson or UnsupportedContentType.
    """

    media_type = "application/json"
    max_bytes_setting = "MAX_BODY_BYTES"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        limit: int = getattr(settings, self.max_bytes_setting)
        meta = getattr(stream, "META", {})
        body = read_bounded(stream, limit=limit, encoding=meta.get("HTTP_CONTENT_ENCODING", ""))
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise InvalidJson(details={"position": error.pos}) from error
        if not isinstance(data, dict):
            raise InvalidJson
        return data


class PageJSONParser(BoundedJSONParser):
    """The same for a route that takes a whole page in its JSON."""

    max_bytes_setting = "MAX_PAGE_BODY_BYTES"


def content_length(meta: Mapping[str, Any]) -> int:
    """The body's length as its sender says; 0 where that is no number."""
    given = str(meta.get("CONTENT_LENGTH") or "")
    return int(given) if given.isascii() and given.isdigit() else 0


def read_bounded(stream: Any, *, limit: int, encoding: str) -> bytes:
    """All of a body that is at most `limit` bytes long, also after inflation. Raises PayloadTooLarge."""
    body: bytes = stream.read(limit + 1)
    if len(body) > limit:
        raise PayloadTooLarge(details={"max_bytes": limit})
    match encoding.strip().lower():
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            return _inflate(body, limit=limit)
        case other:
            raise UnsupportedContentType("This content encoding is not supported.", details={"encoding": other[:40]})


def _inflate(body: bytes, *, limit: int) -> bytes:
    inflater = zlib.decompressobj(GZIP_WINDOW_BITS)
    try:
        plain = inflater.decompress(body, limit + 1)
    except zlib.error as error:
        raise InvalidJson("The body is not what its content encoding says.") from error
    if len(plain) > limit or inflater.unconsumed_tail:
        raise PayloadTooLarge(details={"max_bytes": limit})
    if not inflater.eof:
        raise InvalidJson("The compressed body ends too early.")
    return plain
