"""Portals, listings, and what was done to find them."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models import Client
from listings.extraction.fields import FIELDS
from listings.vocabulary_columns import column_for
from propscrape.ids import new_id


class Portal(models.Model):
    """A site that staff registered. Facts come from the shipped file; whether and how it is fetched is staff's."""

    slug = models.SlugField(primary_key=True, max_length=64)
    host = models.CharField(max_length=253, unique=True, help_text="Without www.")
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    locale = models.CharField(max_length=35)
    area_unit = models.CharField(max_length=4)
    content_source = models.CharField(max_length=16)
    tier = models.CharField(max_length=16)
    needs_javascript = models.BooleanField(default=False)
    is_enabled = models.BooleanField(default=True, help_text="Whether its pages may be fetched.")

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.host


class Listing(models.Model):
    """A property as one page states it, for one client. Its columns are the vocabulary's fields."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    page_fingerprint = models.BinaryField(
        max_length=32, null=True, editable=False, help_text="SHA-256 of the page with the versions that read it."
    )
    provenance = models.JSONField(default=dict, blank=True, help_text="Where each value was found.")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now, help_text="When a value last changed.")

    if TYPE_CHECKING:  # columns of the vocabulary that code reads by name; the loop below makes them all
        title: str | None
        price_float: Decimal | None
        price_cents: int | None
        currency: str | None
        price_period: str | None
        price_qualifier: str | None
        property_type: str | None
        constructed_area: float | None
        area_unit: str | None
        city: str | None
        for_sale: bool | None
        for_rent: bool | None
        latitude: float | None
        longitude: float | None
        image_urls: list[dict[str, str]]
        canonical_url: str
        import_url: str
        portal: str | None
        scraper_name: str | None
        mapping_version: str | None
        quality_grade: str | None
        last_retrieved_at: datetime | None

    class Meta:
        ordering = ("-updated_at",)
        constraints = [
            models.UniqueConstraint(fields=("client", "canonical_url"), name="listings_listing_one_per_page"),
            models.CheckConstraint(name="listings_listing_has_url", condition=Q(canonical_url__isnull=False)),
        ]
        indexes = [models.Index(fields=("client", "-updated_at"), name="listings_listing_by_client")]

    def __str__(self) -> str:
        return self.title or self.canonical_url


for _field in FIELDS:
    Listing.add_to_class(_field.name, column_for(_field))


class Capture(models.Model):
    """A page as it was received, compressed with zstd; kept once per client and content, and outlives its scrapes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    content_hash = models.BinaryField(max_length=32, help_text="SHA-256 of the page.")
    html_zstd = models.BinaryField()
    html_bytes = models.PositiveIntegerField(help_text="Size before compression.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at",)
        constraints = [models.UniqueConstraint(fields=("client", "content_hash"), name="listings_capture_once")]

    def __str__(self) -> str:
        return f"{self.content_hash.hex()[:12]} ({self.html_bytes} bytes)"


class ScrapeQuerySet(models.QuerySet["Scrape"]):
    """Selections of scrapes."""

    def due(self, now: datetime) -> "ScrapeQuerySet":
        """Work whose time has come, longest due first; a running scrape is due when its lease is over."""
        return self.filter(state__in=Scrape.UNFINISHED, next_attempt_at__lte=now).order_by("next_attempt_at")


class Scrape(models.Model):
    """One look at a page: how it was asked for, how far it came, what came of it."""

    class Source(models.TextChoices):
        """Where the page's HTML came from."""

        HTML = "html", "sent by the client"
        URL = "url", "fetched by us"

    class State(models.TextChoices):
        """Where the work stands. Failed ones are tried again; dead ones are not."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        DEAD = "dead"

    UNFINISHED = (State.QUEUED, State.RUNNING, State.FAILED)
    ENDED = (State.DONE, State.DEAD)

    class Outcome(models.TextChoices):
        """What the page turned out to be."""

        OK = "ok"
        UNCHANGED = "unchanged"
        BLOCKED = "blocked"
        GONE = "gone"
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

    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)

    outcome = models.CharField(max_length=16, choices=Outcome.choices, null=True, blank=True)
    error_code = models.CharField(max_length=40, null=True, blank=True)
    error_message = models.CharField(max_length=500, null=True, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    scraper_name = models.CharField(max_length=64, null=True, blank=True)
    mapping_version = models.CharField(max_length=64, null=True, blank=True)
    engine_version = models.CharField(max_length=32, null=True, blank=True)
    quality_grade = models.CharField(max_length=1, null=True, blank=True)
    fields_filled = models.PositiveSmallIntegerField(null=True, blank=True)
    fields_known = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Fields the vocabulary has.")
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
            models.Index(fields=("listing", "-created_at"), name="listings_scrape_by_listing"),
            models.Index(
                fields=("next_attempt_at",),
                name="listings_scrape_due",
                condition=Q(state__in=("queued", "running", "failed")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome or self.state}: {self.canonical_url}"

    @property
    def fill_rate(self) -> float | None:
        """Share of the vocabulary that was found, 0 to 1."""
        if not self.fields_known or self.fields_filled is None:
            return None
        return self.fields_filled / self.fields_known
