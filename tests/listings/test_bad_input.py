"""What bad input gets: a code of the contract, never a 500, and nothing stored but the scrape and its event."""

import gzip
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listings.models import Capture, Listing, Scrape
from pricehistory.models import PriceSnapshot
from propscrape.tenancy import client_scope
from tests.sample_pages import sample
from webhooks.models import Event

pytestmark = pytest.mark.django_db

URL = "https://www.rightmove.co.uk/properties/900000101"
MB = 1024 * 1024

LOGIN_PAGE = """<html><head><title>Sign in | Rightmove</title></head><body><h1>Sign in</h1>
<form action="/login" method="post"><input type="email" name="email"><input type="password" name="password">
<button>Sign in</button></form><a href="/forgot">Forgotten your password?</a></body></html>"""
WALL = """<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>
<noscript>Enable JavaScript and cookies to continue</noscript>
<script>window._cf_chl_opt={cvId:'3'};</script>
<script src="/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1"></script>
</body></html>"""
GONE = """<html><head><title>Property not found</title></head><body><h1>This property has been removed by the agent</h1>
<p>It may be sold or temporarily removed from the market.</p></body></html>"""


def refusal(answer):
    """Status and code of an error answer, whose shape is checked on the way."""
    body = answer.json()
    assert body["success"] is False
    assert set(body) == {"success", "error", "request_id"}
    assert set(body["error"]) <= {"code", "message", "details"}
    assert body["request_id"] == answer["X-Request-Id"]
    return answer.status_code, body["error"]["code"]


def stored(client_account):
    """How many rows of each kind the client has."""
    with client_scope(client_account.pk):
        return {m.__name__: m.objects.count() for m in (Listing, Capture, PriceSnapshot, Scrape, Event)}


NOTHING = {"Listing": 0, "Capture": 0, "PriceSnapshot": 0, "Scrape": 0, "Event": 0}
A_LOOK = NOTHING | {"Scrape": 1, "Event": 1}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"not json", 400, "INVALID_JSON"),
        (b"", 400, "MISSING_URL"),
        (b"[]", 400, "INVALID_JSON"),
        (b"null", 400, "INVALID_JSON"),
        (b'{"url": "https://a.example/", "html": "\xff\xfe"}', 400, "INVALID_JSON"),
        (b'{"url": "https://a.example/", "html": "\\ud800"}', 400, "INVALID_JSON"),
        (b"[" * 100_000, 400, "INVALID_JSON"),
        (b"{}", 400, "MISSING_URL"),
        (b'{"url": null}', 400, "MISSING_URL"),
        (b'{"url": ""}', 400, "MISSING_URL"),
        (b'{"url": 5}', 400, "INVALID_URL"),
        (b'{"url": ["https://a.example/"]}', 400, "INVALID_URL"),
        (b'{"url": "https://a.example/", "html": 5}', 400, "VALIDATION_ERROR"),
        (b'{"url": "https://a.example/", "html": {"a": 1}}', 400, "VALIDATION_ERROR"),
        (b'{"url": "https://a.example/", "html": "<p>", "wait": "soon"}', 400, "VALIDATION_ERROR"),
        (b'{"url": "https://a.example/", "html": "<p>", "wait": 31}', 400, "VALIDATION_ERROR"),
        (b'{"url": "https://a.example/", "html": "<p>", "wait": true}', 400, "VALIDATION_ERROR"),
        (b'{"url": "https://a.example/", "x": "' + b"y" * (2 * 1024 * 1024) + b'"}', 413, "PAYLOAD_TOO_LARGE"),
    ],
)
def test_a_body_that_is_not_a_page_request_is_refused(call, client_account, body, status, code):
    assert refusal(call("post", "/listings", body)) == (status, code)
    assert stored(client_account) == NOTHING


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/" + "x" * 3000,
        "https://user:secret@a.example/",
        "https://user@a.example/",
        "ftp://a.example/house",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//a.example/house",
        "a.example/house",
        "https://",
        "https:///house",
        "https://a.example/a b",
        "https://a.example\\@b.example/",
        "https://[::1/",
        "https://a.example:99999/",
        "https://a..example/",
        "https://exa mple.com/",
        "https://-\u2024.example/",
        "https://a.example/" + "é" * 700,
        "https://[v1.a]/",
    ],
)
def test_a_url_that_cannot_be_a_pages_is_refused(call, client_account, url):
    assert refusal(call("post", "/listings", {"url": url, "html": "<p>"})) == (400, "INVALID_URL")
    assert refusal(call("get", "/listings", {"url": url})) == (400, "INVALID_URL")
    assert refusal(call("get", "/listings/history", {"url": url})) == (400, "INVALID_URL")
    assert stored(client_account) == NOTHING


