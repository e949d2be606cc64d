"""What happened, who wants to hear of it, and what is still to be told."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models import Client
from propscrape.ids import new_id

MAX_SUBSCRIPTIONS = 20


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
    WATCH_PAUSED = "watch.paused"
    WEBHOOK_TEST = "webhook.test"
    WEBHOOK_FAILING = "webhook.failing"
    WEBHOOK_DISABLED = "webhook.disabled"


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
        indexes = [
            models.Index(fields=("client", "-occurred_at"), name="webhooks_event_by_client"),
            models.Index(fields=("occurred_at",), name="webhooks_event_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("client", "key", "sequence"), condition=Q(key__isnull=False), name="webhooks_event_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.key or ''}".strip()


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Selections of subscriptions."""

    def standing(self) -> Self:
        """Those that nobody has deleted."""
        return self.filter(deleted_at__isnull=True)


class Subscription(models.Model):
    """An address of a client's that wants to hear of events: which ones, how they are signed, how it is doing.

    `slot` numbers a client's subscriptions from 1 to 20, each once: the limit that no race gets past; a deleted one
    has none, and stays as a tombstone until retention takes it. The lane is the lease of the one worker process that
    sends to this address at a time; it bounds concurrency and keeps order.
    """

    class State(models.TextChoices):
        """Whether deliveries go out; if not, they are held."""

        ENABLED = "enabled"
        PAUSED = "paused"
        DISABLED = "disabled"

    class Reason(models.TextChoices):
        """Why it is disabled."""

        FAILING = "failing", "Ten events in a row failed"
        GONE = "gone", "The receiver answered 410 Gone"
        STAFF = "staff", "Disabled by staff"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField(null=True, editable=False)
    url = models.CharField(max_length=2048)
    description = models.CharField(max_length=255, blank=True, default="")
    event_types = ArrayField(
        models.CharField(max_length=40, choices=EventType.choices), default=list, blank=True, help_text="Empty: all."
    )
    ordered = models.BooleanField(default=True, help_text="Events of one listing wait for earlier ones.")
    max_per_second = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: the default.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ENABLED)
    disabled_reason = models.CharField(max_length=10, choices=Reason.choices, null=True, blank=True)
    state_changed_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Filters; null or empty: no such filter
    portals = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    for_sale = models.BooleanField(null=True, blank=True)
    for_rent = models.BooleanField(null=True, blank=True)
    price_min = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    price_max = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    price_currency = models.CharField(max_length=3, null=True, blank=True, help_text="Of the range, ISO 4217.")
    bbox = ArrayField(models.FloatField(), size=4, null=True, blank=True, help_text="West, south, east, north.")
    min_change_percent = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    min_change_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    flap_window_hours = models.PositiveSmallIntegerField(null=True, blank=True)

    # Secrets lie sealed, as propscrape/sealing.py does it
    secret_sealed = models.BinaryField(null=True, editable=False)
    previous_secret_sealed = models.BinaryField(null=True, editable=False)
    previous_secret_until = models.DateTimeField(null=True, blank=True)

    # How it is doing; failures are counted since the last success, or since somebody enabled it
    healthy_at = models.DateTimeField(default=timezone.now)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)

    # Whose turn it is to send
    lane_token = models.UUIDField(null=True, editable=False)
    lane_until = models.DateTimeField(null=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=("client", "state"), name="webhooks_subscription_by_state")]
        constraints = [
            # Partial, so that it makes no key of the row: who refers to the row need not wait for who deletes it
            models.UniqueConstraint(
                fields=("client", "slot"),
                condition=Q(slot__isnull=False),
                name="webhooks_subscription_one_per_slot",
            ),
            models.CheckConstraint(
                condition=Q(slot__gte=1, slot__lte=MAX_SUBSCRIPTIONS, deleted_at__isnull=True)
                | Q(slot__isnull=True, deleted_at__isnull=False, state="disabled"),
                name="webhooks_subscription_at_most_20",
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """The outbox: one event owed to one subscription. The row is the truth; the broker only wakes a worker for it.

    `key` and `sequence` are the event's, so that order is kept without looking at it. `attempts` counts all that were
    made; `step` is the place in the retry schedule, which a replay starts again.
    """

    class State(models.TextChoices):
        """How far it has come."""

        DUE = "due"
        SENDING = "sending"
        HELD = "held"
        DELIVERED = "delivered"
        DEAD = "dead"
        DROPPED = "dropped"

    OPEN = (State.DUE, State.SENDING, State.HELD)
    ENDED = (State.DELIVERED, State.DEAD, State.DROPPED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    key = models.CharField(max_length=64, null=True, blank=True)
    sequence = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, help_text="When the latest attempt failed, if it did.")
    held_since = models.DateTimeField(null=True, blank=True)
    is_again = models.BooleanField(
        default=False, db_default=False, help_text="Sent again on request: it has given up its place in the order."
    )
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    error_code = models.CharField(max_length=40, null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=("next_attempt_at",), name="webhooks_delivery_due", condition=Q(state__in=("due", "sending"))
            ),
            models.Index(
                fields=("subscription", "next_attempt_at"),
                name="webhooks_delivery_open",
                condition=Q(state__in=("due", "sending")),
            ),
            models.Index(
                fields=("subscription", "key", "sequence"),
                name="webhooks_delivery_in_order",
                condition=Q(state__in=("due", "sending", "held")),
            ),
            models.Index(
                fields=("subscription", "failed_at"),
                name="webhooks_delivery_failed",
                condition=Q(failed_at__isnull=False),
            ),
            models.Index(fields=("subscription", "-created_at"), name="webhooks_delivery_by_time"),
            models.Index(
                fields=("subscription", "created_at"), name="webhooks_delivery_held", condition=Q(state="held")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=("event", "subscription"), name="webhooks_delivery_owed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.subscription}"


class Attempt(models.Model):
    """One try to deliver: when, how long, what was answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    duration_ms = models.FloatField()
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    error_code = models.CharField(max_length=40, null=True, blank=True, help_text="Empty: it was delivered.")
    excerpt = models.CharField(max_length=1024, blank=True, default="", help_text="The start of the answer.")

    class Meta:
        ordering = ("started_at",)

    def __str__(self) -> str:
        return f"attempt {self.number}"
