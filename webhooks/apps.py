"""The app of events and their delivery."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """The app of events and their delivery."""

    name = "webhooks"
    verbose_name = "Webhooks"
    console_position = 3

    def ready(self) -> None:
        from propscrape.console_tiles import CONSOLE_TILES, HEALTH_TILES
        from propscrape.retention import policies
        from webhooks.console_tiles import attempts_of_day, due_deliveries
        from webhooks.retention import KEPT, POLICIES

        CONSOLE_TILES["webhooks"] = due_deliveries
        HEALTH_TILES["webhooks"] = attempts_of_day
        policies.register(*POLICIES)
        policies.KEPT.update(KEPT)
