"""What a request about webhooks may hold: refused input has a code and names what is wrong, and stores nothing."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from propscrape.tenancy import staff_scope
from tests.factories import make_client
from webhooks.models import EventType, Subscription

pytestmark = pytest.mark.django_db
URL = "https://receiver.example/hook"
NO_TEXT = (5, 1.5, True, ["a"], {"a": 1})
NO_NUMBER = ("5", True, False, [5], {"a": 5}, "")
NO_BOOLEAN = ("true", "yes", 1, 0, [True], {})


@pytest.fixture
def client_account(db):
    """A client with room for as many requests as a test wants."""
    return make_client(limit_get=1_000_000, limit_webhooks=1_000_000)


@pytest.fixture
def webhook(call):
    """What was answered of a new one."""
    return call("post", "/webhooks", {"url": URL}).json()["webhook"]


def refusal(answer):
    body = answer.json()
    assert body["success"] is False
    return answer.status_code, body["error"]["code"]


def stored():
    with staff_scope():
        return Subscription.objects.count()


def named_faults(answer):
    """The names in details.fields, those of filters with a dot."""
    fields = answer.json()["error"]["details"]["fields"]
    inner = fields.pop("filters", {})
    return set(fields) | ({f"filters.{name}" for name in inner} if isinstance(inner, dict) else {"filters"})


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"not json", 400, "INVALID_JSON"),
        (b"[]", 400, "INVALID_JSON"),
        (b"null", 400, "INVALID_JSON"),
        (b'{"url": "https://receiver.example/\\ud800"}', 400, "INVALID_JSON"),
        (b"", 400, "MISSING_URL"),
        (b"{}", 400, "MISSING_URL"),
        (b'{"url": null}', 400, "MISSING_URL"),
        (b'{"url": ""}', 400, "MISSING_URL"),
        (b'{"url": " "}', 400, "MISSING_URL"),
        (b'{"url": 5}', 400, "INVALID_URL"),
        (b'{"url": true}', 400, "INVALID_URL"),
        (b'{"url": ["https://receiver.example/"]}', 400, "INVALID_URL"),
        (b'{"url": "https://receiver.example/' + b"x" * (1024 * 1024) + b'"}', 413, "PAYLOAD_TOO_LARGE"),
    ],
)
def test_a_body_without_a_usable_url_is_refused(call, body, status, code):
    assert refusal(call("post", "/webhooks", body)) == (status, code)
    assert stored() == 0


def test_other_content_types_are_refused(call):
    for content_type in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"):
        answer = call("post", "/webhooks", b"url=x", content_type=content_type)
        assert refusal(answer) == (415, "UNSUPPORTED_CONTENT_TYPE")


DESTINATIONS = [
    "ftp://receiver.example/",
    "//receiver.example/",
    "receiver.example/hook",
    "https://",
    "https:///hook",
    "javascript:alert(1)",
    "https://receiver.example:22/",
    "https://receiver.example:6379/",
    "https://receiver.example:0/",
    "https://receiver.example:99999/",
    "https://receiver.example:9001/",
    "https://user:secret@receiver.example/",
    "https://user@receiver.example/",
    "https://@receiver.example/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0.0.0.0/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://168.63.129.16/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://localhost/",
    "https://localhost.:8000/",
    "https://intranet/",
    "https://printer.local/",
    "https://db.internal/",
    "https://receiver.example\\@127.0.0.1/",
    "https://receiver.example/a b",
    "https://receiver.example/\u0000",
    "https://receiver.example/\n",
    "https://recei%76er.example/",
    "https://①②⑦.0.0.1/",
    "https://receiver.example/" + "x" * 2048,
]


def test_a_destination_that_is_not_public_is_refused_with_a_reason(call):
    for url in DESTINATIONS:
        answer = call("post", "/webhooks", {"url": url.replace("\n", "\nx")})
        assert refusal(answer) == (400, "INVALID_URL"), url
        assert answer.json()["error"]["details"]["url"][0], url
    assert stored() == 0


def test_a_webhook_cannot_be_turned_to_such_a_destination_either(call, webhook):
    route = f"/webhooks/{webhook['id']}"
    for url in DESTINATIONS:
        answer = call("patch", route, {"url": url.replace("\n", "\nx")}, content_type="application/json")
        assert refusal(answer) == (400, "INVALID_URL"), url
    assert call("get", route).json()["webhook"]["url"] == URL


@pytest.mark.parametrize("url", [None, "", 5])
def test_a_change_to_no_url_is_refused(call, webhook, url):
    answer = call("patch", f"/webhooks/{webhook['id']}", {"url": url}, content_type="application/json")
    assert refusal(answer) == (400, "INVALID_URL" if url == 5 else "MISSING_URL")


def test_plain_http_is_refused_where_only_https_is_allowed(call, settings):
    settings.WEBHOOK_SCHEMES = frozenset({"https", "http"})
    assert call("post", "/webhooks", {"url": "http://receiver.example/hook"}).status_code == 201
    settings.WEBHOOK_SCHEMES = frozenset({"https"})
    answer = call("post", "/webhooks", {"url": "http://receiver.example/hook"})
    assert refusal(answer) == (400, "INVALID_URL")
    assert "only https" in answer.json()["error"]["details"]["url"][0]
    assert call("post", "/webhooks", {"url": URL}).status_code == 201


def test_an_address_that_is_allowed_by_setting_may_be_named(call, settings):
    settings.WEBHOOK_ALLOWED_ADDRESSES = ["127.0.0.1"]
    assert call("post", "/webhooks", {"url": "http://127.0.0.1:12345/hook"}).status_code == 201


@pytest.mark.parametrize(
    "url",
    [
        "https://receiver.example",
        "https://receiver.example:443/a?b=c#d",
        "https://receiver.example:8443/",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]/",
        "https://münchen.example/haken",
        "HTTPS://Receiver.Example/",
        "https://receiver.example/" + "x" * (2048 - 25),
    ],
)
def test_a_public_destination_is_taken_as_it_was_written(call, url):
    answer = call("post", "/webhooks", {"url": url})
    assert answer.status_code == 201, answer.content
    assert answer.json()["webhook"]["url"] == url


WRONG_VALUES: dict[str, list[object]] = {
    "description": [*NO_TEXT, None, "x" * 256, "a\0b"],
    "ordered": [*NO_BOOLEAN, None],
    "max_per_second": [*NO_NUMBER, 0, -1, 1001, 1.5, 10**18],
    "events": ["listing.gone", None, {}, 5, True, [5], [None], ["listing"], [["listing.gone"]], [""]],
    "filters": ["", 5, True, [], [1], None],
    "filters.portals": [
        "uk_rightmove", 5, {}, True, [5], [None], [""], ["a b"], ["x" * 61], ["é"], [f"p{n}" for n in range(201)],
    ],
    "filters.for_sale": [*NO_BOOLEAN],
    "filters.for_rent": [*NO_BOOLEAN],
    "filters.price_min": [*NO_NUMBER, -1, 0.001, 1e17, 1e300, -1e-7],
    "filters.price_max": [*NO_NUMBER, -1, 0.001, 1e17, 1e300, -1e-7],
    "filters.currency": [*NO_TEXT, "", "gbp", "GB", "GBPS", "£", "ＧＢＰ"],
    "filters.bbox": [
        [], [0, 0, 1], [0, 0, 1, 1, 1], ["0", 0, 1, 1], [0, 0, 1, None], [0, 0, 1, True], [[0], 0, 1, 1], {}, 5,
        [-180.1, 0, 1, 1], [0, -90.1, 1, 1], [0, 0, 180.1, 1], [0, 0, 1, 90.1], [0, 2, 1, 1], [1e300, 0, 1, 1],
    ],
    "filters.min_change_percent": [*NO_NUMBER, 0, -1, 0.0001, 10_000],
    "filters.min_change_amount": [*NO_NUMBER, 0, -1, 0.001, 1e17],
    "filters.flap_window_hours": [*NO_NUMBER, 0, -1, 1.5, 169],
}  # fmt: skip


def body_with(name: str, value: object) -> dict:
    outer, _, inner = name.partition(".")
    return {outer: {inner: value} if inner else value}


@pytest.mark.parametrize("name", WRONG_VALUES)
def test_a_wrong_value_is_refused_by_the_name_of_its_field(call, webhook, name):
    route = f"/webhooks/{webhook['id']}"
    before = call("get", route).json()
    for value in WRONG_VALUES[name]:
        body = body_with(name, value)
        answers = (
            call("post", "/webhooks", {"url": URL} | body),
            call("patch", route, body, content_type="application/json"),
        )
        for answer in answers:
            assert refusal(answer) == (400, "VALIDATION_ERROR"), value
            assert named_faults(answer) in ({name}, {f"{name}.non_field_errors"}), value
    assert stored() == 1
    assert call("get", route).json() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("events", [str(kind) for kind in EventType]),
        ("max_per_second", 1),
        ("max_per_second", 1000),
        ("description", "x" * 255),
        ("filters.price_min", 0),
        ("filters.price_max", 9_999_999_999_999_999),
        ("filters.price_min", 0.01),
        ("filters.min_change_percent", 0.001),
        ("filters.min_change_percent", 9999.999),
        ("filters.min_change_amount", 0.01),
        ("filters.flap_window_hours", 1),
        ("filters.flap_window_hours", 168),
        ("filters.portals", [f"p{number}" for number in range(200)]),
        ("filters.portals", ["x" * 60]),
        ("filters.bbox", [-180, -90, 180, 90]),
        ("filters.bbox", [0, 0, 0, 0]),
        ("filters.bbox", [170, -50, -170, -30]),
    ],
)
def test_the_last_value_that_is_allowed_is_taken(call, name, value):
    body = body_with(name, value)
    made = call("post", "/webhooks", {"url": URL} | body)
    assert made.status_code == 201, made.content
    found = call("get", f"/webhooks/{made.json()['webhook']['id']}").json()["webhook"]
    outer, _, inner = name.partition(".")
    assert (found[outer][inner] if inner else found[outer]) == value


def test_a_range_that_is_upside_down_is_refused(call):
    answer = call("post", "/webhooks", {"url": URL, "filters": {"price_min": 2, "price_max": 1}})
    assert refusal(answer) == (400, "VALIDATION_ERROR")
    assert named_faults(answer) == {"filters.price_min"}
    assert call("post", "/webhooks", {"url": URL, "filters": {"price_min": 2, "price_max": 2}}).status_code == 201


@pytest.mark.parametrize(
    ("method", "route", "body", "faults"),
    [
        ("post", "", {"url": URL, "event": [], "secret": "whsec_x"}, {"event", "secret"}),
        ("post", "", {"url": URL, "state": "paused"}, {"state"}),
        ("post", "", {"url": URL, "filters": {"price": 1, "bbox": None}}, {"filters.price"}),
        (
            "patch",
            "/{id}",
            {"id": "x", "secret": "whsec_x", "disabled_reason": None},
            {"id", "secret", "disabled_reason"},
        ),
        ("patch", "/{id}", {"filters": {"price_currency": "GBP"}}, {"filters.price_currency"}),
        ("post", "/{id}/rotate", {"overlap": 1}, {"overlap"}),
        ("post", "/{id}/rotate", {"url": "x"}, {"url"}),
        ("post", "/{id}/test", {"type": "listing.gone"}, {"type"}),
        ("post", "/{id}/recover", {"since": "2026-01-01", "until": "2026-02-01"}, {"until"}),
        ("get", "/{id}/deliveries", {"sate": "dead"}, {"sate"}),
        ("delete", "?id={id}&all=1", {}, {"all"}),
    ],
)
def test_what_is_unknown_is_refused_by_name(call, webhook, method, route, body, faults):
    options = {} if method in ("get", "delete") else {"content_type": "application/json"}
    answer = call(method, "/webhooks" + route.format(**webhook), body, **options)
    assert refusal(answer) == (400, "VALIDATION_ERROR")
    assert named_faults(answer) == faults
    assert stored() == 1


def test_no_more_than_twenty_unknown_names_are_repeated_and_no_long_ones(call):
    names = {f"{number:02}" + "x" * 1000: 1 for number in range(100)}
    answer = call("post", "/webhooks", {"url": URL} | names)
    assert refusal(answer) == (400, "VALIDATION_ERROR")
    assert len(named_faults(answer)) == 20
    assert len(answer.content) < 3_000


def test_an_overlap_is_whole_hours_up_to_a_week(call, webhook):
    for overlap in (*NO_NUMBER, None, -1, 169, 1.5):
        answer = call("post", f"/webhooks/{webhook['id']}/rotate", {"overlap_hours": overlap})
        assert refusal(answer) == (400, "VALIDATION_ERROR"), overlap
        assert named_faults(answer) == {"overlap_hours"}
    assert call("get", f"/webhooks/{webhook['id']}").json()["webhook"]["secret_rotation"] is None


@pytest.mark.parametrize("route", ["/events", "/webhooks/{id}/deliveries"])
def test_a_page_has_one_to_two_hundred_rows(call, webhook, route):
    for limit in ("0", "-1", "201", "x", "1.5", "", "9" * 2000):
        answer = call("get", route.format(**webhook), {"limit": limit})
        assert refusal(answer) == (400, "VALIDATION_ERROR"), limit
        assert named_faults(answer) == {"limit"}
    for limit in ("1", "200"):
        assert call("get", route.format(**webhook), {"limit": limit}).status_code == 200


def test_a_cursor_that_is_not_ours_is_refused(call, webhook):
    for cursor in (
        "",
        "x",
        "A" * 31,
        "A" * 33,
        "+" * 32,
        "=" * 32,
        "A" * 30 + "==",
        "g" + "A" * 31,
        "f" * 32,
        "é" * 32,
    ):
        for route, name in (("/events", "after"), (f"/webhooks/{webhook['id']}/deliveries", "cursor")):
            answer = call("get", route, {name: cursor})
            assert refusal(answer) == (400, "VALIDATION_ERROR"), cursor
            assert named_faults(answer) == {name}


def json_values(names: list[str]) -> st.SearchStrategy:
    texts = st.text(max_size=20) | st.sampled_from([URL, "GBP", "listing.gone", "enabled", "latest", "2026-01-01"])
    numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**70), 2**70)
    return st.recursive(
        st.none() | st.booleans() | numbers | texts,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(names) | texts, inner, max_size=4),
        max_leaves=8,
    )


FIELDS = ["url", "events", "description", "ordered", "max_per_second", "filters", "state", "resume"]
FILTERS = [
    "portals", "for_sale", "for_rent", "price_min", "price_max", "currency", "bbox", "min_change_percent",
    "min_change_amount", "flap_window_hours",
]  # fmt: skip
VALUES = json_values(FIELDS + FILTERS)
BODIES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(FIELDS, VALUES)
    | {"url": st.just(URL) | st.text(max_size=30).map("https://receiver.example/{}".format) | VALUES}
    | {"filters": st.fixed_dictionaries({}, optional=dict.fromkeys(FILTERS, VALUES)) | VALUES},
)
ANY: dict[str, Any] = {
    "max_examples": 100,
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}


def judge(answer, body):
    """Taken, or refused for a reason that is the body's."""
    assert answer.status_code in (200, 201, 400, 409, 413), (body, answer.content)
    assert answer.json()["success"] is (answer.status_code < 300)


