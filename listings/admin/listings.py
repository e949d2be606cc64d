"""Listings, for staff: everything a page stated, its prices and its latest scrapes."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from listings.admin.cells import grade_badge, result_badge
from listings.admin.price_facts import price_facts
from listings.console_facts import subjects_of
from listings.models import Listing, Scrape
from listings.services.corrections import CORRECTABLE
from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, inside_link, milliseconds, money, outside_link, share, shortened, when
from propscrape.console_filters import RecentValuesFilter

LATEST = 10
CORRECTABLE_NAMES = frozenset(field.name for field in CORRECTABLE)


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
    ordering = ("-pk",)
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
        scrapes = listing.scrapes.select_related(None).order_by("-created_at")[:LATEST]
        return price_facts(listing) | {
            "page_link": outside_link(listing.import_url or listing.canonical_url),
            "asking": money(listing.price_float, listing.currency, listing.price_period),
            "grade": grade_badge(listing.quality_grade),
            "subjects": subjects_of(listing),
            "scrapes": list(map(self._scrape_row, scrapes)),
            "correctable": CORRECTABLE_NAMES,
            "correct_url": f"{reverse('admin:listings_correction_add')}?listing_id={listing.pk}",
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
