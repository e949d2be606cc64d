"""Asking before something is done that cannot be taken back at once.

The first POST of such an action answers with a page that says what will follow; that page's form is the second.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from webhooks.admin.acting import FROM_PAGE, Admin, few_enough, way_back, words_of_actions
from webhooks.models import Subscription

TEMPLATES = "admin/webhooks/subscription"


def is_confirmed(request: HttpRequest) -> bool:
    """Whether this is the second POST."""
    return "confirmed" in request.POST


def ask(
    model_admin: Admin, request: HttpRequest, queryset: QuerySet[Subscription], *, action: str, consequences: str
) -> HttpResponseBase | None:
    """The page that asks."""
    rows = few_enough(model_admin, request, queryset.filter(deleted_at__isnull=True))
    if not rows:
        return None
    verb = words_of_actions(model_admin, request)[action].rstrip("…")
    context = page_context(model_admin, request, rows) | {
        "title": f"{verb}?",
        "verb": verb,
        "action": action,
        "consequences": consequences,
        "rows": [(row, mark(row)) for row in rows],
        "checkbox": ACTION_CHECKBOX_NAME,
        "from_page": FROM_PAGE if FROM_PAGE in request.POST else "",
    }
    return TemplateResponse(request, f"{TEMPLATES}/confirm.html", context)


def what_was_confirmed(
    model_admin: Admin, request: HttpRequest, queryset: QuerySet[Subscription]
) -> list[Subscription]:
    """The rows, locked; none, and a message, if one of them changed since: a form that is sent twice acts once."""
    standing = queryset.filter(deleted_at__isnull=True).select_for_update(of=("self",), no_key=True)
    rows = few_enough(model_admin, request, standing)
    seen = request.POST.getlist("seen")
    if rows and all(mark(row) in seen for row in rows):
        return rows
    model_admin.message_user(request, "Nothing was done: what you confirmed has changed since.", messages.WARNING)
    return []


def mark(subscription: Subscription) -> str:
    """What changes of a subscription when it is disabled or its secret rotated."""
    return f"{subscription.pk} {subscription.state} {subscription.previous_secret_until}"


def page_context(model_admin: Admin, request: HttpRequest, rows: Sequence[Subscription]) -> dict[str, Any]:
    """What the pages of an action share."""
    back = way_back(model_admin, request, rows)
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "back": back.url if back else request.get_full_path(),
    }