@pytest.mark.parametrize(
    ("html", "status", "code"),
    [
        ("x" * (11 * MB), 413, "PAYLOAD_TOO_LARGE"),
        ("€" * (4 * MB), 413, "PAYLOAD_TOO_LARGE"),
        ("%PDF-1.7\n%âãÏÓ", 415, "UNSUPPORTED_CONTENT_TYPE"),
        ("PK\x03\x04 archive", 415, "UNSUPPORTED_CONTENT_TYPE"),
    ],
    ids=["11 MB", "12 MB of UTF-8", "PDF", "zip"],
)
def test_html_that_is_none_or_too_much_is_refused(call, client_account, html, status, code):
    assert refusal(call("post", "/listings", {"url": URL, "html": html})) == (status, code)
    assert stored(client_account) == NOTHING


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"%PDF-1.7\n\xe2\xe3", 415, "UNSUPPORTED_CONTENT_TYPE"),
        (gzip.compress(b"<html>"), 415, "UNSUPPORTED_CONTENT_TYPE"),
        (b"x" * (11 * MB), 413, "PAYLOAD_TOO_LARGE"),
    ],
    ids=["PDF", "gzip", "11 MB"],
)
def test_a_file_that_is_no_page_is_refused(call, client_account, content, status, code):
    form = {"url": URL, "html_file": SimpleUploadedFile("page.html", content)}
    assert refusal(call("post", "/listings", form, content_type=MULTIPART_CONTENT)) == (status, code)
    assert stored(client_account) == NOTHING


def test_an_empty_field_of_a_form_is_an_empty_page(call, client_account):
    answer = call("post", "/listings", {"url": URL, "html": ""}, content_type=MULTIPART_CONTENT)
    assert refusal(answer) == (422, "EXTRACTION_FAILED")
    assert stored(client_account) == A_LOOK


def test_a_page_of_ten_megabytes_is_taken_however_it_is_quoted(call):
    url, html = sample("rightmove")
    page = html.replace("</main>", "</main><!--" + "ж" * (4_800_000) + "-->")
    body = json.dumps({"url": url, "html": page})  # six bytes for every letter
    assert len(body) > 28_000_000
    assert call("post", "/listings", body.encode()).status_code == 200


def test_a_chunked_body_is_refused_by_name(call):
    answer = call("post", "/listings", b"", headers={"Transfer-Encoding": "chunked"})
    assert refusal(answer) == (400, "VALIDATION_ERROR")
    assert "Content-Length" in answer.json()["error"]["message"]


def test_whatever_a_caller_accepts_it_gets_json(call):
    url, html = sample("rightmove")
    for accept in ("text/html", "application/xml", "*/*", "nonsense"):
        answer = call("post", "/listings", {"url": url, "html": html}, headers={"Accept": accept})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert refusal(call("get", "/listings", {"url": URL + "0", "format": "xml"})) == (404, "LISTING_NOT_FOUND")


def test_a_gzip_bomb_is_refused_without_inflating_it(call, client_account):
    bomb = gzip.compress(b"\0" * (300 * MB), compresslevel=9)
    assert len(bomb) < MB
    assert refusal(call("post", "/listings", bomb, headers={"Content-Encoding": "gzip"})) == (413, "PAYLOAD_TOO_LARGE")
    assert stored(client_account) == NOTHING


