"""Acting on chosen rows: from a list, or from a row's own page, whose buttons post the list's actions for that row."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from propscrape.errors import ServiceError

Admin = admin.ModelAdmin[Any]
MAX_AT_ONCE = 100
# What the buttons of a row's own page post beside the action
FROM_PAGE = "from_page"


def act_on_each(
    model_admin: Admin, request: HttpRequest, queryset: QuerySet[Any], act: Callable[[Any], bool], *, done: str
) -> HttpResponseRedirect | None:
    """Act on each row and say what came of it; `act` answers whether there was anything to do."""
    rows = few_enough(model_admin, request, queryset)
    acted = [row for row in rows if _try(act, row)]
    if acted:
        note_in_history(request, acted, done)
        model_admin.message_user(request, f"{done}: {len(acted)}", messages.SUCCESS)
    if left := len(rows) - len(acted):
        model_admin.message_user(request, f"Left alone, since their state does not allow it: {left}", messages.WARNING)
    return way_back(model_admin, request, rows)


def few_enough(model_admin: Admin, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
    """The chosen rows; none, and a message, if they are more than one request can see to."""
    rows = list(queryset[: MAX_AT_ONCE + 1])
    if len(rows) <= MAX_AT_ONCE:
        return rows
    model_admin.message_user(request, f"Choose {MAX_AT_ONCE} at most; nothing was done.", messages.ERROR)
    return []


def note_in_history(request: HttpRequest, rows: Sequence[Model], what: str) -> None:
    """Who did what to which row, for its history page."""
    assert request.user.pk is not None  # the site lets nobody in who is not logged in
    LogEntry.objects.log_actions(user_id=request.user.pk, queryset=rows, action_flag=CHANGE, change_message=what)


def way_back(model_admin: Admin, request: HttpRequest, rows: Sequence[Model]) -> HttpResponseRedirect | None:
    """To the row's own page, for an action that was begun there; None leads to the list."""
    if FROM_PAGE not in request.POST or len(rows) != 1:
        return None
    opts = model_admin.opts
    return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[rows[0].pk]))


def words_of_actions(model_admin: Admin, request: HttpRequest) -> dict[str, str]:
    """What the actions are called that this user may take, by name."""
    return {name: action[2] for name, action in model_admin.get_actions(request).items() if action}


def buttons_of(model_admin: Admin, request: HttpRequest, row: Model, names: Sequence[str]) -> dict[str, Any]:
    """What a row's page needs to show these actions as buttons: those that this user may take."""
    words = words_of_actions(model_admin, request)
    return {
        "buttons": [(name, words[name]) for name in names if name in words],
        "buttons_post_to": reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist"),
        "buttons_fields": {ACTION_CHECKBOX_NAME: row.pk, FROM_PAGE: "1"},
    }


def _try(act: Callable[[Any], bool], row: Any) -> bool:
    try:
        return act(row)
    except ServiceError:
        return False
