"""Clients and their keys, for staff."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm, MultipleChoiceField
from django.http import HttpRequest
from django.utils import timezone

from clients.models import ApiKey, Client
from clients.services.api_keys import create_key


@admin.register(Client)
class ClientAdmin(admin.ModelAdmin[Client]):
    """Who may call, and how often."""

    list_display = ("name", "is_active", "limit_post_html", "limit_post_url", "limit_get", "created_at")
    list_filter = ("is_active",)
    search_fields = ("name", "=id")
    readonly_fields = ("id", "created_at")


class ApiKeyForm(ModelForm[ApiKey]):
    """Scopes as boxes to tick."""

    scopes = MultipleChoiceField(
        choices=ApiKey.Scope.choices, widget=CheckboxSelectMultiple, initial=list(ApiKey.Scope.values)
    )

    class Meta:
        model = ApiKey
        fields = ("client", "name", "scopes", "expires_at")


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin[ApiKey]):
    """Keys. A new one is shown once, in the message after it is made."""

    form = ApiKeyForm
    list_display = ("name", "client", "prefix", "scopes", "last_used_at", "expires_at", "revoked_at")
    list_filter = ("revoked_at", "client")
    list_select_related = ("client",)
    search_fields = ("name", "prefix", "client__name")
    autocomplete_fields = ("client",)
    actions = ("revoke",)

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        """A key keeps its client for life."""
        return ("client", "prefix", "last_used_at", "revoked_at", "created_at") if obj else ()

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        """What to fill in, and below it what is so."""
        return ("client", "name", "scopes", "expires_at", *(self.get_readonly_fields(request, obj)[1:]))

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        """A new key is generated here, and shown this once."""
        if change:
            obj.save(update_fields=["name", "scopes", "expires_at"])
            return
        row, key = create_key(client=obj.client, name=obj.name, scopes=obj.scopes, expires_at=obj.expires_at)
        obj.__dict__.update(row.__dict__)
        self.message_user(request, f"Copy this key now; it is not shown again: {key}", messages.WARNING)

    @admin.action(description="Revoke")
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """The keys stop opening doors at once."""
        count = queryset.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
        self.message_user(request, f"Keys revoked: {count}")
