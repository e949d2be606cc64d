"""What a page of ours may run, load and be framed by: our own files, and nobody (A2, H10).

Django's own pages hold to it, too: the console's lists and forms, the login, refusals. A page with a policy
of its own keeps that.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Frames are our own previews
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADER = "Content-Security-Policy"


class PagePolicyMiddleware:
    """Gives the policy to every page that has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault(HEADER, POLICY)
        return response
