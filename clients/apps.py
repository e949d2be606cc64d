"""The app of those who may call."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """Clients and their keys."""

    name = "clients"
    verbose_name = "Clients and keys"
    console_position = 4

    def ready(self) -> None:
        from clients.retention import KEPT, POLICIES
        from propscrape.retention import policies

        policies.register(*POLICIES)
        policies.KEPT.update(KEPT)
