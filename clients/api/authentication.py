"""Reading the key off a request."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from clients.services.api_keys import Caller, find_caller
from propscrape.errors import Unauthorized

KEY_PARAMETERS = frozenset({"api_key", "apikey", "key", "x-api-key", "access_token", "token"})


class ApiKeyAuthentication(BaseAuthentication):
    """X-Api-Key. A key in the query string is refused even when it is right: it is in somebody's log by now."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        """The caller, or None without a key. Raises Unauthorized for a key that opens nothing."""
        if KEY_PARAMETERS & {name.lower() for name in request.query_params}:
            raise Unauthorized("Keys in a query string are refused; send the X-Api-Key header.")
        key = request.headers.get("X-Api-Key", "")
        if not key:
            return None
        if (caller := find_caller(key)) is None:
            raise Unauthorized
        return caller, None

    def authenticate_header(self, request: Request) -> str:
        """WWW-Authenticate's challenge."""
        return "ApiKey"
