"""Pages are looked at on a schedule, and search pages give the listings they lead to."""

import contextlib
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from clients.models import Client
from listings.models import MAX_WATCHES, Listing, Portal, Scrape, Watch
from listings.services.watch_outcomes import MAX_FAILURES
from listings.services.watches import create_watch, queue_due_watches
from listings.tasks import sweep_watches
from propscrape.errors import LimitReached, RateLimited
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client, make_key
from tests.listings.scrapes.work import PATH, RIGHTMOVE, events_of, let_pass, run_due
from tests.portal_server import HTML
from webhooks.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
ROUTE = "/watches"


@pytest.fixture(autouse=True)
def _registered(client_account, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"watches": 1000}


def watch(account, portal, path=PATH, **values):
    return create_watch(
        client_id=account.pk, url=portal.url(path), **{"kind": Watch.Kind.LISTING, "cadence": "daily"} | values
    )


def reread(watch):
    with client_scope(watch.client_id):
        return Watch.objects.get(pk=watch.pk)


def looks(watch):
    with client_scope(watch.client_id):
        return Scrape.objects.filter(watch=watch).count()


def test_a_new_watch_looks_at_once_and_again_when_its_time_has_come(client_account, portal):
    made = watch(client_account, portal)
    assert run_due() == 1
    assert reread(made).last_outcome == "ok"
    assert queue_due_watches(limit=9) == 0
    let_pass(hours=27)
    assert sweep_watches() == 1
    run_due()
    assert (looks(made), reread(made).last_outcome) == (2, "unchanged")


@pytest.mark.parametrize(("cadence", "hours"), [("hourly", 1), ("daily", 24), ("weekly", 168)])
def test_a_cadence_is_kept_within_a_tenth(client_account, portal, cadence, hours):
    due = watch(client_account, portal, cadence=cadence).next_due_at - timezone.now()
    assert timedelta(hours=0.89 * hours) < due <= timedelta(hours=1.1 * hours)


def test_a_look_that_has_not_ended_is_not_asked_for_twice(client_account, portal):
    made = watch(client_account, portal)
    let_pass(hours=27)
    assert queue_due_watches(limit=9) == 1
    assert looks(made) == 1


def test_of_two_beats_one_queues_the_look(client_account, portal):
    made = watch(client_account, portal)
    run_due()
    let_pass(hours=27)
    start = threading.Barrier(3)

    def sweep():
        start.wait()
        sweep_watches()
        connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert looks(made) == 2


def test_a_portal_that_is_switched_off_is_not_looked_at(client_account, portal):
    made = watch(client_account, portal)
    run_due()
    Portal.objects.filter(pk=RIGHTMOVE).update(is_enabled=False)
    let_pass(hours=27)
    queue_due_watches(limit=9)
    assert looks(made) == 1


def test_failures_in_a_row_pause_it_and_say_so(client_account, portal):
    portal.routes["/x"] = (200, HTML, b"<html><title>About us</title><h1>About us</h1></html>")
    made = watch(client_account, portal, "/x")
    for _ in range(MAX_FAILURES):
        run_due()
        let_pass(hours=27)
        queue_due_watches(limit=9)
    paused = reread(made)
    assert (paused.state, paused.paused_reason, paused.failures) == ("paused", "failing", MAX_FAILURES)
    assert looks(made) == MAX_FAILURES
    with client_scope(client_account.pk):
        told = Event.objects.get(type="watch.paused")
    assert (told.data["watch_id"], told.data["reason"]) == (str(made.pk), "failing")


def test_a_good_look_forgets_the_failures_before_it(client_account, portal):
    portal.routes["/x"] = (404, HTML, b"")
    made = watch(client_account, portal, "/x")
    run_due()
    assert reread(made).failures == 1
    portal.routes["/x"] = portal.routes[PATH]
    let_pass(hours=27)
    queue_due_watches(limit=9)
    run_due()
    assert reread(made).failures == 0


def test_a_listing_that_is_gone_ends_its_watch(client_account, portal):
    made = watch(client_account, portal)
    run_due()
    portal.routes[PATH] = (410, HTML, b"")
    for _ in range(2):
        let_pass(hours=27)
        with staff_scope():
            Listing.objects.filter(gone_seen_at__isnull=False).update(gone_seen_at=timezone.now() - timedelta(days=1))
        queue_due_watches(limit=9)
        run_due()
    assert (reread(made).state, reread(made).paused_reason) == ("paused", "gone")
    assert "listing.gone" in events_of(client_account)


def test_an_hourly_watch_learns_that_its_listing_is_gone(client_account, portal):
    made = watch(client_account, portal, cadence="hourly")
    run_due()
    portal.routes[PATH] = (404, HTML, b"")
    for _ in range(22):
        let_pass(minutes=70)
        with staff_scope():
            for listing in Listing.objects.filter(gone_seen_at__isnull=False):
                listing.gone_seen_at = (listing.gone_seen_at or timezone.now()) - timedelta(minutes=70)
                listing.save(update_fields=["gone_seen_at"])
        queue_due_watches(limit=9)
        run_due()
    assert (reread(made).state, reread(made).paused_reason) == ("paused", "gone")
    assert events_of(client_account).count("listing.gone") == 1


def test_a_client_that_is_inactive_has_nothing_looked_at(client_account, portal):
    made = watch(client_account, portal)
    run_due()
    with staff_scope():
        Client.objects.filter(pk=client_account.pk).update(is_active=False)
    let_pass(hours=27)
    assert queue_due_watches(limit=9) == 0
    assert looks(made) == 1


