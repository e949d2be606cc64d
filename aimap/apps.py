"""The app of mappings that are learned."""

from django.apps import AppConfig


class AiMapConfig(AppConfig):
    """The app of mappings that are learned."""

    name = "aimap"
