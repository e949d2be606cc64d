"""Files of listings that clients asked for, and the archives of months, for staff."""

from uuid import UUID

import structlog
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from listings.admin.cells import STATES
from listings.errors import ExportFileMissing, StorageAway
from listings.export_response import download_name, file_response
from listings.models import Export
from listings.services.exports import try_again
from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, inside_link, shortened, size, when
from propscrape.console_filters import RecentValuesFilter
from propscrape.tenancy import staff_scope

logger = structlog.get_logger(__name__)
MAX_AT_ONCE = 100


@admin.register(Export)
class ExportAdmin(FactAdmin[Export]):
    """Exports, the latest first: how far each is, how large its file."""

    list_display = ("asked", "standing", "progress", "format", "holds", "file_size", "took", "owner")
    list_filter = ("state", "kind", "format", ("client", RecentValuesFilter))
    list_select_related = ("client",)
    search_fields = ("=id", "=request_id")
    search_help_text = "A whole export id or request id"
    ordering = ("-created_at",)
    actions = ("try_anew",)  # type: ignore[assignment]  # facts have none
    empty_hint = "No export yet. A client asks for one: POST /public_api/v1/export with a format."
    fieldsets = (
        (None, {"fields": ("standing", "error", "progress", "kind", "month", "format", "holds", "client")}),
        ("File", {"fields": ("download", "file_size", "file_sha256", "expires")}),
        ("Work", {"fields": ("asked", "started", "finished", "took", "attempts", "next_try", "request_id", "id")}),
    )
    readonly_fields = (
        "standing", "error", "progress", "holds", "download", "file_size", "expires", "asked", "started", "finished",
        "took", "next_try", "id",
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        """With the address of an export's file. It is read outside of the scope of all other pages, a transaction."""
        guarded = admin.AdminSite.admin_view(self.admin_site, self.send_file)
        return [path("<uuid:export_id>/file/", guarded, name="listings_export_file"), *super().get_urls()]

    def send_file(self, request: HttpRequest, export_id: UUID) -> HttpResponseBase:
        """The file of an export; back to its page, with the reason, where it cannot be had."""
        with staff_scope():
            export = Export.objects.filter(pk=export_id, file_name__isnull=False).first()
        if export is None or not self.has_view_permission(request, export):
            raise Http404("There is no such file.")
        try:
            response = file_response(export)
        except (ExportFileMissing, StorageAway) as error:
            self.message_user(request, error.message, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:listings_export_change", args=[export.pk]))
        logger.info("export_fetched_by_staff", export_id=str(export.pk), staff=request.user.get_username())
        return response

    @admin.action(description="Try again", permissions=["act"])
    def try_anew(self, request: HttpRequest, queryset: QuerySet[Export]) -> None:
        """Failed and given-up ones, now, with all their attempts."""
        chosen = list(queryset[: MAX_AT_ONCE + 1])
        if len(chosen) > MAX_AT_ONCE:
            self.message_user(request, f"Choose {MAX_AT_ONCE} at most; nothing was done.", messages.ERROR)
            return
        begun = [export for export in chosen if try_again(export)]
        for export in begun:
            self.log_change(request, export, "Tried again")
        self.message_user(request, f"To be tried again: {len(begun)}", messages.SUCCESS if begun else messages.WARNING)
        if left := len(chosen) - len(begun):
            self.message_user(request, f"Left alone, since they did not fail: {left}", messages.WARNING)

    @admin.display(description="asked for", ordering="created_at")
    def asked(self, export: Export) -> Cell:
        """When it was asked for."""
        return when(export.created_at)

    @admin.display(description="state", ordering="state")
    def standing(self, export: Export) -> Cell:
        """How far it is, in words."""
        return badge(*STATES[export.state])

    @admin.display(description="error")
    def error(self, export: Export) -> str:
        """The code and its message."""
        return f"{export.error_code}: {export.error_message or ''}" if export.error_code else "none"

    @admin.display(description="listings", ordering="rows_done")
    def progress(self, export: Export) -> str:
        """How many are written."""
        if export.rows_total is None:
            return UNKNOWN
        if export.state == Export.State.DONE:
            return f"{export.rows_done:,}"
        return f"{export.rows_done:,} of {export.rows_total:,}"

    @admin.display(description="of")
    def holds(self, export: Export) -> Cell:
        """Which listings, in words."""
        asked = ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in export.filters.items())
        return shortened(f"archive of {export.month:%Y-%m}" if export.month else asked or "all listings")

    @admin.display(description="file", ordering="file_bytes")
    def file_size(self, export: Export) -> str:
        """How large it is."""
        return size(export.file_bytes)

    @admin.display(description="download")
    def download(self, export: Export) -> Cell:
        """Where staff get the file."""
        if export.file_name is None:
            return "none" if export.state != Export.State.DONE else "removed"
        return inside_link(reverse("admin:listings_export_file", args=[export.pk]), download_name(export))

    @admin.display(description="kept until")
    def expires(self, export: Export) -> Cell:
        """When the file is removed."""
        return when(export.expires_at)

    @admin.display(description="started")
    def started(self, export: Export) -> Cell:
        """When its last attempt began."""
        return when(export.started_at)

    @admin.display(description="finished")
    def finished(self, export: Export) -> Cell:
        """When it ended."""
        return when(export.finished_at)

    @admin.display(description="took")
    def took(self, export: Export) -> str:
        """How long its last attempt took, or has been at it."""
        if export.started_at is None:
            return UNKNOWN
        is_over = export.finished_at is not None
        if not is_over and export.state != Export.State.RUNNING:
            return UNKNOWN
        return f"{((export.finished_at or timezone.now()) - export.started_at).total_seconds():,.1f} s"

    @admin.display(description="next attempt")
    def next_try(self, export: Export) -> Cell:
        """When it is tried again."""
        return when(export.next_attempt_at) if export.state == Export.State.FAILED else UNKNOWN