def test_pausing_and_resuming_in_turn_gives_no_more_looks(call, client_account, portal):
    made = call("post", ROUTE, {"url": portal.url(PATH)}).json()["watch"]
    run_due()
    for _ in range(3):
        for state in ("paused", "active"):
            call("patch", f"{ROUTE}/{made['id']}", {"state": state}, content_type="application/json")
        assert queue_due_watches(limit=9) == 0
    let_pass(minutes=11)
    assert queue_due_watches(limit=9) == 1


def test_what_staff_paused_a_client_does_not_take_up_again(call, client_account, portal):
    made = watch(client_account, portal)
    with client_scope(client_account.pk):
        Watch.objects.update(state="paused", paused_reason="staff")
    answer = call("patch", f"{ROUTE}/{made.pk}", {"state": "active"}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "CONFLICT")


def test_a_watch_that_was_deleted_says_nothing_more(client_account, portal):
    made = watch(client_account, portal, "/none")
    with client_scope(client_account.pk):
        Watch.objects.update(deleted_at=timezone.now(), slot=None, failures=MAX_FAILURES)
    run_due()
    assert "watch.paused" not in events_of(client_account)
    assert reread(made).state == "active"


def test_a_page_is_watched_once_per_client(call, client_account, portal):
    asked = {"url": portal.url(PATH)}
    assert call("post", ROUTE, asked).status_code == 201
    again = call("post", ROUTE, asked | {"url": portal.url(f"{PATH}/?utm_source=x")})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "CONFLICT")
    assert call("post", ROUTE, asked, key=make_key(make_client())).status_code == 201


def test_a_watch_may_be_made_again_after_it_was_deleted(call, portal):
    made = call("post", ROUTE, {"url": portal.url(PATH)}).json()["watch"]
    assert call("delete", f"{ROUTE}/{made['id']}").json()["deleted"] == made["id"]
    assert call("get", ROUTE).json()["watches"] == []
    assert call("get", f"{ROUTE}/{made['id']}").status_code == 404
    assert call("post", ROUTE, {"url": portal.url(PATH)}).status_code == 201


def test_there_are_fifty_watches_at_most_also_when_they_are_asked_for_at_once(client_account, portal):
    for number in range(MAX_WATCHES - 1):
        watch(client_account, portal, f"/properties/{number}")
    start, refused = threading.Barrier(4), []

    def ask(number):
        start.wait()
        try:
            watch(client_account, portal, f"/properties/{100 + number}")
        except LimitReached:
            refused.append(number)
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    with client_scope(client_account.pk):
        assert Watch.objects.standing().count() == MAX_WATCHES


def test_a_watch_is_paused_changed_and_taken_up_again(call, client_account, portal):
    made = call("post", ROUTE, {"url": portal.url(PATH)}).json()["watch"]
    assert (made["cadence"], made["state"], made["kind"]) == ("daily", "active", "listing")
    run_due()
    paused = call("patch", f"{ROUTE}/{made['id']}", {"state": "paused"}, content_type="application/json").json()[
        "watch"
    ]
    assert (paused["state"], paused["paused_reason"], paused["next_due_at"]) == ("paused", "client", None)
    let_pass(hours=27)
    assert queue_due_watches(limit=9) == 0
    changed = {"state": "active", "cadence": "hourly"}
    let_pass(minutes=11)
    active = call("patch", f"{ROUTE}/{made['id']}", changed, content_type="application/json").json()["watch"]
    assert (active["state"], active["cadence"], active["paused_reason"]) == ("active", "hourly", None)
    assert queue_due_watches(limit=9) == 1


def test_without_a_cadence_a_watch_has_the_clients(call, client_account, portal):
    with staff_scope():
        Client.objects.filter(pk=client_account.pk).update(watch_cadence="weekly")
    assert call("post", ROUTE, {"url": portal.url(PATH)}).json()["watch"]["cadence"] == "weekly"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": "nonsense"}, "url"),
        ({"url": "http://www.rightmove.co.uk/1", "cadence": "yearly"}, "cadence"),
        ({"url": "http://www.rightmove.co.uk/1", "kind": "spy"}, "kind"),
        ({"url": "http://www.rightmove.co.uk/1", "every": "day"}, "every"),
    ],
)
def test_what_is_wrong_with_a_watch_is_named(call, body, field):
    answer = call("post", ROUTE, body)
    assert answer.status_code == 400
    assert field in str(answer.json()["error"]) or answer.json()["error"]["code"] == "MISSING_URL"


def test_pages_of_no_registered_portal_cannot_be_watched(call):
    answer = call("post", ROUTE, {"url": "http://169.254.169.254/latest"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "UNSUPPORTED_HOST")


def test_another_clients_watch_is_not_found(call, portal):
    theirs = watch(make_client(), portal)
    for method in ("get", "delete"):
        assert call(method, f"{ROUTE}/{theirs.pk}").status_code == 404
    patched = call("patch", f"{ROUTE}/{theirs.pk}", {"state": "paused"}, content_type="application/json")
    assert patched.status_code == 404


def test_five_new_scouts_an_hour_are_enough_also_when_they_are_asked_for_at_once(client_account, portal):
    start, made = threading.Barrier(8), []

    def ask(number):
        start.wait()
        with contextlib.suppress(RateLimited):
            made.append(watch(client_account, portal, f"/find?page={number}", kind=Watch.Kind.SEARCH))
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 5


def test_five_new_scouts_an_hour_are_enough(call, portal):
    for number in range(5):
        asked = {"url": portal.url(f"/find?page={number}"), "kind": "search"}
        assert call("post", ROUTE, asked).status_code == 201
    refused = call("post", ROUTE, {"url": portal.url("/find?page=9"), "kind": "search"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "RATE_LIMITED")
    assert refused["Retry-After"] == "3600"
    assert call("post", ROUTE, {"url": portal.url(PATH)}).status_code == 201
