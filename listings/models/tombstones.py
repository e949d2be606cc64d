"""Listings that their clients deleted: not there any more for anybody, and for 30 days not lost."""

from django.db import models
from django.utils import timezone

from clients.models import Client


class DeletedListing(models.Model):
    """A tombstone: the row that a listing was, with what staff had put right in it and decided of it.

    It stands in a table of its own, so that whatever reads listings cannot come upon it. `row`, `corrections`
    and `decisions` are the rows as to_jsonb writes them.
    """

    id = models.UUIDField(primary_key=True, editable=False, help_text="The listing's own.")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    canonical_url = models.CharField(max_length=2048)
    title = models.TextField(null=True, blank=True)
    row = models.JSONField(editable=False)
    corrections = models.JSONField(default=list, editable=False)
    decisions = models.JSONField(null=True, editable=False, help_text="Which listings it is one property with, or not.")
    deleted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-deleted_at",)
        indexes = [models.Index(fields=("deleted_at",), name="listings_deleted_by_time")]

    def __str__(self) -> str:
        return self.title or self.canonical_url
