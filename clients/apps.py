"""The app of those who may call."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """Clients and their keys."""

    name = "clients"
    verbose_name = "Clients and keys"
    console_position = 4

    def ready(self) -> None:
        from clients.console_tiles import paid_calls_of_today
        from clients.retention import KEPT, POLICIES
        from propscrape.console_tiles import HEALTH_TILES
        from propscrape.retention import policies

        HEALTH_TILES["paid calls"] = paid_calls_of_today
        policies.register(*POLICIES)
        policies.KEPT.update(KEPT)
