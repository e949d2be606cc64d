"""The page behind a digest's unsubscribe link: a question for people, one POST for mail programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from listings.digest.unsubscribing import client_of, unsubscribe
from propscrape.errors import NotFound


# No session is asked: the token is the right, and mail programs send no cookie (RFC 8058, 3.2)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, since mail scanners follow links; unsubscribe on POST."""
    is_done = request.method == "POST"
    try:
        client = unsubscribe(token) if is_done else client_of(token)
    except NotFound:
        return render(request, "digest/unsubscribe.html", status=404)
    return render(request, "digest/unsubscribe.html", {"name": client.name, "is_done": is_done})
