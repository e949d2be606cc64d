"""The bench of webhooks compares like with like, counts what came, and judges by the bars it was given."""

import socket
from uuid import uuid4

import httpx2
import pytest

from bench.webhooks.bulkhead import Slowdown
from bench.webhooks.claiming import Found, explain_finding, measure_finding
from bench.webhooks.naive_tasks import deliver_one
from bench.webhooks.old_deliveries import CLIENTS, DUE_EVENTS_PER_CLIENT, counts, make_due, make_due_again
from bench.webhooks.outbox import make_outbox
from bench.webhooks.receiving import Receipt, Receiver
from bench.webhooks.report import Measured, figures_of, missed_bars
from bench.webhooks.throughput import Run, rate_of
from propscrape.launch.home import Home
from propscrape.supervisor.stop_request import StopRequest
from propscrape.supervisor.supervisor import Supervisor
from propscrape.tenancy import staff_scope
from tests.webhooks.receiver import receiving
from webhooks.models import MAX_SUBSCRIPTIONS, Attempt, Delivery, Subscription
from webhooks.services.courier import Courier, destination_policy
from webhooks.services.delivering import Sender

GOOD = {"ratio": 8, "p95_ms_at_100": 999, "blocked_receiver_slowdown": 0.0999, "claim_ms": 19.99}


@pytest.fixture
def receiver(tmp_path):
    receiver = Receiver.on_free_ports()
    with Supervisor(say=print, stop_request=StopRequest()) as supervisor:
        supervisor.start_and_wait(receiver.service(Home.make(tmp_path), {}))
        yield receiver


@pytest.fixture
def server(settings):
    settings.WEBHOOK_ALLOWED_ADDRESSES = ["127.0.0.1"]
    with receiving() as server:
        yield server


@pytest.fixture
def outbox(transactional_db, server):
    """Eighty events: four to each subscription."""
    return make_outbox(server.url, events=80, stop_request=StopRequest())


def test_the_receiver_answers_and_keeps_which_event_came_where(receiver):
    with httpx2.Client(trust_env=False) as client:
        for number in range(3):
            answer = client.post(receiver.url("/hooks/7"), content=b"x" * 5_000, headers={"webhook-id": f"id-{number}"})
            assert answer.status_code == 200
    assert [(receipt.path, receipt.event_id) for receipt in receiver.receipts()] == [
        ("/hooks/7", f"id-{number}") for number in range(3)
    ]
    receiver.forget()
    assert receiver.count() == 0


@pytest.mark.parametrize("on_same_host", [True, False])
def test_a_blocked_address_answers_nobody_until_it_is_unblocked(receiver, on_same_host):
    url = receiver.blocked_url("/hooks/7", on_same_host=on_same_host)
    with pytest.raises(httpx2.ReadTimeout):
        httpx2.post(url, content=b"x", timeout=0.3, trust_env=False)
    assert receiver.count() == 0
    receiver.unblock()
    assert httpx2.post(url, content=b"x", trust_env=False).status_code == 200
    assert receiver.count() == 1


def test_a_request_that_comes_in_pieces_is_one(receiver):
    with socket.create_connection(("127.0.0.1", receiver.port)) as connection:
        for piece in (b"POST /hooks/1 HTTP/1.1\r\nwebhook-", b"id: a\r\nContent-Length: 4\r\n\r\nab", b"cd"):
            connection.sendall(piece)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK")
    assert [receipt.event_id for receipt in receiver.receipts()] == ["a"]


