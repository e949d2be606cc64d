"""Prices as a program and staff meet them: history and its chart, held prices, market figures, gains and losses."""

from datetime import timedelta
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from listings.models import Listing
from listings.services.correcting import correct_field
from pricehistory.models import PriceHold, PriceSnapshot
from pricehistory.services.market_refreshing import refresh_markets
from pricehistory.services.movements import MovementKind, record_movement
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import asking_price, make_client, make_key, make_subscription
from tests.pricehistory.pages import record
from tests.sample_pages import sample
from webhooks.models import Delivery, Event

pytestmark = pytest.mark.django_db

URL, HTML = sample("rightmove")
PRICE = "£325,000"


@pytest.fixture
def import_page(call):
    """POST the sample page with another price."""

    def post(price=PRICE, url=URL, **replaced):
        html = HTML.replace(PRICE, price)
        for old, new in replaced.items():
            html = html.replace(old, new)
        answer = call("post", "/listings", {"url": url, "html": html})
        assert answer.status_code == 200, answer.content
        return answer.json()["listings"][0]

    return post


@pytest.fixture
def events(client_account):
    """Types and data of the client's events, in order."""

    def read(*types):
        with client_scope(client_account.pk):
            rows = Event.objects.order_by("occurred_at", "sequence").values_list("type", "data")
            return [(kind, data) for kind, data in rows if not types or kind in types]

    return read


@pytest.fixture
def staff():
    """A browser with a staff member logged in."""
    user = get_user_model().objects.create_superuser("boss", password="a-long-password")
    browser = Browser()
    browser.force_login(user)
    return browser


def history(call, **query):
    return call("get", "/listings/history", {"url": URL, **query})


# On request


def test_a_page_that_names_no_price_any_more_and_then_one_again_shows_both(call, import_page):
    for price in (PRICE, "POA", "£315,000"):
        import_page(price)
    snapshots = history(call).json()["snapshots"]
    assert [(s["price_float"], s["currency"], s["price_qualifier"]) for s in snapshots] == [
        (315_000, "GBP", "guide"), (None, None, "on_request"), (325_000, "GBP", "guide"),
    ]  # fmt: skip
    (change,) = history(call, changes_only=1).json()["changes"]
    assert (change["from"]["price_float"], change["to"]["price_float"]) == (325_000, 315_000)


def test_going_on_request_is_an_update_and_the_next_price_a_change_of_the_last_one(import_page, events):
    for price in (PRICE, "POA", "£315,000"):
        import_page(price)
    (changed,) = events("listing.price_changed")
    assert (changed[1]["from"]["amount"], changed[1]["to"]["amount"], changed[1]["change_amount"]) == (
        325_000, 315_000, -10_000,
    )  # fmt: skip
    withheld, _ = events("listing.updated")
    assert withheld[1]["changes"]["price_cents"] == {"from": 32_500_000, "to": None}


# Held prices


def test_an_implausible_price_is_shown_by_the_listing_and_told_to_nobody(call, import_page, events, client_account):
    make_subscription(client_account)
    import_page()
    known = len(events())
    listing = import_page("£3,250")
    assert listing["price_float"] == 3_250  # what the page states is a fact about the page
    assert history(call).json()["snapshot_count"] == 1
    (told,) = events()[known:]
    assert told[0] == "extraction.completed"
    assert (told[1]["price_cents"], told[1]["currency"]) == (32_500_000, "GBP")


def test_filters_judge_by_the_price_that_stands(import_page, client_account):
    cheap, _ = make_subscription(client_account, price_max=10_000, price_currency="GBP")
    import_page()
    import_page("£3,250")
    with client_scope(client_account.pk):
        assert not Delivery.objects.filter(subscription=cheap).exists()


def test_other_news_of_the_same_look_is_told_without_the_price(import_page, events):
    import_page()
    import_page("£3,250", Otley="Ilkley")
    ((_, data),) = events("listing.updated")
    assert "city" in data["changes"]
    assert not any(name.startswith("price_") or name == "currency" for name in data["changes"])


def test_a_page_that_is_back_at_the_standing_price_has_no_news(import_page, events):
    import_page()
    import_page("£3,250")
    known = len(events())
    import_page()
    assert [kind for kind, _ in events()[known:]] == ["extraction.completed"]


def act(browser, action, *holds):
    form = {"action": action, "_selected_action": [str(hold.pk) for hold in holds]}
    return browser.post(reverse("admin:pricehistory_pricehold_changelist"), form, follow=True)


def only_hold():
    with staff_scope():
        return PriceHold.objects.get()


