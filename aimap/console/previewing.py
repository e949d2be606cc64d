"""A page of a proposal with the chosen elements marked: a console page, and the document in its frame.

The frame's document is somebody else's texts in markup of our own. It has a policy of its own: an origin that is
nobody's, no script, no network, framed by this console alone. Everything else of propscrape is framed by nobody.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from aimap.console.cells import value_cell
from aimap.console.pages import VIEW, show
from aimap.models import ProposalPage
from aimap.services.preview import preview_page
from listings.preview.drawing import FRAME_POLICY
from listings.services.captured_pages import SEE_CAPTURES
from propscrape.console_cells import outside_link, shortened
from propscrape.console_pages import console_page
from propscrape.errors import ServiceError


@console_page(VIEW)
@require_safe
def preview(request: HttpRequest, proposal_id: UUID, number: int) -> HttpResponseBase:
    """The frame, and beside it what each number stands for."""
    page = _page(request, proposal_id, number)
    try:
        shown = preview_page(page.proposal, page)
    except ServiceError as error:
        shown, fault = None, error.message
    else:
        fault = ""
    legend = [
        {"chosen": chosen, "value": value_cell(chosen.value), "path": shortened(chosen.path)}
        for chosen in (shown.legend if shown else ())
    ]
    return show(
        request,
        "preview.html",
        f"{page.proposal.host}, page {page.number}",
        proposal=page.proposal,
        page=page,
        address=outside_link(page.url),
        legend=legend,
        status=shown.status if shown else "",
        fault=fault,
    )


@console_page(VIEW)
@require_safe
@xframe_options_sameorigin
def frame(request: HttpRequest, proposal_id: UUID, number: int) -> HttpResponseBase:
    """The drawn page."""
    page = _page(request, proposal_id, number)
    try:
        document = preview_page(page.proposal, page).document
    except ServiceError as error:
        return HttpResponse(error.message, content_type="text/plain; charset=utf-8", status=error.status,
                            headers={"Content-Security-Policy": FRAME_POLICY})  # fmt: skip
    headers = {
        "Content-Security-Policy": FRAME_POLICY,
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(document, headers=headers)


def _page(request: HttpRequest, proposal_id: UUID, number: int) -> ProposalPage:
    """Raises PermissionDenied for a client's capture to who may see none."""
    found = ProposalPage.objects.select_related("proposal")
    page = get_object_or_404(found, proposal_id=proposal_id, number=number)
    if page.capture_id is not None and not request.user.has_perm(SEE_CAPTURES):
        raise PermissionDenied
    return page
