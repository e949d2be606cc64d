"""Candidates that ran beside the active version on live pages, and what they read differently."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from listings.models.mappings import MAX_NAME, MappingVersion
from listings.models.portals import Portal
from propscrape.ids import new_id


class ShadowRun(models.Model):
    """A candidate beside the active version on the next pages of its portal: counts, and a few examples.

    It ends by itself: after so many pages, when its time is over, when it fails or dawdles too often, or when another
    version is made active.
    """

    class State(models.TextChoices):
        """Whether pages are still compared, and if not, why."""

        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        EXPIRED = "expired", "time was over"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(MappingVersion, on_delete=models.CASCADE, related_name="shadow_runs")
    against = models.CharField(max_length=64, null=True, help_text="mapping_version of the readings it is compared to.")
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    reason = models.CharField(max_length=255, blank=True, default="", help_text="Why it was stopped.")
    pages_wanted = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0, help_text="Pages on which the candidate failed.")
    slow = models.PositiveIntegerField(default=0, help_text="Pages on which it took too long.")
    listings_gained = models.PositiveIntegerField(default=0, help_text="Pages that the candidate alone reads.")
    listings_lost = models.PositiveIntegerField(default=0, help_text="Pages that it takes for no listing.")
    grades_better = models.PositiveIntegerField(default=0)
    grades_worse = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict, help_text="{field: {same, changed, gained, lost}}.")
    examples = models.JSONField(default=dict, help_text="{field: [{kind, before, after, scrape}]}, a few of each.")
    started_by = models.CharField(max_length=MAX_NAME)
    started_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(help_text="When it ends, however many pages came.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-started_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("portal",), condition=Q(state="running"), name="listings_shadow_one_running"
            ),
        ]
        indexes = [
            models.Index(fields=("portal", "-started_at"), name="listings_shadow_by_portal"),
            models.Index(fields=("ends_at",), condition=Q(state="running"), name="listings_shadow_ending"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.state}"
