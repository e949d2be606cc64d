"""While a portal is broken nothing that is read from it overwrites what is stored; released, it is read again."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from listings.errors import ListingGone, NotAListing
from listings.extraction.engine import extract
from listings.models import Listing, PortalHealth, Scrape
from listings.services.correcting_history import correct_listing
from listings.services.health.quarantine import BROKEN_PORTALS, end_quarantine, is_quarantined
from listings.services.health.releasing import call_well, reread_released
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from pricehistory.models import Movement
from pricehistory.services.history import snapshots_of
from propscrape.tenancy import client_scope, staff_scope
from tests.listings.scrapes.work import RIGHTMOVE, events_of
from tests.sample_pages import sample

pytestmark = pytest.mark.django_db

URL, HTML = sample("rightmove")
PRICE, STORED = "£325,000", 325_000
HOME = "<html><head><title>Rightmove</title></head><body><h1>Find your next home</h1><p>Search.</p></body></html>"
GONE = "<html><head><title>Property not found</title></head><body><h1>This property has been removed</h1></body></html>"


@pytest.fixture
def misreading(monkeypatch):
    """Imports read twice the price; reading again does not."""

    def misread(page, **options):
        found = extract(page, **options)
        if found.values.get("price_cents"):
            found.values["price_cents"] *= 2
            found.values["price_float"] *= 2
        return found

    monkeypatch.setattr("listings.services.importing.extract", misread)


@pytest.fixture
def stored(client_account):
    """A listing of a portal that is broken now."""
    sync_portals()
    listing = look(client_account).listing
    fall_sick()
    return listing


def fall_sick():
    now = timezone.now()
    with staff_scope():
        PortalHealth.objects.update_or_create(
            portal_id=RIGHTMOVE,
            defaults={"state": "broken", "quarantined_since": now, "first_seen_at": now, "judged_at": now},
        )
    BROKEN_PORTALS.forget()


def look(account, price=PRICE, *, url=URL):
    return import_listing(client_id=account.pk, url=url, html=HTML.replace(PRICE, price))


def reload(account, listing):
    with client_scope(account.pk):
        return Listing.objects.get(pk=listing.pk)


def prices(account, listing):
    return [
        int(p.amount or 0) for p in snapshots_of(client_id=account.pk, canonical_url=listing.canonical_url, limit=9)
    ]


def quarantines(account):
    with client_scope(account.pk):
        return list(Scrape.objects.order_by("created_at").values_list("quarantine", flat=True))


def release():
    with staff_scope():
        PortalHealth.objects.update(state="healthy", quarantined_since=None)
        end_quarantine(RIGHTMOVE, is_mended=True)
    BROKEN_PORTALS.forget()


def test_what_a_broken_scraper_reads_changes_nothing_that_is_stored(client_account, stored, misreading):
    imported = look(client_account, "£330,000")
    assert imported.is_quarantined
    assert imported.listing.price_float == STORED
    assert reload(client_account, stored).price_float == STORED
    assert prices(client_account, stored) == [STORED]
    assert events_of(client_account)[-1] == "extraction.completed"
    assert "listing.price_changed" not in events_of(client_account)
    assert quarantines(client_account) == [None, "held"]


def test_the_answer_says_that_the_stored_listing_was_kept(client_account, stored, misreading, call):
    answer = call("post", "/listings", {"url": URL, "html": HTML.replace(PRICE, "£330,000")}).json()
    assert answer["was_quarantined"] is True
    assert answer["listings"][0]["price_float"] == STORED
    scrapes = call("get", f"/listings/{stored.pk}/scrapes").json()["scrapes"]
    assert scrapes[0]["quarantine"] == "held"


def test_a_portal_that_is_well_holds_nothing_back(client_account, call):
    sync_portals()
    assert call("post", "/listings", {"url": URL, "html": HTML}).json()["was_quarantined"] is False


def test_the_same_page_as_before_is_no_new_value(client_account, stored):
    assert look(client_account).extraction is None
    assert quarantines(client_account) == [None, None]


def test_released_pages_are_read_again_and_history_has_them_at_their_time(client_account, stored, misreading):
    scrape = look(client_account, "£330,000").scrape
    release()
    assert reread_released() == 1
    assert reload(client_account, stored).price_float == 330_000
    assert prices(client_account, stored) == [330_000, STORED]
    newest = snapshots_of(client_id=client_account.pk, canonical_url=stored.canonical_url, limit=1)[0]
    assert newest.observed_at == scrape.finished_at
    assert "listing.corrected" in events_of(client_account)
    assert quarantines(client_account) == [None, None]
    assert reread_released() == 0


def test_a_listing_that_is_new_is_stored_and_its_price_waits(client_account, stored, misreading):
    new = look(client_account, url=URL + "1").listing
    assert prices(client_account, new) == []
    with client_scope(client_account.pk):
        assert Movement.objects.get(canonical_url=new.canonical_url).amount is None
    release()
    reread_released()
    assert prices(client_account, new) == [STORED]
    assert reload(client_account, new).price_float == STORED


def test_a_new_listing_in_doubt_is_read_again_though_its_page_is_the_same(client_account, stored):
    look(client_account, url=URL + "1")
    release()
    assert look(client_account, url=URL + "1").extraction is not None


def test_pages_of_a_time_when_the_portal_itself_was_broken_are_never_used(client_account, stored, misreading):
    look(client_account, "£330,000")
    with staff_scope():
        end_quarantine(RIGHTMOVE, is_mended=False)
    assert reread_released() == 0
    correct_listing(client_id=client_account.pk, listing_id=stored.pk)
    assert prices(client_account, stored) == [STORED]
    assert quarantines(client_account) == [None, "dropped"]


def test_correcting_histories_leaves_out_what_is_held_back(client_account, stored, misreading):
    look(client_account, "£330,000")
    correct_listing(client_id=client_account.pk, listing_id=stored.pk)
    assert prices(client_account, stored) == [STORED]


def test_a_page_that_is_gone_is_gone_also_of_a_broken_portal(client_account, stored):
    with pytest.raises(ListingGone):
        import_listing(client_id=client_account.pk, url=URL, html=GONE)
    assert reload(client_account, stored).gone_seen_at is not None
    look(client_account, "£330,000")
    assert reload(client_account, stored).gone_seen_at is None


def lead_home(account):
    """A look that a redirect led to a page that is no listing."""
    with client_scope(account.pk):
        scrape = Scrape.objects.create(
            client=account, url=URL, portal=RIGHTMOVE, source="url", state="running", started_at=timezone.now()
        )
    scrape.found_at = "https://www.rightmove.co.uk/"
    with pytest.raises(NotAListing):
        import_listing(client_id=account.pk, url=URL, html=HOME, found_at=scrape.found_at, scrape=scrape)


def test_a_listing_whose_address_leads_to_the_home_page_is_in_doubt(client_account):
    sync_portals()
    listing = look(client_account).listing
    lead_home(client_account)
    assert reload(client_account, listing).gone_seen_at is not None


def test_a_broken_portal_whose_pages_all_lead_to_its_home_page_loses_no_listing(client_account, stored):
    lead_home(client_account)
    assert reload(client_account, stored).gone_seen_at is None


def test_what_a_slow_worker_held_back_after_the_release_is_read_again_too(client_account, stored, misreading):
    assert is_quarantined(RIGHTMOVE)
    with staff_scope():
        PortalHealth.objects.update(state="healthy", quarantined_since=None)
        end_quarantine(RIGHTMOVE, is_mended=True)
    look(client_account, "£330,000")  # this process has not heard of it yet
    assert quarantines(client_account) == [None, "held"]
    assert reread_released() == 1
    assert prices(client_account, stored) == [330_000, STORED]
    assert quarantines(client_account) == [None, None]


def test_what_is_held_back_of_a_portal_that_is_broken_still_waits(client_account, stored, misreading):
    look(client_account, "£330,000")
    assert reread_released() == 0
    assert quarantines(client_account) == [None, "held"]


def test_a_page_that_cannot_be_read_again_keeps_none_of_the_others(client_account, stored, misreading, monkeypatch):
    bad = look(client_account, url=URL + "1").listing
    look(client_account, "£330,000")
    release()

    def correct(*, client_id, listing_id):
        if listing_id == bad.pk:
            raise RuntimeError("unreadable")
        return correct_listing(client_id=client_id, listing_id=listing_id)

    monkeypatch.setattr("listings.services.health.releasing.correct_listing", correct)
    with pytest.raises(ExceptionGroup):
        reread_released()
    assert prices(client_account, stored) == [330_000, STORED]
    assert quarantines(client_account) == [None, "released", None]


def test_staff_call_a_portal_well_in_the_console(client_account, stored, misreading, client):
    look(client_account, "£330,000")
    client.force_login(get_user_model().objects.create_superuser("ann", password="x" * 12))
    page = reverse("admin:listings_portal_changelist")
    assert "broken" in client.get(page, {"q": "rightmove"}).content.decode().lower()
    answer = client.post(page, {"action": "call_well", "_selected_action": [RIGHTMOVE]}, follow=True)
    assert "Portals called well: 1" in answer.content.decode()
    assert quarantines(client_account) == [None, "released"]
    with staff_scope():
        assert PortalHealth.objects.get(pk=RIGHTMOVE).state == "healthy"


def test_a_portal_that_is_well_cannot_be_called_so(client_account):
    sync_portals()
    assert not call_well(RIGHTMOVE, by="ann")
