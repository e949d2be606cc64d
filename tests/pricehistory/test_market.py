"""Market figures: medians of the prices that stood at the end of each week, kept right whatever happens later."""

from datetime import timedelta
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pricehistory.models import CurrentPrice, MarketFigure, StaleWeek
from pricehistory.services.correcting import correct_history
from pricehistory.services.market import market_of
from pricehistory.services.market_refreshing import refresh_markets, refresh_week
from pricehistory.services.movements import MovementKind, record_movement
from pricehistory.services.partitions import ensure_partitions
from pricehistory.services.prices import ObservedPrice, Reading
from pricehistory.services.recording import release_hold
from pricehistory.services.weeks import A_WEEK, WEEKS_KEPT, mark_weeks_stale, oldest_week, start_of, week_of
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import asking_price, make_client
from tests.pricehistory.pages import NOW, confirm_at, holds, record

pytestmark = pytest.mark.django_db

THIS_WEEK = week_of(NOW)


def during(weeks_ago):
    """A moment of a past week, or now."""
    return start_of(THIS_WEEK - weeks_ago * A_WEEK) + timedelta(hours=1) if weeks_ago else NOW


@pytest.fixture(autouse=True)
def past_months():
    ensure_partitions(today=(NOW - timedelta(days=60)).date())


def page(number):
    return f"https://example.com/homes/{number}"


def list_homes(account, amounts, *, weeks_ago=0, first=0, **values):
    """A page for each amount, first seen so many weeks ago and confirmed today."""
    for number, amount in enumerate(amounts, first):
        record(account, asking_price(amount, **values), at=during(weeks_ago), page=page(number))
        confirm_at(account, page(number), NOW)


def weeks(account, *, currency="GBP", period="total", **choice):
    """The weeks of one market, by how long ago: (listings, median, median per m2)."""
    for market in market_of(client_id=account.pk, **choice):
        if (market.currency, market.price_period) == (currency, period):
            return {
                (THIS_WEEK - week.week) // A_WEEK: (week.listings, week.median_price, week.median_per_m2)
                for week in market.weeks
            }
    return {}


def medians(account, **choice):
    return {ago: price for ago, (_, price, _) in weeks(account, **choice).items()}


def test_a_week_has_the_median_of_what_its_listings_ask(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000, 260_000))
    refresh_markets()
    assert weeks(client_account) == {0: (4, 255_000, None)}


def test_fewer_than_three_listings_are_no_figure(client_account):
    list_homes(client_account, (200_000, 300_000))
    refresh_markets()
    assert weeks(client_account) == {}


def test_a_week_without_a_figure_between_two_is_null(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000))
    with staff_scope():
        for ago in (3, 0):
            MarketFigure.objects.update_or_create(
                client=client_account, week=THIS_WEEK - ago * A_WEEK, currency="GBP", price_period="total",
                defaults={"listings": 3, "median_price": 1, "listings_with_area": 0},
            )  # fmt: skip
    assert weeks(client_account) == {3: (3, 1, None), 2: (None, None, None), 1: (None, None, None), 0: (3, 1, None)}


def test_sale_and_rent_and_currencies_are_kept_apart(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000))
    list_homes(client_account, (900, 1_000, 1_100), first=10, price_period="month")
    list_homes(client_account, (300_000, 310_000, 320_000), first=20, currency="EUR")
    refresh_markets()
    found = {(m.currency, m.price_period): m.weeks[-1].median_price for m in market_of(client_id=client_account.pk)}
    assert found == {("GBP", "total"): 250_000, ("GBP", "month"): 1_000, ("EUR", "total"): 310_000}


def test_price_per_square_metre_counts_those_with_an_area(client_account):
    list_homes(client_account, (200_000, 300_000, 240_000), area_m2=100.0)
    list_homes(client_account, (900_000,), first=10)
    list_homes(client_account, (900_000,), first=11, area_m2=0.0)
    refresh_markets()
    (market,) = market_of(client_id=client_account.pk)
    week = market.weeks[-1]
    assert (week.listings, week.listings_with_area, week.median_per_m2) == (5, 3, 2_400)


def test_each_choice_of_portal_city_and_type_has_figures(client_account):
    flat = {"portal": "rightmove", "city": "Leeds", "property_type": "apartment"}
    house = {"portal": "zoopla", "city": "Leeds", "property_type": "house"}
    list_homes(client_account, (100_000, 110_000, 120_000), **flat)
    list_homes(client_account, (300_000, 310_000, 320_000), first=10, **house)
    list_homes(client_account, (500_000, 510_000, 520_000), first=20, portal="zoopla")
    refresh_markets()
    expected = {
        (): 310_000, ("portal",): 110_000, ("city",): 210_000, ("property_type",): 110_000,
        ("portal", "city", "property_type"): 110_000,
    }  # fmt: skip
    for names, price in expected.items():
        assert medians(client_account, **{name: flat[name] for name in names}) == {0: price}
    assert medians(client_account, portal="zoopla") == {0: 410_000}
    assert medians(client_account, city="lEEDS") == {0: 210_000}
    assert medians(client_account, portal="rightmove", property_type="house") == {}


def test_a_price_stands_until_the_next_one(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000), weeks_ago=3)
    record(client_account, asking_price(290_000), at=during(1), page=page(2))
    refresh_markets()
    assert medians(client_account) == {3: 250_000, 2: 250_000, 1: 290_000, 0: 290_000}


