"""A listing that its client deletes is gone at once, and for 30 days not lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.test import Client as Browser
from django.urls import reverse

from listings.errors import ListingNotFound, ListingThere
from listings.models import Correction, DeletedListing, Listing, Scrape
from listings.services.correcting import correct_field
from listings.services.deleting import delete_listing
from listings.services.importing import import_listing
from listings.services.tombstones import put_back
from propscrape.retention.policies import POLICIES
from propscrape.retention.running import run_policy
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client
from tests.sample_pages import sample

pytestmark = pytest.mark.django_db
URL, HTML = sample("rightmove")


def columns(listing):
    return {
        field.attname: bytes(value) if isinstance(value := getattr(listing, field.attname), memoryview) else value
        for field in Listing._meta.concrete_fields
    }


def imported(account):
    """A listing with a correction."""
    listing = import_listing(client_id=account.pk, url=URL, html=HTML).listing
    correct_field(
        client_id=account.pk, listing_id=listing.pk, field="title", value="Put right", made_by="boss", reason=""
    )
    with client_scope(account.pk):
        return Listing.objects.get()


def delete(account, listing):
    delete_listing(client_id=account.pk, listing_id=listing.pk)


def test_a_deleted_listing_is_gone_for_everybody_at_once(client_account, call):
    listing = imported(client_account)
    assert call("delete", f"/listings/{listing.pk}").status_code in (200, 204)
    assert call("get", f"/listings/{listing.pk}").status_code == 404
    assert call("get", "/listings", {"url": URL}).status_code == 404
    assert call("get", "/listings/search").json()["listings"] == []
    with staff_scope():
        assert not Listing.objects.exists()


def test_a_tombstone_brings_the_listing_back_as_it_was(client_account):
    listing = imported(client_account)
    before = columns(listing)
    delete(client_account, listing)
    back = put_back(client_id=client_account.pk, listing_id=listing.pk)
    assert columns(back) == before
    with client_scope(client_account.pk):
        assert [(row.field, row.value) for row in Correction.objects.all()] == [("title", "Put right")]
        assert Scrape.objects.get().listing_id == listing.pk
        assert not DeletedListing.objects.exists()


def test_a_listing_whose_page_was_imported_again_is_not_put_back(client_account):
    listing = imported(client_account)
    delete(client_account, listing)
    import_listing(client_id=client_account.pk, url=URL, html=HTML)
    with pytest.raises(ListingThere):
        put_back(client_id=client_account.pk, listing_id=listing.pk)


def test_a_tombstone_is_its_clients(client_account):
    listing = imported(client_account)
    delete(client_account, listing)
    with pytest.raises(ListingNotFound):
        put_back(client_id=make_client().pk, listing_id=listing.pk)


def test_a_tombstone_leaves_after_thirty_days(client_account):
    delete(client_account, imported(client_account))
    policy, now = POLICIES["deleted listings"], datetime.now(UTC)
    assert run_policy(policy, now=now + timedelta(days=29)).rows == 0
    assert run_policy(policy, now=now + timedelta(days=31)).rows == 1


def test_a_client_that_is_erased_leaves_no_tombstone(client_account):
    delete(client_account, imported(client_account))
    with staff_scope():
        client_account.delete()
        assert not DeletedListing.objects.exists()


def test_staff_put_a_listing_back_from_the_console_and_it_is_written_down(client_account):
    listing = imported(client_account)
    delete(client_account, listing)
    browser = Browser()
    browser.force_login(get_user_model().objects.create_superuser("boss", password="a-long-password"))
    page = reverse("admin:listings_deletedlisting_changelist")
    assert "Put right" in browser.get(page).content.decode()
    browser.post(page, {"action": "put_back", "_selected_action": str(listing.pk)})
    with staff_scope():
        assert Listing.objects.get().pk == listing.pk
        assert LogEntry.objects.get().change_message == "Put back"
