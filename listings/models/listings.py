"""Listings, the pages they were read from, and what staff put right in them."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models import Client
from listings.extraction.fields import FIELDS
from listings.vocabulary_columns import column_for
from propscrape.ids import new_id

FILTERED_COLUMNS = (
    "portal", "city_key", "postal_code_key", "property_type", "for_sale", "for_rent", "currency", "price_cents",
    "count_bedrooms", "area_m2", "latitude", "longitude",
)  # fmt: skip


class Listing(models.Model):
    """A property as one page states it, for one client. Its columns are the vocabulary's fields."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    page_fingerprint = models.BinaryField(
        max_length=32, null=True, editable=False, help_text="SHA-256 of the page with the versions that read it."
    )
    etag = models.CharField(max_length=255, null=True, blank=True, editable=False)
    last_modified = models.CharField(max_length=64, null=True, blank=True, editable=False)
    validated_with = models.BinaryField(
        max_length=32, null=True, editable=False, help_text="SHA-256 of address and versions that etag stands for."
    )
    gone_seen_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When the page was first found gone; a second look decides."
    )
    gone_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When that was confirmed.")
    provenance = models.JSONField(default=dict, blank=True, help_text="Where each value was found.")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now, help_text="When a value last changed.")

    # What search compares with; listings/services/search_columns.py fills them from the vocabulary
    area_m2 = models.FloatField(null=True, editable=False, help_text="constructed_area in square metres.")
    city_key = models.CharField(max_length=255, null=True, editable=False, help_text="city, folded.")
    postal_code_key = models.CharField(max_length=40, null=True, editable=False, help_text="postal_code, folded.")
    search_text = models.TextField(null=True, editable=False, help_text="Words to be found by, folded.")

    if TYPE_CHECKING:  # columns of the vocabulary that code reads by name; the loop below makes them all
        title: str | None
        price_float: Decimal | None
        price_cents: int | None
        currency: str | None
        price_period: str | None
        price_qualifier: str | None
        property_type: str | None
        count_bedrooms: float | None
        constructed_area: float | None
        area_unit: str | None
        city: str | None
        postal_code: str | None
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
        listing_status: str | None
        last_retrieved_at: datetime | None

    class Meta:
        ordering = ("-updated_at",)
        constraints = [
            models.UniqueConstraint(fields=("client", "canonical_url"), name="listings_listing_one_per_page"),
            models.CheckConstraint(name="listings_listing_has_url", condition=Q(canonical_url__isnull=False)),
        ]
        indexes = [
            # Holds all that filters compare, so that listings which do not pass are never fetched
            models.Index(
                fields=("client", "-updated_at", "-id"), include=FILTERED_COLUMNS, name="listings_listing_search"
            ),
            models.Index(fields=("client", "city_key", "-updated_at", "-id"), name="listings_listing_by_city"),
            models.Index(fields=("client", "postal_code_key", "-updated_at", "-id"), name="listings_listing_by_code"),
            models.Index(fields=("client", "currency", "price_cents", "id"), name="listings_listing_by_price"),
            models.Index(fields=("client", "latitude", "longitude"), name="listings_listing_by_position"),
            GinIndex(
                fields=("client", "search_text"),
                opclasses=("uuid_ops", "gin_trgm_ops"),
                name="listings_listing_by_text",
            ),
            models.Index(fields=("id",), condition=Q(search_text__isnull=True), name="listings_listing_to_fill"),
        ]

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
        indexes = [models.Index(fields=("created_at",), name="listings_capture_by_time")]

    def __str__(self) -> str:
        return f"{self.content_hash.hex()[:12]} ({self.html_bytes} bytes)"


class Correction(models.Model):
    """A value that staff put right. It stands above whatever a scrape finds, until somebody takes it away."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="corrections", db_index=False)
    field = models.CharField(max_length=40, help_text="A name of the vocabulary.")
    value = models.JSONField(null=True, help_text="What is right; null: nothing is stated.")
    page_value = models.JSONField(null=True, help_text="What the page said when it was last read.")
    reason = models.CharField(max_length=255, blank=True, default="")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("listing", "field")
        constraints = [models.UniqueConstraint(fields=("listing", "field"), name="listings_correction_one_per_field")]

    def __str__(self) -> str:
        return f"{self.field} of {self.listing_id}"
