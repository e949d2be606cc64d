"""No route takes a longer body than a page in JSON: what is longer is refused by its length, before any of it is read.

The API's parsers measure on their own. Django would write a form's file to the disk, whatever its size, and does so to
look for a CSRF token, so before it is known who sends it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from propscrape.api.errors import json_error
from propscrape.api.parsers import content_length
from propscrape.errors import PayloadTooLarge


class BodyBoundMiddleware:
    """Refuses what says that it is longer than MAX_PAGE_BODY_BYTES; of a body without a length nothing is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if content_length(request.META) > settings.MAX_PAGE_BODY_BYTES:
            return json_error(request, PayloadTooLarge(details={"max_bytes": settings.MAX_PAGE_BODY_BYTES}))
        return self.get_response(request)
