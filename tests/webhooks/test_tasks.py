"""Workers are woken for what is due, once a second at most, and by the sweep when nobody woke them."""

import threading
from contextlib import suppress
from queue import Empty

import pytest
from django.core.cache import cache
from django.db import connection
from prometheus_client import REGISTRY

from propscrape.celery import app
from propscrape.locks import advisory_lock
from propscrape.tenancy import staff_scope
from tests.factories import make_subscription
from tests.webhooks.conftest import publish, states
from webhooks.models import Delivery, Subscription
from webhooks.services.watching import has_due
from webhooks.tasks import deliver_due, sweep_deliveries, tidy_deliveries


@pytest.fixture
def queue(transactional_db):
    """The messages that wait in the queue of deliveries, by task."""
    with app.connection_for_write() as broker:
        waiting = broker.SimpleQueue("deliver")
        waiting.clear()

        def names():
            found = []
            with suppress(Empty):
                while True:
                    message = waiting.get(block=False)
                    message.ack()
                    found.append(message.headers["task"])
            return found

        yield names
        waiting.clear()
        waiting.close()


def test_what_is_published_wakes_a_worker_once_a_second_at_most(account, queue):
    make_subscription(account)
    for _ in range(5):
        publish(account)
    assert queue() == ["webhooks.tasks.deliver_due"]


def test_what_nobody_hears_wakes_nobody(account, queue):
    make_subscription(account, event_types=["listing.gone"])
    publish(account)
    assert queue() == []


def test_once_a_worker_is_awake_the_next_event_wakes_again(account, queue, receiver):
    make_subscription(account, receiver.url())
    publish(account)
    assert queue() == ["webhooks.tasks.deliver_due"]
    assert deliver_due() == 1
    publish(account)
    assert queue() == ["webhooks.tasks.deliver_due"]


def test_the_sweep_finds_what_was_not_announced(account, queue):
    make_subscription(account)
    publish(account)
    queue()
    cache.clear()
    assert sweep_deliveries() is True
    assert queue() == ["webhooks.tasks.deliver_due"]


@pytest.mark.parametrize("change", [{"state": "paused"}, {"lane_until": "2999-01-01T00:00Z"}])
def test_the_sweep_wakes_nobody_for_what_cannot_go_now(account, queue, change):
    subscription, _ = make_subscription(account)
    publish(account)
    queue()
    with staff_scope():
        Subscription.objects.filter(pk=subscription.pk).update(**change)
    assert sweep_deliveries() is False
    assert queue() == []


def test_only_one_sweep_works_at_a_time(account, queue):
    make_subscription(account)
    publish(account)
    queue()
    answers = []

    def sweep():
        answers.append(sweep_deliveries())
        connection.close()

    with advisory_lock("sweep deliveries"):
        other = threading.Thread(target=sweep)
        other.start()
        other.join()
    assert answers == [False]


def test_a_retry_that_lies_ahead_is_not_due(account):
    make_subscription(account)
    publish(account)
    assert has_due()
    with staff_scope():
        Delivery.objects.update(next_attempt_at="2999-01-01T00:00Z")
    assert not has_due()


def test_tidying_sets_the_gauges(account):
    subscription, _ = make_subscription(account)
    make_subscription(account)
    publish(account)
    with staff_scope():
        Subscription.objects.filter(pk=subscription.pk).update(state="paused")
    tidy_deliveries()
    assert sorted(states()) == ["due", "held"]
    value = REGISTRY.get_sample_value
    assert value("propscrape_webhook_deliveries", {"state": "due"}) == 1
    assert value("propscrape_webhook_deliveries", {"state": "held"}) == 1
    assert value("propscrape_webhook_oldest_due_seconds") >= 0
