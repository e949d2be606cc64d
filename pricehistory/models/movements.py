"""What came, went and moved."""

from django.db import models

from clients.models import Client
from propscrape.ids import new_id


class Movement(models.Model):
    """A page that came, went, came back, or whose price moved; with the price that was asked then.

    `before_amount` is in the same currency and per the same time; only moves of the price have one.
    """

    class Kind(models.TextChoices):
        """What happened."""

        NEW = "new", "first seen"
        GONE = "gone", "no longer there"
        BACK = "back", "there again"
        REDUCED = "reduced", "cheaper"
        RAISED = "raised", "dearer"

    PRICE_MOVES = (Kind.REDUCED, Kind.RAISED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    canonical_url = models.CharField(max_length=2048)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    at = models.DateTimeField()
    before_amount = models.DecimalField(max_digits=20, decimal_places=3, null=True, blank=True)
    amount = models.DecimalField(max_digits=20, decimal_places=3, null=True, blank=True)
    currency = models.CharField(max_length=3, null=True, blank=True)
    price_period = models.CharField(max_length=16, null=True, blank=True)
    portal = models.CharField(max_length=64, null=True, blank=True)
    city = models.CharField(max_length=255, null=True, blank=True)
    property_type = models.CharField(max_length=32, null=True, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=("client", "-at", "-id"), include=("kind",), name="pricehistory_move_by_client"),
            models.Index(fields=("client", "canonical_url", "at"), name="pricehistory_move_by_page"),
            models.Index(fields=("-at",), name="pricehistory_move_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.at:%Y-%m-%d}"
