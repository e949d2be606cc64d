"""The two shapes of an answer (CONTRACTS.md 3)."""

from typing import Any

from rest_framework.response import Response

from propscrape.errors import ServiceError

UNAUTHORIZED = 401


def success(*, status: int = 200, **content: Any) -> Response:
    """{"success": true, ...}."""
    return Response({"success": True, **content}, status=status)


def failure_body(error: ServiceError, request_id: str) -> dict[str, Any]:
    """{"success": false, "error": {"code", "message", "details"?}, "request_id"}."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.details:
        body["details"] = error.details
    return {"success": False, "error": body, "request_id": request_id}


def failure_headers(error: ServiceError) -> dict[str, str]:
    """Retry-After, where the error knows when to come back, and the challenge of a 401 (RFC 9110 10.2.3, 11.6.1)."""
    headers = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
    return headers | ({"WWW-Authenticate": "ApiKey"} if error.status == UNAUTHORIZED else {})
