"""What upkeep did: runs of retention policies, and what the tables took, month by month."""

from django.db import models
from django.utils import timezone

from propscrape.ids import new_id


class PurgeRun(models.Model):
    """One run of a retention policy: asked for, underway, or over."""

    class State(models.TextChoices):
        """How far it came."""

        QUEUED = "queued", "asked for"
        RUNNING = "running"
        DONE = "done"
        PARTIAL = "partial", "goes on later"
        INTERRUPTED = "interrupted"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    policy = models.CharField(max_length=60)
    is_dry_run = models.BooleanField(default=False, help_text="It only counted what would go.")
    include_backfill = models.BooleanField(default=False, help_text="By its own date alone, whenever it was written.")
    state = models.CharField(max_length=11, choices=State.choices, default=State.RUNNING)
    rows = models.PositiveBigIntegerField(default=0, help_text="With those that went along. Of partitions: estimated.")
    bytes_freed = models.PositiveBigIntegerField(
        default=0,
        help_text="Rows times their average size in the table, with TOAST and indexes: free for new rows of the table. "
        "A dropped partition's is exact, and given back to the disk.",
    )
    note = models.CharField(max_length=500, blank=True, default="")
    asked_by = models.CharField(max_length=150, blank=True, default="", help_text="Empty: the nightly run.")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at",)
        indexes = [
            models.Index(fields=("policy", "-asked_at"), name="propscrape_purge_by_policy"),
            models.Index(fields=("-asked_at",), name="propscrape_purge_by_time"),
            models.Index(fields=("asked_at",), name="propscrape_purge_asked", condition=models.Q(state="queued")),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.state}"

    @property
    def duration_s(self) -> float | None:
        """Seconds from its start to its end."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class StorageReport(models.Model):
    """What every table took at one time; the first of a month is kept as that month's.

    `tables`: [{table, rows, table_bytes, toast_bytes, index_bytes, indexes: {name: bytes}}], the largest first. Rows
    are PostgreSQL's estimate; partitions count to the table that they are of.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    month = models.DateField(unique=True, help_text="Its first day.")
    taken_at = models.DateTimeField(default=timezone.now)
    database_bytes = models.PositiveBigIntegerField()
    tables = models.JSONField(default=list)

    class Meta:
        ordering = ("-month",)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
