"""Mappings in a real browser: a version is compared, edited, made active, rolled back; golden pages are put right."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from listings.models import GoldenPage
from listings.services.golden_pages import correct_expected, pin_golden_page
from listings.services.importing import import_listing
from listings.services.mapping_versions import activate
from listings.services.shadow_runs import start_shadow_run
from tests.browser.windows import fits
from tests.factories import make_client
from tests.listings.mappings.versions import HTML, URL, draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-password"
WIDTHS = (390, 1280)


@pytest.fixture
def console(live_server):
    """A console with an active version, a candidate that ran beside it, and a golden page that one field misses."""
    get_user_model().objects.create_superuser("boss", password=PASSWORD)
    activate(version_id=draft().pk, by="ann")
    start_shadow_run(version_id=draft("#other", floor=[{"css": "#beds"}]).pk, by="ann")
    imported = import_listing(client_id=make_client().pk, url=URL, html=HTML)
    assert imported.scrape.capture_id is not None
    golden = pin_golden_page(capture_id=imported.scrape.capture_id, by="ann", note="The usual layout")
    for field in ("price_float", "price_string"):
        correct_expected(golden_page_id=golden.pk, field=field, value=None, by="ann")
    return live_server.url


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
    """Whether no error was met and nobody else was talked to."""
    return browsing.errors == [] and browsing.hosts == {urlsplit(console).netloc}


def picture(page, name):
    """A screenshot, where SCREENSHOTS names a folder for them."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_version_is_compared_refused_by_a_golden_page_and_made_active_once_that_is_put_right(boss, console, width):
    page = boss.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{console}/admin/listings/mappingversion/")
    picture(page, f"mapping-versions-{width}")
    assert fits(page)
    page.get_by_role("link", name="v2", exact=True).click()
    expect(page.get_by_role("heading", name="What it does differently from v1")).to_be_visible()
    expect(page.locator(".rule-added", has_text="#other")).to_be_visible()
    picture(page, f"mapping-version-{width}")
    assert fits(page)
    make_active(page)
    expect(page.locator(".messagelist .error")).to_contain_text("misreads golden pages")

    page.goto(f"{console}/admin/listings/goldenpage/")
    assert fits(page)
    page.get_by_role("link", name="rightmove.co.uk/properties").click()
    picture(page, f"golden-page-{width}")
    assert fits(page)
    for field in ("price_float", "price_string"):
        page.get_by_role("button", name=f"Do not judge {field}").click()
        expect(page.locator(".messagelist")).to_contain_text(f"{field[1:]} is not judged any more")
    page.get_by_role("link", name="Correct what is expected of city").click()
    expect(page.get_by_label("Value")).to_have_value("Leeds")
    page.get_by_role("button", name="Save").click()

    page.goto(f"{console}/admin/listings/mappingversion/")
    page.get_by_role("link", name="v2", exact=True).click()
    make_active(page)
    expect(page.locator(".messagelist .success")).to_contain_text("Made active")
    page.get_by_role("button", name="Roll back…").click()
    picture(page, f"mapping-roll-back-{width}")
    assert fits(page)
    page.get_by_role("button", name="Roll back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("uk_rightmove v1")
    assert is_clean(boss, console)


def test_a_draft_is_edited_with_its_faults_told_and_saved(boss, console):
    page = boss.page
    page.goto(f"{console}/admin/listings/mappingversion/")
    page.get_by_role("link", name="v1", exact=True).click()
    page.get_by_role("button", name="Draft another from it").click()
    page.get_by_role("link", name="Edit").click()
    text = page.get_by_label("Mapping")
    good = text.input_value()
    text.fill(good.replace("#asking", "p::nothing("))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist")).to_contain_text("ad selector")
    picture(page, "mapping-draft")
    text.fill(good.replace("#asking", "#other"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".rule-added", has_text="#other")).to_be_visible()
    assert is_clean(boss, console)


@pytest.fixture
def long_words(console):
    """The golden page has an address and a note without a place to break them."""
    GoldenPage.objects.update(url=f"{URL}?{'a' * 400}", note="n" * 255)


@pytest.mark.usefixtures("long_words")
@pytest.mark.parametrize("width", WIDTHS)
def test_long_addresses_and_notes_stay_within_the_window(boss, console, width):
    page = boss.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{console}/admin/listings/goldenpage/")
    assert fits(page)
    page.locator("#result_list tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("aaa")
    assert fits(page)


def make_active(page):
    """Press the button, and confirm."""
    page.get_by_role("button", name="Make active…").click()
    page.get_by_role("button", name="Make active").click()
