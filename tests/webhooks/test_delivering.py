"""Deliveries go out signed, in order and once; failures are tried again; nobody waits for a receiver that is slow."""

import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from standardwebhooks import Webhook

from propscrape.sealing import seal
from propscrape.tenancy import staff_scope
from tests.factories import make_client, make_subscription
from tests.portal_server import names_lead_to
from tests.webhooks.conftest import attempts_of, deliveries, let_time_pass, publish, reload, states
from tests.webhooks.receiver import OK, slowly
from webhooks.models import Delivery, Subscription
from webhooks.services import delivering, posting
from webhooks.services.courier import Courier, destination_policy
from webhooks.services.deliveries import replay_delivery
from webhooks.services.delivering import Sender
from webhooks.services.lanes import acquire_lanes
from webhooks.services.schedule import GAPS_S
from webhooks.services.subscriptions import change_subscription, delete_subscription, rotate_secret

FAILED = (500, {}, b"broken")


def test_every_delivery_is_what_a_standard_receiver_accepts(account, receiver, deliver):
    _, secret = make_subscription(account, receiver.url())
    events = publish(account, "a", {"title": "Maison à vendre", "n": 1}, {"n": 2}) + publish(account, None, {})
    deliver()
    assert len(receiver.requests) == 3
    for request in receiver.requests:
        event = next(event for event in events if str(event.pk) == request.id)
        told = Webhook(secret).verify(request.body, request.headers)
        assert told == {
            "type": "listing.updated",
            "timestamp": event.occurred_at.isoformat().replace("+00:00", "Z"),
            "sequence": event.sequence,
            "data": event.data,
        }
        assert request.headers["X-Webhook-Event"] == "listing.updated"
        assert request.headers["X-Webhook-Id"] == request.id
        assert request.headers["Content-Type"] == "application/json"
    assert states() == ["delivered"] * 3
    (attempt,) = attempts_of(deliveries()[0])
    assert (attempt.number, attempt.http_status, attempt.error_code, attempt.excerpt) == (1, 200, None, "thanks")


def test_all_attempts_bear_one_id_and_each_its_own_time(account, receiver, deliver, monkeypatch):
    _, secret = make_subscription(account, receiver.url())
    (event,) = publish(account, "a")
    answers = iter([FAILED, OK])
    receiver.answer = lambda _: next(answers)
    deliver()
    (delivery,) = deliveries()
    assert (delivery.state, delivery.attempts, delivery.http_status, delivery.error_code) == ("due", 1, 500, "HTTP_500")
    let_time_pass(minutes=2)
    later = type("Later", (datetime,), {"now": lambda tz: datetime.now(tz) + timedelta(seconds=90)})
    monkeypatch.setattr(posting, "datetime", later)
    deliver()
    first, second = receiver.requests
    assert first.id == second.id == str(event.pk)
    assert first.body == second.body
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) >= 90
    for request in receiver.requests:
        Webhook(secret).verify(request.body, request.headers)
    assert states() == ["delivered"]


def test_during_a_rotation_both_secrets_verify_and_afterwards_the_new_one_alone(account, receiver, deliver):
    subscription, old = make_subscription(account, receiver.url())
    _, new = rotate_secret(client_id=account.pk, subscription_id=subscription.pk)
    publish(account)
    deliver()
    for secret in (old, new):
        Webhook(secret).verify(receiver.requests[0].body, receiver.requests[0].headers)
    with staff_scope():
        Subscription.objects.update(previous_secret_until=datetime.now(UTC) - timedelta(seconds=1))
    publish(account)
    deliver()
    assert " " not in receiver.requests[1].headers["webhook-signature"]
    Webhook(new).verify(receiver.requests[1].body, receiver.requests[1].headers)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((302, {"Location": "/elsewhere"}, b""), "HTTP_302"),
        ((400, {}, b"no"), "HTTP_400"),
        ((503, {}, b""), "HTTP_503"),
        (None, "CONNECTION_LOST"),
    ],
)
def test_what_is_no_2xx_fails_and_no_redirect_is_followed(account, receiver, deliver, answer, code):
    make_subscription(account, receiver.url())
    publish(account)
    receiver.answer = lambda _: answer
    deliver()
    (delivery,) = deliveries()
    assert (delivery.state, delivery.attempts, delivery.error_code) == ("due", 1, code)
    assert {request.path for request in receiver.requests} == {"/hook"}


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_2xx_delivers(account, receiver, deliver, status):
    make_subscription(account, receiver.url())
    publish(account)
    receiver.answer = lambda _: (status, {}, b"")
    deliver()
    assert states() == ["delivered"]


