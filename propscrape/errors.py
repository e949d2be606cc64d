"""What can go wrong, as one class each with the code and HTTP status of CONTRACTS.md 3.

    ServiceError
      InvalidRequest 400     MissingUrl, InvalidUrl, UnsupportedHost, InvalidJson, ValidationFailed
      Unauthorized 401       Forbidden 403       NotFound 404       MethodNotAllowed 405
      Conflict 409           LimitReached 409
      PayloadTooLarge 413    UnsupportedContentType 415
      RateLimited 429        Internal 500        Unavailable 503
Apps add their own beside their services (listings/errors.py and so on).
"""

from typing import Any, ClassVar


class ServiceError(Exception):
    """An error that a client may be told of: `message` for people, `code` and `details` for programs."""

    code: ClassVar[str] = "INTERNAL"
    status: ClassVar[int] = 500
    default_message: ClassVar[str] = "Something went wrong on our side."

    def __init__(
        self, message: str | None = None, *, details: dict[str, Any] | None = None, retry_after_s: int | None = None
    ) -> None:
        self.message = message or self.default_message
        self.details = details
        self.retry_after_s = retry_after_s
        super().__init__(self.message)


class Internal(ServiceError):
    """A fault of ours; its cause is in the log, under the request id."""


class InvalidRequest(ServiceError):
    """The request itself is wrong; sending it again will not help."""

    code = "VALIDATION_ERROR"
    status = 400
    default_message = "The request is not valid."


class ValidationFailed(InvalidRequest):
    """A field is missing, of the wrong type, or out of range; `details` names each."""


class MissingUrl(InvalidRequest):
    """No url was given."""

    code = "MISSING_URL"
    default_message = "Give the page's url."


class InvalidUrl(InvalidRequest):
    """The url is not an absolute http(s) address without credentials of at most 2,048 characters."""

    code = "INVALID_URL"
    default_message = "The url must be an absolute http or https address."


class UnsupportedHost(InvalidRequest):
    """A url alone of a portal that staff have not registered."""

    code = "UNSUPPORTED_HOST"
    default_message = "This host is not a registered portal; send the page's html with the url."


class InvalidJson(InvalidRequest):
    """The body is not a JSON object in UTF-8."""

    code = "INVALID_JSON"
    default_message = "The body is not a JSON object in UTF-8."


class Unauthorized(ServiceError):
    """No valid key or token came with the request."""

    code = "UNAUTHORIZED"
    status = 401
    default_message = "Send a valid API key in the X-Api-Key header."


class Forbidden(ServiceError):
    """The key is valid but may not do this."""

    code = "FORBIDDEN"
    status = 403
    default_message = "This key may not do that."


class NotFound(ServiceError):
    """Nothing by that name, or not the caller's."""

    code = "NOT_FOUND"
    status = 404
    default_message = "There is nothing here."


class MethodNotAllowed(ServiceError):
    """The route exists, the method on it does not."""

    code = "METHOD_NOT_ALLOWED"
    status = 405
    default_message = "This method is not allowed here."


class Conflict(ServiceError):
    """The request does not go together with what is there."""

    code = "CONFLICT"
    status = 409
    default_message = "This does not go together with what is there."


class LimitReached(ServiceError):
    """The client has as many of these as it may have."""

    code = "LIMIT_REACHED"
    status = 409
    default_message = "You have as many of these as a client may have."


class PayloadTooLarge(ServiceError):
    """The body, or what it inflates to, is larger than the route takes."""

    code = "PAYLOAD_TOO_LARGE"
    status = 413
    default_message = "The body is too large."


class UnsupportedContentType(ServiceError):
    """The body's type, encoding or content is not one this route reads."""

    code = "UNSUPPORTED_CONTENT_TYPE"
    status = 415
    default_message = "This content type is not supported."


class RateLimited(ServiceError):
    """Too many requests; `retry_after_s` says when to come back."""

    code = "RATE_LIMITED"
    status = 429
    default_message = "Too many requests."


class Unavailable(ServiceError):
    """Something this service stands on is away; try again."""

    code = "UNAVAILABLE"
    status = 503
    default_message = "The service is briefly unavailable."
