"""What happened, who wants to hear of it, and what is still to be told."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models import Client
from propscrape.ids import new_id


class EventType(models.TextChoices):
    """The types of CONTRACTS.md 4."""

    EXTRACTION_COMPLETED = "extraction.completed"
    EXTRACTION_FAILED = "extraction.failed"
    LISTING_CREATED = "listing.created"
    LISTING_UPDATED = "listing.updated"
    LISTING_PRICE_CHANGED = "listing.price_changed"
    LISTING_STATUS_CHANGED = "listing.status_changed"
    LISTING_GONE = "listing.gone"
    LISTING_CORRECTED = "listing.corrected"
    SCRAPER_DEGRADED = "scraper.degraded"
    BUDGET_ALERT = "budget.alert"
    WEBHOOK_TEST = "webhook.test"


class Stream(models.Model):
    """The counter behind `sequence`: one row per client and key (a listing), locked while a number is taken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    last_sequence = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("client", "key"), name="webhooks_stream_one_per_key")]

    def __str__(self) -> str:
        return f"{self.key} at {self.last_sequence}"


class Event(models.Model):
    """A fact, written in the transaction that caused it. `sequence` rises per key; null for events without one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    type = models.CharField(max_length=40, choices=EventType.choices)
    key = models.CharField(max_length=64, null=True, blank=True, help_text="What it happened to: a listing's id.")
    sequence = models.BigIntegerField(null=True, blank=True)
    data = models.JSONField()
    request_id = models.CharField(max_length=64, blank=True, default="")
    occurred_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-occurred_at",)
        indexes = [models.Index(fields=("client", "-occurred_at"), name="webhooks_event_by_client")]
        constraints = [
            models.UniqueConstraint(
                fields=("client", "key", "sequence"), condition=Q(key__isnull=False), name="webhooks_event_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.key or ''}".strip()


class Subscription(models.Model):
    """An address of a client's that wants to hear of events."""

    class State(models.TextChoices):
        """Whether deliveries go out."""

        ENABLED = "enabled"
        PAUSED = "paused"
        DISABLED = "disabled"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=2048)
    description = models.CharField(max_length=255, blank=True, default="")
    event_types = ArrayField(
        models.CharField(max_length=40, choices=EventType.choices), default=list, blank=True, help_text="Empty: all."
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.ENABLED)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=("client", "state"), name="webhooks_subscription_by_state")]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """The outbox: one event owed to one subscription. The row is the truth; the broker only wakes a worker for it."""

    class State(models.TextChoices):
        """How far it has come."""

        DUE = "due"
        SENDING = "sending"
        DELIVERED = "delivered"
        DEAD = "dead"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at",)
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=("next_attempt_at",), name="webhooks_delivery_due", condition=Q(state__in=("due", "sending"))
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=("event", "subscription"), name="webhooks_delivery_owed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.subscription}"
