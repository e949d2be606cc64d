"""Listings, and what was done to find them, for staff."""

from itertools import groupby
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from listings.extraction.fields import FIELDS
from listings.models import Capture, Listing, Portal, Scrape
from propscrape.console import FactAdmin

IMAGES_SHOWN = 6


@admin.register(Portal)
class PortalAdmin(admin.ModelAdmin[Portal]):
    """The registered portals; staff switch fetching on and off, the rest is the shipped file's."""

    list_display = ("host", "slug", "country", "currency", "locale", "content_source", "tier", "is_enabled")
    list_filter = ("is_enabled", "tier", "country", "content_source", "needs_javascript")
    search_fields = ("host", "slug")
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


@admin.register(Listing)
class ListingAdmin(FactAdmin[Listing]):
    """Listings, with everything the page stated, by group of the vocabulary."""

    list_display = ("headline", "price", "city", "portal", "quality_grade", "client", "last_retrieved_at")
    list_filter = ("quality_grade", "portal", "for_sale", "for_rent", "property_type", "client")
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=reference", "=city", "=postal_code")
    show_full_result_count = False

    def get_fieldsets(self, request: HttpRequest, obj: Listing | None = None) -> Any:
        """One section for each group of the vocabulary, in its order."""
        groups = [
            ((group or "").replace("_", " ").capitalize(), {"fields": [field.name for field in fields]})
            for group, fields in groupby(FIELDS, key=lambda field: field.group)
        ]
        return [
            (None, {"fields": ["client", "photos", "created_at", "updated_at"]}),
            *groups,
            ("Found in", {"fields": ["provenance"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Listing | None = None) -> tuple[str, ...]:
        """The pictures are made here."""
        return ("photos",)

    @admin.display(description="listing", ordering="title")
    def headline(self, listing: Listing) -> str:
        """The title, or the address of the page."""
        return str(listing)

    @admin.display(ordering="price_cents")
    def price(self, listing: Listing) -> str:
        """Amount and currency, as people write them."""
        if listing.price_float is None:
            return "-"
        period = "" if listing.price_period in (None, "total") else f" / {listing.price_period}"
        return f"{listing.price_float:,.0f} {listing.currency or ''}{period}"

    @admin.display(description="photos")
    def photos(self, listing: Listing) -> SafeString | str:
        """How many there are, and where. They are not loaded: the console talks to no foreign host."""
        if not listing.image_urls:
            return "none stated"
        return format_html("{} stated; the first: {}", len(listing.image_urls), listing.image_urls[0]["url"])


@admin.register(Scrape)
class ScrapeAdmin(FactAdmin[Scrape]):
    """Every look at a page."""

    list_display = (
        "created_at", "outcome", "state", "portal", "source", "quality_grade", "fill", "total_ms", "client", "url",
    )  # fmt: skip
    list_filter = ("outcome", "state", "source", "quality_grade", "portal", "client")
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=request_id", "=id")
    date_hierarchy = "created_at"
    show_full_result_count = False

    @admin.display(description="filled", ordering="fields_filled")
    def fill(self, scrape: Scrape) -> str:
        """Share of the vocabulary that was found."""
        return "-" if scrape.fill_rate is None else f"{scrape.fill_rate:.0%}"


@admin.register(Capture)
class CaptureAdmin(FactAdmin[Capture]):
    """Pages as they were received."""

    list_display = ("created_at", "client", "html_bytes", "content_sha256")
    list_filter = ("client",)
    list_select_related = ("client",)
    fields = ("created_at", "client", "html_bytes", "content_sha256")
    readonly_fields = ("content_sha256",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Capture]:
        """Without the pages themselves; a list of them would be megabytes."""
        return super().get_queryset(request).defer("html_zstd")

    @admin.display(description="SHA-256")
    def content_sha256(self, capture: Capture) -> str:
        """The page's hash."""
        return bytes(capture.content_hash).hex()
