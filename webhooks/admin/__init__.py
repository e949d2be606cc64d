"""Webhooks for staff: who wants to hear, what happened, what is owed, what was tried. Importing it registers all."""

from webhooks.admin import attempts, deliveries, events, streams, subscriptions

__all__ = ("attempts", "deliveries", "events", "streams", "subscriptions")
