"""The one place where errors become answers: ours as they are, foreign ones translated (A5)."""

from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from psycopg_pool import PoolTimeout
from rest_framework import exceptions as drf
from rest_framework.response import Response

from propscrape import errors
from propscrape.api.responses import failure_body, failure_headers
from propscrape.json_text import to_json
from propscrape.request_ids import request_id_of

logger = structlog.get_logger(__name__)
RETRY_SOON_S = 5
TRANSLATIONS: dict[type[BaseException], type[errors.ServiceError]] = {
    drf.NotAuthenticated: errors.Unauthorized,
    drf.AuthenticationFailed: errors.Unauthorized,
    drf.PermissionDenied: errors.Forbidden,
    drf.NotFound: errors.NotFound,
    drf.MethodNotAllowed: errors.MethodNotAllowed,
    drf.UnsupportedMediaType: errors.UnsupportedContentType,
    drf.ParseError: errors.InvalidRequest,
    drf.APIException: errors.InvalidRequest,
    Http404: errors.NotFound,
    PermissionDenied: errors.Forbidden,
    RequestDataTooBig: errors.PayloadTooLarge,
    TooManyFilesSent: errors.PayloadTooLarge,
    SuspiciousOperation: errors.InvalidRequest,
}


def answer_error(exception: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: every exception of an API view as the error contract's JSON."""
    error = translate(exception)
    if error.status >= 500:
        logger.error("request_failed", code=error.code, exc_info=exception)
    request: HttpRequest = context["request"]._request
    body = failure_body(error, request_id_of(request))
    return Response(body, status=error.status, headers=failure_headers(error))


def translate(exception: BaseException) -> errors.ServiceError:
    """The ServiceError that stands for `exception`; unknown ones are Internal, with no detail leaked."""
    if isinstance(exception, errors.ServiceError):
        return exception
    if isinstance(exception, drf.ValidationError):
        return _validation_error(exception)
    if isinstance(exception, OperationalError | InterfaceError | PoolTimeout):
        return errors.Unavailable(retry_after_s=RETRY_SOON_S)
    for kind in type(exception).__mro__:
        if kind in TRANSLATIONS:
            return TRANSLATIONS[kind]()
    return errors.Internal()


def _validation_error(exception: drf.ValidationError) -> errors.ServiceError:
    """MISSING_URL and INVALID_URL have codes of their own; everything else is VALIDATION_ERROR with its fields."""
    detail = exception.detail if isinstance(exception.detail, dict) else {"request": exception.detail}
    url_codes = {getattr(fault, "code", "") for fault in detail.get("url", [])}
    if url_codes & {"required", "blank", "null"}:
        return errors.MissingUrl()
    if url_codes:
        return errors.InvalidUrl(details={"url": [str(fault) for fault in detail["url"]]})
    return errors.ValidationFailed(details={"fields": detail})


def json_error(request: HttpRequest, error: errors.ServiceError) -> HttpResponse:
    """The error contract outside of DRF: unknown routes, and what fails before a view is reached."""
    body = to_json(failure_body(error, request_id_of(request)))
    headers = failure_headers(error)
    return HttpResponse(body, status=error.status, content_type="application/json", headers=headers)