def test_after_the_last_gap_a_delivery_is_dead(account, receiver, deliver):
    subscription, _ = make_subscription(account, receiver.url())
    publish(account, "a")
    receiver.answer = lambda _: FAILED
    for _ in GAPS_S:
        deliver()
        let_time_pass(days=2)
    (delivery,) = deliveries()
    assert (delivery.state, delivery.attempts) == ("dead", len(GAPS_S))
    assert [attempt.number for attempt in attempts_of(delivery)] == list(range(1, len(GAPS_S) + 1))
    assert reload(subscription).state == "enabled", "one event that fails is no reason to disable"


def test_retry_after_is_honoured(account, receiver, deliver):
    make_subscription(account, receiver.url())
    publish(account)
    receiver.answer = lambda _: (429, {"Retry-After": "3600"}, b"")
    deliver()
    wait = deliveries()[0].next_attempt_at - datetime.now(UTC)
    assert timedelta(minutes=59) < wait < timedelta(minutes=61)


def test_410_disables_at_once_and_nothing_is_lost(account, receiver, deliver):
    subscription, _ = make_subscription(account, receiver.url())
    publish(account, "a", {}, {})
    receiver.answer = lambda _: (410, {}, b"")
    deliver()
    assert states() == ["held", "held"]
    assert (reload(subscription).state, reload(subscription).disabled_reason) == ("disabled", "gone")


def test_a_later_event_of_a_listing_waits_for_an_earlier_one_and_those_of_others_do_not(account, receiver, deliver):
    make_subscription(account, receiver.url())
    blocked = publish(account, "a", {}, {}, {})
    others = publish(account, "b", {}, {}) + publish(account, None, {})
    receiver.answer = lambda request: FAILED if request.id == str(blocked[0].pk) else OK
    deliver()
    assert [request.id for request in receiver.requests].count(str(blocked[0].pk)) == 1
    assert {request.id for request in receiver.requests} == {str(event.pk) for event in [blocked[0], *others]}
    assert [delivery.attempts for delivery in deliveries(key="a")] == [1, 0, 0]
    receiver.requests.clear()
    receiver.answer = lambda _: OK
    let_time_pass(minutes=2)
    deliver()
    assert receiver.ids() == [str(event.pk) for event in blocked]


def test_an_event_published_while_an_earlier_one_waits_waits_too(account, receiver, deliver):
    make_subscription(account, receiver.url())
    first = publish(account, "a")
    receiver.answer = lambda _: FAILED
    deliver()
    second = publish(account, "a")
    receiver.answer = lambda _: OK
    deliver()
    assert receiver.ids() == [str(first[0].pk)]
    let_time_pass(minutes=2)
    deliver()
    assert receiver.ids() == [str(event.pk) for event in (*first, *first, *second)]


def test_a_subscription_that_wants_no_order_waits_for_nothing(account, receiver, deliver):
    make_subscription(account, receiver.url(), ordered=False)
    events = publish(account, "a", {}, {}, {})
    receiver.answer = lambda request: FAILED if request.id == str(events[0].pk) else OK
    deliver()
    assert set(receiver.ids()) == {str(event.pk) for event in events}
    assert states() == ["due", "delivered", "delivered"]


