"""What was done to mappings, which candidates ran beside others, whose captures are read again: for staff to see."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from listings.admin.console_actions import page_of
from listings.models import MappingChange, PortalRereading, ShadowRun
from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, inside_link, share, shortened, when
from propscrape.console_filters import RecentValuesFilter

TONES = {"running": "fair", "queued": "fair", "done": "good", "dead": "bad"}


@admin.register(MappingChange)
class MappingChangeAdmin(FactAdmin[MappingChange]):
    """Who did what to which version, the latest first."""

    list_display = ("moment", "of_version", "action", "by", "why")
    list_filter = ("action", ("by", RecentValuesFilter))
    list_select_related = ("version",)
    search_fields = ("version__portal__slug", "=by", "reason")
    search_help_text = "Part of a portal's slug or of a reason, or a whole user name"
    ordering = ("-at",)
    fields = readonly_fields = ("moment", "of_version", "action", "by", "reason")
    empty_hint = "Nothing was done to a mapping so far. Those of the release come with `manage.py prepare`."

    @admin.display(description="when", ordering="at")
    def moment(self, change: MappingChange) -> Cell:
        """When it was done."""
        return when(change.at)

    @admin.display(description="version")
    def of_version(self, change: MappingChange) -> Cell:
        """The version it was done to."""
        return inside_link(page_of(change.version), str(change.version))

    @admin.display(description="why")
    def why(self, change: MappingChange) -> Cell:
        """The reason, if one was given."""
        return shortened(change.reason)


@admin.register(ShadowRun)
class ShadowRunAdmin(FactAdmin[ShadowRun]):
    """Candidates beside active versions, the latest first. A version's page has what they read differently."""

    list_display = (
        "started", "candidate", "against", "standing", "progress", "failures", "listings_gained", "listings_lost",
        "started_by",
    )  # fmt: skip
    list_filter = ("state", ("portal", RecentValuesFilter))
    list_select_related = ("version",)
    search_fields = ("portal__slug",)
    search_help_text = "Part of a portal's slug"
    ordering = ("-started_at",)
    fields = readonly_fields = (
        "candidate", "against", "standing", "reason", "progress", "failures", "slow", "listings_gained",
        "listings_lost", "grades_better", "grades_worse", "started", "started_by",
    )  # fmt: skip
    empty_hint = "No candidate ran beside an active version so far. A version's page has a button for it."

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShadowRun]:
        """Without the counts and examples by field."""
        return super().get_queryset(request).defer("fields", "examples")

    @admin.display(description="since", ordering="started_at")
    def started(self, run: ShadowRun) -> Cell:
        """When it began."""
        return when(run.started_at)

    @admin.display(description="candidate")
    def candidate(self, run: ShadowRun) -> Cell:
        """The version on trial."""
        return inside_link(page_of(run.version), str(run.version))

    @admin.display(description="state", ordering="state")
    def standing(self, run: ShadowRun) -> Cell:
        """Whether it goes on."""
        return badge(run.get_state_display(), TONES.get(run.state, "plain"))

    @admin.display(description="pages")
    def progress(self, run: ShadowRun) -> str:
        """Of how many."""
        return f"{run.pages:,} of {run.pages_wanted:,}"


@admin.register(PortalRereading)
class PortalRereadingAdmin(FactAdmin[PortalRereading]):
    """Portals whose captures are read again, the latest first."""

    list_display = (
        "asked", "portal", "with_version", "standing", "progress", "listings_done", "listings_corrected", "asked_by",
    )  # fmt: skip
    list_filter = ("state", ("portal", RecentValuesFilter))
    list_select_related = ("portal", "version")
    search_fields = ("portal__slug",)
    search_help_text = "Part of a portal's slug"
    ordering = ("-created_at",)
    fields = readonly_fields = (
        "portal", "with_version", "standing", "progress", "listings_total", "listings_done", "listings_corrected",
        "looks_unread", "attempts", "asked", "asked_by", "finished",
    )  # fmt: skip
    empty_hint = "No portal's captures were read again so far. The page of an active version has a button for it."

    @admin.display(description="asked for", ordering="created_at")
    def asked(self, rereading: PortalRereading) -> Cell:
        """When somebody asked."""
        return when(rereading.created_at)

    @admin.display(description="with")
    def with_version(self, rereading: PortalRereading) -> Cell:
        """What was active then."""
        return inside_link(page_of(rereading.version), rereading.version.name) if rereading.version else UNKNOWN

    @admin.display(description="state", ordering="state")
    def standing(self, rereading: PortalRereading) -> Cell:
        """How far it is, in words."""
        return badge(rereading.get_state_display(), TONES.get(rereading.state, "plain"))

    @admin.display(description="progress")
    def progress(self, rereading: PortalRereading) -> str:
        """In per cent of the listings."""
        return share(rereading.progress)

    @admin.display(description="finished")
    def finished(self, rereading: PortalRereading) -> Cell:
        """When it ended."""
        return when(rereading.finished_at)
