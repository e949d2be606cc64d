"""Prices over time: what a page asked, when, and what it asks now.

History is keyed by client and canonical URL, not by listing, so that it outlives a listing that is deleted and found
again. Each row carries what market figures need as plain values.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models import Client
from propscrape.ids import new_id

ON_REQUEST = "on_request"
# A page that says "price on request" states no amount; nothing else may lack one
STATED_OR_ON_REQUEST = Q(amount__isnull=False, price_cents__isnull=False, currency__isnull=False) | Q(
    amount__isnull=True, price_cents__isnull=True, currency__isnull=True, price_qualifier=ON_REQUEST
)


class Price(models.Model):
    """What all tables know of a price: the amount twice, exact for people and in minor units for comparing.

    A price on request has neither amount nor currency.
    """

    amount = models.DecimalField(max_digits=20, decimal_places=3, null=True, blank=True)
    price_cents = models.BigIntegerField(null=True, blank=True, help_text="Minor units of the currency (ISO 4217).")
    currency = models.CharField(max_length=3, null=True, blank=True)
    price_period = models.CharField(max_length=16, null=True, blank=True)
    price_qualifier = models.CharField(max_length=32, null=True, blank=True)
    portal = models.CharField(max_length=64, null=True, blank=True)
    city = models.CharField(max_length=255, null=True, blank=True)
    property_type = models.CharField(max_length=32, null=True, blank=True)
    area_m2 = models.FloatField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def kind(self) -> tuple[int | None, str | None, str | None, str | None]:
        """Two prices with the same kind are the same price; nothing is written for the second."""
        return self.price_cents, self.currency, self.price_period, self.price_qualifier

    @property
    def in_words(self) -> str:
        """The price as a row's name has it."""
        return "on request" if self.amount is None else f"{self.amount} {self.currency}"


class PriceSnapshotQuerySet(models.QuerySet["PriceSnapshot"]):
    """Selections of snapshots."""

    def for_page(self, canonical_url: str) -> "PriceSnapshotQuerySet":
        """Snapshots of one page that still stand, newest first."""
        return self.filter(canonical_url=canonical_url, superseded_at__isnull=True).order_by("-observed_at", "-id")


class PriceSnapshot(Price):
    """A price at one time. Partitioned by month of `observed_at`; the database's key is (id, observed_at)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    canonical_url = models.CharField(max_length=2048)
    scrape_id = models.UUIDField(null=True, blank=True, editable=False)
    observed_at = models.DateTimeField(default=timezone.now, help_text="When the page stated it.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="When we wrote it down.")
    superseded_at = models.DateTimeField(null=True, blank=True, help_text="When a correction replaced it.")

    objects = PriceSnapshotQuerySet.as_manager()

    class Meta:
        ordering = ("-observed_at",)
        constraints = [
            models.CheckConstraint(condition=STATED_OR_ON_REQUEST, name="pricehistory_snapshot_has_price"),
        ]
        indexes = [
            models.Index(fields=("client", "canonical_url", "-observed_at"), name="pricehistory_by_page"),
            models.Index(fields=("-observed_at",), name="pricehistory_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.in_words} on {self.observed_at:%Y-%m-%d}"


class CurrentPrice(Price):
    """The standing price of a page: decides what counts as unchanged, and outlives the retention of snapshots.

    The price of a page that is gone stands no more, until the page is back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    canonical_url = models.CharField(max_length=2048)
    observed_at = models.DateTimeField(help_text="Since when the price stands.")
    last_seen_at = models.DateTimeField(help_text="When it was last confirmed.")
    gone_at = models.DateTimeField(null=True, blank=True, help_text="Since when the page is gone.")

    class Meta:
        db_table = "pricehistory_current"
        ordering = ("-last_seen_at",)
        constraints = [
            models.UniqueConstraint(fields=("client", "canonical_url"), name="pricehistory_current_one_per_page"),
            models.CheckConstraint(condition=STATED_OR_ON_REQUEST, name="pricehistory_current_has_price"),
        ]
        indexes = [
            models.Index(fields=("client", "portal", "price_cents", "observed_at"), name="pricehistory_current_alike"),
        ]

    def __str__(self) -> str:
        return self.in_words
