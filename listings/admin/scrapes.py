"""Every look at a page, for staff."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from listings.admin.cells import STATES, grade_badge, result_badge
from listings.admin.scraped_page import page_document, page_facts
from listings.models import Scrape
from listings.services.captured_pages import SEE_CAPTURES
from listings.services.portal_controls import look_again
from propscrape.console import FactAdmin
from propscrape.console_cells import (
    UNKNOWN,
    Cell,
    badge,
    inside_link,
    milliseconds,
    outside_link,
    share,
    size,
    when,
)
from propscrape.console_filters import RecentValuesFilter

MAX_AGAIN = 100


@admin.register(Scrape)
class ScrapeAdmin(FactAdmin[Scrape]):
    """Every look at a page."""

    list_display = ("started", "result", "portal", "grade", "fill", "took", "owner", "page")
    list_filter = (
        "created_at", "outcome", "state", "source", "kind", "renders", "quality_grade", ("portal", RecentValuesFilter),
        ("client", RecentValuesFilter),
    )  # fmt: skip
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=request_id", "=id", "=portal")
    search_help_text = "A whole page address, request id, scrape id or portal slug"
    ordering = ("-created_at",)
    actions = ("look_again",)  # type: ignore[assignment]  # facts have none
    change_form_template = "admin/listings/scrape/change_form.html"
    empty_hint = "No page was looked at yet. Each POST /public_api/v1/listings leaves a scrape here."
    fieldsets = (
        (None, {"fields": ("result", "error", "page", "listing_link", "capture_link", "client")}),
        ("What was found", {"fields": ("grade", "filled", "versions")}),
        (
            "Page",
            {"fields": ("portal", "source", "kind", "renders", "http_status", "page_size", "led_to", "links_found")},
        ),
        ("Time", {"fields": ("started", "finished", "fetching", "extracting", "took")}),
        (
            "Work",
            {"fields": ("progress", "priority", "attempts", "crashes", "next_try", "asked_by", "request_id", "id")},
        ),
    )
    readonly_fields = (
        "result", "error", "page", "listing_link", "capture_link", "grade", "filled", "versions", "page_size",
        "started", "finished", "fetching", "extracting", "took", "progress", "next_try", "id",
        "led_to", "asked_by",
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        """With the address of the page's document, for the frame."""
        frame = self.admin_site.admin_view(require_safe(xframe_options_sameorigin(self.page_view)))
        return [path("<uuid:scrape_id>/page/", frame, name="listings_scrape_page"), *super().get_urls()]

    def has_page_permission(self, request: HttpRequest) -> bool:
        """Whether this member of staff may see captured pages."""
        return bool(request.user.has_perm(SEE_CAPTURES)) and self.has_view_permission(request)

    def page_view(self, request: HttpRequest, scrape_id: UUID) -> HttpResponse:
        """The captured page, drawn anew, under a policy of its own."""
        if not self.has_page_permission(request):
            raise PermissionDenied
        return page_document(get_object_or_404(Scrape.objects.select_related("capture"), pk=scrape_id))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Scrape | None = None,
    ) -> HttpResponse:
        """With the captured page beside the values, for who may see it."""
        is_shown = obj is not None and obj.capture_id is not None and self.has_page_permission(request)
        facts = page_facts(obj) if obj is not None and is_shown else {}
        return super().render_change_form(request, context | facts, add, change, form_url, obj)

    @admin.display(description="asked for", ordering="created_at")
    def started(self, scrape: Scrape) -> Cell:
        """When it was asked for."""
        return when(scrape.created_at)

    @admin.display(description="result", ordering="outcome")
    def result(self, scrape: Scrape) -> Cell:
        """What came of it, in words."""
        return result_badge(scrape)

    @admin.display(description="error")
    def error(self, scrape: Scrape) -> str:
        """The code and its message."""
        return f"{scrape.error_code}: {scrape.error_message or ''}" if scrape.error_code else "none"

    @admin.display(description="page", ordering="canonical_url")
    def page(self, scrape: Scrape) -> Cell:
        """The page's address."""
        return outside_link(scrape.url)

    @admin.display(description="listing")
    def listing_link(self, scrape: Scrape) -> Cell:
        """The listing that came of it."""
        if scrape.listing is None:
            return "none came of it"
        return inside_link(reverse("admin:listings_listing_change", args=[scrape.listing_id]), str(scrape.listing))

    @admin.display(description="capture")
    def capture_link(self, scrape: Scrape) -> Cell:
        """The page as it was received; only its id is read here, never the page."""
        if scrape.capture_id is None:
            return "none was kept"
        return inside_link(reverse("admin:listings_capture_change", args=[scrape.capture_id]), "the page as received")

    @admin.display(description="grade", ordering="quality_grade")
    def grade(self, scrape: Scrape) -> Cell:
        """The quality grade."""
        return grade_badge(scrape.quality_grade)

    @admin.display(description="filled", ordering="fields_filled")
    def fill(self, scrape: Scrape) -> str:
        """Share of the vocabulary that was found."""
        return share(scrape.fill_rate)

    @admin.display(description="filled")
    def filled(self, scrape: Scrape) -> str:
        """The same, with the numbers behind it."""
        if scrape.fill_rate is None:
            return UNKNOWN
        return f"{share(scrape.fill_rate)}: {scrape.fields_filled} of {scrape.fields_known} fields"

    @admin.display(description="read by")
    def versions(self, scrape: Scrape) -> str:
        """Mapping and engine."""
        mapping = f"{scrape.scraper_name} {scrape.mapping_version or ''}".strip() if scrape.scraper_name else UNKNOWN
        return f"mapping {mapping}, engine {scrape.engine_version or UNKNOWN}"

    @admin.display(description="size")
    def page_size(self, scrape: Scrape) -> str:
        """The page's size."""
        return size(scrape.html_bytes)

    @admin.display(description="finished")
    def finished(self, scrape: Scrape) -> Cell:
        """When it ended."""
        return when(scrape.finished_at)

    @admin.display(description="fetching")
    def fetching(self, scrape: Scrape) -> str:
        """How long the portal took; nothing for a page that the client sent."""
        return milliseconds(scrape.fetch_ms)

    @admin.display(description="extraction")
    def extracting(self, scrape: Scrape) -> str:
        """HTML to listing."""
        return milliseconds(scrape.extract_ms)

    @admin.display(description="took", ordering="total_ms")
    def took(self, scrape: Scrape) -> str:
        """From start to stored."""
        return milliseconds(scrape.total_ms)

    @admin.display(description="state")
    def progress(self, scrape: Scrape) -> Cell:
        """Where the work stands, in words."""
        return badge(*STATES[scrape.state])

    @admin.display(description="led to")
    def led_to(self, scrape: Scrape) -> Cell:
        """Where redirects ended, if elsewhere."""
        return outside_link(scrape.found_at) if scrape.found_at else "where it was asked for"

    @admin.display(description="asked by")
    def asked_by(self, scrape: Scrape) -> Cell:
        """The watch or batch that it belongs to."""
        if scrape.watch_id:
            return inside_link(reverse("admin:listings_watch_change", args=[scrape.watch_id]), "a watch")
        if scrape.batch_id:
            return inside_link(reverse("admin:listings_scrapebatch_change", args=[scrape.batch_id]), "a batch")
        return "a request"

    @admin.action(description="Look at the page again", permissions=["act"])
    def look_again(self, request: HttpRequest, queryset: QuerySet[Scrape]) -> None:
        """A new scrape of each page, for the same client; pages of no registered portal are left out."""
        chosen = list(queryset.filter(kind=Scrape.Kind.PAGE)[: MAX_AGAIN + 1])
        if len(chosen) > MAX_AGAIN:
            self.message_user(request, f"Choose {MAX_AGAIN} at most.", messages.ERROR)
            return
        asked = look_again(chosen)
        aside = f"; not fetchable: {asked.left_out}" if asked.left_out else ""
        self.message_user(request, f"Looks asked for: {asked.pages}{aside}")

    @admin.display(description="next try")
    def next_try(self, scrape: Scrape) -> Cell:
        """When it is looked at again, if it is."""
        return when(scrape.next_attempt_at) if scrape.state in Scrape.UNFINISHED else "none"
