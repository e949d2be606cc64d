"""Price history, for staff to look at."""

from django.contrib import admin

from pricehistory.admin.cells import price_in_words
from pricehistory.models import CurrentPrice, Price, PriceSnapshot
from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, badge, outside_link, shortened, when
from propscrape.console_filters import RecentValuesFilter

FILTERS = (
    ("portal", RecentValuesFilter), ("currency", RecentValuesFilter), ("price_period", RecentValuesFilter),
    ("client", RecentValuesFilter),
)  # fmt: skip
SEARCHED = ("=canonical_url", "=city", "=portal")
SEARCH_HELP = "A whole page address, city or portal slug"
NO_PRICES = "No price yet. Each listing that states one leaves it here."


@admin.display(description="price", ordering="price_cents")
def price(row: Price) -> str:
    """Amount, currency and what it is per; a page may name none on purpose."""
    return price_in_words(row.amount, row.currency, row.price_period)


@admin.display(description="since", ordering="observed_at")
def since(row: PriceSnapshot | CurrentPrice) -> Cell:
    """When the page was first seen to state it."""
    return when(row.observed_at)


@admin.display(description="city", ordering="city")
def place(row: Price) -> Cell:
    """The city."""
    return shortened(row.city)


@admin.display(description="page", ordering="canonical_url")
def page(row: PriceSnapshot | CurrentPrice) -> Cell:
    """The page's address."""
    return outside_link(row.canonical_url)


@admin.register(PriceSnapshot)
class PriceSnapshotAdmin(FactAdmin[PriceSnapshot]):
    """What pages asked, and when."""

    list_display = (since, price, "standing", "portal", place, "owner", page)
    list_filter = FILTERS
    list_select_related = ("client",)
    search_fields = SEARCHED
    search_help_text = SEARCH_HELP
    ordering = ("-observed_at",)
    date_hierarchy = "observed_at"
    empty_hint = NO_PRICES

    @admin.display(description="standing")
    def standing(self, snapshot: PriceSnapshot) -> Cell:
        """Whether a correction has replaced it."""
        return badge("corrected", "fair") if snapshot.superseded_at else badge("stands", "good")


@admin.register(CurrentPrice)
class CurrentPriceAdmin(FactAdmin[CurrentPrice]):
    """What pages ask now."""

    list_display = ("confirmed", price, "standing", since, "portal", place, "owner", page)
    list_filter = FILTERS
    list_select_related = ("client",)
    search_fields = SEARCHED
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    empty_hint = NO_PRICES

    @admin.display(description="last confirmed", ordering="last_seen_at")
    def confirmed(self, current: CurrentPrice) -> Cell:
        """When the page last stated it."""
        return when(current.last_seen_at)

    @admin.display(description="standing")
    def standing(self, current: CurrentPrice) -> Cell:
        """Whether the page is still there."""
        return badge("page gone", "plain") if current.gone_at else badge("stands", "good")
