"""Listings, and what was done to find them, for staff."""

from typing import Any

from django.contrib import admin
from django.db.models import F, Func, IntegerField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from listings.console_facts import subjects_of
from listings.models import Capture, Listing, Portal, Scrape
from pricehistory.services.history import snapshots_of
from propscrape.console import ROWS_PER_PAGE, FactAdmin
from propscrape.console_cells import (
    UNKNOWN,
    Cell,
    badge,
    inside_link,
    milliseconds,
    money,
    outside_link,
    share,
    shortened,
    size,
    when,
)
from propscrape.console_filters import RecentValuesFilter

LATEST = 10
GRADE_TONES = {"A": "good", "B": "good", "C": "fair", "F": "bad"}
OUTCOMES: dict[str, tuple[str, str]] = {
    "ok": ("listing read", "good"),
    "unchanged": ("same page as before", "good"),
    "gone": ("listing is gone", "plain"),
    "not_a_listing": ("not a listing", "fair"),
    "needs_javascript": ("needs JavaScript", "fair"),
    "blocked": ("blocked by the portal", "bad"),
    "timeout": ("timed out", "bad"),
    "refused": ("refused", "bad"),
    "failed": ("failed", "bad"),
}
STATES: dict[str, tuple[str, str]] = {
    "queued": ("waiting", "plain"),
    "running": ("at work", "plain"),
    "done": ("done", "good"),
    "failed": ("will be tried again", "fair"),
    "dead": ("given up", "bad"),
}


@admin.register(Portal)
class PortalAdmin(admin.ModelAdmin[Portal]):
    """The registered portals; staff switch fetching on and off, the rest is the shipped file's."""

    list_display = ("host", "slug", "country", "currency", "locale", "content_source", "tier", "is_enabled")
    list_filter = ("is_enabled", "country", "content_source", "needs_javascript", "tier")
    list_per_page = ROWS_PER_PAGE
    search_fields = ("host", "slug")
    search_help_text = "Part of a host or slug: rightmove"
    empty_hint = "No portal is registered. They come with `manage.py prepare`."
    actions = ("enable", "disable")

    def get_readonly_fields(self, request: HttpRequest, obj: Portal | None = None) -> list[str]:
        """Everything but the switch."""
        return [field.name for field in Portal._meta.fields if field.name != "is_enabled"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Portals come with the release."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Portal | None = None) -> bool:
        """Portals are switched off, not deleted."""
        return False

    @admin.action(description="Switch fetching on")
    def enable(self, request: HttpRequest, queryset: QuerySet[Portal]) -> None:
        """Their pages may be fetched again."""
        self.message_user(request, f"Portals switched on: {queryset.update(is_enabled=True)}")

    @admin.action(description="Switch fetching off")
    def disable(self, request: HttpRequest, queryset: QuerySet[Portal]) -> None:
        """No page of theirs is fetched; pages that clients send are still read."""
        self.message_user(request, f"Portals switched off: {queryset.update(is_enabled=False)}")


def grade_badge(grade: str | None) -> Cell:
    """A quality grade on its colour."""
    return badge(grade, GRADE_TONES[grade]) if grade else UNKNOWN


def result_badge(scrape: Scrape) -> Cell:
    """What came of a scrape in words, or how far it is."""
    words, tone = OUTCOMES[scrape.outcome] if scrape.outcome else STATES[scrape.state]
    return badge(words, tone)


@admin.register(Listing)
class ListingAdmin(FactAdmin[Listing]):
    """Listings: each with everything its page stated, its prices and its latest scrapes."""

    list_display = ("headline", "price", "place", "portal", "grade", "owner", "seen")
    list_filter = (
        "quality_grade", ("portal", RecentValuesFilter), "for_sale", "for_rent",
        ("property_type", RecentValuesFilter), ("client", RecentValuesFilter),
    )  # fmt: skip
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=reference", "=city", "=postal_code", "=portal")
    search_help_text = "A whole page address, reference, city, postal code or portal slug"
    ordering = ("-updated_at",)
    fields = ("client",)
    empty_hint = "No listing yet. Send a page: POST /public_api/v1/listings with its url and html."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Listing]:
        """Without the long texts, which no list shows."""
        return super().get_queryset(request).defer("description", "description_html", "page_fingerprint")

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Listing | None = None,
    ) -> HttpResponse:
        """With the listing's facts, the page's prices and the latest scrapes."""
        facts = self._facts(obj) if obj else {}
        return super().render_change_form(request, context | facts, add, change, form_url, obj)

    def _facts(self, listing: Listing) -> dict[str, Any]:
        prices = snapshots_of(client_id=listing.client_id, canonical_url=listing.canonical_url, limit=LATEST)
        scrapes = listing.scrapes.select_related(None).order_by("-created_at")[:LATEST]
        return {
            "page_link": outside_link(listing.import_url or listing.canonical_url),
            "asking": money(listing.price_float, listing.currency, listing.price_period),
            "grade": grade_badge(listing.quality_grade),
            "subjects": subjects_of(listing),
            "prices": [(when(row.observed_at), money(row.amount, row.currency, row.price_period)) for row in prices],
            "scrapes": list(map(self._scrape_row, scrapes)),
        }

    def _scrape_row(self, scrape: Scrape) -> tuple[Cell, ...]:
        href = reverse("admin:listings_scrape_change", args=[scrape.pk])
        link = inside_link(href, f"{scrape.created_at:%Y-%m-%d %H:%M}")
        return link, result_badge(scrape), share(scrape.fill_rate), milliseconds(scrape.total_ms)

    @admin.display(description="listing", ordering="title")
    def headline(self, listing: Listing) -> Cell:
        """The title, or the address of the page."""
        return shortened(str(listing))

    @admin.display(ordering="price_cents")
    def price(self, listing: Listing) -> str:
        """Amount and currency, as people write them."""
        return money(listing.price_float, listing.currency, listing.price_period)

    @admin.display(description="city", ordering="city")
    def place(self, listing: Listing) -> Cell:
        """The city."""
        return shortened(listing.city)

    @admin.display(ordering="quality_grade")
    def grade(self, listing: Listing) -> Cell:
        """The quality grade."""
        return grade_badge(listing.quality_grade)

    @admin.display(description="last read", ordering="last_retrieved_at")
    def seen(self, listing: Listing) -> Cell:
        """When the page was last read."""
        return when(listing.last_retrieved_at)


