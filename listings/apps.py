"""The app of listings, and of how they are found."""

from django.apps import AppConfig


class ListingsConfig(AppConfig):
    """The app of listings, and of how they are found."""

    name = "listings"
