"""Webhooks over HTTP: making, reading, changing, deleting them, and their secrets."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from propscrape.sealing import unseal
from propscrape.tenancy import staff_scope
from tests.factories import make_client, make_key, make_subscription
from tests.webhooks.conftest import deliveries, publish, reload, states
from webhooks.models import Delivery, Subscription

pytestmark = pytest.mark.django_db
URL = "https://receiver.example/hook"
# Each scope begins, is set, asks once, is set back and ends: the caller's, the webhooks', that of what waits for them
QUERIES = 3 * 5
MANY_EVENTS = """
    INSERT INTO webhooks_event (id, client_id, type, data, request_id, occurred_at)
    SELECT gen_random_uuid(), client_id, type, data, request_id, occurred_at
    FROM webhooks_event, generate_series(1, 10000)
"""
MANY_DELIVERIES = """
    INSERT INTO webhooks_delivery
        (id, client_id, event_id, subscription_id, state, attempts, step, next_attempt_at, created_at)
    SELECT gen_random_uuid(), client_id, id, %s, 'due', 0, 0, now(), now() FROM webhooks_event
"""
NO_FILTERS = {
    "portals": [], "for_sale": None, "for_rent": None, "price_min": None, "price_max": None, "currency": None,
    "bbox": None, "min_change_percent": None, "min_change_amount": None, "flap_window_hours": None,
}  # fmt: skip
ALL_FILTERS = {
    "portals": ["uk_rightmove", "es_idealista"], "for_sale": True, "for_rent": False, "price_min": 100_000,
    "price_max": 250_000.5, "currency": "GBP", "bbox": [-3.5, 50.25, 1.0, 55.0], "min_change_percent": 2.5,
    "min_change_amount": 1_000, "flap_window_hours": 24,
}  # fmt: skip


@pytest.fixture
def client_account(db):
    """A client with room for as many requests as a test wants."""
    return make_client(limit_get=1_000, limit_webhooks=1_000)


@pytest.fixture
def make(call):
    """POST a webhook; what was answered of it."""

    def _make(**body):
        answer = call("post", "/webhooks", {"url": URL} | body)
        assert answer.status_code == 201, answer.content
        return answer.json()["webhook"]

    return _make


@pytest.fixture
def change(call):
    def _change(webhook, **body):
        return call("patch", f"/webhooks/{webhook['id']}", body, content_type="application/json")

    return _change


def get(call, webhook):
    return call("get", f"/webhooks/{webhook['id']}").json()["webhook"]


def opened(sealed):
    """The secret in a column."""
    return unseal(bytes(sealed or b""))


def refusal(answer):
    body = answer.json()
    assert body["success"] is False
    return answer.status_code, body["error"]["code"]


def test_a_new_webhook_hears_of_everything_until_told_otherwise(make):
    webhook = make()
    assert webhook.pop("id")
    assert webhook.pop("secret").startswith("whsec_")
    created_at = datetime.fromisoformat(webhook.pop("created_at"))
    assert abs(created_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert datetime.fromisoformat(webhook.pop("state_changed_at"))
    assert webhook == {
        "url": URL,
        "description": "",
        "events": [],
        "ordered": True,
        "max_per_second": None,
        "filters": NO_FILTERS,
        "state": "enabled",
        "disabled_reason": None,
        "last_success_at": None,
        "last_failure_at": None,
        "secret_rotation": None,
        "due_count": 0,
        "held_count": 0,
    }


def test_everything_that_is_asked_for_is_kept_and_told_again(call, make):
    asked = {
        "url": "https://receiver.example:8443/other?a=1",
        "events": ["listing.price_changed", "listing.gone"],
        "description": "prices in the south",
        "ordered": False,
        "max_per_second": 7,
        "filters": ALL_FILTERS,
    }
    made = make(**asked)
    assert {name: made[name] for name in asked} == asked
    assert {name: get(call, made)[name] for name in asked} == asked


def test_the_secret_is_shown_where_it_was_made_and_nowhere_else(call, make, change):
    made = make()
    with staff_scope():
        assert opened(Subscription.objects.get(pk=made["id"]).secret_sealed) == made["secret"]
    shown = (
        call("get", "/webhooks"),
        call("get", f"/webhooks/{made['id']}"),
        change(made, description="x"),
        call("post", f"/webhooks/{made['id']}/test"),
        call("get", f"/webhooks/{made['id']}/deliveries"),
    )
    for answer in shown:
        assert answer.status_code < 300
        assert b"whsec_" not in answer.content
        assert b'"secret"' not in answer.content


def test_what_is_listed_twice_counts_once(make):
    filters = {"portals": ["a", "b", "a"]}
    webhook = make(events=["listing.gone", "listing.created", "listing.gone"], filters=filters)
    assert webhook["events"] == ["listing.gone", "listing.created"]
    assert webhook["filters"]["portals"] == ["a", "b"]


def test_all_webhooks_are_listed_newest_first(call, make):
    made = [make(description=str(place))["id"] for place in range(3)]
    body = call("get", "/webhooks").json()
    assert body["success"] is True
    assert body["count"] == 3
    assert [webhook["id"] for webhook in body["webhooks"]] == made[::-1]


@pytest.mark.parametrize("route", ["/webhooks?id={id}", "/webhooks/{id}"])
def test_a_deleted_webhook_is_gone_and_what_it_was_owed_is_dropped(call, client_account, make, route):
    kept, webhook = make(), make()
    publish(client_account, "a")
    answer = call("delete", route.format(**webhook))
    assert (answer.status_code, answer.json()) == (200, {"success": True, "deleted": webhook["id"]})
    assert [found["id"] for found in call("get", "/webhooks").json()["webhooks"]] == [kept["id"]]
    assert states(subscription=webhook["id"]) == ["dropped"]
    assert states(subscription=kept["id"]) == ["due"]
    assert refusal(call("delete", route.format(**webhook))) == (404, "NOT_FOUND")
    assert refusal(call("get", f"/webhooks/{webhook['id']}")) == (404, "NOT_FOUND")
    assert reload(Subscription(pk=webhook["id"])).secret_sealed is None


@pytest.mark.parametrize("query", ["", "?id=", "?id=7", "?id=no-id", "?ID=01a200c9-f214-74a9-a354-530a623e3eb2"])
def test_deleting_needs_an_id(call, query):
    answer = call("delete", f"/webhooks{query}")
    assert refusal(answer) == (400, "VALIDATION_ERROR")
    assert {name.lower() for name in answer.json()["error"]["details"]["fields"]} == {"id"}


def test_twenty_is_the_most_and_deleting_makes_room(call, make):
    made = [make() for _ in range(20)]
    answer = call("post", "/webhooks", {"url": URL})
    assert refusal(answer) == (409, "LIMIT_REACHED")
    assert answer.json()["error"]["details"] == {"limit": 20}
    call("delete", f"/webhooks/{made[7]['id']}")
    assert make()
    assert refusal(call("post", "/webhooks", {"url": URL})) == (409, "LIMIT_REACHED")


def test_what_is_given_changes_and_what_is_not_stays(call, make, change):
    made = make(events=["listing.gone"], description="before", max_per_second=5, filters=ALL_FILTERS)
    changes = {"url": URL + "/2", "description": "after", "ordered": False}
    answer = change(made, **changes)
    assert answer.status_code == 200
    made.pop("secret")
    assert answer.json()["webhook"] == made | changes
    assert get(call, made) == made | changes


def test_a_change_of_one_filter_leaves_the_others_and_null_clears_it(call, make, change):
    made = make(filters=ALL_FILTERS)
    change(made, filters={"for_rent": True, "bbox": None, "portals": None})
    assert get(call, made)["filters"] == ALL_FILTERS | {"for_rent": True, "bbox": None, "portals": []}
    change(made, filters=dict.fromkeys(ALL_FILTERS))
    assert get(call, made)["filters"] == NO_FILTERS


def test_a_change_of_nothing_changes_nothing(call, make, change):
    made = make(filters=ALL_FILTERS)
    made.pop("secret")
    assert change(made).json()["webhook"] == made
    assert change(made, filters={}).json()["webhook"] == made


def test_half_a_price_range_is_judged_with_the_half_that_is_stored(call, make, change):
    made = make(filters={"price_min": 100, "price_max": 200})
    for filters in ({"price_min": 201}, {"price_max": 99.99}):
        answer = change(made, filters=filters)
        assert refusal(answer) == (400, "VALIDATION_ERROR")
        assert set(answer.json()["error"]["details"]["fields"]["filters"]) == {"price_min"}
    assert change(made, filters={"price_min": 201, "price_max": None}).status_code == 200
    assert change(made, filters={"price_max": 201}).status_code == 200
    found = get(call, made)["filters"]
    assert (found["price_min"], found["price_max"]) == (201, 201)


def test_the_max_per_second_goes_back_to_the_default_with_null(make, change):
    made = make(max_per_second=5)
    assert change(made, max_per_second=None).json()["webhook"]["max_per_second"] is None


def test_pausing_holds_what_is_owed_and_resuming_lets_it_go(call, client_account, make, change):
    made = make()
    publish(client_account, "a", {}, {})
    assert (get(call, made)["due_count"], get(call, made)["held_count"]) == (2, 0)
    paused = change(made, state="paused").json()["webhook"]
    assert (paused["state"], paused["due_count"], paused["held_count"]) == ("paused", 0, 2)
    assert paused["state_changed_at"] > made["state_changed_at"]
    publish(client_account, "b")
    assert get(call, made)["held_count"] == 3
    resumed = change(made, state="enabled").json()["webhook"]
    assert (resumed["state"], resumed["due_count"], resumed["held_count"]) == ("enabled", 3, 0)
    assert states() == ["due"] * 3


def test_resuming_with_the_latest_drops_what_later_events_of_the_listing_supersede(client_account, make, change):
    made = make()
    change(made, state="paused")
    publish(client_account, "a", {}, {}, {})
    publish(client_account, "b")
    publish(client_account, None, {})
    assert change(made, state="enabled", resume="latest").json()["webhook"]["due_count"] == 3
    found = [(d.key, d.sequence, d.state, d.error_code) for d in deliveries()]
    assert sorted(found, key=str) == [
        ("a", 1, "dropped", "SUPERSEDED"),
        ("a", 2, "dropped", "SUPERSEDED"),
        ("a", 3, "due", None),
        ("b", 1, "due", None),
        (None, None, "due", None),
    ]


def test_resuming_with_all_is_what_happens_unless_asked(client_account, make, change):
    for asked in ({}, {"resume": "all"}):
        made = make()
        change(made, state="paused")
        publish(client_account, str(asked), {}, {})
        change(made, state="enabled", **asked)
        assert states(subscription=made["id"], key=str(asked)) == ["due", "due"]


@pytest.mark.parametrize("body", [{"resume": "all"}, {"state": "paused", "resume": "latest"}])
def test_resume_is_for_those_who_enable(make, change, body):
    answer = change(make(), **body)
    assert refusal(answer) == (400, "VALIDATION_ERROR")
    assert set(answer.json()["error"]["details"]["fields"]) == {"resume"}


def test_a_client_cannot_disable_but_can_enable_what_was_disabled(call, make, change):
    made = make()
    assert refusal(change(made, state="disabled")) == (400, "VALIDATION_ERROR")
    for state in ("enabled", "paused"):
        with staff_scope():
            Subscription.objects.filter(pk=made["id"]).update(state="disabled", disabled_reason="failing")
        assert get(call, made)["disabled_reason"] == "failing"
        found = change(made, state=state).json()["webhook"]
        assert (found["state"], found["disabled_reason"]) == (state, None)


def test_a_new_secret_leaves_the_one_before_valid_for_a_day_unless_told_otherwise(call, make):
    made = make()
    for body, hours in (({}, 24), ({"overlap_hours": 1}, 1), ({"overlap_hours": 168}, 168)):
        before = datetime.now(UTC)
        answer = call("post", f"/webhooks/{made['id']}/rotate", body)
        assert answer.status_code == 200
        rotated = answer.json()["webhook"]
        assert rotated["secret"].startswith("whsec_")
        assert rotated["secret"] != made["secret"]
        until = datetime.fromisoformat(rotated["secret_rotation"]["previous_valid_until"])
        assert timedelta(0) <= until - before - timedelta(hours=hours) < timedelta(minutes=1)
        stored = reload(Subscription(pk=made["id"]))
        assert opened(stored.previous_secret_sealed) == made["secret"]
        assert opened(stored.secret_sealed) == rotated["secret"]
        made = rotated


def test_a_rotation_without_overlap_ends_the_old_secret_at_once(call, make):
    made = make()
    rotated = call("post", f"/webhooks/{made['id']}/rotate", {"overlap_hours": 0}).json()["webhook"]
    assert rotated["secret_rotation"] is None
    assert reload(Subscription(pk=made["id"])).previous_secret_sealed is None


def test_a_rotation_that_is_over_is_not_told_of(call, make):
    made = make()
    call("post", f"/webhooks/{made['id']}/rotate")
    assert get(call, made)["secret_rotation"] is not None
    with staff_scope():
        over = datetime.now(UTC) - timedelta(seconds=1)
        Subscription.objects.filter(pk=made["id"]).update(previous_secret_until=over)
    assert get(call, made)["secret_rotation"] is None


def test_every_route_of_another_clients_webhook_is_not_found(call, client_account):
    other = make_client()
    webhook, secret = make_subscription(other)
    publish(other, "a")
    (delivery,) = deliveries(subscription=webhook)
    routes = [
        ("get", f"/webhooks/{webhook.pk}", {}),
        ("patch", f"/webhooks/{webhook.pk}", {"description": "mine"}),
        ("delete", f"/webhooks/{webhook.pk}", {}),
        ("delete", f"/webhooks?id={webhook.pk}", {}),
        ("post", f"/webhooks/{webhook.pk}/rotate", {}),
        ("post", f"/webhooks/{webhook.pk}/test", {}),
        ("post", f"/webhooks/{webhook.pk}/recover", {"since": "2026-01-01"}),
        ("get", f"/webhooks/{webhook.pk}/deliveries", {}),
        ("post", f"/deliveries/{delivery.pk}/replay", {}),
    ]
    for method, route, body in routes:
        options = {"content_type": "application/json"} if method == "patch" else {}
        assert refusal(call(method, route, body, **options)) == (404, "NOT_FOUND"), (method, route)
        assert refusal(call(method, route.replace(str(webhook.pk), str(uuid4())), body, **options))[0] == 404
    assert call("get", "/webhooks").json()["webhooks"] == []
    assert call("get", "/events").json()["events"] == []
    untouched = reload(webhook)
    assert (untouched.description, untouched.state, untouched.deleted_at) == ("", "enabled", None)
    assert opened(untouched.secret_sealed) == secret
    assert states(subscription=webhook) == ["due"]


def test_a_key_that_may_only_read_reads_and_does_not_write(call, client_account, make):
    webhook = make()
    key = make_key(client_account, scopes=["read"])
    for route in ("", f"/{webhook['id']}", f"/{webhook['id']}/deliveries"):
        assert call("get", f"/webhooks{route}", key=key).status_code == 200
    assert call("get", "/events", key=key).status_code == 200
    for method, route in (
        ("post", "/webhooks"),
        ("delete", f"/webhooks?id={webhook['id']}"),
        ("patch", f"/webhooks/{webhook['id']}"),
        ("delete", f"/webhooks/{webhook['id']}"),
        ("post", f"/webhooks/{webhook['id']}/rotate"),
        ("post", f"/webhooks/{webhook['id']}/test"),
        ("post", f"/webhooks/{webhook['id']}/recover"),
        ("post", f"/deliveries/{uuid4()}/replay"),
    ):
        assert refusal(call(method, route, key=key, content_type="application/json")) == (403, "FORBIDDEN")
    assert reload(Subscription(pk=webhook["id"])).deleted_at is None


def test_no_route_is_open_without_a_key(call, make):
    webhook = make()
    for route in ("/webhooks", f"/webhooks/{webhook['id']}", f"/webhooks/{webhook['id']}/deliveries", "/events"):
        assert refusal(call("get", route, key=None)) == (401, "UNAUTHORIZED")
    assert refusal(call("post", "/webhooks", {"url": URL}, key=None)) == (401, "UNAUTHORIZED")


def test_writes_are_counted_together_and_apart_from_reads(call, make, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"get": 3, "webhooks": 4}
    key = make_key(make_client())
    made = call("post", "/webhooks", {"url": URL}, key=key)
    assert made["RateLimit-Limit"] == "4"
    route = f"/webhooks/{made.json()['webhook']['id']}"
    writes = [
        call("patch", route, {}, key=key, content_type="application/json"),
        call("post", route + "/test", key=key),
        call("post", route + "/rotate", key=key),
        call("post", route + "/recover", {"since": "2026-01-01"}, key=key),
        call("delete", route, key=key),
        call("post", f"/deliveries/{uuid4()}/replay", key=key),
        call("post", "/webhooks", {"url": URL}, key=key),
    ]
    assert [answer.status_code for answer in writes] == [200, 202, 200, 429, 429, 429, 429]
    reads = [
        call("get", route, key=key),
        call("head", "/webhooks", key=key),
        call("get", route + "/deliveries", key=key),
        call("get", "/webhooks", key=key),
        call("get", "/events", key=key),
    ]
    assert [answer.status_code for answer in reads] == [200, 200, 200, 429, 429]


def test_head_answers_as_get_does_without_a_body(call, make):
    webhook = make()
    for route in ("/webhooks", f"/webhooks/{webhook['id']}", f"/webhooks/{webhook['id']}/deliveries", "/events"):
        answer = call("head", route)
        assert (answer.status_code, answer.content) == (200, b"")
    assert call("head", f"/webhooks/{uuid4()}").status_code == 404


def test_methods_that_a_route_does_not_have_are_refused(call, make):
    route = f"/webhooks/{make()['id']}"
    for method, path in (
        ("put", route),
        ("get", route + "/test"),
        ("get", route + "/rotate"),
        ("get", route + "/recover"),
        ("post", route + "/deliveries"),
        ("post", "/events"),
        ("options", "/webhooks"),
    ):
        assert refusal(call(method, path)) == (405, "METHOD_NOT_ALLOWED"), (method, path)


def test_an_id_that_is_none_is_not_found(call):
    assert refusal(call("get", "/webhooks/7")) == (404, "NOT_FOUND")
    assert refusal(call("post", "/deliveries/x/replay")) == (404, "NOT_FOUND")


def test_twenty_webhooks_take_as_many_queries_as_one(call, client_account, make, django_assert_num_queries):
    webhook = make()
    call("get", "/webhooks")  # notes that the key was used
    publish(client_account, "a")
    with django_assert_num_queries(QUERIES):
        call("get", "/webhooks")
    with django_assert_num_queries(QUERIES):
        call("get", f"/webhooks/{webhook['id']}")
    for _ in range(19):
        make()
    publish(client_account, "b", {}, {})
    with django_assert_num_queries(QUERIES):
        body = call("get", "/webhooks").json()
    assert [webhook["due_count"] for webhook in body["webhooks"]] == [2] * 19 + [3]


def test_what_waits_is_counted_up_to_ten_thousand(call, client_account, make):
    webhook = make(events=["listing.gone"])
    publish(client_account, "a")
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(MANY_EVENTS)
        cursor.execute(MANY_DELIVERIES, [webhook["id"]])
    for state, counts in (("due", (10_000, 0)), ("held", (0, 10_000)), ("dead", (0, 0))):
        with staff_scope():
            Delivery.objects.update(state=state)
        found = get(call, webhook)
        assert (found["due_count"], found["held_count"]) == counts
