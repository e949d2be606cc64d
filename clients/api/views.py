"""What every route of a client's has in common."""

from typing import Any, ClassVar, cast
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clients.models import ApiKey
from clients.services.api_keys import Caller
from clients.services.limits import Usage, count_request
from propscrape.errors import Forbidden, InvalidRequest, RateLimited

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ClientAPIView(APIView):
    """A route that works for one client: key, scope and limit are settled before its method runs.

    `limits` names the limit group of each HTTP method; a method that must read the body first calls `count` itself.
    """

    limits: ClassVar[dict[str, str]] = {}
    usage: Usage | None = None

    @property
    def caller(self) -> Caller:
        """Who sent this request."""
        return cast(Caller, self.request.user)

    @property
    def client_id(self) -> UUID:
        """The client on whose rows this request works."""
        return self.caller.client_id

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Runs before the method. Raises Unauthorized, Forbidden or RateLimited."""
        super().initial(request, *args, **kwargs)
        needed = ApiKey.Scope.READ if request.method in SAFE_METHODS else ApiKey.Scope.WRITE
        if needed not in self.caller.scopes:
            raise Forbidden(f"This key has no {needed.value} scope.")
        if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
            raise InvalidRequest("Send the body with a Content-Length; chunked bodies are not read.")
        if group := self.limits.get("GET" if request.method == "HEAD" else request.method or ""):
            self.count(group)

    def count(self, group: str) -> None:
        """Count this request in a limit group. Raises RateLimited."""
        self.usage = count_request(self.request._request, caller=self.caller, group=group)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Adds the RateLimit headers of the group that was counted."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self.usage is not None:
            for name, value in self.usage.as_headers().items():
                answer[name] = value
        return answer

    def handle_exception(self, exc: Exception) -> Response:
        """Keeps the counters on a refusal, too."""
        if isinstance(exc, RateLimited) and exc.details and exc.retry_after_s:
            self.usage = Usage(limit=exc.details["limit"], remaining=0, reset_s=exc.retry_after_s)
        return super().handle_exception(exc)
