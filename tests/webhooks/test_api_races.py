"""Many requests at once: the limit holds, nothing is owed twice, nothing breaks."""

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from propscrape.tenancy import client_scope
from tests.factories import make_client, make_key, make_subscription
from tests.webhooks.conftest import publish, states
from webhooks.models import MAX_SUBSCRIPTIONS, Delivery, Subscription

pytestmark = pytest.mark.django_db(transaction=True)
URL = "https://receiver.example/hook"


@pytest.fixture
def client_account(transactional_db):
    """A client with room for as many requests as a test wants, whose rows are committed."""
    return make_client(limit_get=1_000, limit_webhooks=1_000)


@pytest.fixture
def call(call):
    """As ever, with the middleware loaded: the first request does that, and not several of them at once."""
    assert call("get", "/health", key=None).status_code == 200
    return call


def all_at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """What work(0), work(1), ... answered, in threads that start together."""
    start, answers = threading.Barrier(count), []

    def run(number: int) -> None:
        start.wait()
        try:
            answers.append(work(number))
        finally:
            connection.close()
            cache._cache.get_client().connection_pool.disconnect()  # type: ignore[attr-defined]

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == count
    return answers


def test_thirty_who_subscribe_at_once_get_twenty_webhooks(call, client_account):
    answers = all_at_once(30, lambda number: call("post", "/webhooks", {"url": f"{URL}/{number}"}))
    assert Counter(answer.status_code for answer in answers) == {201: 20, 409: 10}
    refused = [answer.json()["error"]["code"] for answer in answers if answer.status_code == 409]
    assert refused == ["LIMIT_REACHED"] * 10
    with client_scope(client_account.pk):
        slots = Subscription.objects.order_by("slot").values_list("slot", flat=True)
        assert list(slots) == list(range(1, MAX_SUBSCRIPTIONS + 1))


def test_who_subscribes_while_others_unsubscribe_never_makes_it_more_than_twenty(call, client_account):
    made = [call("post", "/webhooks", {"url": URL}).json()["webhook"]["id"] for _ in range(20)]

    def work(number):
        if number < 10:
            return call("delete", f"/webhooks/{made[number]}")
        return call("post", "/webhooks", {"url": URL})

    answers = all_at_once(30, work)
    codes = Counter(answer.status_code for answer in answers)
    assert codes[200] == 10
    assert codes[201] + codes[409] == 20
    standing = call("get", "/webhooks").json()["count"]
    assert standing == 10 + codes[201] <= MAX_SUBSCRIPTIONS


def test_one_clients_webhooks_leave_room_for_anothers(call, client_account):
    others = make_key(make_client(limit_webhooks=1_000))
    answers = all_at_once(
        24, lambda number: call("post", "/webhooks", {"url": URL}, **({"key": others} if number % 2 else {}))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert call("get", "/webhooks").json()["count"] == call("get", "/webhooks", key=others).json()["count"] == 12


def test_what_is_recovered_by_several_at_once_is_recovered_once(call, client_account):
    subscription, _ = make_subscription(client_account)
    publish(client_account, "a", *({} for _ in range(200)))
    with client_scope(client_account.pk):
        Delivery.objects.update(state="dead")
    route = f"/webhooks/{subscription.pk}/recover"
    answers = all_at_once(6, lambda _: call("post", route, {"since": "2020-01-01"}))
    assert sorted(answer.json()["recovered"] for answer in answers) == [0, 0, 0, 0, 0, 200]
    assert Counter(states()) == {"due": 200}


def test_a_delivery_that_is_replayed_by_several_at_once_is_owed_once(call, client_account):
    make_subscription(client_account)
    publish(client_account, "a")
    with client_scope(client_account.pk):
        Delivery.objects.update(state="dead")
        delivery = Delivery.objects.get()
    answers = all_at_once(6, lambda _: call("post", f"/deliveries/{delivery.pk}/replay"))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 5}
    assert states() == ["due"]


def test_a_webhook_that_is_deleted_while_it_is_used_breaks_nothing(call, client_account):
    requests = [
        ("delete", "", {}),
        ("post", "/test", {}),
        ("post", "/rotate", {}),
        ("patch", "", {"state": "paused"}),
        ("get", "/deliveries", {}),
        ("post", "/recover", {"since": "2020-01-01"}),
    ]

    def ask(base, number):
        method, route, body = requests[number]
        return call(method, base + route, body, **({"content_type": "application/json"} if method == "patch" else {}))

    for _ in range(5):
        base = f"/webhooks/{call('post', '/webhooks', {'url': URL}).json()['webhook']['id']}"
        answers = all_at_once(len(requests), partial(ask, base))
        assert {answer.status_code for answer in answers} <= {200, 202, 404, 409}
        assert call("get", base).status_code == 404
