"""The figures of scrapers' health as rows, for who wants to look behind the charts of /admin/scraper-health/."""

from typing import Any

from django.contrib import admin
from django.urls import reverse

from listings.console.cells import state_badge
from listings.models import HealthChange, HealthDay, HealthHour, HealthNote, PortalHealth
from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, inside_link, share, shortened, when
from propscrape.console_filters import RecentValuesFilter

NOTHING_YET = "Nothing yet: the first scrape of a registered portal that ends is counted within a minute."


class OfPortalAdmin(FactAdmin[Any]):
    """Rows of one portal each, with the way to its page."""

    empty_hint = NOTHING_YET

    @admin.display(description="portal", ordering="portal")
    def of_portal(self, row: Any) -> Cell:
        """Whose they are."""
        slug = getattr(row, "portal_id", None) or row.portal
        return inside_link(reverse("scraper_health:portal", args=[slug]), slug)


class FiguresAdmin(OfPortalAdmin):
    """Figures of an hour or a day."""

    list_filter = (("portal", RecentValuesFilter),)
    search_fields = ("=portal",)
    search_help_text = "A portal's whole slug"

    @admin.display(description="good")
    def good_share(self, row: Any) -> str:
        """The share that found their listing."""
        return share(row.good / row.scrapes) if row.scrapes else UNKNOWN

    @admin.display(description="last success")
    def last_success(self, row: Any) -> Cell:
        """When."""
        return when(row.last_success_at)


@admin.register(HealthHour)
class HealthHourAdmin(FiguresAdmin):
    """Figures by hour."""

    list_display = ("begins", "of_portal", "scrapes", "good_share", "blocked", "reads", "last_success")
    ordering = ("-hour", "portal")

    @admin.display(description="hour", ordering="hour")
    def begins(self, row: HealthHour) -> Cell:
        """When the hour began."""
        return when(row.hour)


@admin.register(HealthDay)
class HealthDayAdmin(FiguresAdmin):
    """Figures by day."""

    list_display = ("day", "of_portal", "scrapes", "good_share", "blocked", "reads", "last_success")
    ordering = ("-day", "portal")


@admin.register(HealthNote)
class HealthNoteAdmin(OfPortalAdmin):
    """What ended scrapes add to the figures, until it is counted; a list that stays long says that nobody counts."""

    list_display = ("ended", "of_portal", "outcome", "quality_grade")
    ordering = ("-id",)
    empty_hint = "No note waits: all that ended is counted."

    @admin.display(description="ended", ordering="id")
    def ended(self, row: HealthNote) -> Cell:
        """When the scrape did."""
        return when(row.at)


@admin.register(PortalHealth)
class PortalHealthAdmin(OfPortalAdmin):
    """Each portal's state as it was last judged."""

    list_display = ("of_portal", "now", "since_when", "why", "last_judged")
    list_filter = ("state",)
    list_select_related = ("portal",)
    search_fields = ("portal__slug", "portal__host")
    search_help_text = "Part of a host or slug"
    ordering = ("portal",)
    empty_hint = "No portal was judged yet. Those that are scraped are judged each hour."

    @admin.display(description="state", ordering="state")
    def now(self, row: PortalHealth) -> Cell:
        """The state."""
        return state_badge(row.state)

    @admin.display(description="since", ordering="since")
    def since_when(self, row: PortalHealth) -> Cell:
        """When it came into it."""
        return when(row.since)

    @admin.display(description="reason")
    def why(self, row: PortalHealth) -> Cell:
        """In words."""
        return shortened(row.reason)

    @admin.display(description="judged", ordering="judged_at")
    def last_judged(self, row: PortalHealth) -> Cell:
        """When it last was."""
        return when(row.judged_at)


@admin.register(HealthChange)
class HealthChangeAdmin(OfPortalAdmin):
    """How portals' states changed."""

    list_display = ("at_time", "of_portal", "was", "became", "why", "decided_by")
    list_filter = ("after", ("portal", RecentValuesFilter))
    list_select_related = ("portal",)
    search_fields = ("portal__slug", "portal__host")
    search_help_text = "Part of a host or slug"
    ordering = ("-at",)
    empty_hint = "No state has changed so far."

    @admin.display(description="when", ordering="at")
    def at_time(self, row: HealthChange) -> Cell:
        """When."""
        return when(row.at)

    @admin.display(description="before", ordering="before")
    def was(self, row: HealthChange) -> Cell:
        """The state before."""
        return state_badge(row.before)

    @admin.display(description="after", ordering="after")
    def became(self, row: HealthChange) -> Cell:
        """The state since."""
        return state_badge(row.after)

    @admin.display(description="reason")
    def why(self, row: HealthChange) -> Cell:
        """In words."""
        return shortened(row.reason)

    @admin.display(description="by", ordering="by")
    def decided_by(self, row: HealthChange) -> str:
        """Who decided it."""
        return row.by or "detection"
