"""What is longer than any route takes is refused before it is read, whoever sends it and wherever to."""

import pytest
from django.conf import settings
from django.test import Client

BOUND = settings.MAX_PAGE_BODY_BYTES
TOKEN = "a" * 32


class Counted:
    """A body without an end that knows how much of it was read."""

    def __init__(self):
        self.read_bytes = 0

    def read(self, size=-1):
        self.read_bytes += max(size, 0)
        return b"x" * max(size, 0)

    readline = read


def send(path, length):
    body = Counted()
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies["csrftoken"] = TOKEN
    given = {"CONTENT_TYPE": "multipart/form-data; boundary=b", "CONTENT_LENGTH": str(length), "wsgi.input": body}
    return browser.request(PATH_INFO=path, REQUEST_METHOD="POST", QUERY_STRING="", **given), body


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/ai-map/from-page/", "/admin/login/", "/admin/api/ai-map", "/nowhere"])
def test_a_form_longer_than_any_page_is_refused_unread(path):
    answer, body = send(path, BOUND + 1)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "PAYLOAD_TOO_LARGE")
    assert answer["X-Request-Id"] == answer.json()["request_id"]
    assert body.read_bytes == 0


@pytest.mark.django_db
def test_what_may_be_a_page_is_looked_at():
    answer, body = send("/admin/login/", BOUND)
    assert answer.status_code != 413
    assert body.read_bytes > 0
