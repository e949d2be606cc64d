"""Pages as they were received, for staff."""

from django.contrib import admin, messages
from django.db.models import F, Func, IntegerField, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from listings.models import Capture
from listings.services.golden_pages import pin_golden_page
from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, inside_link, shortened, size, when
from propscrape.console_filters import RecentValuesFilter
from propscrape.errors import ServiceError

MAX_PINNED_AT_ONCE = 20


@admin.register(Capture)
class CaptureAdmin(FactAdmin[Capture]):
    """Pages as they were received. Their HTML is never rendered here: it is somebody else's program."""

    list_display = ("received", "owner", "page_size", "kept_size", "content_sha256")
    list_filter = (("client", RecentValuesFilter),)
    list_select_related = ("client",)
    fields = readonly_fields = ("received", "client", "page_size", "kept_size", "content_sha256", "scrapes")
    actions = ("pin",)  # type: ignore[assignment]  # facts have none
    empty_hint = "No page was kept yet. Each page that is read is kept here, compressed, once per content."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Capture]:
        """Without the pages themselves, of which a list would be megabytes; with their stored size."""
        stored = Func(F("html_zstd"), function="octet_length", output_field=IntegerField())
        return super().get_queryset(request).defer("html_zstd").annotate(stored_bytes=stored)

    def has_pin_permission(self, request: HttpRequest) -> bool:
        """Whether this member of staff may pin golden pages."""
        return bool(request.user.has_perm("listings.change_goldenpage"))

    @admin.action(description="Pin as golden pages", permissions=["pin"])
    def pin(self, request: HttpRequest, queryset: QuerySet[Capture]) -> None:
        """Every version of their portals' mappings must read them from now on as they are read today."""
        chosen = list(queryset[: MAX_PINNED_AT_ONCE + 1])
        if len(chosen) > MAX_PINNED_AT_ONCE:
            self.message_user(request, f"Choose {MAX_PINNED_AT_ONCE} at most; nothing was done.", messages.ERROR)
            return
        for capture in chosen:
            try:
                golden = pin_golden_page(capture_id=capture.pk, by=request.user.get_username())
            except ServiceError as error:
                self.message_user(request, f"{capture}: {error.message}", messages.WARNING)
                continue
            self.log_change(request, capture, "Pinned as a golden page")
            self.message_user(request, f"Pinned, or was so already: {golden.url}", messages.SUCCESS)

    @admin.display(description="received", ordering="created_at")
    def received(self, capture: Capture) -> Cell:
        """When the page first came."""
        return when(capture.created_at)

    @admin.display(description="size", ordering="html_bytes")
    def page_size(self, capture: Capture) -> str:
        """The page's size."""
        return size(capture.html_bytes)

    @admin.display(description="kept in")
    def kept_size(self, capture: Capture) -> str:
        """Its size as it is stored."""
        return size(capture.stored_bytes)  # type: ignore[attr-defined]  # get_queryset adds it

    @admin.display(description="SHA-256")
    def content_sha256(self, capture: Capture) -> Cell:
        """The page's hash."""
        return shortened(bytes(capture.content_hash).hex())

    @admin.display(description="scrapes of it")
    def scrapes(self, capture: Capture) -> Cell:
        """How many looks brought this very page, and where they are listed."""
        href = f"{reverse('admin:listings_scrape_changelist')}?capture__id__exact={capture.pk}"
        return inside_link(href, f"{capture.scrapes.count():,}")
