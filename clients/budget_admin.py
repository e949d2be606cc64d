"""What paid calls cost, for staff to see, and the switch by which they stop them."""

from decimal import Decimal
from typing import Any

import structlog
from django.contrib import admin
from django.http import HttpRequest

from clients.models import BudgetDay, BudgetSwitch, BudgetTotal, LedgerEntry
from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, when
from propscrape.console_filters import RecentValuesFilter

logger = structlog.get_logger(__name__)
TONES = {
    LedgerEntry.State.SETTLED: "good",
    LedgerEntry.State.RELEASED: "plain",
    LedgerEntry.State.RESERVED: "fair",
    LedgerEntry.State.LAPSED: "bad",
}


def usd(amount: Decimal | None) -> str:
    """To a hundredth of a cent: calls cost little."""
    return UNKNOWN if amount is None else f"{amount:,.4f} USD"


@admin.register(BudgetSwitch)
class BudgetSwitchAdmin(admin.ModelAdmin[BudgetSwitch]):
    """One row: whether paid calls are made at all. It counts from the moment it is saved."""

    list_display = ("standing", "note", "since")
    fields = ("is_stopped", "note", "since")
    readonly_fields = ("since",)
    empty_hint = "The switch comes with `manage.py migrate`."

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BudgetSwitch | None = None) -> bool:
        """It stays."""
        return False

    def save_model(self, request: HttpRequest, obj: BudgetSwitch, form: Any, change: bool) -> None:
        """Who switched what is in the row's history, and in the log."""
        obj.save()
        logger.warning("spending_switched", is_stopped=obj.is_stopped, user_id=request.user.pk)

    @admin.display(description="paid calls")
    def standing(self, switch: BudgetSwitch) -> Cell:
        """Whether they are made."""
        return badge("stopped", "bad") if switch.is_stopped else badge("allowed", "good")

    @admin.display(description="since")
    def since(self, switch: BudgetSwitch) -> Cell:
        """When it was saved last."""
        return when(switch.changed_at)


class _SumsAdmin(FactAdmin[Any]):
    """A day's sums."""

    ordering = ("-day",)
    empty_hint = "No paid call was made yet."

    @admin.display(description="reserved", ordering="reserved_usd")
    def reserved(self, sums: BudgetTotal) -> str:
        """Of calls that are underway, at worst."""
        return usd(sums.reserved_usd)

    @admin.display(description="spent", ordering="spent_usd")
    def spent(self, sums: BudgetTotal) -> str:
        """Of calls that have ended."""
        return usd(sums.spent_usd)

    @admin.display(description="80 % told", ordering="alerted_at")
    def told(self, sums: BudgetTotal) -> Cell:
        """When the payer, or staff, were told."""
        return when(sums.alerted_at)


@admin.register(BudgetDay)
class BudgetDayAdmin(_SumsAdmin):
    """What each payer's day came to."""

    list_display = ("day", "payer", "reserved", "spent", "told")
    list_select_related = ("client",)
    list_filter = (("client", RecentValuesFilter),)

    @admin.display(description="payer")
    def payer(self, row: BudgetDay) -> str:
        """A client, or staff."""
        return str(row.client or "staff")


@admin.register(BudgetTotal)
class BudgetTotalAdmin(_SumsAdmin):
    """What the day of all payers came to."""

    list_display = ("day", "reserved", "spent", "told")


@admin.register(LedgerEntry)
class LedgerEntryAdmin(FactAdmin[LedgerEntry]):
    """Each paid call: who paid, who was asked, how it ended, and what it cost."""

    list_display = ("reserved_when", "payer", "purpose", "provider", "model", "standing", "outcome", "tokens", "cost")
    list_filter = ("state", ("provider", RecentValuesFilter), ("outcome", RecentValuesFilter))
    list_select_related = ("client",)
    search_fields = ("=subject", "client__name")
    search_help_text = "The id of what was paid for, or part of a client's name"
    empty_hint = "No paid call was made yet."

    @admin.display(description="reserved", ordering="reserved_at")
    def reserved_when(self, entry: LedgerEntry) -> Cell:
        """When the call was about to be made."""
        return when(entry.reserved_at)

    @admin.display(description="payer")
    def payer(self, entry: LedgerEntry) -> str:
        """A client, or staff."""
        return str(entry.client or "staff")

    @admin.display(description="state", ordering="state")
    def standing(self, entry: LedgerEntry) -> Cell:
        """Whether it was settled."""
        return badge(entry.state, TONES[LedgerEntry.State(entry.state)])

    @admin.display(description="tokens in / out")
    def tokens(self, entry: LedgerEntry) -> str:
        """What the provider counted."""
        return UNKNOWN if entry.tokens_in is None else f"{entry.tokens_in:,} / {entry.tokens_out or 0:,}"

    @admin.display(description="cost", ordering="cost_usd")
    def cost(self, entry: LedgerEntry) -> str:
        """What was booked, or may be at worst."""
        return f"{usd(entry.worst_usd)} at worst" if entry.cost_usd is None else usd(entry.cost_usd)
