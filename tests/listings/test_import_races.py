"""Two of the same at once: one listing, one price, one order of events."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from listings.models import Capture, Listing, Scrape
from listings.services.deleting import delete_listing
from listings.services.importing import import_listing
from pricehistory.models import PriceSnapshot
from propscrape.tenancy import client_scope
from tests.factories import make_client
from tests.sample_pages import sample
from webhooks.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6


def all_at_once(work: Callable[[int], object]) -> list[object]:
    """Run work(0), work(1), ... in threads that start together; what each returned or raised."""
    start, results = threading.Barrier(WORKERS), []

    def run(number: int) -> None:
        start.wait()
        try:
            results.append(work(number))
        except Exception as error:  # noqa: BLE001  the test looks at it
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_new_page_sent_many_times_at_once_becomes_one_listing():
    account, (url, html) = make_client(), sample("rightmove")
    results = all_at_once(lambda _: import_listing(client_id=account.pk, url=url, html=html).listing.pk)
    assert len(set(results)) == 1, results
    with client_scope(account.pk):
        assert (Listing.objects.count(), Capture.objects.count(), PriceSnapshot.objects.count()) == (1, 1, 1)
        assert Scrape.objects.filter(state="done").count() == WORKERS
        assert Event.objects.filter(type="listing.created").count() == 1


def test_different_versions_of_a_page_sent_at_once_leave_history_and_events_in_one_order():
    account, (url, html) = make_client(), sample("rightmove")
    versions = [html.replace("£325,000", f"£{300 + number},000") for number in range(WORKERS)]
    results = all_at_once(lambda n: import_listing(client_id=account.pk, url=url, html=versions[n]).listing.pk)
    assert len(set(results)) == 1, results
    with client_scope(account.pk):
        sequence = list(Event.objects.order_by("sequence").values_list("sequence", flat=True))
        standing = Listing.objects.get().price_cents
        newest = PriceSnapshot.objects.order_by("-observed_at").first().price_cents
    assert sequence == list(range(1, len(sequence) + 1))
    assert standing == newest


def test_a_page_sent_again_while_its_listing_is_deleted_becomes_a_new_one():
    account, (url, html) = make_client(), sample("rightmove")
    first, results = import_listing(client_id=account.pk, url=url, html=html).listing, []

    def send_again() -> None:
        try:
            results.append(import_listing(client_id=account.pk, url=url, html=html).listing)
        finally:
            connection.close()

    again = threading.Thread(target=send_again)
    with client_scope(account.pk):
        delete_listing(client_id=account.pk, listing_id=first.pk)
        again.start()
        again.join(0.5)  # it waits for whoever deletes
    again.join()
    with client_scope(account.pk):
        assert [listing.pk for listing in Listing.objects.all()] == [listing.pk for listing in results] != [first.pk]
        assert Scrape.objects.filter(state="done").count() == 2
