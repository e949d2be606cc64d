"""Asking for a mapping: from a page that is pasted or sent in, or from captures."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from aimap.console.pages import ADD, tell_fault
from aimap.errors import PagesUnusable
from aimap.models import Proposal
from aimap.services.auditing import note_asked
from aimap.services.proposing import GivenPage, captures_as_given, propose
from aimap.services.repairing import propose_repair
from listings.services.captured_pages import SEE_CAPTURES
from listings.services.page_content import check_is_page
from listings.services.portals import is_registered
from propscrape.console_pages import console_page
from propscrape.errors import MissingUrl, PayloadTooLarge, ServiceError


@console_page(ADD)
@require_POST
def start_from_page(request: HttpRequest) -> HttpResponseBase:
    """From one page: its address, and its HTML pasted or as a file."""
    return _start(request, lambda asked: _learn(asked, [GivenPage(url=_url(asked), html=_html(asked))]))


@console_page(ADD, SEE_CAPTURES)
@require_POST
def start_from_captures(request: HttpRequest) -> HttpResponseBase:
    """From captures that were chosen."""
    return _start(request, lambda asked: _learn(asked, captures_as_given(_ids(asked))))


@console_page(ADD)
@require_POST
def start_repair(request: HttpRequest) -> HttpResponseBase:
    """For a portal that changed: from captures of before and after that day."""
    return _start(request, _repair)


def _repair(request: HttpRequest) -> Proposal:
    portal, reason = request.POST.get("portal", "").strip(), request.POST.get("reason", "").strip()
    since = _day(request.POST.get("since", ""))
    if since is None or not is_registered(portal):
        raise PagesUnusable("Name a registered portal, and the day on which it changed.")
    moment = datetime.combine(since, time(), tzinfo=UTC)
    proposal = propose_repair(portal=portal, since=moment, reason=reason, by=request.user.get_username())
    if proposal is None:
        raise PagesUnusable("No page of it was captured since then, or a repair of it is open.")
    return proposal


def _day(text: str) -> date | None:
    """The day that a text names; None for a text of another form, or a day that no month has."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _learn(request: HttpRequest, given: list[GivenPage]) -> Proposal:
    return propose(
        pages=given,
        origin=Proposal.Origin.CONSOLE,
        by=request.user.get_username(),
        use_model="use_model" in request.POST,
    )


def _start(request: HttpRequest, ask: Callable[[HttpRequest], Proposal]) -> HttpResponseRedirect:
    """Ask for it, and lead to it; or say what is wrong."""
    try:
        proposal = ask(request)
    except ServiceError as error:
        tell_fault(request, error)
        return redirect("ai_map:index")
    note_asked(request.user, proposal)
    return redirect("ai_map:proposal", proposal.pk)


def _url(request: HttpRequest) -> str:
    url = request.POST.get("url", "").strip()
    if not url:
        raise MissingUrl
    return url


def _html(request: HttpRequest) -> bytes:
    """The file, or else what was pasted. Raises PagesUnusable for neither, and what check_is_page does."""
    sent = request.FILES.get("html_file")
    if sent is not None and (sent.size or 0) > settings.MAX_HTML_BYTES:
        raise PayloadTooLarge("The page is too large.", details={"max_bytes": settings.MAX_HTML_BYTES})
    html = sent.read() if sent is not None else request.POST.get("html", "").encode("utf-8", "surrogatepass")
    if not html.strip():
        raise PagesUnusable("Paste the page's HTML, or choose a file.")
    check_is_page(html)
    return bytes(html)


def _ids(request: HttpRequest) -> list[UUID]:
    """Raises PagesUnusable where none is chosen, or something that is no id."""
    try:
        ids = [UUID(text) for text in request.POST.getlist("capture_ids")]
    except ValueError as error:
        raise PagesUnusable("That is no capture.") from error
    if not ids:
        raise PagesUnusable("Choose at least one capture.")
    return ids
