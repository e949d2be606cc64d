"""The staff's console: Django's admin, working in the staff scope."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from propscrape.tenancy import staff_scope

M = TypeVar("M", bound=Model)
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class ConsoleConfig(AdminConfig):
    """Puts our site in the place of Django's default one."""

    default_site = "propscrape.console.ConsoleSite"


class ConsoleSite(admin.AdminSite):
    """The admin site; every page of it works in one staff scope, its rendering included."""

    site_header = "propscrape"
    site_title = "propscrape"
    index_title = "Console"

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """`view` behind the login, with the rows of all clients in sight."""
        guarded = super().admin_view(view, cacheable)

        def in_staff_scope(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with staff_scope():
                response = guarded(request, *args, **kwargs)
                if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                    response = response.render()
                return response

        return cast(View, in_staff_scope)


class FactAdmin(admin.ModelAdmin[M]):
    """Rows that are facts: staff look at them, and change nothing."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Facts are made by work, not by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Facts stay as they were."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Facts leave by retention."""
        return False
