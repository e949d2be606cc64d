"""Market figures by week, kept ready: a median over many prices is no matter of a request."""

from django.db import models
from django.utils import timezone

from clients.models import Client
from propscrape.ids import new_id

ALL = ""


class MarketFigure(models.Model):
    """What the standing prices of one client's pages came to in one week, for one choice of portal, city and type.

    Empty portal, city or type: all of them. Prices of different currency or period are never put together, and no row
    stands for fewer than three pages. `city` is in lower case.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    week = models.DateField(help_text="Its Monday (ISO 8601).")
    portal = models.CharField(max_length=64, blank=True)
    city = models.CharField(max_length=255, blank=True)
    property_type = models.CharField(max_length=32, blank=True)
    currency = models.CharField(max_length=3)
    price_period = models.CharField(max_length=16, blank=True, help_text="Empty: not known.")
    listings = models.PositiveIntegerField()
    median_price = models.FloatField()
    listings_with_area = models.PositiveIntegerField()
    median_per_m2 = models.FloatField(null=True, blank=True, help_text="None for fewer than three areas.")
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-week",)
        constraints = [
            models.UniqueConstraint(
                fields=("client", "portal", "city", "property_type", "week", "currency", "price_period"),
                name="pricehistory_market_once",
            ),
        ]
        indexes = [models.Index(fields=("week", "client"), name="pricehistory_market_by_week")]

    def __str__(self) -> str:
        return f"{self.week:%G-W%V}: {self.listings} listings"


class StaleWeek(models.Model):
    """A week of a client whose figures are still to be computed, or to be computed again.

    The running week always is one; a past one becomes one when its history is corrected.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    week = models.DateField(help_text="Its Monday (ISO 8601).")
    marked_at = models.DateTimeField(default=timezone.now, help_text="A later mark is not answered by earlier figures.")

    class Meta:
        ordering = ("week",)
        constraints = [models.UniqueConstraint(fields=("client", "week"), name="pricehistory_stale_once")]

    def __str__(self) -> str:
        return f"{self.week:%G-W%V}"
