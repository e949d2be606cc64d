"""What was done to find listings: each look at a page, and the batches they were asked for in."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models import Client
from listings.models.listings import Capture, Listing
from listings.models.watches import Watch
from propscrape.ids import new_id


class ScrapeBatch(models.Model):
    """Scrapes that were asked for together. A repeated request with the same Idempotency-Key finds the same batch."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    idempotency_key = models.CharField(max_length=255, null=True, blank=True)
    request_digest = models.BinaryField(max_length=32, editable=False, help_text="SHA-256 of what was asked.")
    size = models.PositiveSmallIntegerField()
    request_id = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at",)
        verbose_name_plural = "scrape batches"
        constraints = [
            models.UniqueConstraint(
                fields=("client", "idempotency_key"),
                condition=Q(idempotency_key__isnull=False),
                name="listings_batch_once_per_key",
            )
        ]
        indexes = [models.Index(fields=("-created_at",), name="listings_batch_by_time")]

    def __str__(self) -> str:
        return f"{self.size} pages"


class ScrapeQuerySet(models.QuerySet["Scrape"]):
    """Selections of scrapes."""

    def waiting(self, now: datetime) -> Self:
        """Work whose time has come, longest due first."""
        states = (Scrape.State.QUEUED, Scrape.State.FAILED)
        return self.filter(state__in=states, next_attempt_at__lte=now).order_by("next_attempt_at")

    def lost(self, now: datetime) -> Self:
        """Running ones whose lease is over: their worker was never heard of again."""
        return self.filter(state=Scrape.State.RUNNING, next_attempt_at__lte=now).order_by("next_attempt_at")


