"""What every route of staff's has in common: a session of the console, or a token of a member of staff."""

from typing import ClassVar, cast

from django.contrib.auth.models import User
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clients.services.limits import Usage, count_staff_request
from clients.services.staff_tokens import find_staff
from propscrape.errors import Forbidden, InvalidRequest, RateLimited, Unauthorized

BEARER = "bearer "
LOG_IN = "Log in to the console, or send a staff token: Authorization: Bearer ps_staff_…"


class StaffTokenAuthentication(BaseAuthentication):
    """Authorization: Bearer ps_staff_…"""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """The member of staff, or None without a token. Raises Unauthorized for one that opens nothing."""
        header = request.headers.get("Authorization", "")
        if not header.lower().startswith(BEARER):
            return None
        user = find_staff(header[len(BEARER) :].strip())
        if user is None:
            raise Unauthorized(LOG_IN)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        """WWW-Authenticate's challenge."""
        return "Bearer"


class StaffAPIView(APIView):
    """A route for staff: who, what right and what limit are settled before its method runs.

    A session needs its CSRF token, as in the console. `needs` names the permission of each method; without one a
    method is refused.
    """

    authentication_classes = (StaffTokenAuthentication, SessionAuthentication)
    needs: ClassVar[dict[str, str]] = {}
    usage: Usage | None = None

    @property
    def staff(self) -> User:
        """Who sent this request."""
        return cast(User, self.request.user)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Runs before the method. Raises Unauthorized, Forbidden or RateLimited."""
        if request.user is None or not getattr(request.user, "is_staff", False):
            raise Unauthorized(LOG_IN)
        super().initial(request, *args, **kwargs)
        self.usage = count_staff_request(request._request, user_id=self.staff.pk)
        needed = self.needs.get(request.method or "")
        if needed is None or not self.staff.has_perm(needed):
            raise Forbidden("You have no permission for that.")
        if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
            raise InvalidRequest("Send the body with a Content-Length; chunked bodies are not read.")

    def finalize_response(self, request: Request, response: Response, *args: object, **kwargs: object) -> Response:
        """Adds the RateLimit headers."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in (self.usage.as_headers() if self.usage else {}).items():
            answer[name] = value
        return answer

    def handle_exception(self, exc: Exception) -> Response:
        """Keeps the counters on a refusal, too."""
        if isinstance(exc, RateLimited) and exc.details and exc.retry_after_s:
            self.usage = Usage(limit=exc.details["limit"], remaining=0, reset_s=exc.retry_after_s)
        return super().handle_exception(exc)
