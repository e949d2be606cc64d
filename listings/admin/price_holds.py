"""Prices that are held because the move to them is implausible; staff release or discard them."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from listings.services.held_prices import discard_price, release_price
from pricehistory.errors import HoldDecided
from pricehistory.models import PriceHold
from pricehistory.services.moves import move_between
from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, inside_link, money, outside_link, when
from propscrape.console_filters import RecentValuesFilter

MAX_AT_ONCE = 100
TONES = {"waiting": "fair", "released": "good", "discarded": "bad", "withdrawn": "plain"}


@admin.register(PriceHold)
class PriceHoldAdmin(FactAdmin[PriceHold]):
    """Prices that wait for staff, the latest first; and what became of earlier ones."""

    list_display = ("waits", "standing", "why", "from_to", "percent", "portal", "owner", "page")
    list_filter = ("state", "reason", ("portal", RecentValuesFilter), ("client", RecentValuesFilter))
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=portal")
    search_help_text = "A whole page address or portal slug"
    ordering = ("-held_at",)
    actions = ("release", "discard")  # type: ignore[assignment]  # facts have none
    empty_hint = "No price was held so far. One that is five times the last one, or a fifth of it, would be."
    fields = readonly_fields = (
        "standing", "why", "note", "from_to", "percent", "page", "portal", "client", "observed", "last_seen", "waits",
        "decided", "decided_by", "looked_at_by",
    )  # fmt: skip

    @admin.action(description="Release: the price is right", permissions=["act"])
    def release(self, request: HttpRequest, queryset: QuerySet[PriceHold]) -> None:
        """Written down as of when it was observed, and told to its client."""

        def act(hold: PriceHold, by: str) -> None:
            release_price(client_id=hold.client_id, hold_id=hold.pk, canonical_url=hold.canonical_url, by=by)

        self._decide(request, queryset, act, "Released")

    @admin.action(description="Discard: the price is wrong", permissions=["act"])
    def discard(self, request: HttpRequest, queryset: QuerySet[PriceHold]) -> None:
        """Not written down; the standing price stands on."""

        def act(hold: PriceHold, by: str) -> None:
            discard_price(client_id=hold.client_id, hold_id=hold.pk, by=by)

        self._decide(request, queryset, act, "Discarded")

    def _decide(
        self, request: HttpRequest, queryset: QuerySet[PriceHold], act: Callable[[PriceHold, str], None], done: str
    ) -> None:
        chosen = list(queryset[: MAX_AT_ONCE + 1])
        if len(chosen) > MAX_AT_ONCE:
            self.message_user(request, f"Choose {MAX_AT_ONCE} at most; nothing was done.", messages.ERROR)
            return
        decided = 0
        for hold in chosen:
            try:
                act(hold, request.user.get_username())
            except HoldDecided:
                continue
            self.log_change(request, hold, done)
            decided += 1
        self.message_user(request, f"{done}: {decided}", messages.SUCCESS if decided else messages.WARNING)
        if left := len(chosen) - decided:
            self.message_user(request, f"Left alone, since they do not wait any more: {left}", messages.WARNING)

    @admin.display(description="held", ordering="held_at")
    def waits(self, hold: PriceHold) -> Cell:
        """When it was held and, while it waits, for how long."""
        return when(hold.held_at) if hold.state != PriceHold.State.WAITING else badge(_age(hold.held_at), "fair")

    @admin.display(description="state", ordering="state")
    def standing(self, hold: PriceHold) -> Cell:
        """What became of it."""
        return badge(hold.get_state_display(), TONES[hold.state])

    @admin.display(description="reason", ordering="reason")
    def why(self, hold: PriceHold) -> str:
        """Why it is not believed."""
        return f"{hold.get_reason_display()}: {hold.note}" if hold.note else hold.get_reason_display()

    @admin.display(description="before → after")
    def from_to(self, hold: PriceHold) -> str:
        """The price that stands, and the one that the page states."""
        before = money(hold.before_amount, hold.before_currency, hold.before_period)
        return f"{before} → {money(hold.amount, hold.currency, hold.price_period)}"

    @admin.display(description="change")
    def percent(self, hold: PriceHold) -> str:
        """In per cent of the price that stands, where the two compare."""
        alike = (hold.before_currency, hold.before_period) == (hold.currency, hold.price_period)
        if not alike or hold.amount is None:
            return UNKNOWN
        percent = move_between(hold.before_amount, hold.amount).percent
        return UNKNOWN if percent is None else f"{percent:+,.0f}%"

    @admin.display(description="page", ordering="canonical_url")
    def page(self, hold: PriceHold) -> Cell:
        """The page's address."""
        return outside_link(hold.canonical_url)

    @admin.display(description="first stated")
    def observed(self, hold: PriceHold) -> Cell:
        """When the page first stated it."""
        return when(hold.observed_at)

    @admin.display(description="last stated")
    def last_seen(self, hold: PriceHold) -> Cell:
        """When the page last stated it."""
        return when(hold.last_seen_at)

    @admin.display(description="decided")
    def decided(self, hold: PriceHold) -> Cell:
        """When somebody decided, or the page took it back."""
        return when(hold.decided_at)

    @admin.display(description="scrape")
    def looked_at_by(self, hold: PriceHold) -> Cell:
        """The look that found it."""
        if hold.scrape_id is None:
            return UNKNOWN
        return inside_link(reverse("admin:listings_scrape_change", args=[hold.scrape_id]), "the look that found it")


def _age(since: datetime) -> str:
    waited = timezone.now() - since
    return f"{waited.days} d" if waited.days else f"{waited.seconds // 3600} h {waited.seconds % 3600 // 60} min"
