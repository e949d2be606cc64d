"""manage.py contract_tests, and the same by beat: golden pages weekly, live ones when asked."""

import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from listings.mapping_tasks import check_contracts
from listings.models import GoldenPage, Listing, Portal, PortalHealth, Watch
from listings.services.correcting import correct_field
from listings.services.golden_pages import correct_expected, pin_golden_page
from listings.services.health.quarantine import BROKEN_PORTALS
from listings.services.health.reading import summary_of_week
from listings.services.importing import import_listing
from listings.services.live_contracts import GOOD, run_live_contracts
from listings.services.mapping_versions import activate
from listings.services.portals import sync_portals
from listings.services.watches import create_watch
from propscrape.tenancy import staff_scope
from tests.factories import make_client
from tests.listings.mappings.versions import HTML, PORTAL, URL, draft
from tests.listings.scrapes.work import run_due
from tests.portal_server import HTML as AS_HTML
from tests.portal_server import names_lead_to, serving

PATH = "/properties/1001"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def golden():
    activate(version_id=draft().pk, by="ann")
    imported = import_listing(client_id=make_client().pk, url=URL, html=HTML)
    capture_id = imported.scrape.capture_id
    assert capture_id is not None
    return pin_golden_page(capture_id=capture_id, by="ann")


def printed(*arguments):
    """What the command prints, and its exit code."""
    out = StringIO()
    try:
        call_command("contract_tests", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue() + str(error), error.returncode
    return out.getvalue(), 0


def test_golden_pages_that_are_read_as_expected_exit_with_0(golden):
    said, code = printed()
    assert code == 0
    assert re.search(rf"^{PORTAL} +v1 +1 +\d+ +0 +kept$", said, re.MULTILINE)


def test_what_is_misread_is_named_with_what_was_expected_and_found(golden):
    correct_expected(golden_page_id=golden.pk, field="price_float", value=1, by="ann")
    said, code = printed("--portal", PORTAL)
    assert code == 1
    assert f"{URL}  price_float: expected 1, found 250000.0" in said
    assert "broken" in said


def test_without_golden_pages_there_is_nothing_to_break():
    sync_portals()
    said, code = printed()
    assert (code, "No golden page is pinned." in said) == (0, True)


@pytest.mark.parametrize("arguments", [("--portal", "zz_nowhere"), ("--live", "--timeout", "0")])
def test_unusable_arguments_exit_with_2(arguments):
    sync_portals()
    assert printed(*arguments)[1] == 2


def test_golden_pages_are_read_again_after_a_week_and_not_before(golden):
    assert check_contracts() == 0
    correct_expected(golden_page_id=golden.pk, field="price_float", value=1, by="ann")
    assert check_contracts() == 1, "what was put right is read at the next hour"
    assert check_contracts() == 0, "read within the week"
    GoldenPage.objects.update(checked_at=timezone.now() - timedelta(days=8))
    assert check_contracts() == 1


def test_staff_are_told_of_golden_pages_that_are_misread_and_at_the_end_of_the_week_again(golden, settings):
    settings.STAFF_ALERT_EMAILS, settings.EMAIL_HOST = ["ann@example.com"], "mail.example"
    assert "Golden pages misread: none." in summary_of_week()[1]
    assert check_contracts() == 0
    assert "Golden pages misread: none." in summary_of_week()[1]
    correct_expected(golden_page_id=golden.pk, field="price_float", value=1, by="ann")
    check_contracts()
    (message,) = mail.outbox
    assert message.subject == f"Golden pages misread: {PORTAL}"
    assert "price_float: expected 1, found 250000.0" in message.body
    assert f"Golden pages misread: {PORTAL} (1)." in summary_of_week()[1]


def test_a_portal_whose_golden_pages_cannot_be_read_keeps_none_of_the_others(golden, monkeypatch):
    correct_expected(golden_page_id=golden.pk, field="price_float", value=1, by="ann")
    other = Portal.objects.exclude(pk=PORTAL).order_by("pk").first()
    values = {"url": URL, "content_hash": b"x" * 32, "html_zstd": b"not zstd", "html_bytes": 8, "pinned_by": "ann"}
    GoldenPage.objects.create(portal_id=other.pk, **values)
    with pytest.raises(ExceptionGroup):
        check_contracts()
    assert GoldenPage.objects.get(pk=golden.pk).misread == ["price_float"]


@pytest.fixture
def watched(monkeypatch, settings):
    """A watched listing on a portal server of ours."""
    names_lead_to(monkeypatch, {"www.rightmove.co.uk": ["127.0.0.1"]})
    settings.FETCH_ALLOWED_ADDRESSES = ["www.rightmove.co.uk"]
    activate(version_id=draft().pk, by="ann")
    Portal.objects.update(min_delay_s=0)
    with serving({PATH: (200, AS_HTML, HTML.encode())}) as server:
        create_watch(client_id=make_client().pk, url=server.url(PATH), kind=Watch.Kind.LISTING)
        yield server


def while_a_worker_runs(act):
    """`act` while a worker fetches what is due."""
    stop = threading.Event()

    def work():
        while not stop.is_set():
            run_due()
            stop.wait(0.1)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        return act()
    finally:
        stop.set()
        worker.join()


def test_live_a_watched_listing_is_fetched_by_the_workers_and_judged(watched):
    said, code = while_a_worker_runs(lambda: printed("--live", "--timeout", "20"))
    assert code == 0, said
    assert "uk_rightmove" in said
    assert "kept" in said


def test_live_a_listing_without_a_critical_field_breaks_the_contract(watched):
    watched.routes[PATH] = (200, AS_HTML, HTML.replace("£250,000", "").replace("£240,000", "").encode())
    (result,) = while_a_worker_runs(lambda: run_live_contracts(timeout_s=20))
    assert (result.ok, result.outcome in GOOD, result.missing) == (False, True, ("price_float", "currency"))


def test_live_what_staff_filled_in_does_not_hide_what_the_scraper_misses(watched):
    watched.routes[PATH] = (200, AS_HTML, HTML.replace("£250,000", "").replace("£240,000", "").encode())
    while_a_worker_runs(lambda: run_live_contracts(timeout_s=20))
    with staff_scope():
        listing = Listing.objects.get()
    for field, value in (("price_float", 250_000), ("currency", "GBP")):
        of_listing = {"client_id": listing.client_id, "listing_id": listing.pk}
        correct_field(**of_listing, field=field, value=value, made_by="ann", reason="asked the agent")
    watched.routes[PATH] = (200, AS_HTML, HTML.replace("£250,000", "").replace("£240,000", " ").encode())
    (result,) = while_a_worker_runs(lambda: run_live_contracts(timeout_s=20))
    assert result.missing == ("price_float", "currency")


def test_live_a_portal_in_quarantine_breaks_the_contract_though_its_stored_listing_is_whole(watched):
    while_a_worker_runs(lambda: run_live_contracts(timeout_s=20))
    with staff_scope():
        PortalHealth.objects.create(portal_id=PORTAL, state="broken", quarantined_since=timezone.now())
    BROKEN_PORTALS.forget()
    watched.routes[PATH] = (200, AS_HTML, HTML.replace("£250,000", "").replace("£240,000", "").encode())
    (result,) = while_a_worker_runs(lambda: run_live_contracts(timeout_s=20))
    BROKEN_PORTALS.forget()
    assert (result.ok, result.outcome) == (False, "held back")


def test_live_a_page_that_is_gone_breaks_the_contract(watched):
    watched.routes.clear()
    (result,) = while_a_worker_runs(lambda: run_live_contracts(timeout_s=20))
    assert (result.ok, result.outcome) == (False, "gone")


def test_live_what_no_worker_takes_in_time_is_broken_and_not_waited_for(watched):
    said, code = printed("--live", "--timeout", "1")
    assert code == 1
    assert "not fetched in time" in said