def test_what_waits_for_an_earlier_event_goes_once_order_is_wanted_no_more(account, receiver, deliver):
    subscription, _ = make_subscription(account, receiver.url())
    events = publish(account, "a", {}, {}, {})
    receiver.answer = lambda request: FAILED if request.id == str(events[0].pk) else OK
    deliver()
    assert states() == ["due"] * 3
    change_subscription(client_id=account.pk, subscription_id=subscription.pk, values={"ordered": False})
    deliver()
    assert states() == ["due", "delivered", "delivered"]
    assert len(receiver.requests) == 3


def test_many_events_of_many_listings_arrive_each_once_and_in_order(account, receiver, deliver):
    make_subscription(account, receiver.url())
    for place in range(40):
        publish(account, f"listing {place % 8}", {"place": place}, {"place": place})
    deliver()
    assert len(receiver.requests) == len(set(receiver.ids())) == 80
    for key in range(8):
        told = [request.event["sequence"] for request in receiver.requests if request.event["data"]["place"] % 8 == key]
        assert told == list(range(1, 11))


def test_no_more_than_five_are_underway_to_a_subscription(account, receiver, deliver):
    make_subscription(account, receiver.url())
    for _ in range(30):
        publish(account)
    receiver.answer = slowly(0.02)
    deliver()
    assert len(receiver.requests) == 30
    assert 1 < receiver.most_at_once <= 5


def test_a_receiver_that_never_answers_keeps_nobody_waiting(account, receiver, deliver):
    make_subscription(account, receiver.url("/blocked"))
    make_subscription(account, receiver.url("/good"))
    released = threading.Event()
    receiver.answer = lambda request: OK if request.path == "/good" else released.wait(20) and OK
    for _ in range(12):
        publish(account)

    def work():
        deliver()
        connection.close()

    sender = threading.Thread(target=work)
    sender.start()
    deadline = time.monotonic() + 10
    while len(receiver.ids("/good")) < 12 and time.monotonic() < deadline:
        time.sleep(0.02)
    arrived, blocked = len(receiver.ids("/good")), len(receiver.ids("/blocked"))
    released.set()
    sender.join()
    assert (arrived, blocked) == (12, 5)
    assert set(states()) == {"delivered"}


def test_an_answer_that_takes_too_long_is_a_timeout(account, receiver, deliver, monkeypatch):
    make_subscription(account, receiver.url())
    publish(account)
    monkeypatch.setattr(posting, "TOTAL_TIMEOUT_S", 0.2)
    receiver.answer = slowly(1)
    deliver()
    assert [(d.state, d.error_code, d.http_status) for d in deliveries()] == [("due", "TIMEOUT", None)]


def test_of_a_long_answer_one_kilobyte_is_kept_and_64_are_read(account, receiver, deliver):
    make_subscription(account, receiver.url())
    publish(account)
    receiver.answer = lambda _: (500, {}, b"x" * 5_000_000)
    deliver()
    (attempt,) = attempts_of(deliveries()[0])
    assert attempt.excerpt == "x" * 1024
    assert attempt.http_status == 500


def test_an_excerpt_may_hold_any_bytes(account, receiver, deliver):
    make_subscription(account, receiver.url())
    publish(account)
    receiver.answer = lambda _: (200, {"Content-Encoding": "gzip"}, b"\0\xff\xfe" + "é".encode())
    deliver()
    assert attempts_of(deliveries()[0])[0].excerpt == "\ufffd\ufffd\ufffdé"


def test_connections_are_kept(account, receiver, deliver):
    make_subscription(account, receiver.url())
    for _ in range(40):
        publish(account)
    deliver()
    assert len({request.peer_port for request in receiver.requests}) <= 5


def test_a_kept_connection_that_the_receiver_closed_costs_no_attempt(account, receiver, deliver):
    make_subscription(account, receiver.url())
    receiver.closes_after_answer = True  # without saying so in a header
    for _ in range(10):
        publish(account, "a")
    deliver()
    assert [(d.state, d.attempts) for d in deliveries()] == [("delivered", 1)] * 10


