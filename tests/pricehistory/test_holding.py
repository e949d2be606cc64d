"""A move that cannot be believed waits for staff; the standing price stands on."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from pricehistory.errors import HoldDecided, HoldNotFound
from pricehistory.models import CurrentPrice, PriceHold
from pricehistory.services.holding import discard_hold
from pricehistory.services.plausibility import HERD_LISTINGS, HERD_SHARE, find_reason
from pricehistory.services.prices import HeldPrice, ObservedPrice, PriceMove
from pricehistory.services.recording import confirm_price, release_hold
from propscrape.tenancy import client_scope
from tests.factories import asking_price, make_client
from tests.pricehistory.pages import A_DAY, AN_HOUR, NOW, PAGE, amounts, holds, moves, record, standing

pytestmark = pytest.mark.django_db

LATER = NOW + AN_HOUR


def release(account, hold, by="boss"):
    with client_scope(account.pk):
        return release_hold(client_id=account.pk, hold_id=hold.pk, by=by)


def discard(account, hold, by="boss"):
    with client_scope(account.pk):
        return discard_hold(client_id=account.pk, hold_id=hold.pk, by=by)


def confirm(account, at):
    with client_scope(account.pk):
        confirm_price(client_id=account.pk, canonical_url=PAGE, seen_at=at)


@pytest.fixture
def held(client_account):
    """A page at 250,000 of which a tenth of that was read an hour later."""
    record(client_account, asking_price(250_000))
    assert isinstance(record(client_account, asking_price(25_000), at=LATER), HeldPrice)
    return holds(client_account)[0]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (asking_price(100_000), asking_price(500_000), "rose"),
        (asking_price(100_000), asking_price("499999.99"), None),
        (asking_price(100_000), asking_price(20_000), "fell"),
        (asking_price(100_000), asking_price("20000.01"), None),
        (asking_price(100_000), asking_price(100_000, "EUR"), "currency"),
        (asking_price(100_000), asking_price(900, price_period="month"), None),
        (asking_price(1_000, price_period="month"), asking_price(12_000, price_period="year"), None),
        (asking_price(1_000, price_period="week"), asking_price(4_300, "EUR", price_period="month"), "currency"),
        (asking_price(0), asking_price(0, price_qualifier="guide"), None),
        (asking_price(0), asking_price(5), "rose"),
        (asking_price(100_000), ObservedPrice.on_request(), None),
    ],
)
def test_what_two_prices_alone_tell(before, after, reason):
    assert find_reason(before, after) == reason


@given(st.decimals(1, 10**9, places=2), st.decimals(1, 10**9, places=2))
def test_a_move_is_as_implausible_as_the_one_back(a, b):
    there, back = find_reason(asking_price(a), asking_price(b)), find_reason(asking_price(b), asking_price(a))
    assert (there, back) in {(None, None), ("rose", "fell"), ("fell", "rose")}
    assert (there is None) == (max(a, b) < 5 * min(a, b))


def test_an_implausible_move_is_held_and_neither_written_nor_told(client_account, held):
    assert amounts(client_account) == [250_000]
    assert moves(client_account) == []
    assert standing(client_account).amount == Decimal(250_000)
    assert (held.state, held.reason, held.before_amount, held.amount) == ("waiting", "fell", 250_000, 25_000)
    assert held.observed_at == LATER


def test_the_answer_says_what_is_held_and_what_stands(client_account):
    record(client_account, asking_price(250_000))
    answer = record(client_account, asking_price(250_000, "EUR"), at=LATER)
    assert (answer.reason, answer.standing.currency, answer.price.currency) == ("currency", "GBP", "EUR")
    assert answer.hold_id == holds(client_account)[0].pk


def test_a_second_look_at_the_same_price_holds_it_no_second_time(client_account, held):
    assert record(client_account, asking_price(25_000), at=LATER + AN_HOUR).hold_id == held.pk
    (hold,) = holds(client_account)
    assert (hold.observed_at, hold.last_seen_at) == (LATER, LATER + AN_HOUR)


def test_another_implausible_price_takes_the_place_of_the_one_that_waits(client_account, held):
    record(client_account, asking_price(2_500), at=LATER + AN_HOUR)
    assert [(hold.state, int(hold.amount)) for hold in holds(client_account)] == [
        ("withdrawn", 25_000), ("waiting", 2_500),
    ]  # fmt: skip


@pytest.mark.parametrize("amount", [250_000, 240_000], ids=["the standing one", "a plausible one"])
def test_a_page_that_states_something_else_withdraws_the_hold(client_account, held, amount):
    record(client_account, asking_price(amount), at=LATER + AN_HOUR)
    assert [hold.state for hold in holds(client_account)] == ["withdrawn"]
    assert amounts(client_account)[0] == amount


def test_a_page_that_did_not_change_confirms_what_it_stated_last_which_is_the_held_price(client_account, held):
    confirm(client_account, LATER + AN_HOUR)
    assert holds(client_account)[0].last_seen_at == LATER + AN_HOUR
    assert standing(client_account).last_seen_at == NOW


def test_a_page_that_did_not_change_after_it_was_right_again_confirms_the_standing_price(client_account, held):
    record(client_account, asking_price(250_000), at=LATER + AN_HOUR)
    confirm(client_account, LATER + 2 * AN_HOUR)
    assert standing(client_account).last_seen_at == LATER + 2 * AN_HOUR
    assert holds(client_account)[0].last_seen_at == LATER


def test_a_released_price_is_written_as_of_when_it_was_observed(client_account, held):
    confirm(client_account, LATER + AN_HOUR)
    move = release(client_account, held)
    assert isinstance(move, PriceMove)
    assert (move.before.amount, move.after.amount) == (250_000, 25_000)
    current = standing(client_account)
    assert (current.amount, current.observed_at, current.last_seen_at) == (25_000, LATER, LATER + AN_HOUR)
    assert amounts(client_account) == [25_000, 250_000]
    assert moves(client_account) == [("reduced", 250_000, 25_000)]
    (hold,) = holds(client_account)
    assert (hold.state, hold.decided_by) == ("released", "boss")


def test_a_price_that_waited_for_longer_than_snapshots_are_kept_is_released_without_one(client_account, held):
    long_ago = NOW - timedelta(days=500)
    with client_scope(client_account.pk):
        CurrentPrice.objects.update(observed_at=long_ago - AN_HOUR)
        PriceHold.objects.update(observed_at=long_ago)
    assert isinstance(release(client_account, held), PriceMove)
    current = standing(client_account)
    assert (current.amount, current.observed_at, current.last_seen_at) == (25_000, long_ago, LATER)
    assert amounts(client_account) == [250_000]


def test_a_discarded_price_is_not_asked_about_again_while_the_page_states_it(client_account, held):
    discard(client_account, held)
    assert isinstance(record(client_account, asking_price(25_000), at=LATER + AN_HOUR), HeldPrice)
    (hold,) = holds(client_account)
    assert (hold.state, hold.last_seen_at) == ("discarded", LATER + AN_HOUR)
    assert amounts(client_account) == [250_000]


def test_a_discarded_price_is_asked_about_again_when_another_price_stands(client_account, held):
    discard(client_account, held)
    record(client_account, asking_price(200_000), at=LATER + AN_HOUR)
    record(client_account, asking_price(25_000), at=LATER + 2 * AN_HOUR)
    assert [hold.state for hold in holds(client_account)] == ["discarded", "waiting"]


def test_a_price_that_was_discarded_by_mistake_may_be_released_while_the_page_states_it(client_account, held):
    discard(client_account, held)
    confirm(client_account, LATER + AN_HOUR)
    release(client_account, held)
    assert amounts(client_account) == [25_000, 250_000]
    assert standing(client_account).last_seen_at == LATER + AN_HOUR


def test_a_discarded_price_that_the_page_states_no_more_is_not_released(client_account, held):
    discard(client_account, held)
    record(client_account, asking_price(250_000), at=LATER + AN_HOUR)
    with pytest.raises(HoldDecided):
        release(client_account, held)
    assert amounts(client_account) == [250_000]


@pytest.mark.parametrize("first", [release, discard], ids=["released", "discarded"])
def test_a_hold_is_discarded_once_and_what_is_released_stays(client_account, held, first):
    first(client_account, held)
    with pytest.raises(HoldDecided):
        discard(client_account, held)
    if first is release:
        with pytest.raises(HoldDecided):
            release(client_account, held)


def test_confirming_a_page_without_a_hold_is_one_statement(client_account):
    record(client_account, asking_price(250_000))
    with client_scope(client_account.pk), CaptureQueriesContext(connection) as queries:
        confirm_price(client_id=client_account.pk, canonical_url=PAGE, seen_at=LATER)
    assert len(queries) == 1
    assert standing(client_account).last_seen_at == LATER


def test_a_hold_is_of_one_client(client_account, held):
    for act in (release, discard):
        with pytest.raises(HoldNotFound):
            act(make_client(), held)


def test_a_price_that_staff_put_right_themselves_is_not_held(client_account):
    record(client_account, asking_price(250_000))
    assert isinstance(record(client_account, asking_price(25_000), at=LATER, is_vouched_for=True), PriceMove)


# The herd


def fill_portal(account, count, *, portal="rightmove", at=NOW):
    """So many pages of a portal, each at a price of its own."""
    for number in range(count):
        price = asking_price(200_000 + 1_000 * number, portal=portal)
        record(account, price, at=at, page=f"https://example.com/{portal}/{number}")


def move_to_one_price(account, number, *, portal="rightmove", at=LATER, amount=199_000, **values):
    page = f"https://example.com/{portal}/{number}"
    return record(account, asking_price(amount, portal=portal, **values), at=at, page=page)


def held_of(account, count, **values):
    """Which of `count` pages that come to one price, one after another, are held."""
    return [isinstance(move_to_one_price(account, number, **values), HeldPrice) for number in range(count)]


def test_one_price_on_too_many_of_a_portals_listings_within_an_hour_is_held(client_account):
    fill_portal(client_account, 20)
    allowed = int(HERD_SHARE * 20)
    assert held_of(client_account, 10) == [False] * allowed + [True] * (10 - allowed)
    hold = holds(client_account)[0]
    assert (hold.reason, hold.note) == ("herd", f"{allowed + 1} of 20 listings of the portal within an hour")


@pytest.mark.parametrize("is_discarded", [False, True], ids=["waiting", "discarded"])
def test_a_herds_price_stays_out_when_its_hour_is_over(client_account, is_discarded):
    fill_portal(client_account, 20)
    held_of(client_account, 10)
    hold = holds(client_account)[0]
    if is_discarded:
        discard(client_account, hold)
    number = int(hold.canonical_url.rpartition("/")[2])
    answer = move_to_one_price(client_account, number, at=LATER + A_DAY)
    assert isinstance(answer, HeldPrice)
    assert answer.hold_id == hold.pk
    again = next(row for row in holds(client_account) if row.pk == hold.pk)
    assert (again.state, again.last_seen_at) == ("discarded" if is_discarded else "waiting", LATER + A_DAY)


def test_a_waiting_price_is_judged_anew_once_another_price_stands(client_account, held):
    with client_scope(client_account.pk):
        CurrentPrice.objects.update(amount=30_000, price_cents=3_000_000)  # as a correction leaves it
    assert isinstance(record(client_account, asking_price(25_000), at=LATER + AN_HOUR), PriceMove)
    assert [hold.state for hold in holds(client_account)] == ["withdrawn"]


def test_of_few_listings_one_price_says_nothing(client_account):
    fill_portal(client_account, HERD_LISTINGS - 1)
    assert not any(held_of(client_account, HERD_LISTINGS - 1))


def test_one_price_over_more_than_an_hour_says_nothing(client_account):
    fill_portal(client_account, 12)
    for number in range(12):
        at = LATER + number * timedelta(minutes=61)
        assert isinstance(move_to_one_price(client_account, number, at=at), PriceMove)


def test_a_herd_is_of_one_portal_one_currency_and_one_period(client_account):
    fill_portal(client_account, 20)
    fill_portal(client_account, 20, portal="zoopla")
    assert not any(held_of(client_account, 6))
    assert not any(held_of(client_account, 6, portal="zoopla"))
    assert isinstance(move_to_one_price(client_account, 10, price_period="month"), PriceMove)
    assert isinstance(move_to_one_price(client_account, 11), HeldPrice)


def test_a_herd_is_of_one_client(client_account):
    other = make_client()
    for account in (client_account, other):
        fill_portal(account, 20)
    assert not any(held_of(client_account, 6))
    assert not any(held_of(other, 6))


def test_first_prices_are_no_moves_and_are_not_held(client_account):
    for number in range(30):
        assert isinstance(move_to_one_price(client_account, number), PriceMove)


def test_judging_a_move_takes_one_query_however_large_the_portal(client_account):
    fill_portal(client_account, 12)
    with CaptureQueriesContext(connection) as queries:
        move_to_one_price(client_account, 0)
    assert len([query for query in queries if "alike" in query["sql"]]) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_with_the_same_implausible_news_one_holds():
    account, start, answers = make_client(), threading.Barrier(4), []
    record(account, asking_price(250_000))

    def work():
        start.wait()
        answers.append(record(account, asking_price(25_000), at=LATER))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len({answer.hold_id for answer in answers}) == 1
    assert len(holds(account, PriceHold.State.WAITING)) == 1
