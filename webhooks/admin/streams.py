"""The counters behind `sequence`, for staff to look at."""

from django.contrib import admin

from propscrape.console import FactAdmin
from propscrape.console_filters import RecentValuesFilter
from webhooks.models import Stream


@admin.register(Stream)
class StreamAdmin(FactAdmin[Stream]):
    """How far the sequence of each listing has come."""

    list_display = ("key", "last_sequence", "owner")
    list_filter = (("client", RecentValuesFilter),)
    list_select_related = ("client",)
    search_fields = ("=key",)
    search_help_text = "The id of a listing"
    empty_hint = "No listing has had an event yet."