def test_a_name_that_leads_inside_is_refused_at_the_attempt(account, receiver, deliver, monkeypatch):
    names_lead_to(monkeypatch, {"evil.example": ["10.0.0.1"], "both.example": ["8.8.8.8", "169.254.169.254"]})
    make_subscription(account, "http://evil.example:8080/hook")
    make_subscription(account, "http://both.example:8080/hook")
    publish(account)
    deliver()
    assert [(d.state, d.error_code) for d in deliveries()] == [("due", "ADDRESS_REFUSED")] * 2


def test_what_was_allowed_when_it_was_registered_is_judged_again(account, receiver, settings):
    make_subscription(account, receiver.url())
    settings.WEBHOOK_ALLOWED_ADDRESSES = []
    publish(account)
    courier = Courier(destination_policy())
    Sender(courier).run(budget_s=5)
    courier.close()
    assert [(d.state, d.error_code) for d in deliveries()] == [("due", "ADDRESS_REFUSED")]
    assert receiver.requests == []


def test_two_senders_do_not_share_a_subscription(account, receiver, deliver):
    make_subscription(account, receiver.url())
    publish(account)
    assert len(acquire_lanes(token=uuid4(), limit=10)) == 1
    assert acquire_lanes(token=uuid4(), limit=10) == []
    deliver()
    assert receiver.requests == []
    with staff_scope():
        Subscription.objects.update(lane_until=datetime.now(UTC) - timedelta(seconds=1))
    deliver()
    assert len(receiver.requests) == 1


def test_what_a_dead_sender_left_underway_is_sent_again_under_the_same_id(account, receiver, deliver):
    make_subscription(account, receiver.url())
    events = publish(account, "a", {}, {})
    with staff_scope():
        Delivery.objects.update(state="sending", attempts=1)
        Subscription.objects.update(lane_until=datetime.now(UTC) - timedelta(seconds=1))
    deliver()
    assert receiver.ids() == [str(event.pk) for event in events]
    assert [(d.state, d.attempts) for d in deliveries()] == [("delivered", 2)] * 2


def test_a_paused_subscription_gets_no_more_than_what_is_underway(account, receiver, deliver):
    subscription, _ = make_subscription(account, receiver.url())
    publish(account, "a", {}, {})

    def pause_and_answer(request):
        change_subscription(client_id=account.pk, subscription_id=subscription.pk, values={"state": "paused"})
        connection.close()
        return FAILED

    receiver.answer = pause_and_answer
    deliver()
    assert len(receiver.requests) == 1
    assert states() == ["held", "held"]


def test_a_subscription_deleted_while_its_event_is_underway_stays_deleted(account, receiver, deliver):
    subscription, _ = make_subscription(account, receiver.url())
    publish(account, "a", {}, {})

    def delete_and_answer(request):
        if request.event["sequence"] == 1:
            delete_subscription(client_id=account.pk, subscription_id=subscription.pk)
            connection.close()
        return OK

    receiver.answer = delete_and_answer
    deliver()
    assert len(receiver.requests) <= 2
    assert states() == ["dropped", "dropped"]
    assert reload(subscription).secret_sealed is None


def test_a_secret_that_no_key_opens_sends_nothing_and_loses_nothing(account, receiver, deliver, settings):
    make_subscription(account, receiver.url())
    publish(account)
    with staff_scope():
        Subscription.objects.update(secret_sealed=seal("whsec_x")[:-4] + b"AAAA")
    deliver()
    assert receiver.requests == []
    assert [(d.state, d.attempts) for d in deliveries()] == [("due", 0)]


def test_clients_are_told_of_their_own_events_alone(account, receiver, deliver):
    other = make_client()
    make_subscription(account, receiver.url("/ours"))
    make_subscription(other, receiver.url("/theirs"))
    ours, theirs = publish(account, "a"), publish(other, "a")
    deliver()
    assert receiver.ids("/ours") == [str(ours[0].pk)]
    assert receiver.ids("/theirs") == [str(theirs[0].pk)]


