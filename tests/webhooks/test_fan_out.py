"""Who hears of what: types, filters, and prices that flap."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from propscrape.tenancy import staff_scope
from tests.factories import make_subscription
from tests.webhooks.conftest import deliveries, publish, publish_move, states
from webhooks.models import Delivery, EventType
from webhooks.services.publishing import Facts
from webhooks.services.subscriptions import change_subscription

pytestmark = pytest.mark.django_db

FLAT = Facts(
    is_listing=True,
    portal="rightmove",
    price=Decimal("250000.00"),
    currency="GBP",
    for_sale=True,
    for_rent=False,
    latitude=51.5,
    longitude=-0.12,
)
UNKNOWN = Facts(is_listing=True, portal="rightmove")
FIJI = Facts(is_listing=True, latitude=-17.0, longitude=179.5)


@pytest.mark.parametrize(
    ("filters", "facts", "hears"),
    [
        ({}, FLAT, True),
        ({"portals": ["zoopla", "rightmove"]}, FLAT, True),
        ({"portals": ["zoopla"]}, FLAT, False),
        ({"portals": ["zoopla"]}, Facts(portal="rightmove"), False),
        ({"portals": ["zoopla"]}, Facts(is_listing=True), False),
        ({"portals": ["zoopla"]}, Facts(), True),
        ({"for_sale": True}, FLAT, True),
        ({"for_sale": False}, FLAT, False),
        ({"for_rent": True}, FLAT, False),
        ({"for_sale": True}, UNKNOWN, False),
        ({"price_min": 250_000, "price_max": 250_000}, FLAT, True),
        ({"price_min": Decimal("250000.01")}, FLAT, False),
        ({"price_max": 249_999}, FLAT, False),
        ({"price_max": 249_999}, UNKNOWN, False),
        ({"price_max": 249_999}, Facts(portal="rightmove"), True),
        ({"price_min": 1, "price_currency": "EUR"}, FLAT, False),
        ({"price_min": 1, "price_currency": "GBP"}, FLAT, True),
        ({"bbox": [-1, 51, 0, 52]}, FLAT, True),
        ({"bbox": [0, 51, 1, 52]}, FLAT, False),
        ({"bbox": [-1, 51, 0, 51.4]}, FLAT, False),
        ({"bbox": [-1, 51, 0, 52]}, UNKNOWN, False),
        ({"bbox": [170, -20, -170, -10]}, FIJI, True),
        ({"bbox": [170, -20, -170, -10]}, FLAT, False),
        ({"event_types": ["listing.updated"]}, FLAT, True),
        ({"event_types": ["listing.gone"]}, FLAT, False),
    ],
)
def test_filters(client_account, filters, facts, hears):
    make_subscription(client_account, **filters)
    publish(client_account, "a", facts=facts)
    assert states() == (["due"] if hears else [])


@pytest.mark.parametrize(
    ("filters", "hears"),
    [
        ({"min_change_percent": 5}, True),
        ({"min_change_percent": Decimal("5.001")}, False),
        ({"min_change_amount": 5_000}, True),
        ({"min_change_amount": 5_001}, False),
        ({"min_change_amount": 5_001, "min_change_percent": 4}, True),
    ],
)
def test_a_smallest_change_in_percent_or_in_amount(client_account, filters, hears):
    make_subscription(client_account, **filters)
    publish_move(client_account, "a", 100_000, 95_000)
    publish(client_account, "a", type=EventType.LISTING_UPDATED)
    assert [d.event.type for d in deliveries()] == (["listing.price_changed"] if hears else []) + ["listing.updated"]


def test_a_change_of_unknown_size_passes_no_smallest_change(client_account):
    make_subscription(client_account, min_change_amount=1)
    data = {"from": {"amount": 1, "currency": "GBP"}, "to": {"amount": 2, "currency": "EUR"}}
    publish(client_account, "a", data, type=EventType.LISTING_PRICE_CHANGED)
    assert states() == []


def test_a_price_that_goes_and_comes_back_within_the_window_is_not_told(client_account):
    make_subscription(client_account, flap_window_hours=6)
    make_subscription(client_account)
    publish_move(client_account, "a", 100, 90)
    publish_move(client_account, "b", 100, 90)
    publish_move(client_account, "a", 90, 100)
    of_flap = [(d.key, d.state, d.error_code) for d in deliveries(subscription__flap_window_hours=6)]
    assert of_flap == [("a", "dropped", "FLAPPED_BACK"), ("b", "due", None), ("a", "dropped", "FLAPPED_BACK")]
    assert states(subscription__flap_window_hours=None) == ["due"] * 3


def test_a_move_waits_for_its_window_and_goes_out_afterwards(client_account):
    make_subscription(client_account, flap_window_hours=6)
    publish_move(client_account, "a", 100, 90)
    (delivery,) = deliveries()
    wait = delivery.next_attempt_at - datetime.now(UTC)
    assert timedelta(hours=5, minutes=59) < wait <= timedelta(hours=6)


def test_a_detour_that_ends_where_it_began_is_not_told_and_one_that_does_not_is(client_account):
    make_subscription(client_account, flap_window_hours=6)
    for before, after in ((100, 90), (90, 80), (80, 100)):
        publish_move(client_account, "a", before, after)
    for before, after in ((100, 90), (90, 80), (80, 90)):
        publish_move(client_account, "b", before, after)
    assert states(key="a") == ["dropped"] * 3
    assert states(key="b") == ["due", "dropped", "dropped"]


def test_a_flap_within_a_flap_is_told_no_more_than_the_flap_around_it(client_account):
    make_subscription(client_account, flap_window_hours=6)
    for before, after in ((100, 90), (90, 80), (80, 90), (90, 100)):
        publish_move(client_account, "a", before, after)
    assert states() == ["dropped"] * 4


def test_what_comes_back_after_its_window_is_told_though_the_move_was_held(client_account):
    subscription, _ = make_subscription(client_account, flap_window_hours=1)
    publish_move(client_account, "a", 100, 90)
    change_subscription(client_id=client_account.pk, subscription_id=subscription.pk, values={"state": "paused"})
    with staff_scope():
        Delivery.objects.update(created_at=datetime.now(UTC) - timedelta(hours=2))
    publish_move(client_account, "a", 90, 100)
    assert states() == ["held"] * 2


def test_other_events_of_the_listing_are_no_part_of_a_flap(client_account):
    make_subscription(client_account, flap_window_hours=6)
    publish_move(client_account, "a", 100, 90)
    publish(client_account, "a")
    publish_move(client_account, "a", 90, 100)
    assert [(d.event.type, d.state) for d in deliveries()] == [
        ("listing.price_changed", "dropped"),
        ("listing.updated", "due"),
        ("listing.price_changed", "dropped"),
    ]


def test_a_return_that_the_filters_refuse_still_takes_the_move_back(client_account):
    make_subscription(client_account, flap_window_hours=6, price_max=95)
    publish_move(client_account, "a", 100, 90, Facts(is_listing=True, price=90))
    publish_move(client_account, "a", 90, 100, Facts(is_listing=True, price=100))
    assert states() == ["dropped"]


def test_a_move_that_is_already_being_told_is_followed_by_its_return(client_account):
    make_subscription(client_account, flap_window_hours=6)
    publish_move(client_account, "a", 100, 90)
    with staff_scope():
        Delivery.objects.update(state="sending", attempts=1)
    publish_move(client_account, "a", 90, 100)
    assert states() == ["sending", "due"]


def test_what_waited_for_a_dropped_move_waits_no_more(client_account):
    make_subscription(client_account, flap_window_hours=6)
    publish_move(client_account, "a", 100, 90)
    publish(client_account, "a")
    with staff_scope():
        Delivery.objects.update(next_attempt_at=datetime.now(UTC) + timedelta(hours=6))
    publish_move(client_account, "a", 90, 100)
    (follower,) = [delivery for delivery in deliveries() if delivery.state == "due"]
    assert follower.next_attempt_at <= datetime.now(UTC) + timedelta(minutes=1)


def test_resuming_does_not_cut_a_window_short(client_account):
    subscription, _ = make_subscription(client_account, flap_window_hours=6)
    publish_move(client_account, "a", 100, 90)
    for state in ("paused", "enabled"):
        change_subscription(client_id=client_account.pk, subscription_id=subscription.pk, values={"state": state})
    (delivery,) = deliveries()
    assert delivery.next_attempt_at - datetime.now(UTC) > timedelta(hours=5, minutes=59)
