"""Staff see groups, two listings beside each other, and decide; nothing happens on a GET, and who did what is kept."""

import re
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.urls import reverse

from listings.models import MatchDecision, MatchGroup, MatchMember
from propscrape.tenancy import staff_scope
from tests.factories import make_client
from tests.listings.matching.homes import ELSEWHERE, UPSTAIRS, groups, make_home, work_off

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "admin:listings_matchgroup_changelist"
COMPARE = "admin:listings_matchgroup_compare"
DECIDE = "admin:listings_matchgroup_decide"
SPLIT = "admin:listings_matchgroup_split"


@pytest.fixture
def staff():
    """A browser with a staff member logged in who may do everything."""
    return logged_in(get_user_model().objects.create_superuser("boss", password="a-long-password"))


def logged_in(user):
    browser = Browser(raise_request_exception=False)
    browser.force_login(user)
    return browser


def onlooker():
    user = get_user_model().objects.create_user("guest", password="a-long-password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_matchgroup"))
    return logged_in(user)


@pytest.fixture
def flats(client_account):
    """A flat on two portals, and one upstairs on two others."""
    homes = [
        make_home(client_account),
        make_home(client_account, **ELSEWHERE | {"title": "Riverside <b>flat</b>"}),
        make_home(client_account, **UPSTAIRS),
        make_home(client_account, **UPSTAIRS | {"portal": "uk_jitty"}),
    ]
    work_off()
    assert [len(group) for group in groups()] == [2, 2]
    return homes


def group_of(listing):
    with staff_scope():
        return MatchMember.objects.get(pk=listing.pk).group_id


def beside(browser, a, b):
    return browser.get(reverse(COMPARE), {"a": a.pk, "b": b.pk})


def test_the_list_names_the_portals_of_each_property(staff, flats):
    page = staff.get(reverse(LIST)).content.decode()
    assert "uk_rightmove, uk_zoopla" in page
    assert "uk_jitty, uk_zoopla" in page


def test_a_groups_page_shows_its_listings_with_a_way_to_see_why(staff, flats):
    page = staff.get(reverse("admin:listings_matchgroup_change", args=[group_of(flats[0])])).content.decode()
    for words in ("uk_rightmove", "uk_zoopla", "61.3 m²", "189,950 GBP", "Split off what is ticked", "compare"):
        assert words in page
    assert "<b>flat</b>" not in page


def test_two_listings_are_shown_beside_each_other_with_evidence_and_excerpts(staff, flats):
    page = beside(staff, flats[0], flats[1]).content.decode()
    for words in ("uk_rightmove", "uk_zoopla", "the same floor", "<mark>", "one property", "Riverside &lt;b&gt;flat"):
        assert words in page
    assert "contradicts" in beside(staff, flats[0], flats[2]).content.decode()


def test_a_listings_own_page_leads_to_the_same_property_elsewhere(staff, flats):
    page = staff.get(reverse("admin:listings_listing_change", args=[flats[0].pk])).content.decode()
    assert f"{reverse(COMPARE)}?a={flats[0].pk}" in page
    elsewhere = staff.get(reverse(COMPARE), {"a": flats[0].pk}).content.decode()
    assert f"?a={flats[0].pk}&amp;b={flats[1].pk}" in elsewhere
    assert str(flats[2].pk) not in elsewhere


def test_pages_run_no_script_and_style_of_their_own(staff, flats):
    for response in (
        beside(staff, flats[0], flats[1]),
        staff.get(reverse("admin:listings_matchgroup_change", args=[group_of(flats[0])])),
    ):
        page = response.content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "onclick" not in page
        assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []


def test_staff_say_that_two_are_one_property_and_it_is_written_down(staff, flats):
    answer = staff.post(
        reverse(DECIDE), {"a": flats[0].pk, "b": flats[2].pk, "verdict": "same"}, follow=True
    ).content.decode()
    assert "Decided: the same property" in answer
    assert "boss decided" in answer
    assert groups() == [{home.pk for home in flats}]
    entries = LogEntry.objects.filter(content_type__model="matchdecision")
    assert {entry.change_message for entry in entries} == {"Decided: the same property"}