def test_staff_release_a_price_which_is_then_written_and_told(call, import_page, events, staff):
    import_page()
    import_page("£3,250")
    known, observed_at = len(events()), only_hold().observed_at
    page = act(staff, "release", only_hold())
    assert "Released: 1" in page.content.decode()
    snapshots = history(call).json()["snapshots"]
    assert [s["price_float"] for s in snapshots] == [3_250, 325_000]
    with staff_scope():
        assert PriceSnapshot.objects.get(price_cents=325_000).observed_at == observed_at
    (_, updated), (_, changed) = events()[known:]
    assert updated["changes"]["price_cents"] == {"from": 32_500_000, "to": 325_000}
    assert (changed["from"]["amount"], changed["to"]["amount"], changed["direction"]) == (325_000, 3_250, "decrease")
    assert (only_hold().state, only_hold().decided_by) == ("released", "boss")


def test_staff_discard_a_price_of_which_nobody_hears(call, import_page, events, staff):
    import_page()
    import_page("£3,250")
    known = len(events())
    assert "Discarded: 1" in act(staff, "discard", only_hold()).content.decode()
    assert history(call).json()["snapshot_count"] == 1
    assert events()[known:] == []


def test_a_hold_is_decided_once(import_page, staff):
    import_page()
    import_page("£3,250")
    act(staff, "release", only_hold())
    page = act(staff, "discard", only_hold()).content.decode()
    assert "Left alone, since they do not wait any more: 1" in page
    assert only_hold().state == "released"


def test_a_released_price_of_a_listing_that_was_deleted_is_written_and_told_to_nobody(
    import_page, events, staff, client_account
):
    import_page()
    import_page("£3,250")
    with client_scope(client_account.pk):
        Listing.objects.all().delete()
    known = len(events())
    act(staff, "release", only_hold())
    assert events()[known:] == []
    with client_scope(client_account.pk):
        assert PriceSnapshot.objects.count() == 2


def test_who_may_only_look_has_no_actions(import_page):
    import_page()
    import_page("£3,250")
    user = get_user_model().objects.create_user("guest", password="a-long-password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_pricehold"))
    onlooker = Browser()
    onlooker.force_login(user)
    act(onlooker, "release", only_hold())
    assert only_hold().state == "waiting"


def test_the_list_says_why_and_from_what_to_what(import_page, staff):
    import_page()
    import_page("£3,250")
    page = staff.get(reverse("admin:pricehistory_pricehold_changelist")).content.decode()
    for words in ("a fifth, or less", "325,000 GBP → 3,250 GBP", "-99%", "0 h 0 min"):
        assert words in page


def test_a_price_that_staff_put_right_is_not_held(call, import_page, client_account):
    listing = import_page()
    correct_field(
        client_id=client_account.pk, listing_id=listing["id"], field="price_float", value=32_500, made_by="boss",
        reason="a zero too many",
    )  # fmt: skip
    import_page("£325,001")
    assert [s["price_float"] for s in history(call).json()["snapshots"]] == [32_500, 325_000]


# The chart


def test_the_chart_is_an_image_without_anything_active(call, import_page):
    listing = import_page()
    import_page("£315,000")
    for answer in (history(call, format="svg"), call("get", f"/listings/{listing['id']}/history", {"format": "svg"})):
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "RateLimit-Remaining" in answer
        assert ElementTree.fromstring(answer.content).tag.endswith("svg")


def test_the_chart_of_a_page_nobody_knows_says_so(call):
    answer = history(call, format="svg")
    assert "No price was stated so far." in answer.content.decode()


def test_the_chart_of_a_hostile_title_is_text(call, import_page):
    listing = import_page(**{"Larkspur Lane": "</title><script>alert(1)</script>"})
    chart = call("get", f"/listings/{listing['id']}/history", {"format": "svg"}).content.decode()
    assert "<script" not in chart


@pytest.mark.parametrize("query", [{"format": "png"}, {"format": ""}, {"format": "svg", "limit": "0"}])
def test_what_no_history_has_is_refused(call, query):
    assert history(call, **query).status_code == 400


def test_a_listing_has_its_chart_in_the_console(import_page, staff):
    listing = import_page()
    page = staff.get(reverse("admin:listings_listing_change", args=[listing["id"]])).content.decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="price-chart"' in page
    import_page("£3,250")
    page = staff.get(reverse("admin:listings_listing_change", args=[listing["id"]])).content.decode()
    assert "3,250 GBP, held: a fifth, or less" in page


# Market figures


def fill_market(account, amounts, **values):
    for number, amount in enumerate(amounts):
        record(account, asking_price(amount, **values), page=f"https://example.com/{uuid4()}/{number}")


