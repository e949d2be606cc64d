"""A URL alone is queued, fetched by a worker from a registered portal, and imported."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from clients.models import Client
from listings.models import Listing, Portal, PortalState, Scrape
from listings.services.claiming import MAX_CRASHES, claim_scrape, recover_lost_scrapes
from listings.services.importing import LeaseLost, import_listing
from listings.services.news import news_of_failure
from listings.services.scrape_endings import MAX_ATTEMPTS, bury_spent_scrapes
from listings.services.scrape_gauges import has_waiting
from listings.services.scraping import run_scrape
from listings.tasks import fetch_next, sweep_scrapes
from pricehistory.models import PriceSnapshot
from propscrape.errors import UnsupportedHost
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client
from tests.listings.scrapes.work import PAGE, PATH, claim, come_due, let_pass, queue, reload, run_due, state_of
from tests.portal_server import HTML, gzipped, slow
from webhooks.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
MB = 1024 * 1024


def test_a_queued_page_is_fetched_and_becomes_a_listing(client_account, portal):
    scrape = queue(client_account, portal.url(PATH))
    assert scrape.state == "queued"
    run_due()
    scrape = reload(scrape)
    assert (scrape.state, scrape.outcome, scrape.attempts, scrape.http_status) == ("done", "ok", 1, 200)
    assert scrape.listing.price_cents == 32500000
    assert scrape.total_ms > scrape.fetch_ms > 0
    assert scrape.lease_token is None
    *_, (_, headers) = portal.requests
    assert headers["User-Agent"].startswith("propscrape/")


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        ((404, HTML, b"gone"), "gone", "LISTING_GONE"),
        ((410, HTML, b"gone"), "gone", "LISTING_GONE"),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF"), "not_a_listing", "NOT_A_LISTING"),
        (
            (403, HTML, b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"),
            "blocked",
            "PAGE_BLOCKED",
        ),
        ((200, HTML, b"<html><title>x</title></html>"), None, None),
    ],
    ids=["404", "410", "PDF", "bot wall", "empty"],
)
def test_pages_without_a_listing_end_their_scrape(client_account, portal, answer, outcome, code):
    portal.routes["/x"] = answer
    scrape = queue(client_account, portal.url("/x"))
    run_due()
    scrape = reload(scrape)
    assert (scrape.state, scrape.listing, scrape.attempts) == ("done", None, 1)
    if outcome:
        assert (scrape.outcome, scrape.error_code) == (outcome, code)
    with client_scope(client_account.pk):
        assert Event.objects.get().type == "extraction.failed"


@pytest.mark.parametrize(
    "answer",
    [
        (302, {"Location": "http://www.zoopla.co.uk/"}, b""),
        (302, {"Location": "http://127.0.0.1/"}, b""),
        (302, {"Location": "http://archive.example/http://www.rightmove.co.uk/"}, b""),
        (302, {"Location": "file:///etc/passwd"}, b""),
        (302, {"Location": "/x"}, b""),
        (302, {"Location": "http://a..rightmove.co.uk/1"}, b""),
        (302, {"Location": "/" + "a" * 2048}, b""),
        (302, {"Location": "http://["}, b""),
        (302, {"Location": "//[x"}, b""),
        gzipped(b"x" * (11 * MB)),
    ],
    ids=[
        "leaves the portal",
        "leads inside",
        "names the portal",
        "file",
        "loop",
        "empty label",
        "too long",
        "broken redirect",
        "broken host",
        "too large",
    ],
)
def test_what_we_do_not_take_is_refused_at_once(client_account, portal, answer):
    portal.routes["/x"] = answer
    scrape = queue(client_account, portal.url("/x"))
    run_due()
    ended = reload(scrape)
    assert (ended.state, ended.outcome, ended.error_code, ended.attempts) == ("done", "refused", "FETCH_FAILED", 1)
    assert state_of().failures == 0


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((500, HTML, b"oops"), "FETCH_FAILED"),
        ((302, {}, b""), "FETCH_FAILED"),
        ((304, {}, b""), "FETCH_FAILED"),
        (slow(1.5, (200, HTML, b"late")), "FETCH_TIMEOUT"),
        ((200, HTML | {"X-Drip": "0.2"}, b"<p>a byte at a time</p>"), "FETCH_TIMEOUT"),
    ],
    ids=["500", "redirect to nowhere", "not modified", "too slow", "drips"],
)
def test_failed_fetches_are_tried_again_later_and_at_last_die(client_account, portal, settings, answer, code):
    settings.FETCH_TIMEOUT_S, settings.BREAKER_FAILURES = 0.5, 100
    portal.routes["/x"] = answer
    scrape = queue(client_account, portal.url("/x"))
    run_due()
    first = reload(scrape)
    assert (first.state, first.error_code, first.attempts) == ("failed", code, 1)
    assert timedelta(seconds=20) < first.next_attempt_at - timezone.now() < timedelta(seconds=40)
    for _ in range(MAX_ATTEMPTS - 1):
        come_due(scrape)
        run_due()
    last = reload(scrape)
    assert (last.state, last.error_code, last.attempts) == ("dead", code, MAX_ATTEMPTS)
    assert last.outcome == ("timeout" if code == "FETCH_TIMEOUT" else "failed")
    with client_scope(client_account.pk):
        assert Event.objects.get().data["error"]["code"] == code


def test_a_portal_switched_off_meanwhile_is_not_fetched(client_account, portal):
    scrape = queue(client_account, portal.url(PATH))
    Portal.objects.filter(slug="uk_rightmove").update(is_enabled=False)
    run_due()
    assert portal.requests == []
    assert (reload(scrape).state, reload(scrape).outcome) == ("done", "refused")


def test_a_scrape_of_a_client_that_was_switched_off_meanwhile_is_not_fetched(client_account, portal):
    scrape = queue(client_account, portal.url(PATH))
    with staff_scope():
        Client.objects.filter(pk=client_account.pk).update(is_active=False)
    run_due()
    assert portal.requests == []
    ended = reload(scrape)
    assert (ended.state, ended.outcome, ended.error_code) == ("done", "refused", "FORBIDDEN")


def test_a_fault_of_our_own_is_noted_and_raised_and_tried_again(client_account, portal, monkeypatch):
    scrape = queue(client_account, portal.url(PATH))
    monkeypatch.setattr("listings.services.scraping.fetch_page", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run_due()
    assert (reload(scrape).state, reload(scrape).error_code) == ("failed", "INTERNAL")


def test_links_of_a_redirected_page_are_relative_to_where_it_was_found(client_account, portal):
    page = PAGE.replace(b"https://images.example/900000101/front.jpeg", b"front.jpeg")
    portal.routes |= {"/old": (301, {"Location": "/new/home"}, b""), "/new/home": (200, HTML, page)}
    scrape = queue(client_account, portal.url("/old"))
    run_due()
    assert portal.url("/new/front.jpeg") in {image["url"] for image in reload(scrape).listing.image_urls}


@pytest.mark.parametrize(
    ("status", "location", "outcome", "is_elsewhere"),
    [
        (301, PATH, "moved", True),
        (308, PATH, "moved", True),
        (302, PATH, "ok", True),
        (301, f"{PATH}/?utm_source=mail", "ok", False),
    ],
)
def test_a_redirect_within_the_portal_is_followed_and_told(
    client_account, portal, status, location, outcome, is_elsewhere
):
    portal.routes |= {location: portal.routes[PATH]}
    old = "/old" if is_elsewhere else PATH
    portal.routes[old] = (status, {"Location": location}, b"")
    scrape = queue(client_account, portal.url(old))
    run_due()
    ended = reload(scrape)
    assert ended.outcome == outcome
    assert ended.found_at == (portal.url(location) if is_elsewhere else None)
    assert ended.listing.price_cents == 32500000


@pytest.mark.parametrize(
    "url",
    [
        "https://nowhere.example/1",
        "http://127.0.0.1/",
        "https://rightmove.co.uk.evil.example/",
        "https://evil.example/https://www.rightmove.co.uk/properties/1",
        "https://evil.example/?of=://www.rightmove.co.uk/properties/1",
    ],
)
def test_only_registered_portals_are_fetched(client_account, url):
    with pytest.raises(UnsupportedHost):
        queue(client_account, url)


def test_a_portal_that_staff_switched_off_is_not_fetched(client_account, portal):
    Portal.objects.filter(slug="uk_rightmove").update(is_enabled=False)
    with pytest.raises(UnsupportedHost):
        queue(client_account, portal.url(PATH))


def test_of_two_workers_one_gets_the_scrape(client_account, portal):
    Portal.objects.update(max_concurrency=100)
    scrapes = [queue(client_account, portal.url(PATH)) for _ in range(6)]
    start, claimed = threading.Barrier(3), []

    def work():
        start.wait()
        for _ in range(2):
            if scrape := claim_scrape():
                claimed.append(scrape.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert claimed
    assert len(claimed) == len(set(claimed))
    assert set(claimed) <= {scrape.pk for scrape in scrapes}


def test_a_running_scrape_is_left_alone_until_its_lease_is_over(client_account, portal):
    queue(client_account, portal.url(PATH))
    held = claim_scrape()
    assert recover_lost_scrapes(limit=9) == 0
    assert claim_scrape() is None
    let_pass(seconds=151)
    assert recover_lost_scrapes(limit=9) == 1
    again = claim_scrape()
    assert (held.pk, held.attempts, held.crashes) == (again.pk, 1, 0)
    assert (again.attempts, again.crashes) == (2, 1)


def test_a_worker_that_lost_its_lease_stores_nothing(client_account, portal):
    url = portal.url(PATH)
    queue(client_account, url)
    slow_worker = claim()
    let_pass(seconds=151)
    recover_lost_scrapes(limit=9)
    assert run_due() == 1
    with pytest.raises(LeaseLost):
        import_listing(client_id=client_account.pk, url=url, html=PAGE, scrape=slow_worker)
    run_scrape(slow_worker)  # the same by way of a worker: noted, not raised
    with client_scope(client_account.pk):
        assert (Listing.objects.count(), PriceSnapshot.objects.count(), Event.objects.count()) == (1, 1, 2)
        assert Scrape.objects.get().attempts == 2


def test_a_page_that_kills_its_worker_each_time_dies_after_three(client_account, portal):
    scrape = queue(client_account, portal.url(PATH))
    for _ in range(MAX_CRASHES):
        assert claim_scrape()
        let_pass(seconds=151)
        assert recover_lost_scrapes(limit=9) == 1
    assert claim_scrape() is None
    assert recover_lost_scrapes(limit=9) == 0
    assert bury_spent_scrapes(limit=10) == 1
    dead = reload(scrape)
    assert (dead.state, dead.outcome, dead.crashes) == ("dead", "failed", MAX_CRASHES)
    with client_scope(client_account.pk):
        assert Event.objects.get().type == "extraction.failed"
    assert bury_spent_scrapes(limit=10) == 0


def test_what_cannot_be_buried_keeps_no_other_from_it(client_account, portal, monkeypatch):
    scrapes = [queue(client_account, portal.url(f"/properties/{number}")) for number in (1, 2, 3)]
    let_pass(hours=25)
    PortalState.objects.filter(pk="uk_rightmove").update(rest_until=timezone.now() + timedelta(minutes=1))

    def news(scrape):
        return 1 / 0 if scrape.pk == scrapes[1].pk else news_of_failure(scrape)

    monkeypatch.setattr("listings.services.scrape_endings.news_of_failure", news)
    with pytest.raises(ExceptionGroup) as failed:
        bury_spent_scrapes(limit=10)
    assert [type(error) for error in failed.value.exceptions] == [ZeroDivisionError]
    assert [reload(scrape).state for scrape in scrapes] == ["dead", "queued", "dead"]


def test_the_task_runs_its_scrape_and_is_safe_to_run_twice(client_account, portal):
    scrape = queue(client_account, portal.url(PATH))
    assert fetch_next() is True
    assert fetch_next() is False
    assert (reload(scrape).outcome, portal.pages_asked_for) == ("ok", [PATH])


def test_the_sweep_finds_what_was_never_announced(client_account, portal):
    queue(client_account, portal.url(PATH))
    assert has_waiting() == [False]
    assert sweep_scrapes() is True
    run_due()
    assert sweep_scrapes() is False


def test_what_waits_for_its_portal_for_a_day_is_given_up(client_account, portal):
    scrape = queue(client_account, portal.url(PATH))
    let_pass(hours=25)
    PortalState.objects.filter(pk="uk_rightmove").update(rest_until=timezone.now() + timedelta(minutes=1))
    sweep_scrapes()
    assert (reload(scrape).state, reload(scrape).error_code) == ("dead", "UNAVAILABLE")


def test_a_url_alone_answers_202_with_the_scrape_when_it_takes_longer_than_wait(call, portal):
    answer = call("post", "/listings", {"url": portal.url(PATH), "wait": 0})
    assert answer.status_code == 202
    scrape = answer.json()["scrape"]
    assert (scrape["state"], scrape["outcome"], scrape["error"]) == ("queued", None, None)
    assert call("get", f"/scrapes/{scrape['id']}").json()["scrape"]["state"] == "queued"
    run_due()
    done = call("get", f"/scrapes/{scrape['id']}").json()["scrape"]
    assert (done["state"], done["outcome"]) == ("done", "ok")


def test_a_url_alone_answers_with_the_listing_when_a_worker_is_quick(call, portal):
    threading.Timer(0.3, _work_once).start()
    answer = call("post", "/listings", {"url": portal.url(PATH), "wait": 10})
    assert answer.status_code == 200, answer.json()
    assert answer.json()["listings"][0]["price_float"] == 325000
    assert answer.json()["scrape"]["outcome"] == "ok"


def test_a_url_alone_of_a_page_that_is_gone_answers_as_the_contract_says(call, portal):
    threading.Timer(0.3, _work_once).start()
    answer = call("post", "/listings", {"url": portal.url("/none"), "wait": 10})
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "LISTING_GONE")


def _work_once():
    run_due()
    connection.close()


def test_another_clients_scrape_is_not_found(call, client_account, portal):
    scrape = queue(make_client(), portal.url(PATH))
    assert call("get", f"/scrapes/{scrape.pk}").status_code == 404
