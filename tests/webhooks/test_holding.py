"""What a paused subscription is owed is held, in order, within bounds, and goes out when it is resumed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_subscription
from tests.webhooks.conftest import deliveries, let_time_pass, publish, states
from webhooks.models import Delivery, Event, Subscription
from webhooks.services import holding
from webhooks.services.deliveries import recover_deliveries
from webhooks.services.holding import hold_deliveries, tidy_held
from webhooks.services.subscriptions import change_subscription

pytestmark = pytest.mark.django_db


def set_state(account, subscription, state, **options):
    change_subscription(client_id=account.pk, subscription_id=subscription.pk, values={"state": state}, **options)


def test_pausing_holds_what_is_due_and_what_comes(client_account):
    subscription, _ = make_subscription(client_account)
    publish(client_account, "a")
    set_state(client_account, subscription, "paused")
    publish(client_account, "a")
    assert states() == ["held", "held"]


def test_resuming_makes_it_due_in_order_and_twenty_a_second(client_account):
    subscription, _ = make_subscription(client_account)
    set_state(client_account, subscription, "paused")
    for place in range(30):
        publish(client_account, f"{place % 3}")
    before = datetime.now(UTC)
    set_state(client_account, subscription, "enabled")
    due = deliveries()
    assert {delivery.state for delivery in due} == {"due"}
    times = [delivery.next_attempt_at for delivery in due]
    assert times == sorted(times)
    assert times[20] - times[0] == timedelta(seconds=1)
    assert abs(times[0] - before) < timedelta(minutes=1)


def test_resuming_with_the_latest_alone_drops_what_is_superseded(client_account):
    subscription, _ = make_subscription(client_account)
    set_state(client_account, subscription, "paused")
    for key in ("a", "b", "a", None, "a", None):
        publish(client_account, key)
    set_state(client_account, subscription, "enabled", latest_only=True)
    found = [(d.key, d.sequence, d.state, d.error_code) for d in deliveries()]
    assert sorted(found, key=str) == [
        ("a", 1, "dropped", "SUPERSEDED"),
        ("a", 2, "dropped", "SUPERSEDED"),
        ("a", 3, "due", None),
        ("b", 1, "due", None),
        (None, None, "due", None),
        (None, None, "due", None),
    ]


def test_after_resuming_the_held_ones_of_a_listing_go_first(account, receiver, deliver):
    subscription, _ = make_subscription(account, receiver.url())
    set_state(account, subscription, "paused")
    events = [publish(account, "a")[0] for _ in range(3)]
    set_state(account, subscription, "enabled")
    events += publish(account, "a")
    let_time_pass(seconds=5)
    deliver()
    assert receiver.ids() == [str(event.pk) for event in events]


def test_no_more_than_the_bound_is_held_and_the_oldest_are_given_up_visibly(client_account, monkeypatch):
    monkeypatch.setattr(holding, "MAX_HELD", 3)
    subscription, _ = make_subscription(client_account)
    other, _ = make_subscription(client_account)
    set_state(client_account, subscription, "paused")
    set_state(client_account, other, "paused")
    for place in range(5):
        publish(client_account, str(place))
    with staff_scope():
        Delivery.objects.filter(subscription=other, key__in=("0", "1")).delete()
        for place, delivery in enumerate(Delivery.objects.order_by("created_at", "pk")):
            moment = datetime.now(UTC) - timedelta(minutes=100 - place)
            Delivery.objects.filter(pk=delivery.pk).update(created_at=moment)
    tidy_held()
    assert [(d.state, d.error_code) for d in deliveries(subscription=subscription)] == [
        ("dead", "HELD_TOO_MANY"), ("dead", "HELD_TOO_MANY"), ("held", None), ("held", None), ("held", None),
    ]  # fmt: skip
    assert states(subscription=other) == ["held"] * 3


def test_nothing_is_held_for_more_than_seven_days(client_account):
    subscription, _ = make_subscription(client_account)
    set_state(client_account, subscription, "paused")
    publish(client_account, "a", {}, {})
    old, _ = deliveries()
    with staff_scope():
        Delivery.objects.filter(pk=old.pk).update(held_since=datetime.now(UTC) - timedelta(days=7, minutes=1))
    tidy_held()
    assert sorted((d.state, d.error_code or "") for d in deliveries()) == [("dead", "HELD_TOO_LONG"), ("held", "")]


def test_what_slipped_past_a_change_of_state_is_put_right(client_account):
    paused, _ = make_subscription(client_account)
    enabled, _ = make_subscription(client_account)
    publish(client_account, "a")
    with client_scope(client_account.pk):
        Subscription.objects.filter(pk=paused.pk).update(state="paused")
        hold_deliveries(subscription_id=enabled.pk)
    tidy_held()
    assert states(subscription=paused) == ["held"]
    assert states(subscription=enabled) == ["due"]


def test_what_a_dead_sender_had_in_hand_is_held_too(client_account):
    subscription, _ = make_subscription(client_account)
    publish(client_account, "a", {}, {})
    set_state(client_account, subscription, "paused")
    with staff_scope():
        Delivery.objects.filter(sequence=1).update(state="sending")
    tidy_held()
    assert states() == ["held", "held"]


def test_what_is_recovered_while_paused_is_held_from_now_on(client_account):
    subscription, _ = make_subscription(client_account)
    publish(client_account, "a")
    long_ago = datetime.now(UTC) - timedelta(days=30)
    with staff_scope():
        Delivery.objects.update(state="dead", created_at=long_ago, error_code="HTTP_500")
    set_state(client_account, subscription, "paused")
    assert recover_deliveries(client_id=client_account.pk, subscription_id=subscription.pk, since=long_ago) == 1
    tidy_held()
    assert [(d.state, d.error_code) for d in deliveries()] == [("held", None)]


def test_thousands_are_resumed_though_statistics_are_older(client_account):
    subscription, _ = make_subscription(client_account)
    (event,) = publish(client_account)
    set_state(client_account, subscription, "paused")
    with staff_scope():
        Delivery.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE webhooks_delivery")
        events = Event.objects.bulk_create(Event(client=client_account, type=event.type, data={}) for _ in range(3_000))
        Delivery.objects.bulk_create(
            Delivery(client=client_account, subscription=subscription, event=event, state="held") for event in events
        )
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '5s'")
    set_state(client_account, subscription, "enabled")
    assert states() == ["due"] * 3_000
