"""Every request has an id; every answer bears it, and so does every log line and task that the request caused."""

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Accepts a well-formed X-Request-Id of the caller, makes one otherwise, and echoes it.

    Stands before django-structlog, which binds the header to the log context and hands it to Celery.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request_id = given if ACCEPTED.fullmatch(given) else str(uuid.uuid4())
        request.META["HTTP_X_REQUEST_ID"] = request_id
        response = self.get_response(request)
        response[HEADER] = request_id
        return response


def request_id_of(request: HttpRequest) -> str:
    """The id that RequestIdMiddleware settled for this request; "" outside of it."""
    return str(request.META.get("HTTP_X_REQUEST_ID", ""))
