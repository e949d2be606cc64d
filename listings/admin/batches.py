"""Batches of pages that clients asked for, for staff."""

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from listings.models import Scrape, ScrapeBatch
from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, badge, inside_link, when
from propscrape.console_filters import RecentValuesFilter


@admin.register(ScrapeBatch)
class ScrapeBatchAdmin(FactAdmin[ScrapeBatch]):
    """Pages that were asked for together, and how many of them have ended."""

    list_display = ("asked", "progress", "pages", "owner", "request_id")
    list_filter = (("client", RecentValuesFilter),)
    list_select_related = ("client",)
    search_fields = ("=request_id", "=id", "=idempotency_key")
    search_help_text = "A whole request id, batch id or Idempotency-Key"
    ordering = ("-created_at",)
    fields = readonly_fields = ("asked", "client", "progress", "pages", "idempotency_key", "request_id", "id")
    empty_hint = "No batch yet. A client asks for one: POST /public_api/v1/listings/batch with urls."

    def get_queryset(self, request: HttpRequest) -> QuerySet[ScrapeBatch]:
        """With how many have ended; one indexed look per row of the page."""
        ended = _count(Scrape.objects.filter(state__in=Scrape.ENDED))
        return super().get_queryset(request).annotate(ended=ended, kept=_count(Scrape.objects.all()))

    @admin.display(description="asked for", ordering="created_at")
    def asked(self, batch: ScrapeBatch) -> Cell:
        """When it was asked for."""
        return when(batch.created_at)

    @admin.display(description="progress")
    def progress(self, batch: ScrapeBatch) -> Cell:
        """How many of its pages have ended."""
        ended, kept = batch.ended, batch.kept  # type: ignore[attr-defined]  # get_queryset adds them
        return badge(f"{ended} of {kept}", "good" if ended == kept else "plain")

    @admin.display(description="pages", ordering="size")
    def pages(self, batch: ScrapeBatch) -> Cell:
        """Where its scrapes are listed."""
        href = f"{reverse('admin:listings_scrape_changelist')}?batch__id__exact={batch.pk}"
        return inside_link(href, f"{batch.size:,}")


def _count(scrapes: QuerySet[Scrape]) -> Coalesce:
    """How many of these belong to the batch."""
    of_batch = scrapes.filter(batch=OuterRef("pk")).order_by().values("batch")
    return Coalesce(Subquery(of_batch.annotate(count=Count("pk")).values("count")), 0)
