"""The app of events and their delivery."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """The app of events and their delivery."""

    name = "webhooks"
    verbose_name = "Webhooks"
    console_position = 3

    def ready(self) -> None:
        from propscrape.console_tiles import CONSOLE_TILES
        from webhooks.console_tiles import due_deliveries

        CONSOLE_TILES["webhooks"] = due_deliveries
