"""Proposals in the console's lists; what is done with them is done on their own pages under /admin/ai-map/."""

from django.contrib import admin
from django.urls import reverse

from aimap.console.cells import state_badge
from aimap.models import Proposal, ProposalPage
from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, inside_link, shortened, size, when


@admin.register(Proposal)
class ProposalAdmin(FactAdmin[Proposal]):
    """Every proposal of a mapping."""

    list_display = ("asked", "about", "standing", "origin", "requested_by", "confidence", "regressions")
    list_filter = ("state", "origin", "use_model")
    search_fields = ("host", "requested_by", "=id")
    search_help_text = "Part of a host or of who asked, or a whole id"
    empty_hint = "No mapping was proposed yet. Begin at AI map, or wait until a portal changes."
    fields = (
        "about", "standing", "origin", "reason", "use_model", "requested_by", "decided_by", "decided_at",
        "decision_note", "error_code", "error_message", "attempts", "created_at", "started_at", "finished_at", "id",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="asked for", ordering="created_at")
    def asked(self, proposal: Proposal) -> Cell:
        """When it was asked for."""
        return when(proposal.created_at)

    @admin.display(description="host", ordering="host")
    def about(self, proposal: Proposal) -> Cell:
        """Its own page."""
        return inside_link(reverse("ai_map:proposal", args=[proposal.pk]), proposal.host)

    @admin.display(description="state", ordering="state")
    def standing(self, proposal: Proposal) -> Cell:
        """Where it stands."""
        return state_badge(proposal)


@admin.register(ProposalPage)
class ProposalPageAdmin(FactAdmin[ProposalPage]):
    """The pages of proposals. Their HTML is shown on the proposal's own page alone, in a frame that runs nothing."""

    list_display = ("seen", "address", "kind", "page_size", "belongs_to")
    list_filter = ("kind",)
    list_select_related = ("proposal",)
    search_fields = ("url", "=proposal__id")
    search_help_text = "Part of an address, or a proposal's whole id"
    ordering = ("-seen_at",)
    fields = readonly_fields = ("belongs_to", "number", "kind", "address", "capture_id", "page_size", "seen")
    empty_hint = "No page was given to a proposal yet."

    @admin.display(description="seen", ordering="seen_at")
    def seen(self, page: ProposalPage) -> Cell:
        """When it was captured or sent in."""
        return when(page.seen_at)

    @admin.display(description="page")
    def address(self, page: ProposalPage) -> Cell:
        """Where it is from."""
        return shortened(page.url)

    @admin.display(description="size", ordering="html_bytes")
    def page_size(self, page: ProposalPage) -> str:
        """Of one that was sent in."""
        return size(page.html_bytes)

    @admin.display(description="proposal")
    def belongs_to(self, page: ProposalPage) -> Cell:
        """The proposal's own page."""
        return inside_link(reverse("ai_map:proposal", args=[page.proposal_id]), page.proposal.host)
