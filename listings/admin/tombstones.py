"""Deleted listings, for staff: what is still there for 30 days, and putting it back."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest

from listings.models import DeletedListing
from listings.retention import TOMBSTONES_FOR
from listings.services.tombstones import put_back
from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, outside_link, shortened, when
from propscrape.console_filters import RecentValuesFilter
from propscrape.errors import ServiceError

MAX_AT_ONCE = 100


@admin.register(DeletedListing)
class DeletedListingAdmin(FactAdmin[DeletedListing]):
    """Listings that their clients deleted."""

    list_display = ("headline", "page", "owner", "deleted", "leaves")
    list_filter = (("client", RecentValuesFilter),)
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=id")
    search_help_text = "A whole page address, or the listing's id"
    actions = ("put_back",)  # type: ignore[assignment]  # facts have none
    fields = readonly_fields = ("headline", "page", "client", "deleted", "leaves")
    empty_hint = "Nothing is deleted. What clients delete can be put back from here for 30 days."

    @admin.display(description="listing")
    def headline(self, tombstone: DeletedListing) -> Cell:
        """Its title."""
        return shortened(tombstone.title or tombstone.canonical_url)

    @admin.display(description="page", ordering="canonical_url")
    def page(self, tombstone: DeletedListing) -> Cell:
        """The page's address."""
        return outside_link(tombstone.row.get("import_url") or tombstone.canonical_url)

    @admin.display(description="deleted", ordering="deleted_at")
    def deleted(self, tombstone: DeletedListing) -> Cell:
        """When."""
        return when(tombstone.deleted_at)

    @admin.display(description="leaves for good", ordering="deleted_at")
    def leaves(self, tombstone: DeletedListing) -> Cell:
        """From when on it cannot be put back."""
        return when(tombstone.deleted_at + TOMBSTONES_FOR)

    @admin.action(description="Put back", permissions=["act"])
    def put_back(self, request: HttpRequest, queryset: QuerySet[DeletedListing]) -> None:
        """They are there again, as they were; not where the page was imported again meanwhile."""
        chosen = list(queryset[:MAX_AT_ONCE])
        back = [tombstone for tombstone in chosen if _put_back(tombstone)]
        if back:
            assert request.user.pk is not None  # the site lets nobody in who is not logged in
            LogEntry.objects.log_actions(
                user_id=request.user.pk, queryset=back, action_flag=CHANGE, change_message="Put back"
            )
            self.message_user(request, f"Listings put back: {len(back)}", messages.SUCCESS)
        if left := len(chosen) - len(back):
            self.message_user(request, f"Left alone, since their page has a newer listing: {left}", messages.WARNING)


def _put_back(tombstone: DeletedListing) -> bool:
    try:
        put_back(client_id=tombstone.client_id, listing_id=tombstone.pk)
    except ServiceError:
        return False
    return True
