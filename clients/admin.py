"""Clients and their keys, for staff."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm, MultipleChoiceField
from django.http import HttpRequest
from django.utils import timezone

from clients.budget_admin import BudgetDayAdmin, BudgetSwitchAdmin, BudgetTotalAdmin, LedgerEntryAdmin
from clients.client_form import ClientForm
from clients.models import ApiKey, Client
from clients.services.api_keys import create_key
from clients.staff_token_admin import StaffTokenAdmin
from propscrape.console import ROWS_PER_PAGE
from propscrape.console_cells import Cell, badge, shortened, when
from propscrape.console_filters import RecentValuesFilter

__all__ = [
    "ApiKeyAdmin",
    "BudgetDayAdmin",
    "BudgetSwitchAdmin",
    "BudgetTotalAdmin",
    "ClientAdmin",
    "LedgerEntryAdmin",
    "StaffTokenAdmin",
]


@admin.register(Client)
class ClientAdmin(admin.ModelAdmin[Client]):
    """Who may call, and how often."""

    form = ClientForm
    fieldsets = (
        (None, {"fields": ("name", "is_active", "id", "since")}),
        (
            "Requests a minute",
            {
                "fields": (
                    "limit_post_html", "limit_post_url", "limit_get", "limit_webhooks", "limit_search", "limit_exports",
                    "limit_watches",
                )
            },
        ),
        ("Work", {"fields": ("watch_cadence", "archives_monthly", "daily_budget_usd")}),
        (
            "Digests and alerts",
            {
                "fields": (
                    "alert_email", "digest_email", "digest_email_off", "digest_slack_url", "forget_digest_slack_url",
                    "digest_off",
                )
            },
        ),
    )  # fmt: skip
    list_display = ("name", "is_active", "post_html", "post_url", "reads", "webhook_writes", "alerts_to")
    list_filter = ("is_active",)
    list_per_page = ROWS_PER_PAGE
    search_fields = ("name", "=id")
    search_help_text = "Part of a name, or a whole id"
    readonly_fields = ("id", "since")
    empty_hint = "No client yet. Add one, then an API key for it."

    @admin.display(description="pages / min", ordering="limit_post_html")
    def post_html(self, client: Client) -> int | str:
        """Pages with their HTML, per minute."""
        return client.limit_post_html or "default"

    @admin.display(description="fetches / min", ordering="limit_post_url")
    def post_url(self, client: Client) -> int | str:
        """Pages by their address alone, per minute."""
        return client.limit_post_url or "default"

    @admin.display(description="reads / min", ordering="limit_get")
    def reads(self, client: Client) -> int | str:
        """Reads, per minute."""
        return client.limit_get or "default"

    @admin.display(description="webhooks / min", ordering="limit_webhooks")
    def webhook_writes(self, client: Client) -> int | str:
        """Changes of webhooks, per minute."""
        return client.limit_webhooks or "default"

    @admin.display(description="alerts to", ordering="alert_email")
    def alerts_to(self, client: Client) -> Cell:
        """Who hears by mail of webhooks that fail."""
        return shortened(client.alert_email)

    @admin.display(description="since", ordering="created_at")
    def since(self, client: Client) -> Cell:
        """When the client was made."""
        return when(client.created_at)


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
    list_display = ("name", "client", "begins", "may", "standing", "used", "expires")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), ("client", RecentValuesFilter))
    list_per_page = ROWS_PER_PAGE
    list_select_related = ("client",)
    search_fields = ("name", "prefix", "client__name")
    search_help_text = "Part of a name or of a client's, or the characters after ps_live_"
    empty_hint = "No key yet. Add one; it is shown once, when it is made."
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

    @admin.display(description="begins with", ordering="prefix")
    def begins(self, key: ApiKey) -> str:
        """What is left to know it by."""
        return f"ps_live_{key.prefix}…"

    @admin.display(description="may")
    def may(self, key: ApiKey) -> str:
        """Its scopes."""
        return ", ".join(key.scopes) or "nothing"

    @admin.display(description="state")
    def standing(self, key: ApiKey) -> Cell:
        """Whether it opens a door now."""
        if key.revoked_at:
            return badge("revoked", "bad")
        if key.expires_at and key.expires_at <= timezone.now():
            return badge("expired", "fair")
        return badge("usable", "good") if key.client.is_active else badge("client inactive", "fair")

    @admin.display(description="last used", ordering="last_used_at")
    def used(self, key: ApiKey) -> Cell:
        """When it last opened one."""
        return when(key.last_used_at)

    @admin.display(description="expires", ordering="expires_at")
    def expires(self, key: ApiKey) -> Cell:
        """When it stops by itself."""
        return when(key.expires_at) if key.expires_at else "never"

    @admin.action(description="Revoke")
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """The keys stop opening doors at once."""
        count = queryset.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
        self.message_user(request, f"Keys revoked: {count}")