@admin.register(Scrape)
class ScrapeAdmin(FactAdmin[Scrape]):
    """Every look at a page."""

    list_display = ("started", "result", "portal", "grade", "fill", "took", "owner", "page")
    list_filter = (
        "outcome", "state", "source", "quality_grade", ("portal", RecentValuesFilter), ("client", RecentValuesFilter),
    )  # fmt: skip
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=request_id", "=id", "=portal")
    search_help_text = "A whole page address, request id, scrape id or portal slug"
    ordering = ("-created_at",)
    date_hierarchy = "created_at"
    empty_hint = "No page was looked at yet. Each POST /public_api/v1/listings leaves a scrape here."
    fieldsets = (
        (None, {"fields": ("result", "error", "page", "listing_link", "capture_link", "client")}),
        ("What was found", {"fields": ("grade", "filled", "versions")}),
        ("Page", {"fields": ("portal", "source", "http_status", "page_size")}),
        ("Time", {"fields": ("started", "finished", "fetching", "extracting", "took")}),
        ("Work", {"fields": ("progress", "attempts", "next_try", "request_id", "id")}),
    )
    readonly_fields = (
        "result", "error", "page", "listing_link", "capture_link", "grade", "filled", "versions", "page_size",
        "started", "finished", "fetching", "extracting", "took", "progress", "next_try", "id",
    )  # fmt: skip

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

    @admin.display(description="next try")
    def next_try(self, scrape: Scrape) -> Cell:
        """When it is looked at again, if it is."""
        return when(scrape.next_attempt_at) if scrape.state in Scrape.UNFINISHED else "none"


@admin.register(Capture)
class CaptureAdmin(FactAdmin[Capture]):
    """Pages as they were received. Their HTML is never rendered here: it is somebody else's program."""

    list_display = ("received", "owner", "page_size", "kept_size", "content_sha256")
    list_filter = (("client", RecentValuesFilter),)
    list_select_related = ("client",)
    fields = readonly_fields = ("received", "client", "page_size", "kept_size", "content_sha256", "scrapes")
    empty_hint = "No page was kept yet. Each page that is read is kept here, compressed, once per content."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Capture]:
        """Without the pages themselves, of which a list would be megabytes; with their stored size."""
        stored = Func(F("html_zstd"), function="octet_length", output_field=IntegerField())
        return super().get_queryset(request).defer("html_zstd").annotate(stored_bytes=stored)

    @admin.display(description="received", ordering="created_at")
    def received(self, capture: Capture) -> Cell:
        """When the page first came."""
        return when(capture.created_at)

    @admin.display(description="size", ordering="html_bytes")
    def page_size(self, capture: Capture) -> str:
        """The page's size."""
        return size(capture.html_bytes)

    @admin.display(description="kept in")
    def kept_size(self, capture: Capture) -> str:
        """Its size as it is stored."""
        return size(capture.stored_bytes)  # type: ignore[attr-defined]  # get_queryset adds it

    @admin.display(description="SHA-256")
    def content_sha256(self, capture: Capture) -> Cell:
        """The page's hash."""
        return shortened(bytes(capture.content_hash).hex())

    @admin.display(description="scrapes of it")
    def scrapes(self, capture: Capture) -> Cell:
        """How many looks brought this very page, and where they are listed."""
        href = f"{reverse('admin:listings_scrape_changelist')}?capture__id__exact={capture.pk}"
        return inside_link(href, f"{capture.scrapes.count():,}")
