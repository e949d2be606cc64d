"""A page that did not change is not read again, and one that is gone is believed gone after a second look."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from listings.errors import ListingGone
from listings.models import Correction, Listing, Scrape
from listings.services.correcting import correct_field, withdraw_correction
from listings.services.deleting import delete_listing
from listings.services.importing import import_listing
from pricehistory.models import CurrentPrice
from propscrape.tenancy import client_scope
from tests.factories import make_client
from tests.listings.scrapes.work import PAGE, PATH, come_due, events_of, let_pass, queue, reload, run_due
from tests.portal_server import HTML

pytestmark = pytest.mark.django_db(transaction=True)
ETAG, MODIFIED = '"a1"', "Thu, 26 Nov 2026 10:00:00 GMT"
GONE = (404, HTML, b"gone")


@pytest.fixture
def tagged(portal):
    """The portal names the version of its page, and answers 304 to whoever has it."""

    def answer():
        _, headers = portal.requests[-1]
        if headers.get("If-None-Match") == ETAG:
            return 304, {"ETag": ETAG}, b""
        return 200, HTML | {"ETag": ETAG, "Last-Modified": MODIFIED}, PAGE

    portal.routes[PATH] = answer
    return portal


def look(account, portal, path=PATH):
    """One more look at the page."""
    scrape = queue(account, portal.url(path))
    run_due()
    return reload(scrape)


def listing_of(account):
    with client_scope(account.pk):
        return Listing.objects.get()


def age_first_sight(account, **duration):
    with client_scope(account.pk):
        Listing.objects.update(gone_seen_at=timezone.now() - timedelta(**duration))


def test_a_page_whose_portal_says_that_it_is_the_same_is_unchanged(client_account, tagged):
    assert look(client_account, tagged).outcome == "ok"
    second = look(client_account, tagged)
    assert (second.outcome, second.http_status, second.html_bytes) == ("unchanged", 304, None)
    assert second.listing == listing_of(client_account)
    headers = tagged.requests[-1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == (ETAG, MODIFIED)


def test_an_unmodified_page_confirms_the_standing_price(client_account, tagged):
    look(client_account, tagged)
    with client_scope(client_account.pk):
        CurrentPrice.objects.update(last_seen_at=timezone.now() - timedelta(days=3))
    look(client_account, tagged)
    with client_scope(client_account.pk):
        assert timezone.now() - CurrentPrice.objects.get().last_seen_at < timedelta(minutes=1)


def test_a_page_that_newer_versions_would_read_is_asked_for_whole(client_account, tagged, monkeypatch):
    look(client_account, tagged)
    monkeypatch.setattr("listings.services.reading_versions.ENGINE_VERSION", "next")
    assert look(client_account, tagged).outcome == "ok"
    assert "If-None-Match" not in tagged.requests[-1][1]


def test_an_unmodified_page_whose_listing_was_deleted_meanwhile_is_asked_for_whole(client_account, tagged):
    look(client_account, tagged)
    scrape, deleted = queue(client_account, tagged.url(PATH)), listing_of(client_account).pk
    answer = tagged.routes[PATH]

    def answer_late():
        delete_listing(client_id=client_account.pk, listing_id=deleted)
        connection.close()
        tagged.routes[PATH] = answer
        return answer()

    tagged.routes[PATH] = answer_late
    run_due()
    assert (reload(scrape).state, reload(scrape).error_code) == ("failed", "FETCH_FAILED")
    come_due(scrape)
    run_due()
    assert reload(scrape).outcome == "ok"
    assert listing_of(client_account).pk == reload(scrape).listing_id != deleted


@pytest.mark.parametrize("etag", ['"caf\u00e9"', '"a\x7f"', "x" * 300])
def test_a_validator_that_no_header_can_bear_is_left_out(client_account, portal, etag):
    portal.routes[PATH] = (200, HTML | {"ETag": etag}, PAGE)
    assert [look(client_account, portal).outcome for _ in range(2)] == ["ok", "unchanged"]
    assert "If-None-Match" not in portal.requests[-1][1]


def test_another_clients_version_of_the_page_is_not_taken_for_ones_own(client_account, tagged):
    look(make_client(), tagged)
    assert look(client_account, tagged).outcome == "ok"


def test_the_same_page_sent_again_whole_is_unchanged(client_account, portal):
    assert [look(client_account, portal).outcome for _ in range(2)] == ["ok", "unchanged"]


def test_a_first_look_that_finds_the_page_gone_says_nothing_yet_and_queues_a_second(client_account, portal):
    look(client_account, portal)
    portal.routes[PATH] = GONE
    assert look(client_account, portal).outcome == "gone"
    listing = listing_of(client_account)
    assert (listing.listing_status, listing.gone_at) == ("active", None)
    assert "listing.gone" not in events_of(client_account)
    with client_scope(client_account.pk):
        second = Scrape.objects.get(state="queued")
    assert timedelta(hours=23) < second.next_attempt_at - timezone.now() <= timedelta(hours=24)


def test_two_looks_a_day_apart_make_it_gone(client_account, portal):
    look(client_account, portal)
    portal.routes[PATH] = GONE
    look(client_account, portal)
    age_first_sight(client_account, hours=24)
    let_pass(hours=24)
    assert run_due() == 1
    listing = listing_of(client_account)
    assert listing.listing_status == "gone"
    assert timezone.now() - listing.gone_at < timedelta(minutes=1)
    told = events_of(client_account)
    assert [told.count(f"listing.{kind}") for kind in ("updated", "status_changed", "gone")] == [1, 1, 1]


def test_two_looks_within_the_hour_do_not(client_account, portal):
    look(client_account, portal)
    portal.routes[PATH] = GONE
    for _ in range(3):
        look(client_account, portal)
    assert listing_of(client_account).gone_at is None
    with client_scope(client_account.pk):
        assert Scrape.objects.filter(state="queued").count() == 1


def test_a_listing_that_is_gone_is_said_so_once(client_account, portal):
    look(client_account, portal)
    portal.routes[PATH] = GONE
    look(client_account, portal)
    for _ in range(2):
        age_first_sight(client_account, hours=24)
        look(client_account, portal)
    assert events_of(client_account).count("listing.gone") == 1


def test_a_page_that_is_there_again_is_back_even_when_it_is_the_page_that_went(client_account, portal):
    look(client_account, portal)
    page, portal.routes[PATH] = portal.routes[PATH], GONE
    look(client_account, portal)
    age_first_sight(client_account, hours=24)
    look(client_account, portal)
    portal.routes[PATH] = page
    assert look(client_account, portal).outcome == "ok"
    listing = listing_of(client_account)
    assert (listing.listing_status, listing.gone_at, listing.gone_seen_at) == ("active", None, None)
    assert events_of(client_account).count("listing.status_changed") == 2


def test_a_page_that_is_back_before_the_second_look_was_never_gone(client_account, portal):
    look(client_account, portal)
    page, portal.routes[PATH] = portal.routes[PATH], GONE
    look(client_account, portal)
    portal.routes[PATH] = page
    look(client_account, portal)
    assert listing_of(client_account).gone_seen_at is None
    assert "listing.status_changed" not in events_of(client_account)


def test_an_old_page_that_leads_to_a_search_page_counts_as_gone(client_account, portal):
    look(client_account, portal)
    search = b"<html><title>Homes for sale</title><body><h1>No longer on the market</h1></body></html>"
    portal.routes |= {PATH: (302, {"Location": "/search"}, b""), "/search": (200, HTML, search)}
    assert look(client_account, portal).outcome in {"gone", "not_a_listing"}
    assert listing_of(client_account).gone_seen_at is not None


def test_a_second_look_that_meets_a_wall_is_followed_by_another(client_account, portal):
    look(client_account, portal)
    portal.routes[PATH] = GONE
    look(client_account, portal)
    portal.routes[PATH] = (403, HTML, b"no")
    let_pass(hours=25)
    assert run_due() == 1
    with client_scope(client_account.pk):
        assert Scrape.objects.filter(state="queued").count() == 1
    age_first_sight(client_account, days=8)
    let_pass(hours=25)
    run_due()
    with client_scope(client_account.pk):
        assert not Scrape.objects.filter(state="queued").exists()
    assert listing_of(client_account).gone_seen_at is None


def test_what_staff_say_of_the_status_stands_when_the_page_goes(client_account, portal):
    listing = look(client_account, portal).listing
    correct_field(
        client_id=client_account.pk,
        listing_id=listing.pk,
        field="listing_status",
        value="sold",
        made_by="ann",
        reason="",
    )
    portal.routes[PATH] = GONE
    look(client_account, portal)
    age_first_sight(client_account, hours=24)
    look(client_account, portal)
    gone = listing_of(client_account)
    assert (gone.listing_status, gone.gone_at is None) == ("sold", False)
    assert "listing.gone" in events_of(client_account)
    with client_scope(client_account.pk):
        correction = Correction.objects.get()
    withdraw_correction(client_id=client_account.pk, correction_id=correction.pk)
    assert listing_of(client_account).listing_status == "gone"


def test_a_page_gone_for_one_client_is_not_for_another(client_account, portal):
    other = make_client()
    look(client_account, portal)
    look(other, portal)
    portal.routes[PATH] = GONE
    look(client_account, portal)
    assert listing_of(other).gone_seen_at is None


def test_pages_that_clients_send_are_believed_gone_in_the_same_way(client_account, portal):
    url = portal.url(PATH)
    import_listing(client_id=client_account.pk, url=url, html=PAGE)
    removed = b"<html><title>Rightmove</title><body><h1>This property has been removed by the agent</h1></body></html>"
    for _ in range(2):
        with pytest.raises(ListingGone):
            import_listing(client_id=client_account.pk, url=url, html=removed)
        age_first_sight(client_account, hours=21)
    with pytest.raises(ListingGone):
        import_listing(client_id=client_account.pk, url=url, html=removed)
    assert listing_of(client_account).listing_status == "gone"
    with client_scope(client_account.pk):
        assert not Scrape.objects.filter(source="url").exists()


def test_a_status_read_from_the_page_is_told(client_account, portal):
    look(client_account, portal)
    sold = PAGE.replace(b"</body>", b"<p>.</p></body>")
    portal.routes[PATH] = (200, HTML, sold)
    with client_scope(client_account.pk):
        Listing.objects.update(listing_status="under_offer")
    look(client_account, portal)
    assert "listing.status_changed" in events_of(client_account)
