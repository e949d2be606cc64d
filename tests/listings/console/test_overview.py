"""The list of all scrapers: the worst first, with what is known of each, and nothing that many portals would slow."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from listings.console.portal_rows import Wish, chosen_rows, portal_rows
from listings.console.sparkline import sparkline
from listings.models import Listing, Portal
from propscrape.tenancy import staff_scope
from tests.factories import OWNED_ROWS, make_client
from tests.listings.console.portal_history import (
    figures,
    judge,
    make_mapping,
    make_portal,
    make_scrapes,
    past,
    write_history,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return logged_in(get_user_model().objects.create_superuser("boss", password="a-long-password"))


def logged_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


def said(browser, **query):
    answer = browser.get(reverse("scraper_health:overview"), query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def rows(**wish):
    with staff_scope():
        return chosen_rows(portal_rows(timezone.now()), Wish.of(wish))


def hosts(**wish):
    return [row.portal.host for row in rows(**wish)]


def test_the_worst_comes_first_and_what_was_not_judged_last():
    for state in ("healthy", "idle", "watch", "broken", "degraded", "blocked"):
        judge(make_portal(f"xx_{state}", f"{state}.example"), state)
    make_portal("xx_never", "never.example")
    past(make_portal("xx_new", "new.example"), days=1, per_day=1, seed=1)
    found = [host.removesuffix(".example") for host in hosts()]
    assert found == ["broken", "blocked", "degraded", "idle", "watch", "healthy", "new"]


def test_portals_that_nobody_scrapes_are_told_of_and_listed_on_request(staff):
    judge(make_portal("xx_one", "one.example"), "healthy")
    make_portal("xx_never", "never.example")
    assert hosts() == ["one.example"]
    assert hosts(state="unscraped") == hosts(q="never") == ["never.example"]
    assert '<a href="?state=unscraped">1 more portals</a>' in said(staff)


def test_figures_are_of_the_last_24_hours_alone():
    portal = make_portal()
    today = timezone.now().date()
    yesterday = timezone.now() - timedelta(days=1)
    recent = figures(scrapes=10, good=7, blocked=2, ms=1000)
    write_history(portal, {today: recent, today - timedelta(days=1): figures(scrapes=90, ms=10, at=yesterday)})
    (row,) = rows()
    assert (row.last_day.scrapes, row.last_day.success, row.last_day.blocked_share) == (10, 0.7, 0.2)
    assert row.last_day.p95_ms == pytest.approx(1000, rel=0.1)
    assert [day is not None for day in row.days] == [False] * 12 + [True, True]
    assert row.last_success_at == recent.last_success_at


def test_rows_are_filtered_by_state_country_tier_and_part_of_a_name():
    judge(make_portal("gb_one", "one.example", "GB", tier="generic"), "broken")
    judge(make_portal("de_two", "two.example", "DE", tier="premium"), "healthy")
    make_portal("de_three", "three.example", "DE", tier="generic")
    assert hosts(state="broken") == ["one.example"]
    assert hosts(state="unscraped") == ["three.example"]
    assert hosts(country="DE", tier="premium") == ["two.example"]
    assert hosts(q=" ThReE ") == ["three.example"]
    assert hosts(q="de_") == ["two.example", "three.example"]
    assert hosts(country="XX") == []


def test_rows_are_sorted_either_way_and_those_without_a_figure_stay_last():
    today = timezone.now().date()
    for name, good in (("low", 1), ("high", 9)):
        write_history(make_portal(f"xx_{name}", f"{name}.example"), {today: figures(scrapes=10, good=good)})
    judge(make_portal("xx_none", "none.example"), "idle")
    assert hosts(sort="success") == ["low.example", "high.example", "none.example"]
    assert hosts(sort="-success") == ["high.example", "low.example", "none.example"]
    assert hosts(sort="-portal") == ["none.example", "low.example", "high.example"]
    assert hosts(sort="; drop") == hosts()


def test_the_page_says_state_reason_figures_and_mapping(staff):
    portal = make_portal()
    judge(portal, "broken", "price_float is found on 3% of 40 pages, before 97%.")
    make_mapping(portal, 12, days_ago=3)
    past(portal, days=14, per_day=40, seed=2)
    page = said(staff)
    for words in ("broken", "meadow.example", "price_float is found on 3%", "v12", "14 days. Success:"):
        assert words in page
    assert "style=" not in page
    assert "<script" not in page.split('<main id="content-start"')[-1]


def test_hostile_names_and_reasons_are_text(staff):
    portal = make_portal(host="<img src=x onerror=alert(1)>.example")
    judge(portal, "broken", "<script>alert(1)</script>")
    page = staff.get(reverse("scraper_health:overview"), {"q": '"><script>alert(2)</script>'}).content.decode()
    assert "<script>alert" not in page
    page = staff.get(reverse("scraper_health:overview")).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_console_without_portals_and_one_where_none_fits_say_so(staff):
    assert "No portal is registered" in said(staff)
    make_portal()
    assert "No portal was scraped yet" in said(staff)
    assert "No portal is like that" in said(staff, country="ZZ")


def test_only_staff_with_the_permission_see_it():
    user = get_user_model().objects.create_user("guest", password="a-long-password", is_staff=True)
    address = reverse("scraper_health:overview")
    assert Browser().get(address).status_code == 302
    assert logged_in(user).get(address).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_portalhealth"))
    assert logged_in(user).get(address).status_code == 200


def test_no_more_queries_are_made_for_a_hundred_portals_than_for_ten(staff):
    client = make_client()

    def fill(first, end):
        for number in range(first, end):
            portal = make_portal(f"xx_{number}", f"p{number}.example")
            judge(portal, "broken" if number % 3 else "healthy", "A reason.")
            past(portal, days=14, per_day=5, seed=number)
            make_mapping(portal, 1, days_ago=2)
            make_scrapes(client, portal, 1)

    def queries(address):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert staff.get(address).status_code == 200
        return len(captured)

    fill(0, 10)
    few = queries(reverse("scraper_health:overview")), queries(reverse("admin:index"))
    fill(10, 100)
    assert (queries(reverse("scraper_health:overview")), queries(reverse("admin:index"))) == few
    assert Portal.objects.count() == 100


def test_the_first_page_names_the_sick_scrapers_and_leads_to_each(staff):
    for number in range(5):
        judge(make_portal(f"xx_{number}", f"p{number}.example"), "degraded", "A reason.")
    judge(make_portal("xx_bad", "bad.example"), "broken", "A reason.")
    judge(make_portal("xx_well", "well.example"), "healthy")
    page = said_at(staff, reverse("admin:index"))
    tile = page.split("Sick scrapers")[1].split("</li>\n")[0]
    assert '<strong class="tile-figure">6</strong>' in tile
    assert f'href="{reverse("scraper_health:portal", args=["xx_bad"])}">bad.example broken' in tile
    assert "2 more" in tile
    assert "well.example" not in tile


def said_at(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_freshness_counts_each_listing_that_was_looked_at_well_today(staff):
    client, portal = make_client(), make_portal()
    assert "0 of 0 listings looked at" in said(staff)
    with staff_scope():
        seen, stale, failed = (OWNED_ROWS[Listing](client) for _ in range(3))
    make_scrapes(client, portal, 2, listing=seen)
    make_scrapes(client, portal, 1, listing=stale, created_at=timezone.now() - timedelta(hours=25))
    make_scrapes(client, portal, 1, listing=failed, outcome="blocked")
    page = said(staff)
    assert "1 of 3 listings looked at" in page
    assert ">33%<" in page


def test_a_sparkline_has_gaps_for_days_without_and_a_dot_for_a_single_day():
    drawn = sparkline([None, 0.5, None, 1.0, 0.9], [None] * 5)
    assert drawn.count("<circle") == 1
    assert drawn.count("<polyline") == 1
    assert "90% now, lowest 50%, highest 100%" in drawn
    assert "Filled: unknown" in drawn
    assert sparkline([None] * 14, [None] * 14) == "–"
