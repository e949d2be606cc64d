"""What staff put right stays right, whatever scrapes find, and the page's own value stands beside it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse

from listings.errors import FieldNotCorrectable
from listings.extraction.fields import FIELDS_BY_NAME
from listings.models import Correction, Listing
from listings.services.correcting import correct_field, withdraw_correction
from listings.services.corrections import CORRECTABLE
from listings.services.importing import import_listing
from listings.services.typed_values import parse_correction
from propscrape.tenancy import client_scope
from tests.factories import make_client
from tests.sample_pages import sample
from webhooks.models import Event

pytestmark = pytest.mark.django_db
URL, HTML = sample("rightmove")


@pytest.fixture
def listing(client_account):
    return import_listing(client_id=client_account.pk, url=URL, html=HTML).listing


def read_again(listing, html=HTML + "<!-- another page -->"):
    return import_listing(client_id=listing.client_id, url=URL, html=html).listing


def correct(listing, field, value, reason="the agent told us"):
    return correct_field(
        client_id=listing.client_id, listing_id=listing.pk, field=field, value=value, made_by="ann", reason=reason
    )


def correction_of(listing, field):
    with client_scope(listing.client_id):
        return Correction.objects.get(listing=listing, field=field)


def test_a_corrected_value_is_shown_at_once_and_after_the_next_scrape(listing):
    page_says = listing.city
    assert correct(listing, "city", "Ilkley").city == "Ilkley"
    again = read_again(listing)
    assert (again.city, again.provenance["city"]["source"]) == ("Ilkley", "staff")
    kept = correction_of(listing, "city")
    assert (kept.value, kept.page_value, kept.made_by) == ("Ilkley", page_says, "ann")


def test_a_scrape_goes_on_reading_the_other_fields(listing):
    correct(listing, "city", "Ilkley")
    again = read_again(listing, HTML.replace("325,000", "310,000").replace("325000", "310000"))
    assert (again.city, again.price_cents) == ("Ilkley", 31_000_000)


def test_what_the_page_says_meanwhile_is_kept_beside_it(listing):
    correct(listing, "title", "The right title")
    before = correction_of(listing, "title").page_value
    read_again(listing, HTML.replace(before, "A new headline on the page"))
    assert correction_of(listing, "title").page_value == "A new headline on the page"


def test_a_page_that_did_not_change_is_read_whole_after_a_correction(listing):
    correct(listing, "city", "Ilkley")
    assert import_listing(client_id=listing.client_id, url=URL, html=HTML).extraction is not None


def test_the_minor_units_follow_a_corrected_price(listing):
    corrected = correct(listing, "price_float", 299950.5)
    assert (corrected.price_cents, corrected.currency) == (29_995_050, "GBP")
    assert correct(listing, "currency", "JPY").price_cents == 299_951
    again = read_again(listing)
    assert (again.price_cents, float(again.price_float)) == (299_951, 299950.5)


def test_a_fact_may_be_corrected_to_not_stated(listing):
    corrected = correct(listing, "count_bedrooms", None)
    assert corrected.count_bedrooms is None
    assert read_again(listing).count_bedrooms is None


def test_the_client_is_told_of_a_correction_and_of_its_end(listing):
    correct(listing, "city", "Ilkley")
    with client_scope(listing.client_id):
        told = Event.objects.filter(type__in=("listing.corrected", "listing.updated")).order_by("sequence")
        assert [(event.type, event.data["changes"]["city"]["to"]) for event in told] == [
            ("listing.corrected", "Ilkley"),
            ("listing.updated", "Ilkley"),
        ]
    withdraw_correction(client_id=listing.client_id, correction_id=correction_of(listing, "city").pk)
    with client_scope(listing.client_id):
        assert Event.objects.filter(type="listing.corrected").count() == 2


def test_a_correction_that_changes_nothing_is_kept_and_not_told(listing):
    correct(listing, "city", listing.city)
    with client_scope(listing.client_id):
        assert not Event.objects.filter(type="listing.corrected").exists()
        assert Correction.objects.count() == 1


def test_a_corrected_listing_is_found_by_what_is_right(call, client_account, listing):
    correct(listing, "city", "Ilkley")
    correct(listing, "price_float", 111)
    found = call("get", "/listings/search", {"city": "Ilkley", "price_max": 200, "currency": "GBP"}).json()
    assert [row["id"] for row in found["listings"]] == [str(listing.pk)]


def test_taking_a_correction_away_shows_what_the_page_says(listing):
    page_says = listing.city
    correct(listing, "city", "Ilkley")
    shown = withdraw_correction(client_id=listing.client_id, correction_id=correction_of(listing, "city").pk)
    assert (shown.city, "city" in shown.provenance) == (page_says, False)
    assert read_again(listing).city == page_says


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_correction_away_at_once_one_does():
    listing = import_listing(client_id=make_client().pk, url=URL, html=HTML).listing
    correct(listing, "city", "Ilkley")
    kept, start = correction_of(listing, "city"), threading.Barrier(2)

    def withdraw(_):
        start.wait()
        try:
            return withdraw_correction(client_id=listing.client_id, correction_id=kept.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as staff:
        shown = list(staff.map(withdraw, range(2)))
    assert sorted(answer is None for answer in shown) == [False, True]
    with client_scope(listing.client_id):
        assert Event.objects.filter(type="listing.corrected").count() == 2  # the first is of making it


def test_a_second_correction_of_a_field_replaces_the_first_and_keeps_what_the_page_says(listing):
    page_says = listing.city
    correct(listing, "city", "Ilkley")
    correct(listing, "city", "Otley")
    kept = correction_of(listing, "city")
    assert (kept.value, kept.page_value) == ("Otley", page_says)


@pytest.mark.parametrize("field", ["price_cents", "import_url", "image_urls", "nonsense", "quality_grade"])
def test_what_is_derived_or_kept_by_us_is_not_corrected(listing, field):
    with pytest.raises(FieldNotCorrectable):
        correct(listing, field, "x")


def test_another_clients_listing_of_the_page_is_left_alone(listing):
    theirs = import_listing(client_id=make_client().pk, url=URL, html=HTML).listing
    correct(listing, "city", "Ilkley")
    with client_scope(theirs.client_id):
        assert Listing.objects.get().city == theirs.city


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("title", " A home ", "A home"), ("title", "", None), ("count_bedrooms", "3", 3.0),
        ("price_float", "1250.50", 1250.5),
        ("for_sale", "yes", True), ("for_rent", "No", False),
        ("features", "Garden\n\n Garage ", ["Garden", "Garage"]),
        ("features", " ", []), ("property_type", "house", "house"),
    ],
)  # fmt: skip
def test_what_staff_type_is_read_as_the_field_has_it(field, typed, value):
    assert parse_correction(FIELDS_BY_NAME[field], typed) == value


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("count_bedrooms", "three"), ("count_bedrooms", "NaN"), ("price_float", "Infinity"), ("for_sale", "maybe"),
        ("property_type", "castle"), ("available_from", "soon"), ("price_float", "1e400"), ("latitude", "91"),
        ("currency", "pounds"), ("country", "GBR"),
        ("currency", "gbp"), ("country", "zz"), ("price_float", "-5"), ("year_construction", "9" * 5000),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_is_refused(field, typed):
    with pytest.raises(FieldNotCorrectable):
        parse_correction(FIELDS_BY_NAME[field], typed)


@pytest.fixture
def staff():
    browser = Browser()
    browser.force_login(get_user_model().objects.create_superuser("boss", password="a-long-password"))
    return browser


def test_staff_correct_a_field_from_the_listings_page_and_take_it_away_again(staff, listing):
    page = staff.get(reverse("admin:listings_listing_change", args=[listing.pk])).content.decode()
    add = reverse("admin:listings_correction_add")
    assert f"{add}?listing_id={listing.pk}&amp;field_name=city" in page
    form = {"listing_id": str(listing.pk), "field_name": "city", "right": "Ilkley", "reason": "the agent told us"}
    assert staff.post(add, form).status_code == 302
    with client_scope(listing.client_id):
        assert Listing.objects.get().city == "Ilkley"
    kept = correction_of(listing, "city")
    assert kept.made_by == "boss"
    staff.post(
        reverse("admin:listings_correction_changelist"), {"action": "withdraw", "_selected_action": [str(kept.pk)]}
    )
    with client_scope(listing.client_id):
        assert (Listing.objects.get().city, Correction.objects.exists()) == (listing.city, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"listing_id": "nonsense"}, {"listing_id": "01a215bf-0ccf-76a6-9c90-8929ef3345d5"},
        {"field_name": "property_type", "right": "castle"}, {"field_name": "price_cents"},
    ],
)  # fmt: skip
def test_a_form_that_is_wrong_says_so_and_changes_nothing(staff, listing, wrong):
    form = {"listing_id": str(listing.pk), "field_name": "city", "right": "Ilkley", "reason": ""} | wrong
    answer = staff.post(reverse("admin:listings_correction_add"), form)
    assert answer.status_code == 200
    assert answer.context["errors"]
    with client_scope(listing.client_id):
        assert not Correction.objects.exists()


def test_every_correctable_field_is_one_that_a_listing_states():
    assert {field.name for field in CORRECTABLE} >= {"title", "price_float", "currency", "city", "listing_status"}
    assert all(field.weight for field in CORRECTABLE)


ACTIONS = {
    "portal": ("enable", "disable", "let_through_now"),
    "robotsfile": ("read_again",),
    "watch": ("pause", "resume", "look_now"),
    "scrape": ("look_again",),
    "correction": ("withdraw",),
}


@pytest.mark.parametrize(("model", "action"), [(model, action) for model in ACTIONS for action in ACTIONS[model]])
def test_staff_who_may_only_look_are_offered_no_action(model, action):
    looker = get_user_model().objects.create_user("looker", password="a-long-password", is_staff=True)
    looker.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    assert action not in actions_for(looker, model)
    may = Permission.objects.get(codename=f"change_{model}", content_type__app_label="listings")
    looker.user_permissions.add(may)
    assert action in actions_for(looker, model)


def actions_for(user, model):
    request = RequestFactory().get("/")
    request.user = get_user_model().objects.get(pk=user.pk)  # permissions are remembered with the object
    return admin.site.get_model_admin(apps.get_model("listings", model)).get_actions(request)
