"""A page that is sent as a form."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from rest_framework.parsers import MultiPartParser

from propscrape.api.parsers import content_length
from propscrape.errors import PayloadTooLarge


class PageMultiPartParser(MultiPartParser):
    """multipart/form-data, refused by its length before anything of it is read."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The form's fields and files. Raises PayloadTooLarge."""
        if content_length(stream.META) > settings.MAX_PAGE_BODY_BYTES:
            raise PayloadTooLarge(details={"max_bytes": settings.MAX_PAGE_BODY_BYTES})
        return super().parse(stream, media_type, parser_context)