@settings(**ANY)
@given(body=BODIES | VALUES)
def test_no_body_of_a_new_webhook_makes_a_server_error(call, body):
    answer = call("post", "/webhooks", json.dumps(body).encode())
    judge(answer, body)
    if answer.status_code == 201:
        call("delete", f"/webhooks/{answer.json()['webhook']['id']}")


@settings(**ANY)
@given(
    url=st.text(max_size=60).map("https://{}".format) | st.text(alphabet="htps:/@[].0123456789xafé%①\\ ", max_size=40)
)
def test_no_url_makes_a_server_error(call, url):
    answer = call("post", "/webhooks", {"url": url})
    judge(answer, url)
    if answer.status_code == 201:
        call("delete", f"/webhooks/{answer.json()['webhook']['id']}")


@settings(**ANY)
@given(body=BODIES)
def test_no_change_makes_a_server_error(call, webhook, body):
    route = f"/webhooks/{webhook['id']}"
    judge(call("patch", route, json.dumps(body).encode(), content_type="application/json"), body)


@settings(**ANY)
@given(
    since=st.datetimes().map(str)
    | st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat())
    | st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{0,15}([+-][0-9]{2}:[0-9]{2}|Z)?\Z")
    | VALUES
)
def test_no_time_makes_a_server_error(call, webhook, since):
    route = f"/webhooks/{webhook['id']}/recover"
    judge(call("post", route, json.dumps({"since": since}).encode()), since)


@settings(**ANY)
@given(
    cursor=st.text(
        alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", min_size=32, max_size=32
    )
)
def test_no_cursor_makes_a_server_error(call, cursor):
    judge(call("get", "/events", {"after": cursor}), cursor)
