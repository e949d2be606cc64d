"""The app of events and their delivery."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """The app of events and their delivery."""

    name = "webhooks"
    verbose_name = "Webhooks"
    console_position = 3
