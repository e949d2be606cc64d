"""Every route: the API under its base, the console, and what machines ask of a running instance."""

import sys

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from django_prometheus.exports import ExportToDjangoView

from propscrape.api.errors import json_error, translate
from propscrape.errors import Internal, InvalidRequest, NotFound
from propscrape.health import health, ready

API_BASE = "public_api/v1/"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path(API_BASE, include("listings.api.urls")),
    path(API_BASE, include("webhooks.api.urls")),
    path("admin/api/", include("aimap.api.urls")),
    path("admin/ai-map/", include("aimap.console.urls")),
    path("admin/scraper-health/", include("listings.console.urls")),
    path("digests/", include("listings.digest.urls")),
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url=static("propscrape/favicon.svg"))),
    path("health", health),
    path("ready", ready),
    path("metrics", csrf_exempt(require_safe(ExportToDjangoView))),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that no route takes."""
    return json_error(request, NotFound())


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django refused before a view was reached."""
    error = translate(exception)
    return json_error(request, error if isinstance(error, InvalidRequest) else InvalidRequest())


def handler500(request: HttpRequest) -> HttpResponse:
    """A fault of ours outside of an API view; the log has its cause under the request id.

    Django calls it while it handles the exception, so a database that is away is told as such.
    """
    cause = sys.exc_info()[1]
    return json_error(request, translate(cause) if cause else Internal())
