"""The same property on two pages in a real browser: groups, two listings beside each other, what staff decided.

Nothing is refused by the policy, the keyboard is enough, and pages are whole on a telephone.
"""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from listings.models import MatchGroup
from listings.services.match_decisions import decide_pair
from propscrape.tenancy import staff_scope
from tests.browser.windows import faults, faults_in_both, fits, log_in, look, picture
from tests.factories import make_client
from tests.listings.matching.homes import ELSEWHERE, UPSTAIRS, make_home, work_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-password"
LONG = "Riverside two bed apartment <b>" + "with-a-word-that-never-ends" * 12
LISTS = ("matchgroup", "matchpair", "matchdecision", "matchwork")


@pytest.fixture
def boss():
    """A member of staff who may do everything."""
    return get_user_model().objects.create_superuser("boss", password=PASSWORD)


@pytest.fixture
def homes(boss):
    """A flat on three portals, one with a title that never ends; one upstairs on two; and one that has no likes."""
    account = make_client("Harbour Homes")
    here, there = make_home(account), make_home(account, **ELSEWHERE)
    make_home(account, **ELSEWHERE | {"title": LONG, "portal": "uk_jitty", "price_float": 185_000.0})
    make_home(account, **UPSTAIRS)
    make_home(account, **UPSTAIRS | {"portal": "uk_jitty"})
    alone = make_home(account, title="Land", description="", city="Ilkley", postal_code=None, latitude=None,
                      longitude=None, constructed_area=None, count_bedrooms=None, price_float=None, price_cents=None,
                      street_name=None, property_type="land", agent_company=None)  # fmt: skip
    work_off()
    decide_pair(client_id=account.pk, a=here.pk, b=alone.pk, verdict="different", by="ann")
    with staff_scope():
        group = MatchGroup.objects.get(members__listing_id=here.pk)
    return here, there, alone, group


def compare(base, a, b=None):
    return f"{base}/admin/listings/matchgroup/compare/?a={a.pk}" + (f"&b={b.pk}" if b else "")


def test_two_listings_are_compared_and_decided_of_by_keyboard(live_server, homes, browsing):
    page, (here, there, *_) = browsing.page, homes
    log_in(page, compare(live_server.url, here, there), PASSWORD)
    expect(page.get_by_role("heading", name="What speaks for one property, and against it")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("button", name="They are different properties").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("boss decided: different properties")).to_be_visible()
    assert browsing.errors == []


@pytest.mark.parametrize("width", [390, 1280])
def test_groups_and_comparisons_are_looked_at(live_server, homes, browsing, width):
    page, (here, there, alone, group), base = browsing.page, homes, live_server.url
    log_in(page, f"{base}/admin/listings/matchgroup/", PASSWORD)
    pages = {name: f"{base}/admin/listings/{name}/" for name in LISTS} | {
        "matchgroup-one": f"{base}/admin/listings/matchgroup/{group.pk}/change/",
        "match-compare": compare(base, here, there),
        "match-compare-unlike": compare(base, there, alone),
        "match-compare-decided": compare(base, here, alone),
        "match-compare-one": compare(base, here),
        "match-compare-alone": compare(base, alone),
    }
    for name, address in pages.items():
        page.goto(address)
        assert browsing.errors == [], name
        assert faults_in_both(page, width, name) == [], name
        browsing.errors.clear()  # axe tries to style the page, which the policy refuses
    assert browsing.hosts == {urlsplit(base).netloc}


@pytest.mark.parametrize("width", [390, 1280])
def test_without_any_match_each_list_says_so(live_server, boss, browsing, width):
    page, base = browsing.page, live_server.url
    look(page, width, "light")
    log_in(page, f"{base}/admin/listings/matchgroup/", PASSWORD)
    for name in LISTS:
        page.goto(f"{base}/admin/listings/{name}/")
        expect(page.locator(".empty-state")).to_be_visible()
        picture(page, f"{name}-empty-{width}")
        assert fits(page), name
        assert browsing.errors == [], name
        assert faults(page) == [], name
        browsing.errors.clear()  # axe tries to style the page, which the policy refuses
