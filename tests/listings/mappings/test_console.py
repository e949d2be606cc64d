"""Mappings and golden pages in the console: what staff see of them, and do with them."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.urls import reverse

from listings.models import Capture, GoldenPage, MappingChange, MappingVersion, PortalRereading, ShadowRun
from listings.services.golden_pages import correct_expected, pin_golden_page
from listings.services.importing import import_listing
from listings.services.mapping_drafts import text_digest
from listings.services.mapping_versions import activate, active_version
from listings.services.portals import sync_portals
from listings.services.shadow_runs import start_shadow_run
from propscrape.tenancy import staff_scope
from tests.factories import make_client
from tests.listings.mappings.versions import HTML, PORTAL, URL, document, draft

pytestmark = pytest.mark.django_db(transaction=True)
State = MappingVersion.State


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


def page(browser, row):
    return browser.get(reverse(f"admin:listings_{row._meta.model_name}_change", args=[row.pk]))


def act(browser, row, action, *, confirmed=True):
    address = reverse(f"admin:listings_{row._meta.model_name}_act", args=[row.pk])
    return browser.post(address, {"action": action} | ({"confirmed": "1"} if confirmed else {}), follow=True)


def said(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def two():
    """v1, active, and v2, a draft that reads another price."""
    return activate(version_id=draft().pk, by="ann"), draft("#other")


def golden_page():
    imported = import_listing(client_id=make_client().pk, url=URL, html=HTML)
    assert imported.scrape.capture_id is not None
    return pin_golden_page(capture_id=imported.scrape.capture_id, by="ann")


def test_the_list_shows_each_version_with_its_state_and_its_query_count_does_not_grow(
    staff, two, django_assert_max_num_queries
):
    for _ in range(10):
        draft()
    with django_assert_max_num_queries(20):
        text = said(staff.get(reverse("admin:listings_mappingversion_changelist")))
    assert "badge-good" in text
    assert "v12" in text


def test_a_versions_page_shows_what_it_does_differently_from_the_active_one(staff, two):
    text = said(page(staff, two[1]))
    assert "What it does differently from v1" in text
    assert "rule-removed" in text
    assert "#other" in text
    assert "None: it is in order." in text


def test_making_active_is_asked_about_first_and_then_done_and_written_down(staff, two):
    asked = said(act(staff, two[1], "activate", confirmed=False))
    assert "Leave it as it is" in asked
    assert active_version(PORTAL).pk == two[0].pk
    assert "Made active" in said(act(staff, two[1], "activate"))
    assert active_version(PORTAL).pk == two[1].pk
    assert MappingChange.objects.filter(version=two[1], action="activated", by="boss").exists()


def test_a_second_confirmation_is_told_that_it_is_late(staff, two):
    act(staff, two[1], "activate")
    text = said(act(staff, two[1], "activate"))
    assert "This version is active by now." in text


def test_what_breaks_the_contract_is_refused_with_what_it_misreads(staff, two):
    golden_page()
    text = said(act(staff, two[1], "activate"))
    assert "misreads golden pages" in text
    assert "price_float: expected 250000" in text
    assert active_version(PORTAL).pk == two[0].pk


def test_rolling_back_leads_to_the_version_before(staff, two):
    activate(version_id=two[1].pk, by="ann")
    text = said(act(staff, two[1], "roll_back"))
    assert "Rolled back" in text
    assert active_version(PORTAL).pk == two[0].pk


@pytest.mark.parametrize(
    ("action", "state"), [("start_trial", "trial"), ("reject", "retired"), ("shadow", "trial"), ("copy", "draft")]
)
def test_the_other_buttons_of_a_draft_do_what_they_say(staff, two, action, state):
    said(act(staff, two[1], action))
    two[1].refresh_from_db()
    assert two[1].state == state
    assert ShadowRun.objects.exists() == (action == "shadow")
    assert MappingVersion.objects.filter(base=two[1]).exists() == (action == "copy")


def test_captures_are_read_again_from_the_page_of_the_active_version_which_shows_how_far_that_is(staff, two):
    text = said(act(staff, two[0], "reread"))
    assert PortalRereading.objects.get().asked_by == "boss"
    assert "Captures of the portal read again" in text


def test_the_active_version_is_retired_and_cannot_be_rejected_twice(staff, two):
    said(act(staff, two[0], "retire"))
    text = said(act(staff, two[0], "retire"))
    assert "This version is Retired by now." in text


def test_a_draft_is_edited_and_its_faults_are_told(staff, two):
    address = reverse("admin:listings_mappingversion_edit", args=[two[1].pk])
    assert "#other" in said(staff.get(address))
    sent = {"notes": "third", "seen_digest": text_digest(two[1])}
    text = said(staff.post(address, sent | {"text": '{"portal": "uk_rightmove", "surprise": 1}'}))
    assert "Unknown key" in text
    assert "surprise" in text
    said(staff.post(address, sent | {"text": json.dumps(document("#third"))}, follow=True))
    two[1].refresh_from_db()
    assert two[1].document["fields"]["price"] == [{"css": "#third"}]
    late = said(staff.post(address, sent | {"text": json.dumps(document("#fourth"))}))
    assert "Somebody has changed this meanwhile" in late


def test_what_is_no_draft_is_not_edited(staff, two):
    address = reverse("admin:listings_mappingversion_edit", args=[two[0].pk])
    assert "Only a draft is edited" in said(staff.get(address, follow=True))


def test_markup_in_a_mapping_is_shown_as_text(staff, two):
    hostile = draft(title=[{"css": "h1", "format": "<script>alert(1)</script>{}"}])
    assert "<script>alert" not in said(page(staff, hostile))


def test_a_shadow_run_is_shown_with_its_counts_and_examples(staff, two):
    start_shadow_run(version_id=two[1].pk, by="ann")
    import_listing(client_id=make_client().pk, url=URL, html=HTML)
    text = said(page(staff, two[1]))
    assert "Beside v1 on 1 of 50 pages" in text
    assert "<code>250000.0</code> → <code>240000.0</code>" in text


def test_a_run_and_a_rereading_are_stopped_from_the_page_of_their_version(staff, two):
    for version, action, stop in ((two[1], "shadow", "stop_run"), (two[0], "reread", "stop_rereading")):
        assert f'value="{stop}"' not in said(page(staff, version))
        assert f'value="{stop}"' in said(act(staff, version, action))
        assert "Stopped; what was" in said(act(staff, version, stop))
        assert "is over by now" in said(act(staff, version, stop))
    assert (ShadowRun.objects.get().state, PortalRereading.objects.get().state) == ("stopped", "stopped")


def test_nothing_is_done_by_a_look_nor_by_who_may_only_look(two):
    golden = golden_page()
    browser = onlooker("view_mappingversion", "view_goldenpage")
    for row, action in ((two[1], "activate"), (golden, "unpin")):
        text = said(page(browser, row))
        assert f'value="{action}"' not in text
        address = reverse(f"admin:listings_{row._meta.model_name}_act", args=[row.pk])
        assert browser.get(address).status_code == 405
        assert browser.post(address, {"action": action, "confirmed": "1"}).status_code == 403
    assert browser.get(reverse("admin:listings_mappingversion_edit", args=[two[1].pk])).status_code == 403
    assert browser.post(reverse("admin:listings_goldenpage_expect", args=[golden.pk])).status_code == 403
    assert active_version(PORTAL).pk == two[0].pk
    assert GoldenPage.objects.exists()


def test_an_unknown_action_or_version_is_not_found(staff, two):
    address = reverse("admin:listings_mappingversion_act", args=[two[1].pk])
    assert staff.post(address, {"action": "explode"}).status_code == 404
    missing = reverse("admin:listings_mappingversion_act", args=[make_client().pk])
    assert staff.post(missing, {"action": "activate"}).status_code == 404


def test_a_golden_pages_page_shows_what_is_expected_and_found(staff, two):
    golden = golden_page()
    correct_expected(golden_page_id=golden.pk, field="city", value="York", by="ann")
    text = said(page(staff, golden))
    assert "York" in text
    assert "Leeds" in text
    assert "misread" in text


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [("price_float", "240000", 240_000), ("for_rent", "yes", True), ("features", "lift\nbalcony", ["lift", "balcony"]),
     ("count_bathrooms", "", None)],
)  # fmt: skip
def test_staff_correct_what_is_expected(staff, two, field, typed, kept):
    golden = golden_page()
    address = reverse("admin:listings_goldenpage_expect", args=[golden.pk])
    assert said(staff.get(address, {"field": field}))
    said(staff.post(address, {"field": field, "value": typed}, follow=True))
    golden.refresh_from_db()
    assert golden.expected[field] == kept
    assert golden.changed_by == "boss"


@pytest.mark.parametrize(
    ("field", "typed"), [("price_float", "a lot"), ("property_type", "castle"), ("latitude", "95")]
)
def test_what_a_field_cannot_hold_is_refused_in_words(staff, two, field, typed):
    golden = golden_page()
    address = reverse("admin:listings_goldenpage_expect", args=[golden.pk])
    assert "errorlist" in said(staff.post(address, {"field": field, "value": typed}))
    golden.refresh_from_db()
    assert golden.expected.get(field) != typed


def test_a_field_is_dropped_from_what_is_judged(staff, two):
    golden = golden_page()
    address = reverse("admin:listings_goldenpage_expect", args=[golden.pk])
    said(staff.post(address, {"drop": "description"}, follow=True))
    golden.refresh_from_db()
    assert "description" not in golden.expected
    assert staff.post(address, {"drop": "description"}).status_code == 404


def test_golden_pages_are_read_and_taken_away_from_their_page(staff, two):
    golden = golden_page()
    assert "as expected" in said(act(staff, golden, "check"))
    golden.refresh_from_db()
    assert golden.misread == []
    said(act(staff, golden, "unpin", confirmed=False))
    assert GoldenPage.objects.exists()
    said(act(staff, golden, "unpin"))
    assert not GoldenPage.objects.exists()


def test_captures_are_pinned_from_their_list_and_what_cannot_be_is_told(staff, two):
    import_listing(client_id=make_client().pk, url=URL, html=HTML)
    import_listing(client_id=make_client().pk, url="https://homes.example/1", html=HTML)
    address = reverse("admin:listings_capture_changelist")
    with staff_scope():
        chosen = list(Capture.objects.values_list("pk", flat=True))
    text = said(staff.post(address, {"action": "pin", "_selected_action": chosen}, follow=True))
    assert "Pinned, or was so already" in text
    assert "of no registered portal" in text
    assert GoldenPage.objects.get().pinned_by == "boss"


def test_empty_lists_say_how_they_are_filled(staff):
    sync_portals()
    assert "manage.py prepare" in said(staff.get(reverse("admin:listings_mappingversion_changelist")))
    assert "Pin as golden pages" in said(staff.get(reverse("admin:listings_goldenpage_changelist")))
