"""One portal's page: what it shows of a scraper's past, and what its buttons do."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from listings.models import GoldenPage, HealthChange, Portal, PortalHealth, Scrape
from listings.services.importing import import_listing
from listings.services.mapping_versions import activate
from listings.services.portals import sync_portals
from propscrape.tenancy import staff_scope
from tests.factories import make_client
from tests.listings.console.portal_history import (
    figures,
    judge,
    make_mapping,
    make_portal,
    make_scrapes,
    past,
    write_history,
)
from tests.listings.mappings.versions import HTML, PORTAL, URL, draft

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff():
    return logged_in(get_user_model().objects.create_superuser("boss", password="a-long-password"))


def logged_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


def guest(*permissions):
    user = get_user_model().objects.create_user("guest", password="a-long-password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return logged_in(user)


def said(browser, portal, **query):
    answer = browser.get(reverse("scraper_health:portal", args=[portal.slug]), query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def act(browser, portal, action, *, confirmed=True, **values):
    data = {"action": action, **values} | ({"confirmed": "1"} if confirmed else {})
    return browser.post(reverse("scraper_health:act", args=[portal.slug]), data, follow=True)


def words_of(answer):
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_portal_that_nobody_scrapes_says_so(staff):
    page = said(staff, make_portal())
    assert "Nothing was scraped from this portal in 30 days" in page
    assert "not judged yet" in page
    assert "<svg class=" not in page


def test_a_portal_with_a_single_scrape_is_shown_whole(staff):
    portal = make_portal()
    write_history(portal, {timezone.now().date(): figures(scrapes=1)})
    (scrape,) = make_scrapes(make_client(), portal, 1)
    page = said(staff, portal)
    assert page.count('class="day-chart"') == 2
    assert "1 in all, 1 on the busiest day" in page
    assert "1 of 1 scrapes" in page
    assert reverse("admin:listings_scrape_change", args=[scrape.pk]) in page
    assert "All of the latest scrapes went well." in page


def test_a_field_that_fell_is_marked_on_its_days_alone(staff):
    portal = make_portal()
    today = timezone.now().date()
    by_day = {today - timedelta(days=back): figures(scrapes=50, fills={"city": 0.9}) for back in range(10)}
    by_day[today] = figures(scrapes=50, fills={"city": 0.2})
    write_history(portal, by_day)
    page = said(staff, portal, days=14)
    (city,) = [row for row in page.split("<tr>") if '<th scope="row">city' in row]
    assert city.count("heat-low") == 1
    assert '<td class="heat-2 heat-low">20</td>' in city
    assert city.count('class="heat-none"') == 4
    assert "postal_code" in page.split("other fields")[1]


def test_mappings_stand_in_the_charts_with_what_they_did(staff):
    portal = make_portal()
    today = timezone.now().date()
    before = {today - timedelta(days=back): figures(scrapes=10, good=6, fill=0.5) for back in range(4, 14)}
    since = {today - timedelta(days=back): figures(scrapes=10, good=9, fill=1.0) for back in range(3)}
    write_history(portal, before | since)
    make_mapping(portal, 6, days_ago=300, is_active=False)
    make_mapping(portal, 7, days_ago=3)
    page = said(staff, portal)
    assert page.count(">v7</text>") == 2
    assert ">v6</text>" not in page
    (row,) = [row for row in page.split("<tr>") if ">v7</a>" in row]
    assert "60% → 90%" in row
    assert "50% → 100%" in row


def test_the_slowest_and_the_worst_of_late_are_listed_with_the_worst_first(staff):
    portal, client = make_portal(), make_client()
    make_scrapes(client, portal, 12)
    make_scrapes(client, portal, 1, outcome="blocked", quality_grade=None, error_code="PAGE_BLOCKED", total_ms=5)
    make_scrapes(client, portal, 1, outcome="failed", quality_grade=None, error_code="BOOM", total_ms=9000)
    page = said(staff, portal)
    worst = page.split('id="worst-heading"')[1].split("</section>")[0]
    assert worst.index("BOOM") < worst.index("PAGE_BLOCKED")
    assert worst.count("<tr>") == 3
    slowest = page.split('id="slowest-heading"')[1].split("</section>")[0]
    assert slowest.index("9.0 s") < slowest.index("311 ms") < slowest.index("310 ms")


def test_states_so_far_are_told_newest_first(staff):
    portal = make_portal()
    judge(portal, "degraded", "Fell first.", days=9)
    judge(portal, "broken", "Fell further.", days=1, quarantined_since=timezone.now())
    page = said(staff, portal)
    states = page.split('id="states-heading"')[1]
    assert states.index("Fell further.") < states.index("Fell first.")
    assert "Its values are held back since" in page


def test_pausing_asks_first_and_is_written_down(staff):
    portal = make_portal()
    asked = words_of(act(staff, portal, "pause", confirmed=False))
    assert "Pages that clients send are still read." in asked
    assert Portal.objects.get().is_enabled
    assert "Fetching is paused." in words_of(act(staff, portal, "pause"))
    assert not Portal.objects.get().is_enabled
    assert "Fetching goes on." in words_of(act(staff, portal, "resume"))
    assert Portal.objects.get().is_enabled
    noted = LogEntry.objects.order_by("action_time").values_list("user__username", "object_id", "change_message")
    assert list(noted) == [("boss", portal.slug, "Fetching is paused"), ("boss", portal.slug, "Fetching goes on")]


@pytest.mark.parametrize(("before", "after"), [(0.0, 1.0), (2.0, 4.0), (3000.0, 3600.0)])
def test_the_delay_is_doubled_up_to_an_hour(staff, before, after):
    portal = make_portal(min_delay_s=before)
    assert f"Delay raised: {after:g} s" in words_of(act(staff, portal, "raise_delay"))
    assert Portal.objects.get().min_delay_s == after


def test_the_latest_pages_are_looked_at_again_each_once_for_its_client(staff):
    sync_portals()
    portal, client = Portal.objects.get(pk=PORTAL), make_client()
    make_scrapes(client, portal, 12)
    make_scrapes(client, portal, 2)
    assert "Looks asked for: 10." in words_of(act(staff, portal, "look_again"))
    with staff_scope():
        queued = Scrape.objects.filter(state="queued")
        assert len(set(queued.values_list("canonical_url", flat=True))) == queued.count() == 10
        assert set(queued.values_list("client_id", "priority")) == {(client.pk, Scrape.Priority.ASKED)}


def test_calling_a_portal_well_ends_its_quarantine(staff):
    portal = make_portal()
    judge(portal, "broken", "A reason.", quarantined_since=timezone.now())
    assert "Call well…" in said(staff, portal)
    assert "Called well" in words_of(act(staff, portal, "release"))
    health = PortalHealth.objects.get()
    assert (health.state, health.quarantined_since) == ("healthy", None)
    assert HealthChange.objects.filter(by="boss").count() == 1
    assert "Call well…" not in said(staff, portal)
    assert "not sick any more" in words_of(act(staff, portal, "release"))


def test_a_captured_page_is_pinned_from_the_list(staff):
    activate(version_id=draft().pk, by="ann")
    imported = import_listing(client_id=make_client().pk, url=URL, html=HTML)
    portal, capture = Portal.objects.get(pk=PORTAL), imported.scrape.capture_id
    page = said(staff, portal)
    assert f'value="{capture}"' in page
    assert "Pinned, or was so already" in words_of(act(staff, portal, "pin", capture=str(capture)))
    assert GoldenPage.objects.get().url == URL
    assert "1 golden pages" in said(staff, portal)
    assert "There is no such capture" in words_of(act(staff, portal, "pin", capture="x"))


def test_a_page_is_pinned_for_its_own_portal_alone(staff):
    capture = import_listing(client_id=make_client().pk, url=URL, html=HTML).scrape.capture_id
    assert "no such capture of this portal" in words_of(act(staff, make_portal(), "pin", capture=str(capture)))
    assert not GoldenPage.objects.exists()


def test_links_lead_to_the_portal_whatever_its_name(staff):
    portal = make_portal("immo_24_de", "immo-24.de", "DE")
    links = re.findall(r'href="(/admin/listings/portal/[^"]+)"', said(staff, portal))
    assert len(links) == 2
    assert [staff.get(link).status_code for link in links] == [200, 200]


def test_who_may_look_alone_has_no_buttons_and_is_refused():
    portal, browser = make_portal(), guest("view_portalhealth")
    make_scrapes(make_client(), portal, 1, url="https://secret.example/1")
    page = said(browser, portal)
    assert "Pause fetching" not in page
    assert "secret.example" not in page
    assert act(browser, portal, "pause").status_code == 403
    assert browser.get(reverse("scraper_health:act", args=[portal.slug])).status_code == 405
    assert Portal.objects.get().is_enabled


def test_unknown_portals_actions_and_spans_do_no_harm(staff):
    assert staff.get(reverse("scraper_health:portal", args=["xx_nobody"])).status_code == 404
    portal = make_portal()
    assert act(staff, portal, "explode").status_code == 404
    assert "in 30 days" in said(staff, portal, days="99999999999")


def test_no_more_queries_are_made_for_a_busy_portal_than_for_a_quiet_one(staff):
    quiet, busy = make_portal(), make_portal("xx_busy", "busy.example")
    past(busy, days=90, per_day=30, seed=1)
    make_scrapes(make_client(), busy, 40)
    for number in range(1, 6):
        make_mapping(busy, number, days_ago=number, is_active=number == 1)
    counts = []
    for portal in (quiet, busy):
        with CaptureQueriesContext(connection) as captured:
            said(staff, portal, days=90)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_hostile_page_address_is_text(staff):
    portal = make_portal()
    make_scrapes(make_client(), portal, 1, url='javascript:alert(1)//"><script>alert(2)</script>', outcome="failed")
    page = staff.get(reverse("scraper_health:portal", args=[portal.slug])).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
