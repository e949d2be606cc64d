"""What came, went and moved, for staff to look at."""

from django.contrib import admin

from pricehistory.admin.cells import price_in_words
from pricehistory.models import Movement
from pricehistory.services.moves import move_between
from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, money, outside_link, shortened, when
from propscrape.console_filters import RecentValuesFilter

TONES = {Movement.Kind.NEW: "good", Movement.Kind.BACK: "good", Movement.Kind.GONE: "fair"}


@admin.register(Movement)
class MovementAdmin(FactAdmin[Movement]):
    """Pages that came, went, came back, or whose price moved, newest first."""

    list_display = ("happened", "what", "price", "before", "change", "portal", "place", "owner", "page")
    list_filter = ("kind", ("portal", RecentValuesFilter), ("client", RecentValuesFilter))
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=city", "=portal")
    search_help_text = "A whole page address, city or portal slug"
    ordering = ("-at",)
    empty_hint = "Nothing has moved yet. New listings, gone ones and moves of a price leave a line here."

    @admin.display(description="when", ordering="at")
    def happened(self, movement: Movement) -> Cell:
        """When it was seen."""
        return when(movement.at)

    @admin.display(description="what", ordering="kind")
    def what(self, movement: Movement) -> Cell:
        """What happened, in a word."""
        return badge(movement.kind, TONES.get(Movement.Kind(movement.kind), "plain"))

    @admin.display(description="price")
    def price(self, movement: Movement) -> str:
        """What was asked then."""
        if movement.amount is None:
            return UNKNOWN
        return price_in_words(movement.amount, movement.currency, movement.price_period)

    @admin.display(description="before")
    def before(self, movement: Movement) -> str:
        """What was asked before."""
        return money(movement.before_amount, movement.currency)

    @admin.display(description="change")
    def change(self, movement: Movement) -> str:
        """In per cent of the earlier price."""
        if movement.before_amount is None or movement.amount is None:
            return UNKNOWN
        percent = move_between(movement.before_amount, movement.amount).percent
        return UNKNOWN if percent is None else f"{percent:+,.1f}%"

    @admin.display(description="city", ordering="city")
    def place(self, movement: Movement) -> Cell:
        """The city."""
        return shortened(movement.city)

    @admin.display(description="page")
    def page(self, movement: Movement) -> Cell:
        """The page's address."""
        return outside_link(movement.canonical_url)
