"""Digests: what is to be told of a day, as work that is not lost."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models import Client
from propscrape.ids import new_id


class DigestQuerySet(models.QuerySet["Digest"]):
    """Selections of digests."""

    def due(self, now: datetime) -> Self:
        """Work whose time has come, longest due first; what is being sent is due again when its lease is over."""
        return self.filter(state__in=Digest.UNFINISHED, next_attempt_at__lte=now).order_by("next_attempt_at")


class Digest(models.Model):
    """A day's digest for a client, or for staff where `client` is null, by one channel; once for each of them."""

    class Channel(models.TextChoices):
        """How it is told."""

        EMAIL = "email", "e-mail"
        SLACK = "slack", "Slack-compatible webhook"

    class State(models.TextChoices):
        """Where the work stands. Failed ones are tried again; dead ones are not."""

        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        EMPTY = "empty", "nothing to tell"
        OFF = "off", "switched off meanwhile"
        FAILED = "failed"
        DEAD = "dead"

    UNFINISHED = (State.QUEUED, State.SENDING, State.FAILED)
    ENDED = (State.SENT, State.EMPTY, State.OFF, State.DEAD)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(help_text="The day that it tells of, UTC.")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    subject = models.CharField(max_length=255, blank=True, default="")
    error = models.CharField(max_length=255, blank=True, default="", help_text="Of the latest attempt.")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("client", "day", "channel"), nulls_distinct=False, name="listings_digest_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=("next_attempt_at",),
                name="listings_digest_due",
                condition=Q(state__in=("queued", "sending", "failed")),
            ),
            models.Index(fields=("-created_at",), name="listings_digest_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.day} to {self.client or 'staff'}"
