"""Two listings beside each other in a real browser: nothing is refused by the policy, and the keyboard is enough."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.factories import make_client
from tests.listings.matching.homes import ELSEWHERE, make_home, work_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-password"


@pytest.fixture
def pair(live_server):
    """The address of the page on which two matched listings stand beside each other."""
    get_user_model().objects.create_superuser("boss", password=PASSWORD)
    account = make_client("Harbour Homes")
    here, there = make_home(account), make_home(account, **ELSEWHERE)
    work_off()
    return f"{live_server.url}/admin/listings/matchgroup/compare/?a={here.pk}&b={there.pk}"


def test_two_listings_are_compared_and_decided_of_by_keyboard(pair, browsing):
    page = browsing.page
    page.goto(pair)
    page.get_by_label("Username").fill("boss")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What speaks for one property, and against it")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("button", name="They are different properties").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("boss decided: different properties")).to_be_visible()
    assert browsing.errors == []
