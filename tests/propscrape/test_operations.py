"""What machines ask of a running instance: alive, ready, metrics; and what every answer bears."""

import json
import logging
from io import StringIO

import pytest
import structlog
from django.test import Client

from propscrape.health import READINESS_CHECKS
from propscrape.logs import logging_settings
from tests.sample_pages import sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def http():
    """A caller without a key."""
    return Client(raise_request_exception=False)


def test_health_asks_nothing_of_the_database(http, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = http.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_ready_tells_each_dependency_and_its_latency(http):
    body = http.get("/ready").json()
    assert set(body["checks"]) == {"database", "cache", "broker"}
    assert all(check["status"] == "ok" and check["latency_ms"] > 0 for check in body["checks"].values())


def test_ready_is_503_when_a_dependency_is_broken_and_tells_no_detail(http, monkeypatch):
    def broken():
        raise ConnectionError("password=secret")

    monkeypatch.setitem(READINESS_CHECKS, "tape", broken)
    answer = http.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["tape"]["status"] == "broken"
    assert answer.json()["checks"]["database"]["status"] == "ok"
    assert "secret" not in answer.content.decode()


def test_ready_says_whether_a_browser_was_found_and_does_without(http, settings):
    settings.BROWSER_PATH = "/nowhere/chromium"
    answer = http.get("/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["optional"]["browser"]["status"] == "missing"
    settings.BROWSER_PATH = "/bin/sh"
    assert http.get("/ready").json()["optional"]["browser"]["status"] == "ok"


def test_metrics_count_requests_and_scrapes(http, call):
    url, html = sample("rightmove")
    call("post", "/listings", {"url": url, "html": html})
    call("post", "/listings", {"url": "https://nobody.example/", "html": ""})
    metrics = http.get("/metrics").content.decode()
    assert 'propscrape_scrapes_total{outcome="ok",portal="uk_rightmove"}' in metrics
    assert 'propscrape_scrapes_total{outcome="failed",portal="unregistered"}' in metrics
    assert "propscrape_extraction_seconds_bucket" in metrics
    assert "django_http_requests_latency_seconds_by_view_method_bucket" in metrics


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space in it", "<script>alert(1)</script>", "a\tb-c-d-e-f"])
def test_a_request_id_that_is_not_well_formed_is_replaced(http, given):
    answer = http.get("/health", headers={"X-Request-Id": given})
    assert answer["X-Request-Id"] != given
    assert len(answer["X-Request-Id"]) == 36


def test_every_answer_bears_the_security_headers(http):
    for path in ("/health", "/nowhere", "/public_api/v1/health", "/admin/login/"):
        answer = http.get(path)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"


def test_an_unknown_address_answers_in_json_with_the_request_id(http):
    answer = http.get("/nowhere")
    assert answer.json() == {
        "success": False,
        "error": {"code": "NOT_FOUND", "message": "There is nothing here."},
        "request_id": answer["X-Request-Id"],
    }


def test_probes_answer_a_post_with_no_page(http):
    for path in ("/health", "/ready", "/metrics"):
        assert Client(enforce_csrf_checks=True).post(path).status_code == 405


def test_a_log_line_for_people_holds_no_local_variables():
    (renderer,) = (p for p in logging_settings(as_json=False, level="INFO")["formatters"]["structured"]["processors"]
                   if isinstance(p, structlog.dev.ConsoleRenderer))  # fmt: skip
    secret_of_the_frame = "hunter2"
    try:
        json.loads("no json")
    except ValueError as error:
        line = renderer(None, "error", {"event": "failed", "exc_info": error})
    assert "JSONDecodeError" in line
    assert secret_of_the_frame not in line.replace('secret_of_the_frame = "hunter2"', "")


def test_a_key_in_a_query_string_is_not_logged(http, caplog):
    with caplog.at_level(logging.INFO):
        http.get("/public_api/v1/listings?api_key=ps_live_in_the_wrong_place")
    assert "request_started" in caplog.text
    assert "GET /public_api/v1/listings" in caplog.text
    assert "wrong_place" not in caplog.text


def test_a_log_line_in_json_bears_the_request_id():
    out = StringIO()
    config = logging_settings(as_json=True, level="INFO")
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=config["formatters"]["structured"]["processors"],
        foreign_pre_chain=config["formatters"]["structured"]["foreign_pre_chain"],
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    plain = logging.getLogger("tests.plain")
    plain.addHandler(handler)
    with structlog.contextvars.bound_contextvars(request_id="trace-me-12345678"):
        try:
            json.loads("what went wrong")
        except ValueError:
            plain.warning("something %s", "happened", extra={"portal": "uk_rightmove"}, exc_info=True)
    plain.removeHandler(handler)
    line = json.loads(out.getvalue())
    assert line["event"] == "something happened"
    assert (line["request_id"], line["portal"], line["level"]) == ("trace-me-12345678", "uk_rightmove", "warning")
    assert "JSONDecodeError" in line["exception"]
