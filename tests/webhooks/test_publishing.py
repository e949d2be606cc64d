"""Events are facts in order, and deliveries are what is owed of them."""

import threading

import pytest
from django.db import connection, transaction

from propscrape.tenancy import client_scope
from tests.factories import make_client, make_subscription
from webhooks.models import Delivery, Event
from webhooks.services.publishing import EventType, Happening, publish_events

TEST = Happening(EventType.WEBHOOK_TEST, {"n": 1})


def publish(account, key, *happenings):
    with client_scope(account.pk):
        return publish_events(client_id=account.pk, key=key, happenings=happenings or [TEST])


@pytest.mark.django_db
def test_sequence_rises_by_one_per_key_and_is_null_without_one(client_account):
    assert [event.sequence for event in publish(client_account, "a", TEST, TEST)] == [1, 2]
    assert [event.sequence for event in publish(client_account, "b")] == [1]
    assert [event.sequence for event in publish(client_account, "a")] == [3]
    assert [event.sequence for event in publish(client_account, None, TEST, TEST)] == [None, None]
    assert [event.sequence for event in publish(make_client(), "a")] == [1]


@pytest.mark.django_db
def test_nothing_to_tell_writes_nothing(client_account):
    with client_scope(client_account.pk):
        assert publish_events(client_id=client_account.pk, key="a", happenings=[]) == []
        assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_that_is_rolled_back_leaves_no_gap():
    account = make_client()
    with client_scope(account.pk):
        publish_events(client_id=account.pk, key="a", happenings=[TEST])
        transaction.set_rollback(True)
    assert [event.sequence for event in publish(account, "a")] == [1]


@pytest.mark.django_db(transaction=True)
def test_publishers_of_one_key_take_turns():
    account, start = make_client(), threading.Barrier(5)

    def work():
        start.wait()
        for _ in range(5):
            publish(account, "a", TEST, TEST)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with client_scope(account.pk):
        assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 51))


@pytest.mark.django_db
def test_every_wanted_event_is_owed_once_to_each_subscription(client_account):
    with client_scope(client_account.pk):
        for name, types, state in (
            ("all", [], "enabled"),
            ("test only", ["webhook.test"], "paused"),
            ("gone only", ["listing.gone"], "enabled"),
            ("off", [], "disabled"),
        ):
            make_subscription(client_account, description=name, event_types=types, state=state)
    publish(client_account, "a")
    publish(make_client(), "a")
    with client_scope(client_account.pk):
        owed = Delivery.objects.values_list("subscription__description", "state", "attempts")
        assert sorted(owed) == [("all", "due", 0), ("off", "held", 0), ("test only", "held", 0)]
