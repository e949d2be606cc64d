"""The captured pages of a host: the latest of each address, whoever they were captured for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from listings.models import Scrape
from listings.services.captured_pages import capture_html, captured_pages, captures_by_id
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from propscrape.tenancy import staff_scope
from tests.factories import make_client
from tests.sample_pages import sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported():
    """Two pages of a registered portal and one of a host that nobody registered, of two clients."""
    sync_portals()
    url, html = sample("rightmove")
    for client, number in ((make_client(), 1), (make_client(), 2)):
        import_listing(client_id=client.pk, url=f"{url}{number}", html=html)
    import_listing(client_id=client.pk, url="https://www.nobodys.example/homes/1", html=f"{html}<!-- elsewhere -->")
    return url


def test_the_latest_pages_of_a_portal_come_first_and_each_address_once(imported):
    client = make_client()
    _, html = sample("rightmove")
    import_listing(client_id=client.pk, url=f"{imported}1", html=f"{html}<!-- newer -->")
    pages = captured_pages(host="rightmove.co.uk", limit=10)
    assert [page.url for page in pages] == [f"{imported}1", f"{imported}2"]
    assert "newer" in capture_html(pages[0].capture_id).decode()
    assert captures_by_id([page.capture_id for page in pages]) == {page.capture_id: page for page in pages}


def test_pages_of_a_host_that_nobody_registered_are_found_by_its_name(imported):
    assert [page.url for page in captured_pages(host="nobodys.example", limit=10)] == [
        "https://www.nobodys.example/homes/1"
    ]
    assert captured_pages(host="nobodys.exampl", limit=10) == []


def test_pages_of_before_and_after_a_moment(imported):
    now = timezone.now()
    with staff_scope():
        Scrape.objects.filter(url=f"{imported}1").update(created_at=now - timedelta(days=3))
    day_ago = now - timedelta(days=1)
    assert [page.url for page in captured_pages(host="rightmove.co.uk", limit=9, before=day_ago)] == [f"{imported}1"]
    assert [page.url for page in captured_pages(host="rightmove.co.uk", limit=9, after=day_ago)] == [f"{imported}2"]
    assert len(captured_pages(host="rightmove.co.uk", limit=9, read_well=True)) == 2


def test_a_capture_that_is_gone_is_left_out(imported):
    page = captured_pages(host="rightmove.co.uk", limit=1)[0]
    with staff_scope():
        Scrape.objects.all().update(capture=None)
        connection.cursor().execute("DELETE FROM listings_capture")
    assert capture_html(page.capture_id) is None
    assert captures_by_id([page.capture_id]) == {}


def test_looking_for_pages_is_one_query(imported):
    with CaptureQueriesContext(connection) as queries:
        captured_pages(host="rightmove.co.uk", limit=10)
    assert sum(query["sql"].startswith("SELECT ") and "listings_scrape" in query["sql"] for query in queries) == 1
