"""Pages of the console beside Django's own lists: the login, a permission, the console's frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse

View = Callable[..., HttpResponseBase]


def console_page(*needed: str) -> Callable[[View], View]:
    """A page of the console for those who have all of these permissions; works in the staff scope."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perms(needed):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return admin.site.admin_view(guarded)

    return wrap


def show_page(request: HttpRequest, template: str, title: str, **facts: Any) -> TemplateResponse:
    """A page in the console's frame, as wide as the window: without the list of tables at its side."""
    frame = admin.site.each_context(request) | {"is_nav_sidebar_enabled": False}
    return TemplateResponse(request, template, {**frame, "title": title, **facts})


def find_page(name: str, *args: Any) -> str | None:
    """The address of another room's page by its name; None where the installation does not have that room."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None
