"""The staff's console: Django's admin, working in the staff scope."""

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import BadRequest
from django.db import DataError
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from propscrape.console_cells import Cell, shortened
from propscrape.console_paging import EstimatingPaginator
from propscrape.console_tiles import console_tiles
from propscrape.tenancy import staff_scope

M = TypeVar("M", bound=Model)
ROWS_PER_PAGE = 50
LAST = 100
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class ConsoleConfig(AdminConfig):
    """Puts our site in the place of Django's default one."""

    default_site = "propscrape.console.ConsoleSite"


class ConsoleSite(admin.AdminSite):
    """The admin site; every page of it works in one staff scope, its rendering included."""

    site_header = "propscrape"
    site_title = "propscrape"
    index_title = "Console"
    site_url = None

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The first page: the apps' tiles above Django's list of tables."""
        return super().index(request, {"tiles": console_tiles(), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Apps in the order that their configuration gives (`console_position`), those without one last."""
        return sorted(super().get_app_list(request, app_label), key=_console_position)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """`view` behind the login, with the rows of all clients in sight."""
        guarded = super().admin_view(view, cacheable)

        def in_staff_scope(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _check_years(request)
            try:
                with staff_scope():
                    response = guarded(request, *args, **kwargs)
                    if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                        response = response.render()
                    return response
            except (DataError, OverflowError) as error:  # a filter's value that no column can hold
                raise BadRequest("This address holds a value that cannot be.") from error

        return cast(View, in_staff_scope)


def _check_years(request: HttpRequest) -> None:
    """Raises BadRequest for a year that no date has; Django's date filter would fail on it."""
    years = [value for name, value in request.GET.items() if name.endswith("__year")]
    if not all(re.fullmatch(r"0*[1-9]\d{0,3}", str(year)) for year in years):
        raise BadRequest("There is no such year.")


def _console_position(app: dict[str, Any]) -> int:
    return int(getattr(apps.get_app_config(app["app_label"]), "console_position", LAST))


class FactAdmin(admin.ModelAdmin[M]):
    """Rows that are facts: staff look at them, and change nothing.

    `empty_hint` is what the list says while the table is empty.
    """

    actions = None
    list_per_page = ROWS_PER_PAGE
    show_full_result_count = False
    paginator = EstimatingPaginator
    empty_hint = "Nothing here yet."

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Facts are made by work, not by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Facts stay as they were."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Facts leave by retention."""
        return False

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Whether this member of staff may act (`permissions=["act"]` of an action), and not only look."""
        return bool(request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}"))

    @admin.display(description="client", ordering="client__name")
    def owner(self, row: Any) -> Cell:
        """The client whose row it is."""
        return shortened(str(row.client))
