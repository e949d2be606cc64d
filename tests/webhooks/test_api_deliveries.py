"""The delivery log, the test event, replay, recovery and the feed of events, over HTTP."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db.models import F

from propscrape.tenancy import staff_scope
from tests.factories import make_client, make_key, make_subscription
from tests.webhooks.conftest import deliveries, let_time_pass, publish, states
from webhooks.models import Delivery, Event
from webhooks.services.deliveries import SETTLED_AFTER

pytestmark = pytest.mark.django_db
LONG_AGO = "2020-01-01T00:00:00Z"
# Each scope begins, is set, asks, is set back and ends: the caller's and the webhook's ask once, the log's twice
QUERIES = 5 + 5 + 6


@pytest.fixture
def client_account(db):
    """A client with room for as many requests as a test wants."""
    return make_client(limit_get=1_000, limit_webhooks=1_000)


@pytest.fixture
def webhook(client_account):
    return make_subscription(client_account)[0]


@pytest.fixture
def log(call, webhook):
    """GET a page of the webhook's log."""

    def _log(**query):
        answer = call("get", f"/webhooks/{webhook.pk}/deliveries", query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return _log


def refusal(answer):
    body = answer.json()
    assert body["success"] is False
    return answer.status_code, body["error"]["code"]


def end(state, **filters):
    """Have deliveries ended, as a worker would have written it."""
    values = {"state": state, "finished_at": datetime.now(UTC), "attempts": 10, "step": 9}
    if state == "dead":
        values |= {"failed_at": datetime.now(UTC), "http_status": 500, "error_code": "HTTP_500"}
    with staff_scope():
        Delivery.objects.filter(**filters).update(**values)


def let_events_settle():
    """Make what has happened old enough for the feed."""
    with staff_scope():
        Event.objects.update(occurred_at=F("occurred_at") - SETTLED_AFTER)


def pages(call, route, name, key, **query):
    """All rows of a list that is read page by page, and how many pages there were."""
    rows, count, cursor = [], 0, None
    while True:
        body = call("get", route, query | ({name: cursor} if cursor else {})).json()
        rows += body[key]
        count += 1
        cursor = body["next"]
        if cursor is None or not body[key]:
            return rows, count


def test_a_delivery_is_told_of_with_its_event_and_its_tries(client_account, log, webhook):
    (event,) = publish(client_account, "a-listing", {"title": "House"})
    (delivery,) = log()["deliveries"]
    assert UUID(delivery.pop("id"))
    for name in ("created_at", "next_attempt_at"):
        assert abs(datetime.fromisoformat(delivery.pop(name)) - datetime.now(UTC)) < timedelta(minutes=5)
    assert delivery == {
        "webhook_id": str(webhook.pk),
        "event": {
            "id": str(event.pk),
            "type": "listing.updated",
            "sequence": 1,
            "key": "a-listing",
            "occurred_at": event.occurred_at.isoformat().replace("+00:00", "Z"),
            "data": {"title": "House"},
        },
        "state": "due",
        "attempts": 0,
        "http_status": None,
        "error_code": None,
        "finished_at": None,
        "tries": [],
    }


@pytest.mark.django_db(transaction=True)
def test_what_a_receiver_answered_is_in_the_log(call, receiver, deliver):
    account = make_client()
    subscription, _ = make_subscription(account, receiver.url())
    key = make_key(account)
    sent = call("post", f"/webhooks/{subscription.pk}/test", key=key)
    assert sent.status_code == 202
    answers = iter([(503, {}, b"later"), (200, {}, b"thanks")])
    receiver.answer = lambda _: next(answers)
    deliver()
    let_time_pass(minutes=2)
    deliver()
    (delivery,) = call("get", f"/webhooks/{subscription.pk}/deliveries", key=key).json()["deliveries"]
    event_id = sent.json()["delivery"]["event"]["id"]
    assert receiver.ids() == [event_id, event_id]
    assert delivery["event"]["id"] == event_id
    assert (delivery["state"], delivery["attempts"], delivery["http_status"]) == ("delivered", 2, 200)
    assert delivery["error_code"] is None
    assert delivery["next_attempt_at"] is None
    assert delivery["finished_at"]
    tries = [(t["number"], t["http_status"], t["error_code"], t["excerpt"]) for t in delivery["tries"]]
    assert tries == [(1, 503, "HTTP_503", "later"), (2, 200, None, "thanks")]
    assert all(attempt["duration_ms"] > 0 and attempt["started_at"] for attempt in delivery["tries"])
    webhook = call("get", f"/webhooks/{subscription.pk}", key=key).json()["webhook"]
    assert webhook["last_success_at"] > webhook["last_failure_at"] > webhook["created_at"]


def test_a_test_event_goes_to_this_webhook_alone_whatever_it_listens_to(call, client_account):
    wants_other, _ = make_subscription(client_account, event_types=["listing.gone"], portals=["uk_rightmove"])
    make_subscription(client_account)
    delivery = call("post", f"/webhooks/{wants_other.pk}/test").json()["delivery"]
    assert (delivery["state"], delivery["event"]["type"]) == ("due", "webhook.test")
    assert delivery["event"]["data"]["webhook_id"] == str(wants_other.pk)
    assert [str(owed.pk) for owed in deliveries()] == [delivery["id"]]


@pytest.mark.parametrize("state", ["paused", "disabled"])
def test_a_test_of_a_webhook_that_is_not_enabled_is_a_conflict(call, client_account, state):
    subscription, _ = make_subscription(client_account, state=state)
    assert refusal(call("post", f"/webhooks/{subscription.pk}/test")) == (409, "CONFLICT")
    assert deliveries() == []


def test_the_log_is_read_newest_first_page_by_page_without_a_loss(call, client_account, webhook):
    for place in range(6):
        publish(client_account, str(place % 2), {}, {})  # in one transaction: all of one time
    with staff_scope():
        for place, delivery in enumerate(Delivery.objects.order_by("pk")):
            hours = timedelta(hours=place // 5)
            Delivery.objects.filter(pk=delivery.pk).update(created_at=F("created_at") - hours)
    expected = [str(d.pk) for d in sorted(deliveries(), key=lambda d: (d.created_at, d.pk), reverse=True)]
    for limit in (1, 5, 6, 11, 12, 200):
        found, count = pages(call, f"/webhooks/{webhook.pk}/deliveries", "cursor", "deliveries", limit=limit)
        assert [delivery["id"] for delivery in found] == expected
        assert count == -(-12 // limit)


def test_the_log_can_be_asked_for_one_state(call, client_account, log, webhook):
    for place, state in enumerate(("due", "sending", "held", "delivered", "dead", "dropped", "dead")):
        publish(client_account, str(place))
        end(state, key=str(place))
    for state in ("due", "sending", "held", "delivered", "dropped"):
        assert [delivery["state"] for delivery in log(state=state)["deliveries"]] == [state]
    first = log(state="dead", limit=1)
    second = log(state="dead", limit=1, cursor=first["next"])
    assert [page["deliveries"][0]["event"]["key"] for page in (first, second)] == ["6", "4"]
    assert second["next"] is None
    assert log()["count"] == 7
    for state in ("gone", "", "DEAD"):
        answer = call("get", f"/webhooks/{webhook.pk}/deliveries", {"state": state})
        assert refusal(answer) == (400, "VALIDATION_ERROR")
        assert set(answer.json()["error"]["details"]["fields"]) == {"state"}


def test_only_what_is_due_has_a_next_attempt(client_account, log):
    for place, state in enumerate(Delivery.State.values):
        publish(client_account, str(place))
        end(state, key=str(place))
    expected = {state: state == "due" for state in Delivery.State.values}
    assert {d["state"]: d["next_attempt_at"] is not None for d in log()["deliveries"]} == expected


def test_the_log_of_many_takes_as_many_queries_as_that_of_one(client_account, log, django_assert_num_queries):
    publish(client_account, "a")
    log()  # notes that the key was used
    with django_assert_num_queries(QUERIES):
        log()
    publish(client_account, "a", *({} for _ in range(30)))
    with django_assert_num_queries(QUERIES):
        assert log()["count"] == 31


@pytest.mark.parametrize("state", ["delivered", "dead", "dropped"])
def test_a_delivery_that_has_ended_is_sent_again_from_the_start_of_the_schedule(call, client_account, webhook, state):
    publish(client_account, "a", {}, {})
    replayed, other = deliveries()
    end(state)
    answer = call("post", f"/deliveries/{replayed.pk}/replay")
    assert answer.status_code == 200
    found = answer.json()["delivery"]
    assert (found["id"], found["event"]["id"], found["state"]) == (str(replayed.pk), str(replayed.event_id), "due")
    assert (found["attempts"], found["finished_at"]) == (10, None)
    again, untouched = deliveries()
    assert (again.pk, again.state, again.step) == (replayed.pk, "due", 0)
    assert (untouched.pk, untouched.state) == (other.pk, state)


@pytest.mark.parametrize("state", ["due", "sending", "held"])
def test_a_delivery_that_has_not_ended_is_not_sent_again(call, client_account, webhook, state):
    publish(client_account, "a")
    end(state)
    (delivery,) = deliveries()
    assert refusal(call("post", f"/deliveries/{delivery.pk}/replay")) == (409, "CONFLICT")
    assert states() == [state]


def test_what_is_replayed_to_a_paused_webhook_is_held(call, client_account, webhook):
    publish(client_account, "a")
    end("dead")
    call("patch", f"/webhooks/{webhook.pk}", {"state": "paused"}, content_type="application/json")
    (delivery,) = deliveries()
    found = call("post", f"/deliveries/{delivery.pk}/replay").json()["delivery"]
    assert (found["state"], found["next_attempt_at"]) == ("held", None)


def test_the_deliveries_of_a_deleted_webhook_are_not_found(call, client_account, webhook):
    publish(client_account, "a")
    end("dead")
    (delivery,) = deliveries()
    call("delete", f"/webhooks/{webhook.pk}")
    assert refusal(call("post", f"/deliveries/{delivery.pk}/replay")) == (404, "NOT_FOUND")
    assert refusal(call("get", f"/webhooks/{webhook.pk}/deliveries")) == (404, "NOT_FOUND")


@pytest.mark.parametrize("in_body", [True, False])
def test_recovering_sends_again_what_died_since_and_nothing_else(call, client_account, webhook, in_body):
    other, _ = make_subscription(client_account)
    for place, (state, days) in enumerate((("dead", 3), ("dead", 1), ("dead", 1), ("delivered", 1), ("dropped", 1))):
        publish(client_account, str(place))
        end(state, key=str(place))
        with staff_scope():
            moment = datetime.now(UTC) - timedelta(days=days)
            Delivery.objects.filter(key=str(place)).update(created_at=moment)
    since = (datetime.now(UTC) - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    route = f"/webhooks/{webhook.pk}/recover"
    answer = call("post", route, {"since": since}) if in_body else call("post", f"{route}?since={since}")
    assert (answer.status_code, answer.json()) == (200, {"success": True, "recovered": 2})
    found = {d.key: d.state for d in deliveries(subscription=webhook)}
    assert found == {"0": "dead", "1": "due", "2": "due", "3": "delivered", "4": "dropped"}
    assert "due" not in states(subscription=other)
    assert call("post", route, {"since": since}).json()["recovered"] == 0


def test_what_is_recovered_goes_out_in_order(call, client_account, webhook):
    publish(client_account, "a", *({} for _ in range(25)))
    end("dead")
    assert call("post", f"/webhooks/{webhook.pk}/recover", {"since": LONG_AGO}).json()["recovered"] == 25
    times = [delivery.next_attempt_at for delivery in deliveries()]
    assert times == sorted(times)
    assert times[20] - times[0] == timedelta(seconds=1)


@pytest.mark.parametrize(
    "since", [None, "", "yesterday", "2026-13-01", "2026-01-01T00:00:00 00:00", 1767225600, True, ["2026-01-01"], {}]
)
def test_recovering_needs_a_time(call, webhook, since):
    answer = call("post", f"/webhooks/{webhook.pk}/recover", {"since": since})
    assert refusal(answer) == (400, "VALIDATION_ERROR")
    assert set(answer.json()["error"]["details"]["fields"]) == {"since"}
    assert refusal(call("post", f"/webhooks/{webhook.pk}/recover")) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    ("since", "is_counted"),
    [
        ("2026-06-01T12:00:00Z", True),
        ("2026-06-01T12:00:01Z", False),
        ("2026-06-01T12:00:00", True),
        ("2026-06-01T14:00:00+02:00", True),
        ("2026-06-01T13:59:59+01:00", False),
        ("2026-06-01", True),
        ("0001-01-01T00:00:00Z", True),
        ("9999-12-31T23:59:59Z", False),
    ],
)
def test_a_time_without_an_offset_is_utc(call, client_account, webhook, since, is_counted):
    publish(client_account, "a")
    end("dead")
    with staff_scope():
        Delivery.objects.update(created_at=datetime(2026, 6, 1, 12, tzinfo=UTC))
    found = call("post", f"/webhooks/{webhook.pk}/recover", {"since": since})
    assert found.json()["recovered"] == (1 if is_counted else 0)


def test_the_feed_has_every_event_once_oldest_first_whoever_listens(call, client_account):
    published = []
    for place in range(40):
        published += publish(client_account, f"{place % 3}" if place % 4 else None, {"n": place})
    publish(make_client(), "a")
    with staff_scope():  # seven of each moment: pages end amid them
        for place, event in enumerate(published):
            moment = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(microseconds=place // 7)
            Event.objects.filter(pk=event.pk).update(occurred_at=moment)
    expected = [str(event.pk) for event in published]
    for limit in (1, 3, 7, 39, 40, 200):
        found, _ = pages(call, "/events", "after", "events", limit=limit)
        assert [event["id"] for event in found] == expected
    assert [event["data"]["n"] for event in call("get", "/events").json()["events"]] == list(range(40))


def test_the_feed_is_followed_from_where_one_was(call, client_account):
    assert call("get", "/events").json() == {"success": True, "count": 0, "events": [], "next": None}
    first = publish(client_account, "a", {}, {})
    let_events_settle()
    body = call("get", "/events").json()
    assert [event["id"] for event in body["events"]] == [str(event.pk) for event in first]
    at_the_end = call("get", "/events", {"after": body["next"]}).json()
    assert (at_the_end["events"], at_the_end["next"]) == ([], body["next"])
    second = publish(client_account, "a")
    with staff_scope():
        Event.objects.filter(pk=second[0].pk).update(occurred_at=datetime.now(UTC) - SETTLED_AFTER)
    later = call("get", "/events", {"after": at_the_end["next"]}).json()
    assert [event["id"] for event in later["events"]] == [str(event.pk) for event in second]


def test_an_event_is_in_the_feed_a_little_after_it_happened(call, client_account):
    publish(client_account, "a")
    assert call("get", "/events").json()["events"] == []
    let_events_settle()
    assert call("get", "/events").json()["count"] == 1


def test_the_feed_tells_an_event_as_the_log_does(call, client_account, log):
    publish(client_account, "a", {"title": "House"})
    let_events_settle()
    (event,) = call("get", "/events").json()["events"]
    assert event == log()["deliveries"][0]["event"]


def test_a_page_has_fifty_rows_unless_told_otherwise(call, client_account, log):
    publish(client_account, "a", *({} for _ in range(51)))
    let_events_settle()
    assert call("get", "/events").json()["count"] == 50
    assert log()["count"] == 50
