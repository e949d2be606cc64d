"""What staff may do with subscriptions."""

from collections.abc import Callable, Collection

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from webhooks.admin.acting import Admin, act_on_each, note_in_history
from webhooks.admin.confirming import TEMPLATES, ask, is_confirmed, page_context, what_was_confirmed
from webhooks.models import Subscription
from webhooks.services.deliveries import send_test_event
from webhooks.services.holding import HELD_FOR, MAX_HELD
from webhooks.services.standing import disable
from webhooks.services.subscriptions import ROTATION, change_subscription, rotate_secret

Rows = QuerySet[Subscription]
State = Subscription.State
AFTER_DISABLING = (
    f"Nothing is sent until somebody enables it again. Its events are held for {HELD_FOR.days} days, {MAX_HELD:,} at "
    "most. The client is told by an event to its other webhooks, and by mail if it gave an address."
)
AFTER_ROTATING = (
    "A new secret is made and shown once, for you to hand to the client. The one before it signs too for "
    f"{ROTATION.total_seconds() / 3_600:g} hours; where two are live already, the older of them ends at once."
)


@admin.action(description="Pause", permissions=["act"])
def pause(model_admin: Admin, request: HttpRequest, queryset: Rows) -> HttpResponseBase | None:
    """Events are held until it is resumed."""
    return act_on_each(model_admin, request, queryset, _become(State.PAUSED, {State.ENABLED}), done="Paused")


@admin.action(description="Resume", permissions=["act"])
def resume(model_admin: Admin, request: HttpRequest, queryset: Rows) -> HttpResponseBase | None:
    """All that was held goes out in order."""
    act = _become(State.ENABLED, {State.PAUSED, State.DISABLED})
    return act_on_each(model_admin, request, queryset, act, done="Resumed")


@admin.action(description="Resume with the latest of each listing only", permissions=["act"])
def resume_latest(model_admin: Admin, request: HttpRequest, queryset: Rows) -> HttpResponseBase | None:
    """What later events of the same listing made stale is dropped, the rest goes out in order."""
    act = _become(State.ENABLED, {State.PAUSED, State.DISABLED}, latest_only=True)
    return act_on_each(model_admin, request, queryset, act, done="Resumed with the latest of each listing")


@admin.action(description="Send a test event", permissions=["act"])
def send_test(model_admin: Admin, request: HttpRequest, queryset: Rows) -> HttpResponseBase | None:
    """A webhook.test event to each."""
    return act_on_each(model_admin, request, queryset, _test, done="Test events sent")


@admin.action(description="Rotate the secret…", permissions=["act"])
def rotate(model_admin: Admin, request: HttpRequest, queryset: Rows) -> HttpResponseBase | None:
    """Once confirmed: a new secret, shown in that one answer; it goes into no message, session or log."""
    if not is_confirmed(request):
        return ask(model_admin, request, queryset, action="rotate", consequences=AFTER_ROTATING)
    rows = what_was_confirmed(model_admin, request, queryset)
    if not rows:
        return None
    rotated = [rotate_secret(client_id=row.client_id, subscription_id=row.pk) for row in rows]
    note_in_history(request, rows, "Secret rotated")
    shown = [(row, secret, fresh.previous_secret_until) for row, (fresh, secret) in zip(rows, rotated, strict=True)]
    context = page_context(model_admin, request, rows) | {"title": "The new secret", "rotated": shown}
    return TemplateResponse(request, f"{TEMPLATES}/rotated.html", context)


@admin.action(description="Disable…", permissions=["act"])
def disable_by_staff(model_admin: Admin, request: HttpRequest, queryset: Rows) -> HttpResponseBase | None:
    """Once confirmed: nothing is sent any more, and the client is told."""
    if not is_confirmed(request):
        return ask(model_admin, request, queryset, action="disable_by_staff", consequences=AFTER_DISABLING)
    return act_on_each(model_admin, request, queryset, _disable, done="Disabled")


ACTIONS = (pause, resume, resume_latest, send_test, rotate, disable_by_staff)
# Those that make sense for a subscription in a state
ACTIONS_OF_STATE = {
    State.ENABLED: ("send_test", "pause", "rotate", "disable_by_staff"),
    State.PAUSED: ("resume", "resume_latest", "rotate", "disable_by_staff"),
    State.DISABLED: ("resume", "resume_latest", "rotate"),
}


def _become(state: State, before: Collection[State], *, latest_only: bool = False) -> Callable[[Subscription], bool]:
    """Change the state of a subscription that is in one of those before."""

    def act(subscription: Subscription) -> bool:
        if subscription.state not in before:
            return False
        change_subscription(
            client_id=subscription.client_id,
            subscription_id=subscription.pk,
            values={"state": state},
            latest_only=latest_only,
        )
        return True

    return act


def _test(subscription: Subscription) -> bool:
    send_test_event(client_id=subscription.client_id, subscription_id=subscription.pk)
    return True


def _disable(subscription: Subscription) -> bool:
    if subscription.state == State.DISABLED:
        return False
    disable(subscription, Subscription.Reason.STAFF)
    return True