@pytest.mark.parametrize("cut", [10, -5])
def test_a_broken_gzip_body_is_refused(call, cut):
    body = gzip.compress(json.dumps({"url": URL, "html": "<p>"}).encode())[:cut]
    assert refusal(call("post", "/listings", body, headers={"Content-Encoding": "gzip"})) == (400, "INVALID_JSON")


def test_other_content_types_and_encodings_are_refused(call):
    wrong = (415, "UNSUPPORTED_CONTENT_TYPE")
    assert refusal(call("post", "/listings", b"<p>", content_type="text/html")) == wrong
    assert refusal(call("post", "/listings", b"url=x", content_type="application/x-www-form-urlencoded")) == wrong
    assert refusal(call("post", "/listings", b"{}", headers={"Content-Encoding": "br"})) == wrong


def test_a_broken_form_is_refused(call):
    broken = b"--X\r\nContent-Disposition: form-data; name=url\r\n"
    answer = call("post", "/listings", broken, content_type="multipart/form-data")
    assert refusal(answer) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    ("html", "status", "code"),
    [
        ("", 422, "EXTRACTION_FAILED"),
        (" \n\t ", 422, "EXTRACTION_FAILED"),
        (LOGIN_PAGE, 422, "NOT_A_LISTING"),
        (WALL, 422, "PAGE_BLOCKED"),
        (GONE, 410, "LISTING_GONE"),
    ],
    ids=["empty", "blank", "login", "bot wall", "gone"],
)
def test_a_page_that_is_no_listing_leaves_its_scrape_and_an_event(call, client_account, html, status, code):
    assert refusal(call("post", "/listings", {"url": URL, "html": html})) == (status, code)
    assert stored(client_account) == A_LOOK
    with client_scope(client_account.pk):
        scrape, event = Scrape.objects.get(), Event.objects.get()
    assert (scrape.state, scrape.error_code) == ("done", code)
    assert (event.type, event.data["error"]["code"]) == ("extraction.failed", code)


def test_a_null_byte_in_a_page_is_no_obstacle(call, client_account):
    url, html = sample("rightmove")
    answer = call("post", "/listings", {"url": url, "html": html.replace("Newly fitted", "Newly \x00fitted\\u0000")})
    assert answer.status_code == 200, answer.json()
    assert answer.json()["listings"][0]["price_float"] == 325000


def test_broken_utf_8_in_an_uploaded_page_is_no_obstacle(call):
    url, html = sample("rightmove")
    upload = SimpleUploadedFile("page.html", html.encode().replace(b"Newly", b"N\xff\xfew"))
    answer = call("post", "/listings", {"url": url, "html_file": upload}, content_type=MULTIPART_CONTENT)
    assert answer.status_code == 200, answer.json()


@pytest.mark.parametrize("query", [{}, {"url": ""}, {"url": URL, "limit": "x"}, {"url": URL, "limit": "0"}])
def test_a_history_query_that_is_wrong_is_refused(call, query):
    status, code = refusal(call("get", "/listings/history", query))
    assert (status, code) == (400, "VALIDATION_ERROR" if query.get("url") else "MISSING_URL")


def test_unknown_routes_and_methods_answer_in_json(call):
    assert refusal(call("get", "/nowhere")) == (404, "NOT_FOUND")
    assert refusal(call("get", "/listings/not-an-id")) == (404, "NOT_FOUND")
    assert refusal(call("delete", "/listings")) == (405, "METHOD_NOT_ALLOWED")
    assert refusal(call("options", "/listings")) == (405, "METHOD_NOT_ALLOWED")
    assert refusal(call("get", "/listings", {"url": URL + "\0"})) == (400, "VALIDATION_ERROR")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=50),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["url", "html", "wait", "html_file", "x"]), inner, max_size=4)
            ),
            max_leaves=8,
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_no_body_whatever_makes_a_server_error(call, settings_without_limits, body):
    answer = call("post", "/listings", body)
    assert answer.status_code < 500, (body, answer.content)
    assert answer.status_code == 200 or refusal(answer)


@pytest.fixture
def settings_without_limits(settings):
    """As many requests as a test wants."""
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, 1_000_000)
