"""The app of prices over time."""

from django.apps import AppConfig


class PriceHistoryConfig(AppConfig):
    """The app of prices over time."""

    name = "pricehistory"
