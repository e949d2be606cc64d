"""Pages of a portal with what staff expect to be read from them."""

from django.db import models
from django.utils import timezone

from listings.models.mappings import MAX_NAME
from listings.models.portals import Portal
from propscrape.ids import new_id


class GoldenPage(models.Model):
    """A page that every version of its portal's mapping must read as expected. It keeps its own copy of the page.

    It belongs to staff: nothing in it says which client's capture it was pinned from.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="golden_pages", db_index=False)
    url = models.CharField(max_length=2048)
    found_at = models.CharField(max_length=2048, null=True, blank=True, help_text="Where redirects led.")
    content_hash = models.BinaryField(max_length=32, editable=False, help_text="SHA-256 of the page.")
    html_zstd = models.BinaryField()
    html_bytes = models.PositiveIntegerField(help_text="Size before compression.")
    expected = models.JSONField(default=dict, help_text="{field: value}; null or []: it must not be stated.")
    note = models.CharField(max_length=255, blank=True, default="")
    pinned_by = models.CharField(max_length=MAX_NAME)
    pinned_at = models.DateTimeField(default=timezone.now)
    changed_by = models.CharField(max_length=MAX_NAME, blank=True, default="")
    changed_at = models.DateTimeField(default=timezone.now, help_text="When what is expected was last put right.")
    checked_at = models.DateTimeField(null=True, blank=True, help_text="When the active version last read it.")
    misread = models.JSONField(null=True, blank=True, help_text="Fields that were not as expected then.")

    class Meta:
        ordering = ("portal", "-pinned_at")
        constraints = [models.UniqueConstraint(fields=("portal", "content_hash"), name="listings_golden_page_once")]

    def __str__(self) -> str:
        return self.url
