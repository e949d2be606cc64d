"""Pages that are looked at again and again."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models import Cadence, Client
from propscrape.ids import new_id

MAX_WATCHES = 50


class WatchQuerySet(models.QuerySet["Watch"]):
    """Selections of watches."""

    def standing(self) -> Self:
        """Those that nobody has deleted."""
        return self.filter(deleted_at__isnull=True)


class Watch(models.Model):
    """A listing's page, or a search page (a scout), that is looked at on a schedule.

    `slot` numbers a client's watches from 1 to 50, each once: the limit that no race gets past. A deleted one has
    none, and stays as a tombstone until retention takes it.
    """

    class Kind(models.TextChoices):
        """What is watched."""

        LISTING = "listing", "one listing"
        SEARCH = "search", "a search page: a scout"

    class State(models.TextChoices):
        """Whether it is looked at."""

        ACTIVE = "active"
        PAUSED = "paused"

    class Reason(models.TextChoices):
        """Why it is paused."""

        CLIENT = "client", "Paused by the client"
        FAILING = "failing", "Too many looks in a row failed"
        GONE = "gone", "The listing is gone"
        STAFF = "staff", "Paused by staff"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField(null=True, editable=False)
    url = models.CharField(max_length=2048)
    canonical_url = models.CharField(max_length=2048)
    portal = models.CharField(max_length=64)
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.LISTING)
    cadence = models.CharField(max_length=6, choices=Cadence.choices, default=Cadence.DAILY)
    state = models.CharField(max_length=6, choices=State.choices, default=State.ACTIVE)
    paused_reason = models.CharField(max_length=7, choices=Reason.choices, null=True, blank=True)
    next_due_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveSmallIntegerField(default=0, help_text="Failed looks since the last good one.")
    last_scrape_at = models.DateTimeField(null=True, blank=True)
    last_outcome = models.CharField(max_length=16, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WatchQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        verbose_name_plural = "watches"
        constraints = [
            models.UniqueConstraint(fields=("client", "slot"), name="listings_watch_one_per_slot"),
            models.UniqueConstraint(
                fields=("client", "canonical_url"),
                condition=Q(deleted_at__isnull=True),
                name="listings_watch_one_per_page",
            ),
            models.CheckConstraint(
                name="listings_watch_has_slot",
                condition=Q(slot__gte=1, slot__lte=MAX_WATCHES) | Q(deleted_at__isnull=False, slot__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=("next_due_at",),
                name="listings_watch_due",
                condition=Q(state="active", deleted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.canonical_url