def test_a_page_that_is_gone_or_was_not_looked_at_for_long_stands_no_more(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000, 400_000))
    with client_scope(client_account.pk):
        record_movement(
            client_id=client_account.pk, canonical_url=page(3), kind=MovementKind.GONE, at=NOW,
            price=asking_price(400_000),
        )  # fmt: skip
    list_homes(client_account, (500_000,), weeks_ago=8, first=4)
    with client_scope(client_account.pk):
        CurrentPrice.objects.filter(canonical_url=page(4)).update(last_seen_at=during(8))
    refresh_markets()
    assert medians(client_account)[0] == 250_000


def test_a_page_that_is_back_stands_again(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000))
    for kind in (MovementKind.GONE, MovementKind.BACK):
        with client_scope(client_account.pk):
            record_movement(
                client_id=client_account.pk, canonical_url=page(0), kind=kind, at=NOW, price=asking_price(200_000)
            )
        refresh_markets()
        assert (medians(client_account) == {}) == (kind == MovementKind.GONE)


def test_a_price_on_request_counts_in_no_figure(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000))
    record(client_account, ObservedPrice.on_request(), at=NOW + timedelta(seconds=1), page=page(0))
    refresh_markets()
    assert medians(client_account) == {}


def test_a_corrected_history_corrects_its_weeks(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000), weeks_ago=3)
    refresh_markets()
    with client_scope(client_account.pk):
        correct_history(
            client_id=client_account.pk, canonical_url=page(2), readings=[Reading(during(3), asking_price(210_000))]
        )
    refresh_markets()
    assert medians(client_account) == dict.fromkeys(range(4), 210_000)


def test_a_released_price_counts_from_when_it_was_observed(client_account):
    list_homes(client_account, (200_000, 200_000, 2_000_000), weeks_ago=3)
    with client_scope(client_account.pk):
        CurrentPrice.objects.filter(canonical_url=page(0)).update(last_seen_at=during(3))
    record(client_account, asking_price(2_000_000), at=during(2), page=page(0))
    confirm_at(client_account, page(0), NOW)
    refresh_markets()
    assert set(medians(client_account).values()) == {200_000}
    with client_scope(client_account.pk):
        release_hold(client_id=client_account.pk, hold_id=holds(client_account)[0].pk, by="boss")
    refresh_markets()
    assert medians(client_account) == {3: 200_000, 2: 2_000_000, 1: 2_000_000, 0: 2_000_000}


def test_figures_are_of_one_client(client_account):
    other = make_client()
    list_homes(client_account, (200_000, 300_000, 250_000))
    list_homes(other, (900_000, 910_000, 920_000))
    refresh_markets()
    assert (medians(client_account), medians(other)) == ({0: 250_000}, {0: 910_000})


def marks(account):
    with client_scope(account.pk):
        return [(THIS_WEEK - week) // A_WEEK for week in StaleWeek.objects.values_list("week", flat=True)]


def test_the_running_week_stays_marked_and_a_past_one_is_computed_once(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000), weeks_ago=2)
    assert refresh_markets() == 3
    assert marks(client_account) == [0]
    assert refresh_markets() == 1


def test_weeks_in_which_nothing_ran_are_made_up_for(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000), weeks_ago=3)
    with staff_scope():
        StaleWeek.objects.all().delete()
        StaleWeek.objects.create(client=client_account, week=THIS_WEEK - 3 * A_WEEK)
    refresh_markets()
    assert sorted(medians(client_account)) == [0, 1, 2, 3]


def test_a_mark_that_is_renewed_while_a_week_is_computed_stays(client_account, monkeypatch):
    list_homes(client_account, (200_000, 300_000, 250_000), weeks_ago=2)
    old = StaleWeek.objects.model(client=client_account, week=THIS_WEEK - A_WEEK, marked_at=NOW - timedelta(hours=1))
    monkeypatch.setattr(StaleWeek.objects.all().__class__, "first", lambda rows: old)
    refresh_week(client_id=client_account.pk, week=THIS_WEEK - A_WEEK)
    assert 1 in marks(client_account)


def test_marks_begin_where_figures_are_kept_from(client_account):
    with client_scope(client_account.pk):
        mark_weeks_stale(client_id=client_account.pk, since=NOW - timedelta(days=3_000))
    assert len(marks(client_account)) == WEEKS_KEPT - 1
    assert max(marks(client_account)) == WEEKS_KEPT - 1


def test_figures_older_than_a_year_go(client_account):
    list_homes(client_account, (200_000, 300_000, 250_000))
    with staff_scope():
        MarketFigure.objects.create(
            client=client_account, week=oldest_week() - A_WEEK, currency="GBP", listings=3, median_price=1,
            listings_with_area=0,
        )  # fmt: skip
    refresh_markets()
    with staff_scope():
        assert MarketFigure.objects.count() == 1


@settings(suppress_health_check=list(HealthCheck), max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.integers(100, 140)), max_size=20))
def test_figures_are_those_of_a_plain_reckoning(looks):
    """Whatever was seen when: each week's median is that of the last price of each page up to its end."""
    account, last = make_client(), {}
    for second, (ago, number, thousands) in enumerate(sorted(looks, key=lambda look: -look[0])):
        at = during(ago) + timedelta(seconds=second)
        record(account, asking_price(thousands * 1_000), at=at, page=page(number))
        last[ago, number] = thousands * 1_000
    for _, number, _ in looks:
        confirm_at(account, page(number), NOW + timedelta(hours=1))
    refresh_markets()
    assert {a: p for a, p in medians(account).items() if p is not None} == reckoned(last)


def reckoned(last):
    found = {}
    for ago in range(5):
        standing = {}
        for earlier in range(4, ago - 1, -1):
            standing |= {number: amount for (when, number), amount in last.items() if when == earlier}
        if len(standing) >= 3:
            found[ago] = median(standing.values())
    return found