class Scrape(models.Model):
    """One look at a page: how it was asked for, how far it came, what came of it."""

    class Source(models.TextChoices):
        """Where the page's HTML came from."""

        HTML = "html", "sent by the client"
        URL = "url", "fetched by us"

    class Kind(models.TextChoices):
        """What the address is taken for."""

        PAGE = "page", "a listing's page"
        SEARCH = "search", "a search page, for the listings it leads to"

    class Priority(models.IntegerChoices):
        """Who is served first, of what is due on one portal."""

        AWAITED = 0, "somebody waits for the answer"
        ASKED = 1, "asked for by a client"
        SCHEDULED = 2, "asked for by a watch"

    class State(models.TextChoices):
        """Where the work stands. Failed ones are tried again; dead ones are not."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        DEAD = "dead"

    UNFINISHED = (State.QUEUED, State.RUNNING, State.FAILED)
    ENDED = (State.DONE, State.DEAD)

    class Quarantine(models.TextChoices):
        """What becomes of values that a broken scraper read."""

        HELD = "held", "held back"
        RELEASED = "released", "to be read again"
        DROPPED = "dropped", "never to be used"

    class Outcome(models.TextChoices):
        """What the page turned out to be."""

        OK = "ok"
        UNCHANGED = "unchanged"
        BLOCKED = "blocked"
        GONE = "gone"
        MOVED = "moved"
        NOT_A_LISTING = "not_a_listing"
        NEEDS_JAVASCRIPT = "needs_javascript"
        TIMEOUT = "timeout"
        REFUSED = "refused"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.SET_NULL, null=True, blank=True, related_name="scrapes")
    capture = models.ForeignKey(Capture, on_delete=models.SET_NULL, null=True, blank=True, related_name="scrapes")
    url = models.CharField(max_length=2048)
    canonical_url = models.CharField(max_length=2048)
    portal = models.CharField(max_length=64, null=True, blank=True)
    source = models.CharField(max_length=4, choices=Source.choices)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.PAGE, db_default=Kind.PAGE)
    batch = models.ForeignKey(
        ScrapeBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="scrapes", db_index=False
    )
    watch = models.ForeignKey(
        Watch, on_delete=models.SET_NULL, null=True, blank=True, related_name="scrapes", db_index=False
    )
    priority = models.PositiveSmallIntegerField(
        choices=Priority.choices, default=Priority.ASKED, db_default=Priority.ASKED
    )
    renders = models.BooleanField(default=False, db_default=False, help_text="Whether a browser fetches the page.")

    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Attempts whose worker was never heard of again."
    )
    next_attempt_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)

    outcome = models.CharField(max_length=16, choices=Outcome.choices, null=True, blank=True)
    error_code = models.CharField(max_length=40, null=True, blank=True)
    error_message = models.CharField(max_length=500, null=True, blank=True)
    found_at = models.CharField(max_length=2048, null=True, blank=True, help_text="Where redirects led.")
    links_found = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Listings a search page led to.")
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    scraper_name = models.CharField(max_length=64, null=True, blank=True)
    mapping_version = models.CharField(max_length=64, null=True, blank=True)
    engine_version = models.CharField(max_length=32, null=True, blank=True)
    quality_grade = models.CharField(max_length=1, null=True, blank=True)
    fields_filled = models.PositiveSmallIntegerField(null=True, blank=True)
    fields_known = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Fields the vocabulary has.")
    quarantine = models.CharField(
        max_length=8, choices=Quarantine.choices, null=True, blank=True, help_text="Empty: its values were stored."
    )
    # What figures of health are counted from (listings/health/)
    fields_seen = models.BigIntegerField(null=True, editable=False, help_text="A bit for each field that was read.")
    price_bin = models.SmallIntegerField(null=True, editable=False)
    value_marks = models.BinaryField(max_length=16, null=True, editable=False)
    structure = models.BigIntegerField(null=True, editable=False, help_text="How the page is built, as a number.")
    html_bytes = models.PositiveIntegerField(null=True, blank=True)
    fetch_ms = models.FloatField(null=True, blank=True)
    extract_ms = models.FloatField(null=True, blank=True)
    total_ms = models.FloatField(null=True, blank=True)
    request_id = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScrapeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        indexes = [
            models.Index(fields=("client", "-created_at"), name="listings_scrape_by_client"),
            models.Index(fields=("-created_at",), name="listings_scrape_by_time"),
            models.Index(fields=("client", "canonical_url", "-created_at"), name="listings_scrape_by_page"),
            models.Index(fields=("listing", "-created_at"), name="listings_scrape_by_listing"),
            models.Index(
                fields=("next_attempt_at",),
                name="listings_scrape_due",
                condition=Q(state__in=("queued", "running", "failed")),
            ),
            models.Index(
                fields=("portal", "renders", "priority", "next_attempt_at"),
                name="listings_scrape_due_by_portal",
                condition=Q(state__in=("queued", "running", "failed")),
            ),
            models.Index(fields=("portal", "-created_at"), name="listings_scrape_by_portal"),
            models.Index(fields=("portal",), name="listings_scrape_running", condition=Q(state="running")),
            models.Index(
                fields=("portal", "-created_at"),
                name="listings_scrape_captured",
                condition=Q(capture__isnull=False),
            ),
            models.Index(fields=("batch",), name="listings_scrape_by_batch", condition=Q(batch__isnull=False)),
            models.Index(
                fields=("watch", "-created_at"), name="listings_scrape_by_watch", condition=Q(watch__isnull=False)
            ),
            models.Index(
                fields=("portal", "quarantine", "created_at"),
                name="listings_scrape_quarantined",
                condition=Q(quarantine__isnull=False),
            ),
            BrinIndex(fields=("finished_at",), name="listings_scrape_by_end", pages_per_range=32),
        ]

    def __str__(self) -> str:
        return f"{self.outcome or self.state}: {self.canonical_url}"

    @property
    def fill_rate(self) -> float | None:
        """Share of the vocabulary that was found, 0 to 1."""
        if not self.fields_known or self.fields_filled is None:
            return None
        return self.fields_filled / self.fields_known
