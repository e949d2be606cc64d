"""Price history, for staff to look at."""

from django.contrib import admin

from pricehistory.models import CurrentPrice, PriceSnapshot
from propscrape.console import FactAdmin


@admin.register(PriceSnapshot)
class PriceSnapshotAdmin(FactAdmin[PriceSnapshot]):
    """What pages asked, and when."""

    list_display = ("observed_at", "amount", "currency", "price_period", "portal", "city", "client", "canonical_url")
    list_filter = ("portal", "currency", "price_period", "client")
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=city")
    date_hierarchy = "observed_at"
    show_full_result_count = False


@admin.register(CurrentPrice)
class CurrentPriceAdmin(FactAdmin[CurrentPrice]):
    """What pages ask now."""

    list_display = ("last_seen_at", "amount", "currency", "price_period", "portal", "city", "client", "canonical_url")
    list_filter = ("portal", "currency", "price_period", "client")
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=city")
    show_full_result_count = False
