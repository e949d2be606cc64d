"""Every request has an id; every answer bears it, and so does every log line and task that the request caused."""

import re
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
MAX_LENGTH = 64
ACCEPTED = re.compile(rf"[A-Za-z0-9._-]{{8,{MAX_LENGTH}}}")


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


def current_request_id() -> str:
    """The id of the request that the present work is for, also in the worker that goes on with it; "" for none."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:MAX_LENGTH]