def test_market_figures_name_offer_currency_and_week(call, client_account):
    place = {"portal": "uk_rightmove", "city": "Otley", "property_type": "house"}
    fill_market(client_account, (300_000, 310_000, 320_000), area_m2=100.0, **place)
    fill_market(client_account, (900, 1_000, 1_100), price_period="month", **place)
    refresh_markets()
    body = call("get", "/market", {"city": "otley", "property_type": "house"}).json()
    assert (body["portal"], body["city"], body["property_type"]) == (None, "otley", "house")
    assert body["as_of"] is not None
    series = {series["offer"]: series for series in body["series"]}
    week = timezone.now().date()
    assert series["sale"] == {
        "offer": "sale", "currency": "GBP", "price_period": "total",
        "weeks": [{
            "week": f"{week:%G-W%V}", "starts": str(week - timedelta(days=week.weekday())), "listings": 3,
            "median_price": 310_000, "listings_with_area": 3, "median_price_per_m2": 3_100,
        }],
    }  # fmt: skip
    assert series["rent"]["weeks"][-1]["median_price"] == 1_000
    assert series["rent"]["weeks"][-1]["median_price_per_m2"] is None


def test_a_market_of_too_few_has_no_series(call, client_account):
    fill_market(client_account, (300_000, 310_000))
    refresh_markets()
    assert call("get", "/market").json() == {
        "success": True, "portal": None, "city": None, "property_type": None, "as_of": None, "series": [],
    }  # fmt: skip


def test_a_market_is_of_the_caller_alone(call, client_account):
    fill_market(make_client(), (300_000, 310_000, 320_000))
    refresh_markets()
    assert call("get", "/market").json()["series"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"portal": "", "city": "", "property_type": ""}, 200),
        ({"property_type": "castle"}, 400),
        ({"portal": "x" * 65}, 400),
        ({"postal_code": "LS21"}, 400),
    ],
)
def test_what_a_market_may_be_asked_for(call, query, status):
    assert call("get", "/market", query).status_code == status


# Gains and losses


def happen(account, kind, *, url="https://example.com/gone", at=None):
    with client_scope(account.pk):
        record_movement(
            client_id=account.pk, canonical_url=url, kind=kind, at=at or timezone.now(), price=asking_price(250_000)
        )


def test_a_new_listing_and_a_lower_price_are_movements_of_it(call, import_page):
    listing = import_page()
    import_page("£292,500")
    body = call("get", "/movements").json()
    assert body["totals"] == {"new": 1, "gone": 0, "back": 0, "reduced": 1, "raised": 0}
    reduced, new = body["movements"]
    assert (new["kind"], new["listing_id"], new["title"]) == ("new", listing["id"], listing["title"])
    assert (new["price_float"], new["price_before"], new["change_percent"]) == (325_000, None, None)
    assert (reduced["kind"], reduced["price_before"], reduced["price_float"]) == ("reduced", 325_000, 292_500)
    assert (reduced["change_amount"], reduced["change_percent"]) == (-32_500, -10)
    assert body["next"] is None


def test_movements_come_in_pages_newest_first(call, client_account):
    now = timezone.now()
    for hours in range(5):
        happen(client_account, MovementKind.GONE, at=now - timedelta(hours=hours))
    seen, cursor = [], None
    while True:
        body = call("get", "/movements", {"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [move["at"] for move in body["movements"]]
        assert body["totals"]["gone"] == 5
        if not (cursor := body["next"]):
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 5


def test_what_is_older_than_a_week_is_there_for_who_asks(call, client_account):
    happen(client_account, MovementKind.BACK, at=timezone.now() - timedelta(days=8))
    assert call("get", "/movements").json()["count"] == 0
    since = (timezone.now() - timedelta(days=9)).isoformat()
    (move,) = call("get", "/movements", {"since": since}).json()["movements"]
    assert (move["kind"], move["listing_id"], move["title"]) == ("back", None, None)


@pytest.mark.parametrize(
    "query", [{"since": "2020-01-01"}, {"since": "soon"}, {"cursor": "x"}, {"limit": 0}, {"of": 1}]
)
def test_what_no_movement_has_is_refused(call, query):
    assert call("get", "/movements", query).status_code == 400


def test_movements_are_of_the_caller_alone(call, client_account):
    happen(make_client(), MovementKind.NEW)
    assert call("get", "/movements").json()["count"] == 0
    assert call("get", "/movements", key=make_key(make_client())).json()["count"] == 0


def test_a_page_of_movements_costs_the_same_queries_however_long(call, client_account):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            call("get", "/movements")
        counts.append(len(queries))
        for number in range(20):
            happen(client_account, MovementKind.NEW, url=f"https://example.com/{number}")
    assert counts[0] == counts[1]
