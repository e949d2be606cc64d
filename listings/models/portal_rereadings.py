"""Reading the captures of a whole portal again, as a piece of work."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from listings.models.mappings import MAX_NAME, MappingVersion
from listings.models.portals import Portal
from propscrape.ids import new_id


class PortalRereadingQuerySet(models.QuerySet["PortalRereading"]):
    """Selections of re-readings."""

    def due(self, now: datetime) -> "PortalRereadingQuerySet":
        """Work whose time has come; a running one is due when its lease is over."""
        return self.filter(state__in=PortalRereading.UNFINISHED, next_attempt_at__lte=now).order_by("next_attempt_at")


class PortalRereading(models.Model):
    """The listings of a portal whose captures are read again, in the order of their ids, and how far that has come."""

    class State(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        DEAD = "dead", "given up"

    UNFINISHED = (State.QUEUED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(
        MappingVersion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="What was active when it was asked for.",
    )  # fmt: skip
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    after = models.UUIDField(null=True, blank=True, help_text="The last listing that was looked at.")
    listings_total = models.PositiveIntegerField(null=True, blank=True, help_text="Counted when it began.")
    listings_done = models.PositiveIntegerField(default=0)
    listings_corrected = models.PositiveIntegerField(default=0)
    looks_unread = models.PositiveIntegerField(default=0, help_text="Captures that no listing is read from any more.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Since it last came further.")
    next_attempt_at = models.DateTimeField(default=timezone.now)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    asked_by = models.CharField(max_length=MAX_NAME)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PortalRereadingQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("portal",), condition=Q(state__in=("queued", "running")), name="listings_rereading_one_at_once"
            ),
        ]
        indexes = [
            models.Index(fields=("portal", "-created_at"), name="listings_rereading_by_portal"),
            models.Index(
                fields=("next_attempt_at",),
                condition=Q(state__in=("queued", "running")),
                name="listings_rereading_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.portal_id} {self.state}"

    @property
    def progress(self) -> float | None:
        """Share of the listings that were looked at, 0 to 1; None before they were counted."""
        if self.listings_total is None:
            return None
        return min(1.0, self.listings_done / self.listings_total) if self.listings_total else 1.0
