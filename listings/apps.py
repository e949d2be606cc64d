"""The app of listings, and of how they are found."""

from django.apps import AppConfig


class ListingsConfig(AppConfig):
    """The app of listings, and of how they are found."""

    name = "listings"
    verbose_name = "Listings"
    console_position = 1

    def ready(self) -> None:
        from listings.console_tiles import due_scrapes, freshness, latest_scrapes, sick_scrapers, stored_listings
        from listings.fetching.browser_path import check_browser
        from listings.retention import KEPT, POLICIES
        from propscrape.console_tiles import CONSOLE_TILES, HEALTH_TILES
        from propscrape.health import OPTIONAL_CHECKS
        from propscrape.retention import policies

        CONSOLE_TILES["sick scrapers"] = sick_scrapers
        CONSOLE_TILES["listings"] = stored_listings
        HEALTH_TILES["freshness"] = freshness
        HEALTH_TILES["queue"] = due_scrapes
        CONSOLE_TILES["scrapes"] = latest_scrapes
        CONSOLE_TILES["queue"] = due_scrapes
        OPTIONAL_CHECKS["browser"] = check_browser
        policies.register(*POLICIES)
        policies.KEPT.update(KEPT)
