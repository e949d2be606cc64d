"""Events and what is owed of them, for staff to look at."""

from django.contrib import admin

from propscrape.console import FactAdmin
from webhooks.models import Delivery, Event, Stream, Subscription


@admin.register(Event)
class EventAdmin(FactAdmin[Event]):
    """What happened."""

    list_display = ("occurred_at", "type", "key", "sequence", "client", "request_id")
    list_filter = ("type", "client")
    list_select_related = ("client",)
    search_fields = ("=key", "=request_id", "=id")
    date_hierarchy = "occurred_at"
    show_full_result_count = False


@admin.register(Subscription)
class SubscriptionAdmin(FactAdmin[Subscription]):
    """Who wants to hear."""

    list_display = ("url", "client", "state", "event_types", "created_at")
    list_filter = ("state", "client")
    list_select_related = ("client",)
    search_fields = ("url", "description")


@admin.register(Delivery)
class DeliveryAdmin(FactAdmin[Delivery]):
    """What is still to be told."""

    list_display = ("created_at", "event", "subscription", "state", "attempts", "next_attempt_at", "client")
    list_filter = ("state", "client")
    list_select_related = ("client", "event", "subscription")
    search_fields = ("=event__id", "subscription__url")
    show_full_result_count = False


@admin.register(Stream)
class StreamAdmin(FactAdmin[Stream]):
    """How far the sequence of each listing has come."""

    list_display = ("key", "last_sequence", "client")
    list_filter = ("client",)
    list_select_related = ("client",)
    search_fields = ("=key",)
    show_full_result_count = False
