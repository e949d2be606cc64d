"""What every page of the AI map has in common: the login, a permission, a policy, the console's own frame."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.template.response import TemplateResponse

from listings.services.captured_pages import SEE_CAPTURES
from propscrape.console_pages import show_page
from propscrape.errors import ServiceError

VIEW, ADD, CHANGE = "aimap.view_proposal", "aimap.add_proposal", "aimap.change_proposal"


def show(request: HttpRequest, template: str, title: str, **facts: Any) -> TemplateResponse:
    """A page in the console's frame."""
    return show_page(request, f"admin/aimap/{template}", title, may=_rights(request), **facts)


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
    user = request.user
    return {
        "add": user.has_perm(ADD), "change": user.has_perm(CHANGE), "see_captures": user.has_perm(SEE_CAPTURES),
    }  # fmt: skip
