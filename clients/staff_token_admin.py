"""Tokens of staff in the console. A new one is shown once, in the message after it is made."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from clients.models import StaffToken
from clients.services.staff_tokens import create_token
from propscrape.console import ROWS_PER_PAGE
from propscrape.console_cells import Cell, badge, when


@admin.register(StaffToken)
class StaffTokenAdmin(admin.ModelAdmin[StaffToken]):
    """Everybody makes tokens for themselves alone; whoever may change tokens may revoke any."""

    list_display = ("name", "user", "begins", "standing", "used", "expires")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_per_page = ROWS_PER_PAGE
    list_select_related = ("user",)
    search_fields = ("name", "prefix", "user__username")
    search_help_text = "Part of a name or of its owner's, or the characters after ps_staff_"
    empty_hint = "No token yet. Add one for a program that is to act for you; it is shown once, when it is made."
    actions = ("revoke",)

    def get_readonly_fields(self, request: HttpRequest, obj: StaffToken | None = None) -> tuple[str, ...]:
        """A token keeps its owner for life."""
        return ("user", "prefix", "last_used_at", "revoked_at", "created_at") if obj else ()

    def get_fields(self, request: HttpRequest, obj: StaffToken | None = None) -> tuple[str, ...]:
        """What to fill in, and below it what is so."""
        return ("name", "expires_at", *self.get_readonly_fields(request, obj))

    def save_model(self, request: HttpRequest, obj: StaffToken, form: Any, change: bool) -> None:
        """A new token is generated here for whoever asks, and shown this once."""
        if change:
            obj.save(update_fields=["name", "expires_at"])
            return
        assert isinstance(request.user, User)  # the site lets nobody in who is not logged in
        row, token = create_token(user=request.user, name=obj.name, expires_at=obj.expires_at)
        obj.__dict__.update(row.__dict__)
        self.message_user(request, f"Copy this token now; it is not shown again: {token}", messages.WARNING)

    @admin.display(description="begins with", ordering="prefix")
    def begins(self, token: StaffToken) -> str:
        """What is left to know it by."""
        return f"ps_staff_{token.prefix}…"

    @admin.display(description="state")
    def standing(self, token: StaffToken) -> Cell:
        """Whether it opens a door now."""
        if token.revoked_at:
            return badge("revoked", "bad")
        if token.expires_at and token.expires_at <= timezone.now():
            return badge("expired", "fair")
        is_staff = token.user.is_active and token.user.is_staff
        return badge("usable", "good") if is_staff else badge("no staff any more", "fair")

    @admin.display(description="last used", ordering="last_used_at")
    def used(self, token: StaffToken) -> Cell:
        """When it last opened one."""
        return when(token.last_used_at)

    @admin.display(description="expires", ordering="expires_at")
    def expires(self, token: StaffToken) -> Cell:
        """When it stops by itself."""
        return when(token.expires_at) if token.expires_at else "never"

    @admin.action(description="Revoke", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[StaffToken]) -> None:
        """The tokens stop opening doors at once."""
        count = queryset.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
        self.message_user(request, f"Tokens revoked: {count}")
