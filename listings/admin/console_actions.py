"""Buttons on a row's own page: each posts to one address, which asks first where that is called for, and then acts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from propscrape.console import FactAdmin
from propscrape.errors import ServiceError

CONFIRM = "admin/listings/confirm_action.html"
MAX_TOLD = 10


@dataclass(frozen=True, slots=True)
class RowAction:
    """What a button does. `act` takes the row and who acts, and may name another row's page to go on with.

    `fits` says for which rows the button is there. With `consequences` the member of staff is asked first.
    """

    name: str
    label: str
    done: str
    fits: Callable[[Any], bool]
    act: Callable[[Any, str], Any]
    consequences: str = ""


def buttons_of(model_admin: FactAdmin[Any], request: HttpRequest, row: Any, actions: Sequence[RowAction]) -> Any:
    """The actions that this row and this member of staff allow, for the template."""
    if not model_admin.has_act_permission(request):
        return []
    return [action for action in actions if action.fits(row)]


def act_on_row(
    model_admin: FactAdmin[Any], request: HttpRequest, row: Any, actions: Sequence[RowAction]
) -> HttpResponseBase:
    """Do what was posted, once it is confirmed; then back to the row's page, with what came of it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not model_admin.has_act_permission(request):
        raise PermissionDenied
    action = next((known for known in actions if known.name == request.POST.get("action")), None)
    if action is None:
        raise Http404("There is no such action.")
    if action.consequences and "confirmed" not in request.POST:
        return _ask(model_admin, request, row, action)
    return HttpResponseRedirect(_way_on(_act(model_admin, request, row, action)))


def page_of(row: Any) -> str:
    """The address of a row's page in the console."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def tell_error(model_admin: admin.ModelAdmin[Any], request: HttpRequest, error: ServiceError) -> None:
    """What was wrong, in the error's own words, with its first details."""
    model_admin.message_user(request, error.message, messages.ERROR)
    for line in _lines_of(error.details or {})[:MAX_TOLD]:
        model_admin.message_user(request, line, messages.WARNING)


def _way_on(row: Any) -> str:
    """To the row's page, or to the list where the action took the row away."""
    if row._meta.model._default_manager.filter(pk=row.pk).exists():
        return page_of(row)
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_changelist")


def _act(model_admin: FactAdmin[Any], request: HttpRequest, row: Any, action: RowAction) -> Any:
    try:
        result = action.act(row, request.user.get_username())
    except ServiceError as error:
        tell_error(model_admin, request, error)
        return row
    model_admin.log_change(request, row, action.done)
    model_admin.message_user(request, f"{action.done}.", messages.SUCCESS)
    return result if result is not None and result._meta.model is row._meta.model else row


def _ask(model_admin: FactAdmin[Any], request: HttpRequest, row: Any, action: RowAction) -> HttpResponseBase:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": f"{action.label.rstrip('…')}?",
        "row": row,
        "action": action,
        "verb": action.label.rstrip("…"),
        "back": page_of(row),
    }
    return TemplateResponse(request, CONFIRM, context)


def _lines_of(details: dict[str, Any]) -> list[str]:
    lines = [str(fault) for fault in details.get("faults", ())]
    for failure in details.get("failures", ()):
        said = f"expected {failure['expected']!r}, found {failure['found']!r}"
        lines.append(f"{failure['url']}: {failure['field']}: {said}")
    return lines
