"""What is owed, how far it has come, and the story of each, for staff to look at and to send again."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, shortened, when
from propscrape.console_filters import RecentValuesFilter
from webhooks.admin import cells
from webhooks.admin.acting import Admin, act_on_each, buttons_of
from webhooks.admin.cells import ahead, last_answer, progress_badge, to_event, to_subscription
from webhooks.admin.searching import find_uuid
from webhooks.admin.timeline import timeline_of
from webhooks.models import Delivery, Subscription
from webhooks.services.deliveries import replay_delivery

SECRETS = ("subscription__secret_sealed", "subscription__previous_secret_sealed")


@admin.action(description="Send again", permissions=["act"])
def send_again(model_admin: Admin, request: HttpRequest, queryset: QuerySet[Delivery]) -> HttpResponseBase | None:
    """Under the same id, from the start of the schedule; held where the subscription is not enabled."""
    return act_on_each(model_admin, request, queryset, _replay, done="To be sent again")


@admin.register(Delivery)
class DeliveryAdmin(FactAdmin[Delivery]):
    """The outbox, newest first: by id, which is in the order in which deliveries were written."""

    list_display = ("created", "what", "address", "standing", "attempts", "next_try", "answered", "owner")
    list_filter = (
        "state", ("event__type", RecentValuesFilter), ("error_code", RecentValuesFilter),
        ("client", RecentValuesFilter),
    )  # fmt: skip
    list_select_related = ("client", "event", "subscription")
    search_fields = ("subscription__url",)
    search_help_text = "The id of a delivery, an event or a subscription, or part of a subscription's address"
    sortable_by = ("created",)
    ordering = ("-pk",)
    actions = (send_again,)  # type: ignore[assignment]  # facts have none
    fields = ("client",)
    empty_hint = "Nothing is owed. An event is owed to each subscription that stands when it happens."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Without what is long or secret, and in no list."""
        return super().get_queryset(request).select_related(*self.list_select_related).defer("event__data", *SECRETS)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Delivery], search_term: str
    ) -> tuple[QuerySet[Delivery], bool]:
        """By ids, or through the subscriptions, of which there are few: no search reads the whole table."""
        if (pk := find_uuid(search_term)) is not None:
            return queryset.filter(Q(pk=pk) | Q(event=pk) | Q(subscription=pk)), False
        if not search_term:
            return queryset, False
        return queryset.filter(subscription__in=Subscription.objects.filter(url__icontains=search_term)), False

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Delivery | None = None,
    ) -> HttpResponse:
        """With its timeline, and what is sent."""
        facts = self._facts(request, obj) if obj else {}
        return super().render_change_form(request, context | facts, add, change, form_url, obj)

    def _facts(self, request: HttpRequest, delivery: Delivery) -> dict[str, Any]:
        may_go_again = delivery.state in Delivery.ENDED and not delivery.subscription.deleted_at
        attempts = list(delivery.tries.order_by("started_at", "pk"))
        return {
            "standing": progress_badge(delivery),
            "facts": _facts_of(delivery),
            "timeline": timeline_of(delivery, attempts, waits_for=_blocker(delivery), now=timezone.now()),
            "data": json.dumps(delivery.event.data, indent=2, ensure_ascii=False),
            **buttons_of(self, request, delivery, ("send_again",) if may_go_again else ()),
        }

    @admin.display(description="owed since", ordering="pk")
    def created(self, delivery: Delivery) -> Cell:
        """When the event happened."""
        return when(delivery.created_at)

    @admin.display(description="event")
    def what(self, delivery: Delivery) -> Cell:
        """The event's type."""
        return shortened(delivery.event.type)

    @admin.display(description="to")
    def address(self, delivery: Delivery) -> Cell:
        """Where it goes."""
        return cells.address(delivery.subscription)

    @admin.display(description="state")
    def standing(self, delivery: Delivery) -> Cell:
        """How far it has come."""
        return progress_badge(delivery)

    @admin.display(description="next try")
    def next_try(self, delivery: Delivery) -> Cell:
        """When it is tried again, if it is."""
        return ahead(delivery.next_attempt_at) if delivery.state == Delivery.State.DUE else UNKNOWN

    @admin.display(description="last answer")
    def answered(self, delivery: Delivery) -> Cell:
        """The status of the latest attempt, or why there is none."""
        return last_answer(delivery)


def _replay(delivery: Delivery) -> bool:
    replay_delivery(client_id=delivery.client_id, delivery_id=delivery.pk)
    return True


def _blocker(delivery: Delivery) -> Delivery | None:
    """The earlier delivery of the same listing that this one waits for, if it does."""
    if delivery.key is None or delivery.is_again or not delivery.subscription.ordered:
        return None
    earlier = Delivery.objects.filter(key=delivery.key, sequence__lt=delivery.sequence, is_again=False)
    in_the_way = earlier.filter(subscription=delivery.subscription, state__in=Delivery.OPEN)
    return in_the_way.order_by("sequence").first()


def _facts_of(delivery: Delivery) -> list[tuple[str, Cell]]:
    """What it is, in rows of a name and a value."""
    event = delivery.event
    about = f"{delivery.key}, number {delivery.sequence}" if delivery.key else "no listing"
    return [
        ("Event", to_event(event.pk, event.type)),
        ("To", to_subscription(delivery.subscription)),
        ("Listing", about),
        ("Client", str(delivery.client)),
        ("webhook-id", str(event.pk)),
        ("Delivery's id", str(delivery.pk)),
        ("Request's id", event.request_id or UNKNOWN),
    ]
