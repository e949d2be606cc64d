"""Market figures, and the weeks that are still to be computed, for staff to look at."""

from django.contrib import admin

from pricehistory.models import MarketFigure, StaleWeek
from pricehistory.models.market import ALL
from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, money, shortened, when
from propscrape.console_filters import RecentValuesFilter

EVERY = "all"


@admin.display(description="week", ordering="week")
def week(row: MarketFigure | StaleWeek) -> str:
    """As ISO 8601 names it."""
    return f"{row.week:%G-W%V}"


@admin.register(MarketFigure)
class MarketFigureAdmin(FactAdmin[MarketFigure]):
    """Medians of standing prices, by week and by choice of portal, city and type."""

    list_display = (week, "of_portal", "of_city", "of_type", "listings", "median", "per_m2", "owner", "computed")
    list_filter = (("portal", RecentValuesFilter), ("client", RecentValuesFilter))
    list_select_related = ("client",)
    search_fields = ("=city", "=portal", "=property_type")
    search_help_text = "A city in lower case, a portal slug or a type"
    ordering = ("-week",)
    empty_hint = "No figure yet. They are computed every hour, of weeks in which three listings or more had a price."

    @admin.display(description="portal", ordering="portal")
    def of_portal(self, figure: MarketFigure) -> Cell:
        """The portal it is for."""
        return EVERY if figure.portal == ALL else shortened(figure.portal)

    @admin.display(description="city", ordering="city")
    def of_city(self, figure: MarketFigure) -> Cell:
        """The city it is for."""
        return EVERY if figure.city == ALL else shortened(figure.city)

    @admin.display(description="type", ordering="property_type")
    def of_type(self, figure: MarketFigure) -> Cell:
        """The type it is for."""
        return EVERY if figure.property_type == ALL else shortened(figure.property_type)

    @admin.display(description="median")
    def median(self, figure: MarketFigure) -> str:
        """The median price."""
        return money(figure.median_price, figure.currency, figure.price_period)

    @admin.display(description="per m²")
    def per_m2(self, figure: MarketFigure) -> str:
        """The median price of a square metre."""
        return money(figure.median_per_m2, figure.currency, figure.price_period)

    @admin.display(description="computed", ordering="computed_at")
    def computed(self, figure: MarketFigure) -> Cell:
        """When."""
        return when(figure.computed_at)


@admin.register(StaleWeek)
class StaleWeekAdmin(FactAdmin[StaleWeek]):
    """Weeks whose figures are to be computed; the running one always is."""

    list_display = (week, "owner", "marked")
    list_filter = (("client", RecentValuesFilter),)
    list_select_related = ("client",)
    ordering = ("-week",)
    empty_hint = "Nothing is to be computed. The running week of every client with prices is marked every hour."

    @admin.display(description="marked", ordering="marked_at")
    def marked(self, stale: StaleWeek) -> Cell:
        """Since when."""
        return when(stale.marked_at)
