"""The app of prices over time."""

from django.apps import AppConfig


class PriceHistoryConfig(AppConfig):
    """The app of prices over time."""

    name = "pricehistory"
    verbose_name = "Price history"
    console_position = 2

    def ready(self) -> None:
        from pricehistory.console_tiles import price_moves, prices_held, snapshots_of_day
        from pricehistory.retention import KEPT, POLICIES
        from propscrape.console_tiles import CONSOLE_TILES, HEALTH_TILES
        from propscrape.retention import policies

        CONSOLE_TILES["price moves"] = price_moves
        CONSOLE_TILES["prices held"] = prices_held
        HEALTH_TILES["snapshots"] = snapshots_of_day
        policies.register(*POLICIES)
        policies.KEPT.update(KEPT)
