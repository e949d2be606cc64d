"""POST /admin/api/ai-map: a job for staff, by session or token, and its result."""

import gzip
import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aimap.models import Proposal
from clients.models import StaffToken
from clients.services.staff_tokens import create_token
from listings.services.captured_pages import captured_pages
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from tests.aimap.console import HOST, SLUG, portal_pages, staff_browser, work_off
from tests.factories import make_client, make_key

pytestmark = pytest.mark.django_db
ROUTE = "/admin/api/ai-map"


@pytest.fixture(autouse=True)
def portals(db):
    """The registered portals."""
    sync_portals()


@pytest.fixture
def boss(db):
    """A superuser."""
    return get_user_model().objects.create_superuser("boss", password="a-long-password")


@pytest.fixture
def token(boss):
    """A token of the superuser."""
    return create_token(user=boss, name="script")[1]


def post(body, token=None, **options):
    """POST a body as JSON."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    http = Client(raise_request_exception=False)
    return http.post(ROUTE, json.dumps(body), content_type="application/json", headers=headers, **options)


def get(path, token):
    """GET with a token."""
    return Client(raise_request_exception=False).get(path, headers={"Authorization": f"Bearer {token}"})


def page():
    """The body of a request with a page."""
    url, html = portal_pages(1)[0]
    return {"url": url, "html": html}


def test_a_page_becomes_a_job_whose_result_is_asked_for_later(token):
    answer = post(page(), token)
    assert answer.status_code == 202
    job = answer.json()["job"]
    assert (job["state"], job["portal"], job["requested_by"], job["origin"]) == ("queued", SLUG, "boss", "api")
    assert answer["RateLimit-Limit"] == "50"
    work_off()
    done = get(job["links"]["self"], token).json()["job"]
    assert (done["state"], done["is_underway"]) == ("done", False)
    assert done["mapping"]["portal"] == SLUG
    assert done["trial"]["precision"] == 1.0
    assert done["cost_usd"] == "0"
    assert LogEntry.objects.filter(object_id=job["id"], user__username="boss").count() == 1


def test_captures_become_a_job(token):
    client = make_client()
    for url, html in portal_pages(2):
        import_listing(client_id=client.pk, url=url, html=html)
    ids = [str(found.capture_id) for found in captured_pages(host=HOST, limit=5)]
    assert post({"capture_ids": ids, "use_model": False}, token).status_code == 202
    elsewhere = post({"capture_ids": ids, "url": "https://www.zoopla.co.uk/for-sale/details/1"}, token)
    assert elsewhere.json()["error"]["code"] == "VALIDATION_ERROR"


def test_a_file_of_a_form_is_a_page(token):
    url, html = portal_pages(1)[0]
    form = {"url": url, "html": SimpleUploadedFile("page.html", html.encode())}
    answer = Client().post(ROUTE, form, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "VALIDATION_ERROR"),
        ({"html": "<p>"}, 400, "MISSING_URL"),
        ({"url": "ftp://a.example/", "html": "<p>"}, 400, "INVALID_URL"),
        ({"url": "https://a.example/1", "html": "<p>", "capture_ids": ["x"]}, 400, "VALIDATION_ERROR"),
        ({"capture_ids": []}, 400, "VALIDATION_ERROR"),
        ({"capture_ids": ["00000000-0000-0000-0000-000000000000"]}, 404, "NOT_FOUND"),
        ({"url": "https://a.example/1", "html": "<p>", "use_model": "yes"}, 400, "VALIDATION_ERROR"),
        ({"url": "https://a.example/1", "html": "<p>", "model": True}, 400, "VALIDATION_ERROR"),
        ({"url": "https://a.example/1", "html": "%PDF-1.4"}, 415, "UNSUPPORTED_CONTENT_TYPE"),
        ({"url": "https://a.example/1", "html": "x" * (10 * 1024 * 1024 + 1)}, 413, "PAYLOAD_TOO_LARGE"),
    ],
)
def test_what_cannot_be_a_job_is_refused_as_everywhere(token, body, status, code):
    answer = post(body, token)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["success"] is False
    assert not Proposal.objects.exists()


def test_a_bomb_is_not_inflated(token):
    bomb = gzip.compress(b'{"html": "' + b" " * 40_000_000 + b'"}')
    answer = Client(raise_request_exception=False).post(
        ROUTE, bomb, content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Content-Encoding": "gzip"},
    )  # fmt: skip
    assert answer.status_code == 413


def test_nobody_comes_in_without_a_token_or_a_session(token):
    assert post(page()).status_code == 401
    assert post(page(), "ps_staff_wrong").status_code == 401
    assert post(page(), make_key(make_client())).status_code == 401
    StaffToken.objects.update(revoked_at="2026-01-01T00:00:00Z")
    refused = post(page(), token)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "UNAUTHORIZED")


def test_a_client_of_the_api_is_no_staff_whatever_it_sends(token):
    key = make_key(make_client())
    answer = Client(raise_request_exception=False).post(
        ROUTE, json.dumps(page()), content_type="application/json", headers={"X-Api-Key": key}
    )
    assert answer.status_code == 401


def test_a_session_works_with_its_csrf_token_alone(boss):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(boss)
    refused = browser.post(ROUTE, json.dumps(page()), content_type="application/json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "FORBIDDEN")
    browser.get("/admin/ai-map/")
    csrf = browser.cookies["csrftoken"].value
    answer = browser.post(ROUTE, json.dumps(page()), content_type="application/json", headers={"X-CSRFToken": csrf})
    assert answer.status_code == 202


def test_who_may_only_look_starts_nothing_and_who_is_no_staff_sees_nothing(token):
    job = post(page(), token).json()["job"]
    viewer = staff_browser("view_proposal", name="viewer")
    assert viewer.get(job["links"]["self"]).status_code == 200
    assert viewer.post(ROUTE, json.dumps(page()), content_type="application/json").status_code == 403
    user = get_user_model().objects.create_user("guest", password="a-long-password")
    user.user_permissions.set(Permission.objects.filter(codename="view_proposal"))
    guest = Client(raise_request_exception=False)
    guest.force_login(user)
    assert guest.get(job["links"]["self"]).status_code == 401


def test_a_member_of_staff_has_fifty_requests_a_minute(token, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "staff": 2}
    assert [post({}, token).status_code for _ in range(3)] == [400, 400, 429]
    limited = post({}, token)
    assert limited.json()["error"]["code"] == "RATE_LIMITED"
    assert int(limited["Retry-After"]) > 0


def test_a_job_that_is_not_there_is_not_found(token):
    assert get(f"{ROUTE}/00000000-0000-0000-0000-000000000000", token).status_code == 404
    assert Client(raise_request_exception=False).delete(ROUTE).status_code in (401, 405)
