"""Events and what is owed of them, for staff to look at."""

import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, badge, shortened, when
from propscrape.console_filters import RecentValuesFilter
from webhooks.models import Delivery, Event, Stream, Subscription

CLIENT_FILTER = ("client", RecentValuesFilter)
SUBSCRIPTION_TONES = {"enabled": "good", "paused": "fair", "disabled": "bad"}
DELIVERY_TONES = {"due": "plain", "sending": "plain", "delivered": "good", "dead": "bad"}


@admin.register(Event)
class EventAdmin(FactAdmin[Event]):
    """What happened."""

    list_display = ("happened", "type", "about", "sequence", "owner")
    list_filter = (("type", RecentValuesFilter), CLIENT_FILTER)
    list_select_related = ("client",)
    search_fields = ("=key", "=request_id", "=id")
    search_help_text = "The id of a listing, of a request or of an event"
    ordering = ("-occurred_at",)
    date_hierarchy = "occurred_at"
    fields = ("happened", "type", "client", "key", "sequence", "request_id", "id", "content")
    readonly_fields = ("happened", "id", "content")
    empty_hint = "Nothing happened yet. Each import leaves at least one event here."

    @admin.display(description="happened", ordering="occurred_at")
    def happened(self, event: Event) -> Cell:
        """When."""
        return when(event.occurred_at)

    @admin.display(description="about", ordering="key")
    def about(self, event: Event) -> Cell:
        """What it happened to."""
        return shortened(event.key)

    @admin.display(description="data")
    def content(self, event: Event) -> SafeString:
        """What subscribers are told."""
        return format_html('<pre class="data">{}</pre>', json.dumps(event.data, indent=2, ensure_ascii=False))


@admin.register(Subscription)
class SubscriptionAdmin(FactAdmin[Subscription]):
    """Who wants to hear."""

    list_display = ("address", "standing", "hears", "owner", "created")
    list_filter = ("state", CLIENT_FILTER)
    list_select_related = ("client",)
    search_fields = ("url", "description")
    search_help_text = "Part of an address or description"
    ordering = ("-created_at",)
    empty_hint = "Nobody has subscribed to events yet."

    @admin.display(description="address", ordering="url")
    def address(self, subscription: Subscription) -> Cell:
        """Where events are sent."""
        return shortened(subscription.url)

    @admin.display(description="state", ordering="state")
    def standing(self, subscription: Subscription) -> Cell:
        """Whether deliveries go out."""
        return badge(subscription.state, SUBSCRIPTION_TONES[subscription.state])

    @admin.display(description="hears")
    def hears(self, subscription: Subscription) -> Cell:
        """The types of events."""
        return shortened(", ".join(subscription.event_types) or "all events")

    @admin.display(description="since", ordering="created_at")
    def created(self, subscription: Subscription) -> Cell:
        """When it was made."""
        return when(subscription.created_at)


@admin.register(Delivery)
class DeliveryAdmin(FactAdmin[Delivery]):
    """What is still to be told."""

    list_display = ("created", "what", "to", "standing", "attempts", "next_try", "owner")
    list_filter = ("state", CLIENT_FILTER)
    list_select_related = ("client", "event", "subscription")
    search_fields = ("=event__id", "subscription__url")
    search_help_text = "The id of an event, or part of a subscription's address"
    ordering = ("-created_at",)
    empty_hint = "Nothing is owed. An event is owed to each subscription that stands when it happens."

    @admin.display(description="owed since", ordering="created_at")
    def created(self, delivery: Delivery) -> Cell:
        """When the event happened."""
        return when(delivery.created_at)

    @admin.display(description="event", ordering="event__type")
    def what(self, delivery: Delivery) -> str:
        """The event's type."""
        return delivery.event.type

    @admin.display(description="to", ordering="subscription__url")
    def to(self, delivery: Delivery) -> Cell:
        """Where it goes."""
        return shortened(delivery.subscription.url)

    @admin.display(description="state", ordering="state")
    def standing(self, delivery: Delivery) -> Cell:
        """How far it has come."""
        return badge(delivery.state, DELIVERY_TONES[delivery.state])

    @admin.display(description="next try", ordering="next_attempt_at")
    def next_try(self, delivery: Delivery) -> Cell:
        """When it is tried again."""
        return when(delivery.next_attempt_at)


@admin.register(Stream)
class StreamAdmin(FactAdmin[Stream]):
    """How far the sequence of each listing has come."""

    list_display = ("key", "last_sequence", "owner")
    list_filter = (CLIENT_FILTER,)
    list_select_related = ("client",)
    search_fields = ("=key",)
    search_help_text = "The id of a listing"
    empty_hint = "No listing has had an event yet."
