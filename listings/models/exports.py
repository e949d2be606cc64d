"""Files of a client's listings: asked for, or archived month by month."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models import Client
from propscrape.ids import new_id


class ExportQuerySet(models.QuerySet["Export"]):
    """Selections of exports."""

    def due(self, now: datetime) -> "ExportQuerySet":
        """Work whose time has come, longest due first; a running export is due when its lease is over."""
        return self.filter(state__in=Export.UNFINISHED, next_attempt_at__lte=now).order_by("next_attempt_at")


class Export(models.Model):
    """A file of listings, as a piece of work: what it is to hold, how far it came, where it lies."""

    class Format(models.TextChoices):
        """The formats of CONTRACTS.md 3."""

        CSV = "csv", "CSV (RFC 4180)"
        JSON = "json", "JSON"
        GEOJSON = "geojson", "GeoJSON (RFC 7946)"
        XML = "xml", "XML"
        SCHEMA_ORG = "schema_org", "schema.org JSON-LD"
        RESO = "reso", "RESO Data Dictionary JSON"

    class Kind(models.TextChoices):
        """Who asked for it."""

        REQUESTED = "requested"
        ARCHIVE = "archive", "the archive of a month"

    class State(models.TextChoices):
        """Where the work stands. Failed ones are tried again; dead ones are not."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        DEAD = "dead"

    UNFINISHED = (State.QUEUED, State.RUNNING, State.FAILED)
    ENDED = (State.DONE, State.DEAD)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.REQUESTED)
    format = models.CharField(max_length=10, choices=Format.choices)
    filters = models.JSONField(default=dict, blank=True)
    month = models.DateField(null=True, blank=True, help_text="Of an archive: the first day of its month.")

    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    rows_total = models.PositiveIntegerField(null=True, blank=True, help_text="Counted when it began.")
    rows_done = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=40, null=True, blank=True)
    error_message = models.CharField(max_length=500, null=True, blank=True)

    file_name = models.CharField(max_length=255, null=True, blank=True, help_text="Its name in the storage.")
    file_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    file_sha256 = models.CharField(max_length=64, null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="When the file is removed.")
    request_id = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("client", "month", "format"), condition=Q(kind="archive"), name="listings_export_one_archive"
            ),
        ]
        indexes = [
            models.Index(fields=("client", "-created_at"), name="listings_export_by_client"),
            models.Index(
                fields=("next_attempt_at",),
                name="listings_export_due",
                condition=Q(state__in=("queued", "running", "failed")),
            ),
            models.Index(
                fields=("expires_at",), name="listings_export_expiring", condition=Q(expires_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.state}"
