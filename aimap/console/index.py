"""/admin/ai-map/: where a mapping is asked for, and what was asked for lately."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from aimap.asking.providers import configured_providers
from aimap.console.cells import state_badge
from aimap.console.pages import VIEW, show
from aimap.induction.captures import MAX_CAPTURES, plain_host
from aimap.models import Proposal
from aimap.services.figures import cost_per_approved, daily_spending
from aimap.services.repairing import open_repairs
from clients.services.spending import standing_of
from listings.models import PortalHealth
from listings.services.captured_pages import SEE_CAPTURES, captured_pages
from listings.services.health.reading import RepairNeed, portals_needing_repair
from listings.services.portals import supported_sites
from propscrape.console_cells import Cell, badge, inside_link, size, when
from propscrape.console_pages import console_page

LATEST = 20
SHOWN_DAYS = timedelta(days=14)
HOST_CHARACTERS = 253


@console_page(VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The ways to begin, the latest proposals, and the money."""
    host = plain_host(request.GET.get("host", "")[:HOST_CHARACTERS])
    return show(
        request,
        "index.html",
        "AI map",
        host=host,
        portals=[portal.slug for portal in supported_sites()],
        captures=_captures(host) if host and request.user.has_perm(SEE_CAPTURES) else [],
        max_captures=MAX_CAPTURES,
        sick=_sick(portals_needing_repair()),
        proposals=[_row(proposal) for proposal in _latest()],
        model=model_facts(),
        spending=daily_spending(SHOWN_DAYS),
        cost_per_approved=cost_per_approved(),
    )


def _sick(needs: Sequence[RepairNeed]) -> list[dict[str, Any]]:
    repairs = open_repairs([need.portal for need in needs])
    return [_sick_row(need, repairs.get(need.portal)) for need in needs]


def _sick_row(need: RepairNeed, proposal: Proposal | None) -> dict[str, Any]:
    """A portal that needs a repair, and the proposal for it if there is one."""
    return {
        "portal": need.portal,
        "state": badge(need.state, "bad" if need.state == PortalHealth.State.BROKEN else "fair"),
        "since": when(need.first_seen_at or need.since),
        "day": (need.first_seen_at or need.since).date().isoformat(),
        "reason": need.reason,
        "proposal": inside_link(reverse("ai_map:proposal", args=[proposal.pk]), "proposal") if proposal else None,
    }


def model_facts() -> dict[str, Any]:
    """Whether a model may be asked, which, and what is left of today's budget."""
    standing = standing_of(None)
    return {
        "providers": [f"{provider.name} ({provider.model})" for provider in configured_providers()],
        "is_stopped": standing.is_stopped,
        "left_usd": standing.left_usd,
        "budget_usd": standing.budget_usd,
    }


def _latest() -> list[Proposal]:
    return list(Proposal.objects.defer("mapping_text", "trial", "learning")[:LATEST])


def _row(proposal: Proposal) -> dict[str, Any]:
    return {
        "asked": when(proposal.created_at),
        "host": inside_link(reverse("ai_map:proposal", args=[proposal.pk]), proposal.host),
        "state": state_badge(proposal),
        "origin": proposal.get_origin_display(),
        "by": proposal.requested_by or "propscrape",
        "confidence": f"{proposal.confidence:.2f}" if proposal.confidence is not None else "",
        "regressions": proposal.regressions,
    }


def _captures(host: str) -> list[dict[str, Cell | str | bool]]:
    pages = captured_pages(host=host, limit=3 * MAX_CAPTURES)
    return [
        {
            "id": str(page.capture_id),
            "url": page.url,
            "seen": when(page.seen_at),
            "outcome": page.outcome.replace("_", " "),
            "grade": page.grade or "",
            "size": size(page.html_bytes),
            "chosen": number < MAX_CAPTURES // 4 and page.grade is not None,
        }
        for number, page in enumerate(pages)
    ]