def test_staff_split_a_listing_off(staff, flats):
    group = group_of(flats[0])
    answer = staff.post(reverse(SPLIT, args=[group]), {"listing": [flats[1].pk]}, follow=True)
    assert "Split off: 1" in answer.content.decode()
    assert groups() == [{flats[2].pk, flats[3].pk}]
    assert LogEntry.objects.filter(object_id=str(group), change_message__startswith="Split off").count() == 1
    gone = staff.post(reverse(SPLIT, args=[group]), {"listing": [flats[1].pk]}, follow=True).content.decode()
    assert "not there any more" in gone


def test_staff_merge_groups_from_the_list(staff, flats):
    with staff_scope():
        chosen = [group.pk for group in MatchGroup.objects.all()]
    answer = staff.post(reverse(LIST), {"action": "merge", "_selected_action": chosen}, follow=True).content.decode()
    assert "Merged: 4 listings are one property" in answer
    assert groups() == [{home.pk for home in flats}]
    assert LogEntry.objects.filter(content_type__model="matchgroup").count() == len(chosen)


def test_groups_of_two_clients_are_not_merged(staff, flats):
    other = make_client()
    make_home(other), make_home(other, **ELSEWHERE)
    work_off()
    with staff_scope():
        chosen = [group.pk for group in MatchGroup.objects.all()]
    answer = staff.post(reverse(LIST), {"action": "merge", "_selected_action": chosen}, follow=True).content.decode()
    assert "of one client; nothing was done" in answer
    assert [len(group) for group in groups()] == [2, 2, 2]


def test_a_decision_is_taken_away_from_its_list(staff, flats):
    staff.post(reverse(DECIDE), {"a": flats[0].pk, "b": flats[1].pk, "verdict": "different"})
    assert len(groups()) == 1
    with staff_scope():
        chosen = [decision.pk for decision in MatchDecision.objects.all()]
    staff.post(reverse("admin:listings_matchdecision_changelist"), {"action": "withdraw", "_selected_action": chosen})
    assert [len(group) for group in groups()] == [2, 2]


def test_who_may_only_look_decides_nothing(flats):
    browser = onlooker()
    page = beside(browser, flats[0], flats[2])
    assert page.status_code == 200
    assert "They are" not in page.content.decode()
    assert browser.post(reverse(DECIDE), {"a": flats[0].pk, "b": flats[2].pk, "verdict": "same"}).status_code == 403
    assert browser.post(reverse(SPLIT, args=[group_of(flats[0])]), {"listing": flats[0].pk}).status_code == 403
    assert [len(group) for group in groups()] == [2, 2]


def test_nothing_is_decided_by_a_get_nor_by_strangers(staff, flats):
    asked = {"a": flats[0].pk, "b": flats[2].pk, "verdict": "same"}
    assert staff.get(reverse(DECIDE), asked).status_code == 405
    assert staff.get(reverse(SPLIT, args=[group_of(flats[0])]), {"listing": flats[0].pk}).status_code == 405
    assert Browser().post(reverse(DECIDE), asked).status_code == 302
    assert Browser(enforce_csrf_checks=True).post(reverse(DECIDE), asked).status_code == 403
    assert [len(group) for group in groups()] == [2, 2]


@pytest.mark.parametrize("b", ["no id", "01a2160e-0414-727a-815b-4b2f9c59353d", "https://a.example/", "javascript:1"])
def test_a_listing_that_is_none_is_told_so_on_the_page_one_came_from(staff, flats, b):
    page = staff.get(reverse(COMPARE), {"a": flats[0].pk, "b": b}, follow=True)
    assert page.redirect_chain[0][0].endswith(f"?a={flats[0].pk}")
    assert "no other listing with this id" in unescape(page.content.decode())


def test_another_clients_listing_is_none_to_compare_with(staff, flats):
    strange = make_home(make_client())
    assert beside(staff, flats[0], strange).status_code == 302
    assert beside(staff, flats[0], flats[0]).status_code == 302


def test_a_listing_is_found_by_its_pages_address(staff, flats):
    page = staff.get(reverse(COMPARE), {"a": flats[0].pk, "b": f" {flats[2].canonical_url}?utm_source=mail "})
    assert "different floors" in page.content.decode()


def test_a_groups_page_costs_the_same_queries_however_many_listings_it_has(
    staff, client_account, flats, django_assert_max_num_queries
):
    for number in range(6):
        make_home(client_account, **ELSEWHERE | {"portal": f"portal {number}"})
    work_off()
    with django_assert_max_num_queries(25):
        staff.get(reverse("admin:listings_matchgroup_change", args=[group_of(flats[0])]))
