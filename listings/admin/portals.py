"""Portals, for staff to look at and to switch."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from listings.models import Portal
from propscrape.console import ROWS_PER_PAGE


@admin.register(Portal)
class PortalAdmin(admin.ModelAdmin[Portal]):
    """The registered portals; staff switch fetching on and off, the rest is the shipped file's."""

    list_display = ("host", "slug", "country", "currency", "locale", "content_source", "tier", "is_enabled")
    list_filter = ("is_enabled", "country", "content_source", "needs_javascript", "tier")
    list_per_page = ROWS_PER_PAGE
    search_fields = ("host", "slug")
    search_help_text = "Part of a host or slug: rightmove"
    empty_hint = "No portal is registered. They come with `manage.py prepare`."
    actions = ("enable", "disable")

    def get_readonly_fields(self, request: HttpRequest, obj: Portal | None = None) -> list[str]:
        """Everything but the switch."""
        return [field.name for field in Portal._meta.fields if field.name != "is_enabled"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Portals come with the release."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Portal | None = None) -> bool:
        """Portals are switched off, not deleted."""
        return False

    @admin.action(description="Switch fetching on")
    def enable(self, request: HttpRequest, queryset: QuerySet[Portal]) -> None:
        """Their pages may be fetched again."""
        self.message_user(request, f"Portals switched on: {queryset.update(is_enabled=True)}")

    @admin.action(description="Switch fetching off")
    def disable(self, request: HttpRequest, queryset: QuerySet[Portal]) -> None:
        """No page of theirs is fetched; pages that clients send are still read."""
        self.message_user(request, f"Portals switched off: {queryset.update(is_enabled=False)}")
