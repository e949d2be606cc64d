"""Portals: whether and how each is fetched, for staff to decide, and how its fetching goes, for staff to see."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from listings.admin.cells import breaker_badge, health_badge, in_time
from listings.admin.portal_form import MARKET, POLICY, PortalForm
from listings.models import BreakerChange, Portal, PortalState, RobotsFile
from listings.services.health.releasing import call_well
from listings.services.portal_index import forget_when_committed
from listings.services.portal_states import let_through
from listings.services.registering import register_portal
from listings.services.waking import wake_fetchers
from propscrape.console import ROWS_PER_PAGE, FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, shortened, when

STANDING = ("fetching", "next_turn", "failures", "last_success", "last_failure")
FACTS = ("host", "slug", "country", "currency", "locale", "area_unit", "content_source", "tier", "needs_javascript")


@admin.register(Portal)
class PortalAdmin(admin.ModelAdmin[Portal]):
    """The registered portals. Staff add those that the release does not know, and say how each is fetched."""

    form = PortalForm
    list_display = (
        "host", "slug", "country", "fetching", "scraper", "pause", "max_concurrency", "robots", "browser", "tier",
    )  # fmt: skip
    list_filter = ("is_enabled", "state__breaker", "origin", "country", "content_source", "needs_javascript", "tier")
    list_per_page = ROWS_PER_PAGE
    list_select_related = ("state", "health")
    search_fields = ("host", "slug")
    search_help_text = "Part of a host or slug: rightmove"
    empty_hint = "No portal is registered. `manage.py prepare` brings those of the release."
    actions = ("enable", "disable", "let_through_now", "call_well")
    fieldsets = (
        ("How it is fetched", {"fields": POLICY}),
        ("How its fetching goes", {"fields": STANDING}),
        ("What it is", {"fields": (*FACTS, "origin")}),
    )  # fmt: skip
    add_fieldsets = (("What it is", {"fields": ("host", *MARKET)}), ("How it is fetched", {"fields": POLICY}))

    def get_fieldsets(self, request: HttpRequest, obj: Portal | None = None) -> Any:
        """Of a new one only what is to be said."""
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Portal | None = None) -> list[str]:
        """What the release says is not staff's to change, nor is a host that mappings and scrapes go by."""
        if obj is None:
            return []
        fixed = ("host", "slug", "content_source", "tier", "origin")
        market = MARKET if obj.origin == Portal.Origin.RELEASE else ()
        return [*fixed, *market, *STANDING]

    def save_model(self, request: HttpRequest, obj: Portal, form: ModelForm[Portal], change: bool) -> None:
        """A new one is registered: its slug follows from its host."""
        if not change:
            register_portal(obj, by=request.user.get_username())
            return
        super().save_model(request, obj, form, change)
        forget_when_committed()

    def has_delete_permission(self, request: HttpRequest, obj: Portal | None = None) -> bool:
        """Portals are switched off, not deleted."""
        return False

    @admin.display(description="fetching", ordering="state__breaker")
    def fetching(self, portal: Portal) -> Cell:
        """Whether its pages are fetched now, and if not, why."""
        return breaker_badge(portal)

    @admin.display(description="scraper", ordering="health__state")
    def scraper(self, portal: Portal) -> Cell:
        """How reading its pages goes."""
        return health_badge(portal)

    @admin.display(description="pause", ordering="min_delay_s")
    def pause(self, portal: Portal) -> str:
        """Seconds between two fetches, and what its robots.txt asks if that is longer."""
        asked = portal.state.crawl_delay_s or 0 if hasattr(portal, "state") else 0
        return f"{asked:g} s (robots.txt)" if asked > portal.min_delay_s else f"{portal.min_delay_s:g} s"

    @admin.display(description="robots.txt", ordering="honours_robots")
    def robots(self, portal: Portal) -> Cell:
        """Whether it is honoured."""
        return "honoured" if portal.honours_robots else badge("not honoured", "fair")

    @admin.display(description="fetched with")
    def browser(self, portal: Portal) -> str:
        """Whether a browser fetches its pages."""
        return "a browser" if portal.wants_browser else "HTTP"

    @admin.display(description="next turn")
    def next_turn(self, portal: Portal) -> Cell:
        """When it may be fetched next."""
        return in_time(portal.state.next_fetch_at) if hasattr(portal, "state") else UNKNOWN

    @admin.display(description="failures in a row")
    def failures(self, portal: Portal) -> str:
        """Since the last good fetch."""
        return str(portal.state.failures) if hasattr(portal, "state") else "0"

    @admin.display(description="last good fetch")
    def last_success(self, portal: Portal) -> Cell:
        """When a page last came."""
        return when(portal.state.last_success_at) if hasattr(portal, "state") else UNKNOWN

    @admin.display(description="last failure")
    def last_failure(self, portal: Portal) -> Cell:
        """What it was."""
        return shortened(portal.state.last_error) if hasattr(portal, "state") else UNKNOWN

    @admin.action(description="Switch fetching on", permissions=["change"])
    def enable(self, request: HttpRequest, queryset: QuerySet[Portal]) -> None:
        """Their pages may be fetched again."""
        self.message_user(request, f"Portals switched on: {queryset.update(is_enabled=True)}")

    @admin.action(description="Switch fetching off", permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[Portal]) -> None:
        """No page of theirs is fetched; pages that clients send are still read."""
        self.message_user(request, f"Portals switched off: {queryset.update(is_enabled=False)}")

    @admin.action(description="End the rest or close the breaker now", permissions=["change"])
    def let_through_now(self, request: HttpRequest, queryset: QuerySet[Portal]) -> None:
        """The next due page is fetched at once."""
        count = sum(let_through(portal.slug) for portal in queryset)
        for renders in (False, True):
            wake_fetchers(renders=renders)
        self.message_user(request, f"Portals let through: {count}")

    @admin.action(description="Call well: values that are held back are right", permissions=["change"])
    def call_well(self, request: HttpRequest, queryset: QuerySet[Portal]) -> None:
        """What its scraper reads now is normal; pages that were held back are read again and stored."""
        by = request.user.get_username()
        called = [portal for portal in queryset if call_well(portal.slug, by=by)]
        for portal in called:
            self.log_change(request, portal, "Called well")
        self.message_user(request, f"Portals called well: {len(called)}")