def test_a_rate_bounds_what_is_sent_in_a_second(account, receiver, courier):
    make_subscription(account, receiver.url(), max_per_second=2)
    for _ in range(40):
        publish(account)
    sender = Sender(courier)
    sender.run(budget_s=1.5)
    assert 2 <= len(receiver.requests) <= 8


def test_a_host_that_is_silent_is_left_alone_and_costs_no_attempts(account, receiver, deliver, monkeypatch):
    monkeypatch.setattr(posting, "TOTAL_TIMEOUT_S", 0.2)
    make_subscription(account, receiver.url())
    for _ in range(20):
        publish(account)
    receiver.answer = slowly(0.6)
    deliver()
    made = sum(delivery.attempts for delivery in deliveries())
    assert 5 <= made <= 9, "five find out, and no more than four can have begun before the fifth has"
    assert set(states()) == {"due"}


def test_after_a_410_nothing_more_is_sent(account, receiver, deliver):
    make_subscription(account, receiver.url())
    for _ in range(40):
        publish(account)
    receiver.answer = lambda _: (410, {}, b"")
    deliver()
    assert len(receiver.requests) <= 5
    assert set(states()) == {"held"}


def test_retry_after_leaves_the_whole_receiver_in_peace(account, receiver, courier):
    subscription, _ = make_subscription(account, receiver.url())
    for _ in range(30):
        publish(account)
    receiver.answer = lambda _: (429, {"Retry-After": "600"}, b"")
    Sender(courier).run(budget_s=5)
    Sender(courier).run(budget_s=5)
    assert len(receiver.requests) <= 5
    wait = reload(subscription).lane_until - datetime.now(UTC)
    assert timedelta(minutes=9) < wait <= timedelta(minutes=10)
    assert reload(subscription).state == "enabled"


def test_a_receiver_that_fails_for_a_moment_is_given_one(account, receiver, courier):
    subscription, _ = make_subscription(account, receiver.url())
    for _ in range(30):
        publish(account)
    receiver.answer = lambda _: FAILED
    Sender(courier).run(budget_s=5)
    assert len(receiver.requests) <= 8
    assert reload(subscription).state == "enabled"


def test_a_replay_that_fails_keeps_no_newer_event_waiting(account, receiver, deliver):
    make_subscription(account, receiver.url())
    publish(account, "a")
    deliver()
    (old,) = deliveries()
    replay_delivery(client_id=account.pk, delivery_id=old.pk)
    publish(account, "a")
    receiver.answer = lambda request: FAILED if request.id == str(old.event_id) else OK
    deliver()
    assert states() == ["due", "delivered"]


def test_what_is_underway_goes_to_the_address_of_now(account, receiver, deliver, monkeypatch):
    subscription, _ = make_subscription(account, receiver.url("/old"))
    events = publish(account, "a", *({} for _ in range(12)))

    def move(request):
        if request.event["sequence"] == 1:
            values = {"url": receiver.url("/new")}
            change_subscription(client_id=account.pk, subscription_id=subscription.pk, values=values)
            connection.close()
        time.sleep(0.3)
        return OK

    receiver.answer = move
    deliver()
    assert receiver.ids("/old") + receiver.ids("/new") == [str(event.pk) for event in events]
    assert receiver.ids("/new")


def test_slow_receivers_keep_no_other_out(account, receiver, courier, monkeypatch):
    monkeypatch.setattr(delivering, "MAX_LANES", 2)
    for number in range(2):
        make_subscription(account, receiver.url(f"/slow{number}"))
    for _ in range(30):
        publish(account)
    make_subscription(account, receiver.url("/good"))
    publish(account)
    receiver.answer = lambda request: OK if request.path == "/good" else slowly(1.3)(request)
    for _ in range(3):
        Sender(courier).run(budget_s=1)
    assert receiver.ids("/good")