def test_the_plain_way_sends_and_writes_what_the_sender_does(server, outbox):
    outbox.owe_again(20)
    first, *others = outbox.due_ids()
    deliver_one(first)
    plain = server.requests[0]
    assert counts()["due"] == len(others)
    courier = Courier(destination_policy())
    Sender(courier).run(budget_s=20)
    courier.close()
    ours = next(request for request in server.requests[1:] if request.path == plain.path)
    added_by_clients = {"accept", "accept-encoding", "connection"}
    assert {name.lower() for name in plain.headers} - added_by_clients == {
        name.lower() for name in ours.headers
    } - added_by_clients
    assert plain.event.keys() == ours.event.keys()
    with staff_scope():
        rows = Delivery.objects.exclude(attempts=0)
        assert _columns(rows.get(pk=first)) == _columns(rows.get(event_id=ours.id))
        assert _columns(Attempt.objects.get(delivery_id=first)) == _columns(
            Attempt.objects.get(delivery__event_id=ours.id)
        )
        assert all(s.last_success_at == s.healthy_at for s in Subscription.objects.filter(deliveries__pk=first))


def test_each_subscription_is_owed_as_much_and_can_be_left_out(outbox):
    assert outbox.owe_again(80) == 80
    assert [outbox.due_count(slot) for slot in range(MAX_SUBSCRIPTIONS)] == [4] * MAX_SUBSCRIPTIONS
    assert outbox.owe_again(80, but_not=0) == 76
    assert outbox.due_count(0) == 0
    assert outbox.owe_again(7) == len(outbox.due_ids()) == 7


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_measured_with_all_due_and_explained_without_taking_any():
    due = CLIENTS * MAX_SUBSCRIPTIONS * DUE_EVENTS_PER_CLIENT
    make_due()
    found = measure_finding(lanes=MAX_SUBSCRIPTIONS, runs=2, stop_request=StopRequest())
    assert (found.lanes, found.taken, len(found.claim_ms)) == (20, MAX_SUBSCRIPTIONS * DUE_EVENTS_PER_CLIENT, 2)
    assert counts() == {"due": due - found.taken, "sending": found.taken}
    taking, claiming = explain_finding(lanes=MAX_SUBSCRIPTIONS)
    assert "webhooks_delivery_open" in taking
    assert "webhooks_delivery_open" in claiming
    make_due_again()
    assert counts() == {"due": due}


def test_the_warm_up_is_not_counted_and_the_wait_for_the_rows_is():
    receipts = [Receipt(at, "/", str(uuid4())) for at in (0.0, *(10 + second for second in range(19)))]
    assert rate_of(receipts) == pytest.approx(1)
    assert rate_of(receipts, ended_at=receipts[-1].at + 17) == pytest.approx(0.5)


def test_figures_are_medians_and_the_ratio_is_to_the_faster_plain_way():
    measured = Measured(
        ours=[_run(900), _run(1_200), _run(1_000)],
        naive=[_run(90), _run(100), _run(500)],
        naive_reconnecting=[_run(50)],
        latency_ms=[float(ms) for ms in range(1, 101)],
        slowdown=Slowdown([100.0, 200.0, 150.0], [120.0]),
        found=Found(20, 200, [1.0], [5.0, 9.0, 7.0], [10.0]),
    )
    assert figures_of(measured) == {
        "events_per_s": 1000,
        "naive_events_per_s": 100,
        "ratio": 10,
        "naive_reconnecting_events_per_s": 50,
        "p95_ms_at_100": 95,
        "blocked_receiver_slowdown": 0.2,
        "claim_ms": 7,
    }


@pytest.mark.parametrize(
    ("figures", "missed"),
    [
        (GOOD, []),
        (GOOD | {"claim_ms": None}, []),
        (GOOD | {"ratio": 7.99}, ["ratio"]),
        (GOOD | {"p95_ms_at_100": 1000}, ["p95_ms_at_100"]),
        (GOOD | {"blocked_receiver_slowdown": 0.1}, ["blocked_receiver_slowdown"]),
        (GOOD | {"claim_ms": 20}, ["claim_ms"]),
    ],
)
def test_bars_are_those_that_were_asked_for(figures, missed):
    assert [line.split()[0] for line in missed_bars(figures)] == missed


def _run(events_per_s):
    return Run("a run", 10, float(events_per_s), 0, None)


def _columns(row):
    """What an outcome writes, without what differs between any two."""
    own = {"id", "delivery_id", "event_id", "key", "sequence"}
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in own and not field.attname.endswith(("_at", "_ms"))
    }
