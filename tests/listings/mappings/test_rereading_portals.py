"""After another version was made active, a portal's captures are read again by workers, who go on where one stopped."""

import pytest
from django.utils import timezone

from listings import mapping_tasks
from listings.errors import MappingMoved
from listings.models import Listing, PortalRereading
from listings.services import portal_rereading
from listings.services.correcting_history import correct_listing
from listings.services.deleting import delete_listing
from listings.services.importing import import_listing
from listings.services.mapping_versions import activate
from listings.services.portal_rereading import (
    MAX_ATTEMPTS,
    RereadingLost,
    claim_rereading,
    reextract_portal,
    rereadings_of,
    run_rereading,
    stop_rereading,
)
from listings.services.portals import sync_portals
from pricehistory.services.history import snapshots_of
from propscrape.errors import UnsupportedHost
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client
from tests.listings.mappings.versions import HTML, PORTAL, URL, draft
from webhooks.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
State = PortalRereading.State


@pytest.fixture
def misread():
    """Three listings of two clients whose prices v1 misread; v2 reads them right and is active."""
    activate(version_id=draft("#other").pk, by="ann")
    one, other = make_client(), make_client()
    listings = [imported(one, 1), imported(one, 2), imported(other, 1)]
    import_listing(client_id=one.pk, url="https://www.zoopla.co.uk/for-sale/details/1/", html=HTML)
    activate(version_id=draft().pk, by="ann")
    return sorted(listings, key=lambda listing: listing.pk)


def imported(account, number):
    url = URL.replace("1001", str(number))
    return import_listing(client_id=account.pk, url=url, html=HTML.replace("1001", str(number))).listing


def prices(listings):
    with staff_scope():
        return [Listing.objects.get(pk=listing.pk).price_cents for listing in listings]


def again():
    reextract_portal(portal=PORTAL, by="ann")
    return claimed()


def claimed():
    rereading = claim_rereading()
    assert rereading is not None
    return rereading


def reloaded(rereading):
    return PortalRereading.objects.get(pk=rereading.pk)


def come_due():
    PortalRereading.objects.update(next_attempt_at=timezone.now())


def test_every_listing_of_the_portal_is_put_right_with_its_history_and_its_client_told(misread):
    rereading = again()
    run_rereading(rereading)
    assert prices(misread) == [25_000_000] * 3
    done = reloaded(rereading)
    assert (done.state, done.listings_total, done.listings_done, done.listings_corrected) == (State.DONE, 3, 3, 3)
    assert (done.progress, done.version.name) == (1.0, "v2")
    listing = misread[0]
    (snapshot,) = snapshots_of(client_id=listing.client_id, canonical_url=listing.canonical_url, limit=9)
    assert snapshot.price_cents == 25_000_000
    with client_scope(listing.client_id):
        assert Event.objects.filter(type="listing.corrected", key=str(listing.pk)).count() == 1


def test_reading_again_what_is_right_changes_nothing(misread):
    run_rereading(again())
    second = again()
    run_rereading(second)
    assert (reloaded(second).listings_done, reloaded(second).listings_corrected) == (3, 0)


def test_a_worker_goes_on_where_another_was_lost(monkeypatch, misread):
    done = []

    def lost_at_the_second(**options):
        if len(done) == 1:
            raise SystemExit
        done.append(options["listing_id"])
        return correct(**options)

    correct = correct_listing
    monkeypatch.setattr(portal_rereading, "correct_listing", lost_at_the_second)
    with pytest.raises(SystemExit):
        run_rereading(again())
    assert claim_rereading() is None, "it is leased"
    monkeypatch.setattr(portal_rereading, "correct_listing", correct)
    come_due()
    rereading = claimed()
    assert (rereading.after, rereading.listings_done) == (misread[0].pk, 1)
    run_rereading(rereading)
    assert reloaded(rereading).listings_done == 3
    assert prices(misread) == [25_000_000] * 3


def test_a_listing_that_kills_every_worker_ends_the_work_and_is_named(monkeypatch, misread):
    def deadly(**options):
        raise SystemExit

    monkeypatch.setattr(portal_rereading, "correct_listing", deadly)
    rereading = reextract_portal(portal=PORTAL, by="ann")
    for _ in range(MAX_ATTEMPTS):
        come_due()
        with pytest.raises(SystemExit):
            run_rereading(claimed())
    come_due()
    assert claim_rereading() is None
    mapping_tasks.sweep_mappings()
    assert reloaded(rereading).state == State.DEAD


def test_a_worker_leaves_the_rest_to_the_next_when_its_time_is_over(misread):
    rereading = again()
    run_rereading(rereading, run_s=0)
    assert (reloaded(rereading).state, reloaded(rereading).listings_done) == (State.QUEUED, 1)
    while mapping_tasks.reread_next():
        pass
    assert (reloaded(rereading).state, reloaded(rereading).listings_done) == (State.DONE, 3)


def test_many_listings_are_looked_through_in_short_stretches(monkeypatch, misread):
    monkeypatch.setattr(portal_rereading, "SCANNED_AT_ONCE", 1)
    rereading = again()
    run_rereading(rereading)
    assert reloaded(rereading).listings_done == 3


def test_whoever_lost_the_work_writes_nothing_more(misread):
    first = again()
    come_due()
    second = claimed()
    with pytest.raises(RereadingLost):
        run_rereading(first)
    run_rereading(second)
    assert reloaded(second).listings_done == 3


def test_a_listing_that_was_deleted_meanwhile_is_passed_over(monkeypatch, misread):
    rereading, gone = again(), misread[1]
    found = list(portal_rereading._scan(rereading))
    monkeypatch.setattr(portal_rereading, "_scan", lambda _: iter(found))
    delete_listing(client_id=gone.client_id, listing_id=gone.pk)
    run_rereading(rereading)
    assert (reloaded(rereading).state, reloaded(rereading).listings_corrected) == (State.DONE, 2)


def test_it_is_asked_for_once_at_a_time_and_begins_anew_with_another_version(misread):
    first = reextract_portal(portal=PORTAL, by="ann")
    assert reextract_portal(portal=PORTAL, by="bob").pk == first.pk
    activate(version_id=draft("#other").pk, by="ann")
    second = reextract_portal(portal=PORTAL, by="bob")
    assert [found.state for found in rereadings_of(PORTAL)] == [State.QUEUED, State.STOPPED]
    assert second.version.name == "v3"


def test_staff_stop_it_and_what_was_corrected_stays(misread):
    rereading = again()
    run_rereading(rereading, run_s=0)
    stop_rereading(rereading_id=rereading.pk, by="ann")
    with pytest.raises(MappingMoved):
        stop_rereading(rereading_id=rereading.pk, by="ann")
    assert mapping_tasks.reread_next() is False
    assert sorted(prices(misread)) == [24_000_000, 24_000_000, 25_000_000]


def test_a_portal_without_listings_is_done_at_once_and_an_unknown_one_refused():
    sync_portals()
    rereading = again()
    run_rereading(rereading)
    assert (reloaded(rereading).state, reloaded(rereading).progress) == (State.DONE, 1.0)
    with pytest.raises(UnsupportedHost):
        reextract_portal(portal="zz_nowhere", by="ann")
