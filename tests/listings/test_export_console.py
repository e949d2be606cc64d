"""Exports in the console: staff see how far each is, fetch files, and have failed ones tried again."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.urls import reverse

from listings.models import Export
from listings.services.exports import ask_for_export
from listings.services.listing_filters import ListingFilters
from propscrape.tenancy import client_scope
from tests.factories import make_client
from tests.listings.exports import folder_storage, make_listings, reload

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "admin:listings_export_changelist"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where exported files lie."""
    folder_storage(settings, tmp_path / "exports")
    return tmp_path / "exports"


@pytest.fixture
def staff():
    """A browser with a staff member logged in who may do everything."""
    return logged_in(get_user_model().objects.create_superuser("boss", password="a-long-password"))


def onlooker(*permissions):
    """One with a staff member who may do these things alone."""
    user = get_user_model().objects.create_user("guest", password="a-long-password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return logged_in(user)


def logged_in(user):
    browser = Browser(raise_request_exception=False)
    browser.force_login(user)
    return browser


def ask(account, **filters):
    return ask_for_export(client_id=account.pk, file_format=Export.Format.CSV, filters=ListingFilters(**filters))


def queued(account, **values):
    with client_scope(account.pk):
        return Export.objects.create(client=account, **{"format": "csv"} | values)


def fetch(browser, export):
    return browser.get(reverse("admin:listings_export_file", args=[export.pk]))


def test_the_list_says_what_was_asked_for_and_how_far_it_is(staff, folder):
    account = make_client("Otley Homes")
    make_listings(account, 2)
    ask(account)
    queued(account, state="running", rows_done=400, rows_total=12_345, filters={"city": "Leeds <b>"})
    page = staff.get(reverse(LIST)).content.decode()
    for words in ("Otley Homes", "400 of 12,345", "city: Leeds &lt;b&gt;", "all listings", "at work"):
        assert words in page
    assert str(folder) not in page


def test_staff_fetch_a_file_without_learning_where_it_lies(staff, folder):
    account = make_client()
    make_listings(account, 1)
    export = ask(account)
    detail = staff.get(reverse("admin:listings_export_change", args=[export.pk])).content.decode()
    assert reverse("admin:listings_export_file", args=[export.pk]) in detail
    assert export.file_name not in detail
    response = fetch(staff, export)
    assert b"home 0" in b"".join(response.streaming_content)
    assert response["Content-Disposition"].startswith('attachment; filename="listings-')


def test_only_staff_who_may_look_at_exports_fetch_files():
    export = ask(make_client())
    anonymous = fetch(Browser(), export)
    assert anonymous.status_code == 302
    assert "/login/" in anonymous["Location"]
    assert fetch(onlooker("view_listing"), export).status_code == 404


def test_there_is_no_file_before_it_is_written_nor_after_it_is_removed(staff):
    account = make_client()
    for state in ("queued", "done"):
        export = queued(account, state=state)
        assert fetch(staff, export).status_code == 404
        assert staff.get(reverse("admin:listings_export_change", args=[export.pk])).status_code == 200


def test_a_storage_without_the_file_leads_back_with_the_reason(staff, folder):
    export = ask(make_client())
    (folder / export.file_name).unlink()
    response = staff.get(reverse("admin:listings_export_file", args=[export.pk]), follow=True)
    assert response.redirect_chain == [(reverse("admin:listings_export_change", args=[export.pk]), 302)]
    assert "This file is not there any more" in response.content.decode()


def test_given_up_exports_can_be_tried_again(staff):
    account = make_client()
    dead, done = queued(account, state="dead", attempts=3, error_code="INTERNAL"), ask(account)
    answer = staff.post(
        reverse(LIST), {"action": "try_anew", "_selected_action": [dead.pk, done.pk]}, follow=True
    ).content.decode()
    assert "To be tried again: 1" in answer
    assert "Left alone, since they did not fail: 1" in answer
    assert (reload(dead).state, reload(dead).attempts, reload(done).state) == ("queued", 0, "done")


def test_who_may_only_look_has_nothing_tried_again():
    dead = queued(make_client(), state="dead", attempts=3)
    browser = onlooker("view_export")
    assert browser.get(reverse(LIST)).status_code == 200
    browser.post(reverse(LIST), {"action": "try_anew", "_selected_action": [dead.pk]})
    assert reload(dead).state == "dead"
