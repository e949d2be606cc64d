"""Prices that are not believed until staff have looked at them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models import Client
from pricehistory.models.prices import Price
from propscrape.ids import new_id


class PriceHold(Price):
    """A price that a page states and that history does not have, because the move to it is implausible.

    It waits for staff, one to a page. What stood when it was first seen is kept beside it.
    """

    class Reason(models.TextChoices):
        """Why it is not believed."""

        ROSE = "rose", "five times as much, or more"
        FELL = "fell", "a fifth, or less"
        CURRENCY = "currency", "another currency"
        HERD = "herd", "many listings of the portal at one price"

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "waits for staff"
        RELEASED = "released", "released by staff"
        DISCARDED = "discarded", "discarded by staff"
        WITHDRAWN = "withdrawn", "the page states it no more"

    # The page may go on stating a price that staff discarded; it is not asked about again
    UNBELIEVED = (State.WAITING, State.DISCARDED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    canonical_url = models.CharField(max_length=2048)
    scrape_id = models.UUIDField(null=True, blank=True, editable=False)
    reason = models.CharField(max_length=8, choices=Reason.choices)
    note = models.CharField(max_length=255, blank=True, default="", help_text="The reason's figures.")
    observed_at = models.DateTimeField(help_text="When the page first stated it.")
    last_seen_at = models.DateTimeField(help_text="When the page last stated it.")
    before_amount = models.DecimalField(max_digits=20, decimal_places=3)
    before_cents = models.BigIntegerField()
    before_currency = models.CharField(max_length=3)
    before_period = models.CharField(max_length=16, null=True, blank=True)
    before_qualifier = models.CharField(max_length=32, null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    held_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        ordering = ("-held_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("client", "canonical_url"), condition=Q(state="waiting"), name="pricehistory_hold_one_per_page"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False, price_cents__isnull=False, currency__isnull=False),
                name="pricehistory_hold_has_price",
            ),
        ]
        indexes = [
            models.Index(fields=("client", "canonical_url", "-held_at"), name="pricehistory_hold_by_page"),
            models.Index(
                fields=("client", "portal", "price_cents", "held_at"),
                name="pricehistory_hold_alike",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=("-held_at",), name="pricehistory_hold_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.before_amount} {self.before_currency} to {self.in_words}"
