"""Editing a proposal's mapping, with its faults told while it is typed, and trying it again."""

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from aimap.console.pages import CHANGE, show, tell_fault
from aimap.models import Proposal
from aimap.services.auditing import note_done
from aimap.services.linting import lint_text
from aimap.services.proposing import learn_again, try_again
from propscrape.console_pages import console_page
from propscrape.errors import ServiceError


@console_page(CHANGE)
@require_POST
def lint(request: HttpRequest, proposal_id: UUID) -> HttpResponseBase:
    """The faults of a text as JSON: {faults: [{line, key, message}]}."""
    proposal = get_object_or_404(Proposal.objects.defer("trial"), pk=proposal_id)
    faults = lint_text(proposal, request.POST.get("mapping_text", ""))
    return JsonResponse({"faults": [fault.as_record() for fault in faults]})


@console_page(CHANGE)
@require_POST
def edit(request: HttpRequest, proposal_id: UUID) -> HttpResponseBase:
    """Try the edited mapping; one with faults comes back with them, as it was typed."""
    proposal = get_object_or_404(Proposal, pk=proposal_id)
    text = request.POST.get("mapping_text", "").replace("\r\n", "\n")
    if faults := lint_text(proposal, text):
        title = f"Mapping for {proposal.host}"
        return show(request, "faults.html", title, proposal=proposal, text=text, faults=faults)
    try:
        try_again(proposal_id=proposal_id, mapping_text=text, by=request.user.get_username())
    except ServiceError as error:
        tell_fault(request, error)
    else:
        note_done(request.user, proposal, "Edited, and tried again")
    return redirect("ai_map:proposal", proposal_id)


@console_page(CHANGE)
@require_POST
def learn_anew(request: HttpRequest, proposal_id: UUID) -> HttpResponseBase:
    """Learn from the same pages again."""
    proposal = get_object_or_404(Proposal.objects.defer("trial"), pk=proposal_id)
    use_model = "use_model" in request.POST
    try:
        learn_again(proposal_id=proposal_id, use_model=use_model, by=request.user.get_username())
    except ServiceError as error:
        tell_fault(request, error)
    else:
        note_done(request.user, proposal, "Learned again")
    return redirect("ai_map:proposal", proposal_id)
