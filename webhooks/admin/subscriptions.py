"""Who wants to hear, and how each is doing, for staff to look at and to act on."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, when
from propscrape.console_filters import RecentValuesFilter
from webhooks.admin import cells
from webhooks.admin.acting import buttons_of
from webhooks.admin.actions import ACTIONS, ACTIONS_OF_STATE
from webhooks.admin.cells import (
    ago,
    last_answer,
    lines,
    progress_badge,
    standing_badge,
    success,
    titled,
    to_deliveries,
    to_delivery,
)
from webhooks.admin.figures import failing_events, figures_of
from webhooks.admin.words import filters_in_words, pace_in_words, secrets_in_words, state_in_full, types_in_words
from webhooks.models import Delivery, Subscription
from webhooks.services.standing import DISABLE_AT

LATEST = 20
SECRETS = ("secret_sealed", "previous_secret_sealed")


class DeletedFilter(admin.SimpleListFilter):
    """Deleted subscriptions are shown to those who ask for them."""

    title = "deleted"
    parameter_name = "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, str], ...]:
        """Beside the standing ones, which are shown unasked."""
        return ("only", "Only deleted ones"), ("also", "Shown too")

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """The first is called for what it shows, which is not all."""
        first, *others = super().choices(changelist)
        return iter(({**first, "display": "Not shown"}, *others))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> QuerySet[Subscription]:
        """The rows that were asked for."""
        if self.value() == "also":
            return queryset
        return queryset.filter(deleted_at__isnull=self.value() != "only")


class WithFigures(ChangeList):
    """The page's rows with their figures, asked for once for all of them, when the first is shown."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows, each with the figures of all."""
        super().get_results(request)
        rows: list[Any] = list(self.result_list)
        figures = SimpleLazyObject(lambda: figures_of([row.pk for row in rows]))
        for row in rows:
            row.figures = figures
        self.result_list = rows


@admin.register(Subscription)
class SubscriptionAdmin(FactAdmin[Subscription]):
    """Who wants to hear. Staff pause, resume, disable and test; the rest is the client's."""

    list_display = ("address", "standing", "hears", "successes", "waiting", "succeeded", "failed", "owner")
    list_filter = ("state", "disabled_reason", ("client", RecentValuesFilter), DeletedFilter)
    list_select_related = ("client",)
    search_fields = ("url", "description", "client__name")
    search_help_text = "Part of an address, a description or a client's name"
    ordering = ("-created_at",)
    actions = ACTIONS  # type: ignore[assignment]  # facts have none
    fields = ("client",)
    empty_hint = "Nobody has subscribed to events yet. A client does: POST /public_api/v1/webhooks with its url."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        """Without the secrets, which no page shows; with whether there are any."""
        rows = super().get_queryset(request).defer(*SECRETS)
        return rows.annotate(
            has_secret=Q(secret_sealed__isnull=False), has_previous=Q(previous_secret_sealed__isnull=False)
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The one with figures."""
        return WithFigures

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Subscription | None = None,
    ) -> HttpResponse:
        """With how it is doing, what it wants, and its latest deliveries."""
        facts = self._facts(request, obj) if obj else {}
        return super().render_change_form(request, context | facts, add, change, form_url, obj)

    def _facts(self, request: HttpRequest, subscription: Subscription) -> dict[str, Any]:
        names = () if subscription.deleted_at else ACTIONS_OF_STATE[Subscription.State(subscription.state)]
        return {
            "standing": standing_badge(subscription),
            "health": _health(subscription),
            "wishes": _wishes(subscription),
            "deliveries": list(map(_delivery_row, _latest_deliveries(subscription))),
            "all_deliveries": to_deliveries("All its deliveries", subscription__id__exact=subscription.pk),
            **buttons_of(self, request, subscription, names),
        }

    @admin.display(description="address", ordering="url")
    def address(self, subscription: Subscription) -> Cell:
        """Where events are sent."""
        return cells.address(subscription)

    @admin.display(description="state", ordering="state")
    def standing(self, subscription: Subscription) -> Cell:
        """Whether deliveries go out, and if not, why."""
        return standing_badge(subscription)

    @admin.display(description="hears")
    def hears(self, subscription: Subscription) -> Cell:
        """The types of events, the first of them by name."""
        first, *others = subscription.event_types or ("all events",)
        return titled(f"{first} +{len(others)}" if others else first, types_in_words(subscription))

    @admin.display(description="success, 24 h")
    def successes(self, subscription: Any) -> Cell:
        """The share of the attempts of the last 24 hours that succeeded."""
        figures = subscription.figures[subscription.pk]
        return success(figures.good, figures.tried)

    @admin.display(description="due / held")
    def waiting(self, subscription: Any) -> Cell:
        """What waits for its time or its turn, and what for the subscription to be resumed."""
        figures = subscription.figures[subscription.pk]
        return f"{figures.due:,} / {figures.held:,}"

    @admin.display(description="succeeded", ordering="last_success_at")
    def succeeded(self, subscription: Subscription) -> Cell:
        """When an attempt last did."""
        return ago(subscription.last_success_at)

    @admin.display(description="failed", ordering="last_failure_at")
    def failed(self, subscription: Subscription) -> Cell:
        """When an attempt last did."""
        return ago(subscription.last_failure_at)


def _health(subscription: Subscription) -> list[tuple[str, Cell]]:
    """How it is doing, in rows of a name and a value."""
    figures = figures_of([subscription.pk])[subscription.pk]
    return [
        ("State", state_in_full(subscription)),
        ("Since", when(subscription.deleted_at or subscription.state_changed_at)),
        ("Attempts that succeeded, last 24 h", success(figures.good, figures.tried)),
        ("Failing events in a row", f"{failing_events(subscription)}; at {DISABLE_AT} it is disabled"),
        ("Due, held", f"{figures.due:,}, {figures.held:,}"),
        ("Last success", when(subscription.last_success_at)),
        ("Last failure", when(subscription.last_failure_at)),
    ]


def _wishes(subscription: Any) -> list[tuple[str, Cell]]:
    """What its client asked for, in rows of a name and a value; `subscription` as of get_queryset."""
    secrets = secrets_in_words(
        has_secret=subscription.has_secret,
        has_previous=subscription.has_previous,
        until=subscription.previous_secret_until,
        now=timezone.now(),
    )
    return [
        ("Events", types_in_words(subscription)),
        ("Filters", lines(filters_in_words(subscription)) or "none"),
        ("Deliveries", pace_in_words(subscription)),
        ("Secrets", secrets),
        ("Made", when(subscription.created_at)),
        ("Id", str(subscription.pk)),
    ]


def _latest_deliveries(subscription: Subscription) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(subscription=subscription).select_related("event").defer("event__data")
    return rows.order_by("-created_at", "-pk")[:LATEST]


def _delivery_row(delivery: Delivery) -> tuple[Cell, ...]:
    link = to_delivery(delivery.pk, f"{delivery.created_at:%Y-%m-%d %H:%M}")
    return link, delivery.event.type, progress_badge(delivery), str(delivery.attempts), last_answer(delivery)
