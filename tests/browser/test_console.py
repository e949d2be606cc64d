"""The console in a real browser: it opens, complains of nothing, talks to nobody else, and obeys the keyboard.

The database is filled before the browser starts: its event loop and Django's ORM do not share a thread.
"""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from listings.models import Listing
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from propscrape.tenancy import staff_scope
from tests.browser.windows import SCHEMES, fits, look
from tests.factories import OWNED_ROWS, make_client
from tests.sample_pages import URLS, sample
from webhooks.models import Attempt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-password"
HOSTILE = "<script>document.title='taken'</script>"
LISTS = (
    "listings/listing/", "listings/scrape/", "pricehistory/pricesnapshot/", "webhooks/event/", "webhooks/subscription/",
    "webhooks/delivery/", "webhooks/attempt/",
)  # fmt: skip


@pytest.fixture
def console(live_server):
    """The address of a console with the sample listings, a hostile one, a delivery, and a staff member."""
    get_user_model().objects.create_superuser("boss", password=PASSWORD)
    sync_portals()
    account = make_client("Harbour Homes")
    for name in URLS:
        url, html = sample(name)
        import_listing(client_id=account.pk, url=url, html=html)
    with staff_scope():
        OWNED_ROWS[Attempt](account)
        Listing.objects.create(
            client=account, canonical_url="javascript:alert(1)", import_url="javascript:alert(1)", title=HOSTILE
        )
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


def test_a_walk_from_the_first_page_to_a_listing_and_its_scrape(boss, console):
    page = boss.page
    assert page.locator(".tile").all_inner_texts()[1].split() == ["Listings", "4", "of", "all", "clients"]
    page.locator(".tile", has_text="Listings").locator("a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Listings")
    page.get_by_role("link", name="14 Harbour Row").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("14 Harbour Row")
    expect(page.locator(".stated-fields").first).to_be_visible()
    page.get_by_role("region", name="Latest scrapes").get_by_role("link").first.click()
    expect(page.locator(".badge", has_text="listing read")).to_be_visible()
    page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Scrapes").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(len(URLS))
    assert is_clean(boss, console)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_walk_from_a_subscription_to_the_story_of_a_delivery(boss, console, width):
    page = boss.page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{console}/admin/webhooks/subscription/")
    page.get_by_role("link", name="receiver.example/hook").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("https://receiver.example/hook")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert fits(page)
    page.get_by_role("region", name="Latest deliveries").get_by_role("link").first.click()
    expect(page.get_by_role("region", name="Timeline").get_by_role("listitem").nth(1)).to_contain_text("200 OK")
    assert fits(page)
    assert is_clean(boss, console)


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_pages_fit_their_window(boss, console, width):
    for path in ("", *LISTS):
        boss.page.goto(f"{console}/admin/{path}")
        for scheme in SCHEMES:
            look(boss.page, width, scheme)
            assert fits(boss.page), path
    boss.page.goto(f"{console}/admin/listings/listing/")
    boss.page.get_by_role("link", name="14 Harbour Row").click()
    expect(boss.page.locator(".stated-fields").first).to_be_visible()
    assert fits(boss.page)
    assert is_clean(boss, console)


def test_at_1280_pixels_no_column_of_a_list_is_cut(boss, console):
    for path in LISTS:
        boss.page.goto(f"{console}/admin/{path}")
        table = boss.page.locator(".results")
        assert table.evaluate("element => element.scrollWidth <= element.clientWidth"), path


def test_a_filter_is_opened_and_chosen_by_keyboard_alone(boss, console):
    page = boss.page
    page.goto(f"{console}/admin/listings/listing/")
    tab_to(page, "Portal ▾")
    page.keyboard.press("Enter")
    tab_to(page, "uk_zoopla")
    page.keyboard.press("Enter")
    page.wait_for_url("**portal__exact=uk_zoopla**")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    assert is_clean(boss, console)


def tab_to(page, words):
    """Press Tab until the element with these words has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || ''").strip()
        if focused == words or focused == words.removesuffix(" ▾"):
            return
    pytest.fail(f"{words} cannot be reached by keyboard")


def test_a_hostile_title_is_text_and_its_address_no_link(boss, console):
    page = boss.page
    page.goto(f"{console}/admin/listings/listing/")
    page.get_by_role("link", name=HOSTILE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    assert page.title() != "taken"
    expect(page.locator('a[href^="javascript"]')).to_have_count(0)
    assert is_clean(boss, console)