@admin.register(PortalState)
class PortalStateAdmin(FactAdmin[PortalState]):
    """How fetching goes, portal by portal."""

    list_display = ("portal", "standing", "next_turn", "failures", "rests", "last_good", "last_bad")
    list_filter = ("breaker",)
    list_select_related = ("portal",)
    search_fields = ("portal__slug", "portal__host")
    search_help_text = "Part of a host or slug"
    ordering = ("-breaker", "-failures", "portal")
    empty_hint = "No portal is registered. They come with `manage.py prepare`."

    @admin.display(description="fetching", ordering="breaker")
    def standing(self, state: PortalState) -> Cell:
        """Whether its pages are fetched now."""
        return breaker_badge(state.portal)

    @admin.display(description="next turn", ordering="next_fetch_at")
    def next_turn(self, state: PortalState) -> Cell:
        """When it may be fetched next."""
        return in_time(state.next_fetch_at)

    @admin.display(description="last good fetch", ordering="last_success_at")
    def last_good(self, state: PortalState) -> Cell:
        """When a page last came."""
        return when(state.last_success_at)

    @admin.display(description="last failure", ordering="last_failure_at")
    def last_bad(self, state: PortalState) -> Cell:
        """What it was."""
        return shortened(state.last_error)


@admin.register(BreakerChange)
class BreakerChangeAdmin(FactAdmin[BreakerChange]):
    """When portals' circuit breakers opened, and for how long they stayed open."""

    list_display = ("moment", "portal", "became", "open_for", "why")
    list_filter = ("breaker",)
    list_select_related = ("portal",)
    search_fields = ("portal__slug",)
    search_help_text = "Part of a portal's slug"
    date_hierarchy = "at"
    empty_hint = "No breaker has opened so far."

    @admin.display(description="when", ordering="at")
    def moment(self, change: BreakerChange) -> Cell:
        """When it changed."""
        return when(change.at)

    @admin.display(description="became", ordering="breaker")
    def became(self, change: BreakerChange) -> Cell:
        """What it became."""
        tones = {"open": "bad", "half_open": "fair", "closed": "good"}
        return badge(change.get_breaker_display(), tones[change.breaker])

    @admin.display(description="was open for")
    def open_for(self, change: BreakerChange) -> str:
        """Of one that closed."""
        return f"{change.open_for_s:,.0f} s" if change.open_for_s is not None else ""

    @admin.display(description="why")
    def why(self, change: BreakerChange) -> Cell:
        """The failure that opened it."""
        return shortened(change.reason)


@admin.register(RobotsFile)
class RobotsFileAdmin(FactAdmin[RobotsFile]):
    """What portals ask robots to leave alone."""

    list_display = ("origin", "portal", "answer", "length", "fetched", "expires")
    list_select_related = ("portal",)
    search_fields = ("origin", "portal__slug")
    search_help_text = "Part of an origin or slug"
    ordering = ("-fetched_at",)
    actions = ("read_again",)  # type: ignore[assignment]  # facts have none
    empty_hint = "No robots.txt was read yet. Each is read before the first page of its portal."

    @admin.display(description="answered", ordering="http_status")
    def answer(self, robots: RobotsFile) -> str:
        """The status; a 4xx allows everything."""
        return str(robots.http_status or "redirects without end")

    @admin.display(description="size")
    def length(self, robots: RobotsFile) -> str:
        """Of its text."""
        return f"{len(robots.body):,} characters"

    @admin.display(description="read", ordering="fetched_at")
    def fetched(self, robots: RobotsFile) -> Cell:
        """When it was read."""
        return when(robots.fetched_at)

    @admin.display(description="is read again", ordering="expires_at")
    def expires(self, robots: RobotsFile) -> Cell:
        """When it is too old."""
        return in_time(robots.expires_at)

    @admin.action(description="Read again before the next page", permissions=["act"])
    def read_again(self, request: HttpRequest, queryset: QuerySet[RobotsFile]) -> None:
        """What is known now no longer holds."""
        self.message_user(request, f"To be read again: {queryset.update(expires_at=timezone.now())}")
