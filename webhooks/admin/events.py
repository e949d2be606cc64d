"""What happened, for staff to look at."""

import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, shortened, when
from propscrape.console_filters import RecentValuesFilter
from webhooks.admin.cells import to_deliveries
from webhooks.models import Event


@admin.register(Event)
class EventAdmin(FactAdmin[Event]):
    """What happened."""

    list_display = ("happened", "type", "about", "sequence", "owner")
    list_filter = (("type", RecentValuesFilter), ("client", RecentValuesFilter))
    list_select_related = ("client",)
    search_fields = ("=key", "=request_id", "=id")
    search_help_text = "The id of a listing, of a request or of an event"
    ordering = ("-occurred_at",)
    date_hierarchy = "occurred_at"
    fields = ("happened", "type", "client", "key", "sequence", "owed", "request_id", "id", "content")
    readonly_fields = ("happened", "owed", "id", "content")
    empty_hint = "Nothing happened yet. Each import leaves at least one event here."

    @admin.display(description="happened", ordering="occurred_at")
    def happened(self, event: Event) -> Cell:
        """When."""
        return when(event.occurred_at)

    @admin.display(description="about", ordering="key")
    def about(self, event: Event) -> Cell:
        """What it happened to."""
        return shortened(event.key)

    @admin.display(description="deliveries")
    def owed(self, event: Event) -> Cell:
        """To how many subscriptions it was owed, and where they are listed."""
        count = event.deliveries.count()
        return to_deliveries(f"{count:,}", event__id__exact=event.pk) if count else "none: nobody listens to it"

    @admin.display(description="data")
    def content(self, event: Event) -> SafeString:
        """What subscribers are told."""
        return format_html('<pre class="data">{}</pre>', json.dumps(event.data, indent=2, ensure_ascii=False))
