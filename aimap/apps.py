"""The app of mappings that are learned."""

from django.apps import AppConfig


class AiMapConfig(AppConfig):
    """The app of mappings that are learned."""

    name = "aimap"
    verbose_name = "AI map"
    console_position = 5

    def ready(self) -> None:
        from aimap.console_tiles import waiting_proposals
        from aimap.retention import POLICIES
        from propscrape.console_tiles import CONSOLE_TILES
        from propscrape.retention import policies

        CONSOLE_TILES["proposals"] = waiting_proposals
        policies.register(*POLICIES)
