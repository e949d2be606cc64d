"""Up to a hundred pages asked for at once, once per Idempotency-Key, and how far they are."""

import threading

import pytest
from django.db import connection

from listings.models import Scrape, ScrapeBatch
from listings.services.batches import queue_batch
from propscrape.tenancy import client_scope
from tests.factories import make_client, make_key
from tests.listings.scrapes.work import PATH, run_due

pytestmark = pytest.mark.django_db(transaction=True)
ROUTE = "/listings/batch"


@pytest.fixture(autouse=True)
def _registered(client_account, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"post_url": 1000}


def urls(portal, count):
    return [portal.url(f"/properties/{number}") for number in range(count)]


def test_a_batch_is_answered_with_its_scrapes_and_says_how_far_it_is(call, portal):
    answer = call("post", ROUTE, {"urls": [portal.url(PATH), portal.url("/none")]})
    assert answer.status_code == 202, answer.json()
    batch = answer.json()["batch"]
    assert (batch["size"], batch["ended"], batch["is_done"], batch["by_state"]) == (2, 0, False, {"queued": 2})
    assert {scrape["batch_id"] for scrape in answer.json()["scrapes"]} == {batch["id"]}
    run_due()
    done = call("get", f"{ROUTE}/{batch['id']}").json()
    assert (done["batch"]["ended"], done["batch"]["is_done"]) == (2, True)
    assert done["batch"]["by_outcome"] == {"ok": 1, "gone": 1}
    assert [scrape["url"] for scrape in done["scrapes"]] == [portal.url(PATH), portal.url("/none")]


def test_the_same_page_twice_is_looked_at_once(call, portal):
    url = portal.url(PATH)
    answer = call("post", ROUTE, {"urls": [url, url, f"{url}?utm_source=x", f"{url}/"]})
    assert answer.json()["batch"]["size"] == 1


def test_a_repeated_key_finds_the_first_batch_and_queues_nothing(call, client_account, portal):
    asked = {"urls": urls(portal, 3)}
    first = call("post", ROUTE, asked, headers={"Idempotency-Key": "k1"}).json()
    again = call("post", ROUTE, asked, headers={"Idempotency-Key": "k1"}).json()
    assert (first["was_repeated"], again["was_repeated"]) == (False, True)
    assert first["batch"]["id"] == again["batch"]["id"]
    with client_scope(client_account.pk):
        assert Scrape.objects.count() == 3


def test_a_key_of_another_request_is_a_conflict(call, portal):
    call("post", ROUTE, {"urls": urls(portal, 1)}, headers={"Idempotency-Key": "k1"})
    answer = call("post", ROUTE, {"urls": urls(portal, 2)}, headers={"Idempotency-Key": "k1"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "CONFLICT")


def test_two_clients_may_use_the_same_key(call, portal):
    mine = call("post", ROUTE, {"urls": urls(portal, 1)}, headers={"Idempotency-Key": "k1"}).json()
    other = make_key(make_client())
    theirs = call("post", ROUTE, {"urls": urls(portal, 1)}, headers={"Idempotency-Key": "k1"}, key=other).json()
    assert mine["batch"]["id"] != theirs["batch"]["id"]
    assert call("get", f"{ROUTE}/{theirs['batch']['id']}").status_code == 404


def test_of_two_requests_with_one_key_at_the_same_time_one_makes_the_batch(client_account, portal):
    start, made, asked = threading.Barrier(4), [], urls(portal, 5)

    def ask():
        start.wait()
        made.append(queue_batch(client_id=client_account.pk, urls=asked, idempotency_key="k1"))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({batch.pk for batch, _ in made}) == 1
    assert [is_ours for _, is_ours in made].count(True) == 1
    with client_scope(client_account.pk):
        assert (ScrapeBatch.objects.count(), Scrape.objects.count()) == (1, 5)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "urls"),
        ({"urls": []}, "urls"),
        ({"urls": "http://www.rightmove.co.uk/1"}, "urls"),
        ({"urls": [1]}, "urls"),
        ({"urls": ["nonsense"]}, "urls"),
        ({"urls": [f"http://www.rightmove.co.uk/{n}" for n in range(101)]}, "urls"),
        ({"urls": ["http://www.rightmove.co.uk/1"], "render": "yes"}, "render"),
        ({"urls": ["http://www.rightmove.co.uk/1"], "wait": 5}, "wait"),
    ],
)
def test_what_is_wrong_with_a_batch_is_named(call, body, field):
    answer = call("post", ROUTE, body)
    assert answer.status_code == 400
    assert field in answer.json()["error"]["details"]["fields"]


def test_pages_of_no_registered_portal_are_named_and_nothing_is_queued(call, client_account, portal):
    answer = call("post", ROUTE, {"urls": [portal.url(PATH), "https://nowhere.example/1", "http://127.0.0.1/"]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "UNSUPPORTED_HOST")
    assert answer.json()["error"]["details"]["urls"] == ["https://nowhere.example/1", "http://127.0.0.1/"]
    with client_scope(client_account.pk):
        assert not Scrape.objects.exists()


@pytest.mark.parametrize("key", ["x" * 256, "with space", "\u00e9"])
def test_a_key_that_is_none_is_refused(call, portal, key):
    answer = call("post", ROUTE, {"urls": urls(portal, 1)}, headers={"Idempotency-Key": key})
    assert answer.status_code == 400


def test_a_key_without_the_right_to_write_makes_no_batch(call, client_account, portal):
    reader = make_key(client_account, scopes=["read"])
    assert call("post", ROUTE, {"urls": urls(portal, 1)}, key=reader).status_code == 403
