"""What is claimed is due at that moment, whoever else has it in hand; and what kills its senders dies at last."""

import threading
import time
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client, make_subscription
from tests.webhooks.conftest import deliveries, publish, publish_move, states
from webhooks.models import Delivery, Subscription
from webhooks.services.claiming import claim_deliveries
from webhooks.services.lanes import FORGIVEN_DEATHS, acquire_lanes
from webhooks.services.schedule import GAPS_S
from webhooks.services.subscriptions import delete_subscription


@pytest.fixture
def subscription(account):
    return make_subscription(account, "https://receiver.example/", flap_window_hours=1)[0]


@contextmanager
def claiming(subscription):
    """Somebody who claims while this lasts, and has to have an answer before it is over; yields what was claimed."""
    token, claimed = uuid4(), []
    assert acquire_lanes(token=token, limit=1)

    def claim():
        claimed.extend(claim_deliveries(token=token, rooms={subscription.pk: 10}))
        connection.close()

    sender = threading.Thread(target=claim)
    yield sender, claimed
    sender.join()


def claim_within(sender):
    sender.start()
    sender.join(timeout=10)
    assert not sender.is_alive()


def test_a_move_that_is_being_taken_back_is_not_claimed(account, subscription):
    publish_move(account, "a", 100, 90)
    with staff_scope():
        Delivery.objects.update(next_attempt_at=timezone.now())
    with claiming(subscription) as (sender, claimed), client_scope(account.pk):
        publish_move(account, "a", 90, 100)
        claim_within(sender)
    assert claimed == []
    assert [(one.state, one.error_code) for one in deliveries()] == [("dropped", "FLAPPED_BACK")] * 2


def test_nothing_of_a_subscription_that_is_being_deleted_is_claimed(account, subscription):
    publish(account, "a")
    with claiming(subscription) as (sender, claimed), client_scope(account.pk):
        delete_subscription(client_id=account.pk, subscription_id=subscription.pk)
        sender.start()
        time.sleep(0.2)  # it waits for the subscription, or passes the delivery over
    assert claimed == []
    assert [(one.state, one.error_code) for one in deliveries()] == [("dropped", "SUBSCRIPTION_DELETED")]


def die_with_it(subscription, times):
    """A sender claims and is never heard of again, so many times."""
    for _ in range(times):
        with staff_scope():
            Subscription.objects.update(lane_until=None)
            Delivery.objects.filter(state="due").update(next_attempt_at=timezone.now())
        token = uuid4()
        acquire_lanes(token=token, limit=8)
        claim_deliveries(token=token, rooms={subscription.pk: 10})


def test_a_few_deaths_of_senders_cost_a_delivery_nothing(account, subscription):
    publish(account, "a")
    die_with_it(subscription, FORGIVEN_DEATHS + 1)
    assert [(one.state, one.step) for one in deliveries()] == [("sending", 0)]


def test_what_kills_every_sender_is_dead_at_last_and_says_so(account, subscription):
    publish(account, "a")
    die_with_it(subscription, FORGIVEN_DEATHS + len(GAPS_S) + 2)
    (dead,) = deliveries()
    assert (dead.state, dead.error_code, dead.attempts) == ("dead", "SENDER_DIED", FORGIVEN_DEATHS + len(GAPS_S))
    assert dead.finished_at is not None


def test_a_delivery_that_was_tried_more_often_than_is_counted_stops_nobody(account, receiver, deliver):
    make_subscription(account, receiver.url("/worn"))
    publish(account, "a")
    with staff_scope():
        Delivery.objects.update(attempts=32_767)
    other = make_client()
    make_subscription(other, receiver.url("/well"))
    publish(other, "b")
    deliver()
    assert states() == ["delivered"] * 2
