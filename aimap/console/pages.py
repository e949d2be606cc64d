"""What every page of the AI map has in common: the login, a permission, a policy, the console's own frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from propscrape.errors import ServiceError

VIEW, ADD, CHANGE = "aimap.view_proposal", "aimap.add_proposal", "aimap.change_proposal"
# What runs and is loaded is our own; the preview alone is framed, and nothing frames these pages
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
View = Callable[..., HttpResponseBase]


def console_page(*needed: str) -> Callable[[View], View]:
    """A page of the console for those who have all of these permissions; works in the staff scope."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perms(needed):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Content-Security-Policy", POLICY)
            return response

        return admin.site.admin_view(guarded)

    return wrap


def show(request: HttpRequest, template: str, title: str, **facts: Any) -> TemplateResponse:
    """A page in the console's frame."""
    context = {**admin.site.each_context(request), "title": title, "may": _rights(request), **facts}
    return TemplateResponse(request, f"admin/aimap/{template}", context)


def tell_fault(request: HttpRequest, error: ServiceError) -> None:
    """Say to staff what went wrong, with what the error knows."""
    messages.error(request, " ".join([error.message, *faults_of(error)]))


def faults_of(error: ServiceError) -> list[str]:
    """What is wrong, one line each, of those errors that say it."""
    details = error.details or {}
    if "faults" in details:
        return [str(fault) for fault in details["faults"]]
    failures = details.get("failures", [])
    return [f"{found['field']} of {found['url']}: expected {found['expected']}, found {found['found']}."
            for found in failures]  # fmt: skip


def is_confirmed(request: HttpRequest) -> bool:
    """Whether this POST comes from the page that asked."""
    return "confirmed" in request.POST


def _rights(request: HttpRequest) -> dict[str, bool]:
    return {"add": request.user.has_perm(ADD), "change": request.user.has_perm(CHANGE)}
