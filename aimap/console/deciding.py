"""Deciding about a proposal: what cannot be taken back at once is asked about first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from aimap.console.pages import CHANGE, is_confirmed, show, tell_fault
from aimap.models import Proposal
from aimap.services.auditing import note_done
from aimap.services.deciding import (
    approve,
    read_again,
    reject,
    run_beside,
    save_draft,
    take_back,
    text_digest,
)
from propscrape.console_pages import console_page
from propscrape.errors import NotFound, ServiceError

NOTE_CHARS = 255


@dataclass(frozen=True, slots=True)
class Choice:
    """Something staff can do: its words, what follows of it where that is asked about first, and the doing."""

    verb: str
    done: str
    act: Callable[[HttpRequest, Proposal], Any]
    consequences: str = ""


@console_page(CHANGE)
@require_POST
def decide(request: HttpRequest, proposal_id: UUID) -> HttpResponseBase:
    """Do what a button says, or ask first."""
    proposal = get_object_or_404(Proposal, pk=proposal_id)
    choice = CHOICES.get(request.POST.get("choice", ""))
    if choice is None:
        tell_fault(request, NotFound("There is no such choice."))
    elif choice.consequences and not is_confirmed(request):
        return _ask(request, proposal, choice)
    else:
        _act(request, proposal, choice)
    return redirect("ai_map:proposal", proposal_id)


def _ask(request: HttpRequest, proposal: Proposal, choice: Choice) -> HttpResponseBase:
    return show(
        request,
        "confirm.html",
        f"{choice.verb}?",
        proposal=proposal,
        choice=request.POST["choice"],
        verb=choice.verb,
        consequences=choice.consequences,
        digest=text_digest(proposal),
    )


def _act(request: HttpRequest, proposal: Proposal, choice: Choice) -> None:
    try:
        choice.act(request, proposal)
    except ServiceError as error:
        tell_fault(request, error)
        return
    note_done(request.user, proposal, choice.done)
    messages.success(request, choice.done)


def _by(request: HttpRequest) -> str:
    return request.user.get_username()


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").strip()[:NOTE_CHARS]


def _approve(request: HttpRequest, proposal: Proposal) -> None:
    seen = request.POST.get("seen", "")
    approve(proposal_id=proposal.pk, seen_digest=seen, by=_by(request), note=_note(request))


def _reject(request: HttpRequest, proposal: Proposal) -> None:
    reject(proposal_id=proposal.pk, by=_by(request), note=_note(request))


def _save_draft(request: HttpRequest, proposal: Proposal) -> None:
    save_draft(proposal_id=proposal.pk, by=_by(request))


def _run_beside(request: HttpRequest, proposal: Proposal) -> None:
    run_beside(proposal_id=proposal.pk, by=_by(request))


def _read_again(request: HttpRequest, proposal: Proposal) -> None:
    read_again(proposal_id=proposal.pk, by=_by(request))


def _take_back(request: HttpRequest, proposal: Proposal) -> None:
    take_back(proposal_id=proposal.pk, by=_by(request), note=_note(request))


CHOICES: dict[str, Choice] = {
    "approve": Choice(
        "Approve",
        "Approved: it is the active mapping",
        _approve,
        "It becomes the mapping that reads the portal's pages, in every worker within seconds, if it reads all golden "
        "pages as expected. What is active now retires; rolling back makes it active again.",
    ),
    "reject": Choice(
        "Reject", "Rejected", _reject, "Nothing changes for the portal. The proposal stays in the list, as rejected."
    ),
    "draft": Choice("Save as draft", "Saved as a draft of the portal", _save_draft),
    "shadow": Choice("Start shadow run", "It runs beside the active mapping on the portal's next pages", _run_beside),
    "reread": Choice(
        "Read captures again",
        "The portal's captures are read again",
        _read_again,
        "Every capture of the portal's listings is read with the active mapping. Listings and price histories are "
        "corrected, and their clients are told (listing.corrected).",
    ),
    "take_back": Choice(
        "Roll back",
        "Rolled back: what was active before it is so again",
        _take_back,
        "It retires, and what was active before it reads the portal's pages again, golden pages or not.",
    ),
}
