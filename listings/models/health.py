"""How reading each portal goes: figures by hour and day, its state, and how that changed. Staff's, no client's."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from listings.models.portals import Portal
from propscrape.ids import new_id

# How long each is kept (listings/retention.py)
HOURS_FOR, DAYS_FOR, CHANGES_FOR = timedelta(days=35), timedelta(days=400), timedelta(days=400)


class HealthNote(models.Model):
    """What one ended scrape adds to the figures, until it is folded into them a moment later.

    Written in the transaction that ends the scrape. Nothing is updated there, so no worker waits for another's commit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    portal = models.CharField(max_length=64)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16)
    quality_grade = models.CharField(max_length=1, null=True)
    fields_seen = models.BigIntegerField(null=True)
    price_bin = models.SmallIntegerField(null=True)
    value_marks = models.BinaryField(max_length=16, null=True)
    structure = models.BigIntegerField(null=True)
    mapping_version = models.CharField(max_length=64, null=True)
    total_ms = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.portal} {self.outcome}"


class HealthFigures(models.Model):
    """Figures of one portal and one stretch of time; listings/health/figures.py says what `counts` holds."""

    id = models.BigAutoField(primary_key=True)
    portal = models.CharField(max_length=64)
    scrapes = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0, help_text="Found their listing.")
    blocked = models.PositiveIntegerField(default=0, help_text="Met a wall.")
    reads = models.PositiveIntegerField(default=0, help_text="Read a page, and not only found it to be as before.")
    last_success_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        abstract = True


class HealthHour(HealthFigures):
    """The figures of an hour, UTC."""

    hour = models.DateTimeField(help_text="When it began.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("portal", "hour"), name="listings_healthhour_once")]
        indexes = [models.Index(fields=("hour",), name="listings_healthhour_by_time")]

    def __str__(self) -> str:
        return f"{self.portal} {self.hour:%Y-%m-%d %H}h"


class HealthDay(HealthFigures):
    """The figures of a day, UTC."""

    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("portal", "day"), name="listings_healthday_once")]
        indexes = [models.Index(fields=("day",), name="listings_healthday_by_time")]

    def __str__(self) -> str:
        return f"{self.portal} {self.day}"


class PortalHealth(models.Model):
    """How a portal's scraper does, as it was last judged, and what that was held against."""

    class State(models.TextChoices):
        """From well to worst in the order of alarm."""

        HEALTHY = "healthy"
        WATCH = "watch", "to be watched"
        IDLE = "idle"
        DEGRADED = "degraded"
        BLOCKED = "blocked"
        BROKEN = "broken"

    SICK = (State.IDLE, State.DEGRADED, State.BLOCKED, State.BROKEN)
    TO_REPAIR = (State.DEGRADED, State.BROKEN)

    portal = models.OneToOneField(Portal, on_delete=models.CASCADE, primary_key=True, related_name="health")
    state = models.CharField(max_length=8, choices=State.choices, default=State.HEALTHY)
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state.")
    reason = models.TextField(blank=True, default="")
    findings = models.JSONField(default=list, blank=True, help_text="What is wrong, the worst first.")
    changed = models.JSONField(default=dict, blank=True, help_text="What else changed: mapping, page structure.")
    first_seen_at = models.DateTimeField(null=True, blank=True, help_text="Of the present trouble.")
    sick_mapping = models.CharField(max_length=64, null=True, blank=True, help_text="The mapping that fell sick.")
    worse_streak = models.PositiveSmallIntegerField(default=0, help_text="Judgements in a row that were worse.")
    better_streak = models.PositiveSmallIntegerField(default=0, help_text="Judgements in a row that were better.")
    judged_at = models.DateTimeField(null=True, blank=True)
    quarantined_since = models.DateTimeField(null=True, blank=True, help_text="New values are held back since.")
    paused_since = models.DateTimeField(null=True, blank=True, help_text="Staff switched it off, first seen then.")
    paused_until = models.DateTimeField(null=True, blank=True, help_text="Staff had it switched off, last seen then.")
    normal_from = models.DateTimeField(null=True, blank=True, help_text="Older figures are no measure any more.")
    baseline = models.JSONField(default=dict, blank=True, help_text="What is normal, by the last 28 days.")
    baseline_day = models.DateField(null=True, blank=True, help_text="The day that it was worked out on.")

    class Meta:
        verbose_name_plural = "portal healths"
        constraints = [
            models.CheckConstraint(
                name="listings_portalhealth_quarantine_is_of_broken",
                condition=Q(quarantined_since__isnull=True) | Q(state="broken"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.portal_id}: {self.state}"


class HealthChange(models.Model):
    """A portal's state as it changed: the record of its troubles. Whoever is to be told is told from here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="health_changes", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    before = models.CharField(max_length=8, choices=PortalHealth.State.choices)
    after = models.CharField(max_length=8, choices=PortalHealth.State.choices)
    reason = models.TextField(blank=True, default="")
    findings = models.JSONField(default=list, blank=True)
    changed = models.JSONField(default=dict, blank=True)
    by = models.CharField(max_length=150, null=True, blank=True, help_text="Who decided; empty: detection.")
    first_seen_at = models.DateTimeField(null=True, blank=True)
    clients_told_at = models.DateTimeField(null=True, blank=True)
    staff_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)
        indexes = [
            models.Index(fields=("portal", "-at"), name="listings_healthchange_by_port"),
            models.Index(fields=("at",), name="listings_healthchange_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.portal_id}: {self.before} -> {self.after}"
