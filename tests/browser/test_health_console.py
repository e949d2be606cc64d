"""Scrapers' health in a real browser: found in ten seconds, reached by keyboard, read by screen readers, whole on a
telephone, under a policy that allows no style and no script but our own files'.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import expect

from listings.models import Portal
from listings.services.importing import import_listing
from listings.services.mapping_versions import activate
from tests.browser.windows import faults, faults_in_both, fits, log_in, look, picture
from tests.factories import make_client
from tests.listings.console.portal_history import judge, make_mapping, make_portal, make_scrapes, past
from tests.listings.mappings.versions import HTML, PORTAL, URL, draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-password"
WIDTHS = (390, 1280)
LONG = f"{'-'.join(['very-long-name-of-a-portal'] * 6)}.example"
PRICE_LOST = (
    "price_float is found on 4% of 61 pages, before 97%; grade A or B on 9% of 61 pages, before 93%. Pages are built "
    "in another way (3f before, a1 now), since 2026-11-24 09:00 UTC."
)


@pytest.fixture
def console(live_server):
    """A console with the registered portals, of which some are sick in different ways, and one with a long name."""
    get_user_model().objects.create_superuser("boss", password=PASSWORD)
    activate(version_id=draft().pk, by="ann")
    portals = {portal.slug: portal for portal in Portal.objects.all()}
    client = make_client("Harbour Homes")
    for number, portal in enumerate(list(portals.values())[:24]):
        past(portal, days=30, per_day=8 + 11 * (number % 7), seed=number)
        judge(portal, "healthy")
    sick = {"fills": {"price_float": 0.04, "currency": 0.05}}
    past(portals[PORTAL], days=30, per_day=60, seed=99, sick_since=2, **sick)
    judge(portals[PORTAL], "broken", PRICE_LOST, quarantined_since=timezone.now() - timedelta(days=2))
    for number, days_ago in ((2, 21), (3, 6)):
        make_mapping(portals[PORTAL], number, days_ago=days_ago, is_active=False)
    past(portals["uk_zoopla"], days=30, per_day=40, seed=98, sick_since=1, blocked=0.83)
    judge(portals["uk_zoopla"], "blocked", "83% of 40 scrapes met a wall, before 1%.", days=1)
    long = make_portal("xx_long", LONG, "DE", is_enabled=False)
    past(long, days=30, per_day=12, seed=97, sick_since=4, fills={"image_urls": 0.4})
    judge(long, "degraded", "image_urls is found on 40% of 55 pages, before 96%.", days=4)
    past(make_portal("xx_new", "new.example", "AT"), days=1, per_day=1, seed=96)
    make_scrapes(client, portals[PORTAL], 9)
    nothing = {"quality_grade": None, "fields_filled": None}
    make_scrapes(client, portals[PORTAL], 2, outcome="failed", error_code="EXTRACTION_FAILED", **nothing)
    make_scrapes(client, portals[PORTAL], 1, outcome="timeout", error_code="TIMEOUT", total_ms=30_000, **nothing)
    import_listing(client_id=client.pk, url=URL, html=HTML)
    return live_server.url


@pytest.fixture
def nobody_else(db):
    """A member of staff in an installation in which nothing happened yet."""
    get_user_model().objects.create_superuser("boss", password=PASSWORD)


@pytest.fixture
def boss(console, browsing):
    """A staff member, logged in, on the first page."""
    browsing.page.goto(f"{console}/admin/")
    browsing.page.get_by_label("Username").fill("boss")
    browsing.page.get_by_label("Password").fill(PASSWORD)
    browsing.page.keyboard.press("Enter")
    browsing.page.wait_for_url(f"{console}/admin/")
    return browsing


def is_clean(browsing, console):
    """Whether no error was met, breaches of the policy included, and nobody else was talked to."""
    return browsing.errors == [] and browsing.hosts == {urlsplit(console).netloc}


def test_a_sick_scraper_is_found_from_the_first_page_by_keyboard_alone(boss, console):
    page = boss.page
    tile = page.locator(".tile", has_text="Sick scrapers")
    expect(tile.locator(".tile-figure")).to_have_text("3")
    picture(page, "first-page")
    worst = tile.get_by_role("link", name="rightmove.co.uk broken")
    for _ in range(60):
        page.keyboard.press("Tab")
        if worst.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("rightmove.co.uk")
    expect(page.get_by_text("price_float is found on 4%").first).to_be_visible()
    assert is_clean(boss, console)


@pytest.mark.parametrize("width", WIDTHS)
def test_all_scrapers_are_listed_the_worst_first(boss, console, width):
    page = boss.page
    page.goto(f"{console}/admin/scraper-health/")
    first = page.locator(".scrapers tbody th a")
    expect(first.first).to_have_text("rightmove.co.uk")
    expect(page.locator(".scrapers tbody tr").nth(1)).to_contain_text("zoopla.co.uk")
    expect(page.locator(".scrapers tbody tr").nth(2)).to_contain_text("very-long-name")
    assert faults_in_both(page, width, "health") == []
    page.get_by_label("State").select_option("blocked")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".scrapers tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Success", exact=True).click()
    expect(page.locator("th[aria-sort]")).to_contain_text("Success")
    expect(page.locator(".scrapers tbody tr")).to_have_count(1)
    assert is_clean(boss, console)


@pytest.mark.parametrize("width", WIDTHS)
def test_without_any_scrape_or_portal_the_pages_say_so(live_server, nobody_else, browsing, width):
    look(browsing.page, width, "light")
    log_in(browsing.page, f"{live_server.url}/admin/scraper-health/", PASSWORD)
    expect(browsing.page.locator(".empty-state")).to_be_visible()
    for name, path in (("health", "scraper-health/"), ("first-page", "")):
        browsing.page.goto(f"{live_server.url}/admin/{path}")
        picture(browsing.page, f"{name}-empty-{width}")
        assert fits(browsing.page)
        assert browsing.errors == []
        assert faults(browsing.page) == []
        browsing.errors.clear()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_portal_is_looked_at_and_called_well(boss, console, width):
    page = boss.page
    for slug in ("xx_long", "xx_new", "fr_seloger"):
        page.goto(f"{console}/admin/scraper-health/{slug}/")
        assert faults_in_both(page, width, f"portal-{slug}") == []
    page.goto(f"{console}/admin/scraper-health/{PORTAL}/")
    assert faults_in_both(page, width, "portal") == []
    page.get_by_role("link", name="90 days").click()
    page.wait_for_url("**/?days=90")
    expect(page.get_by_role("link", name="90 days")).to_have_attribute("aria-current", "true")
    assert fits(page)
    page.get_by_role("button", name="Call well…").click()
    assert fits(page)
    assert faults(page) == []
    page.get_by_role("button", name="Call well").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Called well")
    expect(page.get_by_role("heading", level=1)).to_contain_text("healthy")
    assert is_clean(boss, console)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_value_leads_to_its_place_in_the_captured_page(boss, console, width, scheme):
    page = boss.page
    look(page, width, scheme)
    page.goto(f"{console}/admin/scraper-health/{PORTAL}/")
    page.get_by_role("region", name="Latest pages").get_by_role("link", name="/properties/1001").first.click()
    frame = page.frame_locator("iframe")
    expect(frame.locator(".chosen", has_text="£250,000")).to_be_visible()
    page.get_by_role("link", name="price_float", exact=True).focus()
    page.keyboard.press("Enter")
    expect(frame.locator(".field:target")).to_have_count(1)
    expect(frame.locator(":has(> .field:target)").last).to_contain_text("£250,000")
    picture(page, f"scrape-{width}-{scheme}")
    assert fits(page)
    assert is_clean(boss, console)
    assert faults(page) == []  # last: axe tries to style the frame, which the frame's policy refuses
