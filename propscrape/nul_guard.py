"""No address holds a NUL character: PostgreSQL takes none in a text, so every query with one would fail."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from propscrape.api.errors import json_error
from propscrape.errors import InvalidRequest


class NulGuardMiddleware:
    """Refuses a path or query string with a NUL, before a view or the console makes a query of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "\0" in request.META["QUERY_STRING"] or "%00" in request.META["QUERY_STRING"]:
            return json_error(request, InvalidRequest("The address holds a NUL character."))
        return self.get_response(request)
