"""History is corrected when captures are read again: what was wrong stays, marked; what is right takes its place."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pricehistory.models import CurrentPrice, PriceHold, PriceSnapshot, StaleWeek
from pricehistory.services.correcting import correct_history
from pricehistory.services.holding import discard_hold
from pricehistory.services.prices import ObservedPrice, Reading
from pricehistory.services.recording import confirm_price
from pricehistory.services.weeks import week_of
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import asking_price, make_client
from tests.pricehistory.pages import A_DAY, NOW, PAGE, amounts, holds, moves, record, standing

pytestmark = pytest.mark.django_db

START = NOW - 4 * A_DAY


def correct(account, *readings, **options):
    """Correct the page's history by readings of (day, price)."""
    with client_scope(account.pk):
        return correct_history(
            client_id=account.pk,
            canonical_url=PAGE,
            readings=[Reading(START + day * A_DAY, price, scrape_id) for day, price, scrape_id in readings],
            **options,
        )


def look(account, day, amount, **values):
    """A look at the page that read this amount; the reading of the same capture is to be of the same scrape."""
    scrape_id = uuid4()
    record(account, asking_price(amount, **values), at=START + day * A_DAY, scrape_id=scrape_id)
    return scrape_id


def all_rows(account):
    with client_scope(account.pk):
        rows = PriceSnapshot.objects.filter(canonical_url=PAGE).order_by("observed_at", "recorded_at")
        return [(int(row.amount or 0), row.superseded_at is None) for row in rows]


def test_a_wrong_price_stays_marked_and_the_right_one_takes_its_place(client_account):
    first = look(client_account, 0, 250_000)
    second = look(client_account, 1, 300_000)
    result = correct(client_account, (0, asking_price(250_000), first), (1, asking_price(240_000), second))
    assert [point.amount for point in result.superseded] == [Decimal(300_000)]
    assert [(point.amount, point.observed_at) for point in result.added] == [(Decimal(240_000), START + A_DAY)]
    assert (result.before.amount, result.after.amount) == (300_000, 240_000)
    assert all_rows(client_account) == [(250_000, True), (300_000, False), (240_000, True)]
    assert amounts(client_account) == [240_000, 250_000]
    assert standing(client_account).amount == Decimal(240_000)


def test_the_new_row_is_observed_when_the_old_one_was_and_recorded_now(client_account):
    scrape = look(client_account, 0, 300_000)
    correct(client_account, (0, asking_price(240_000), scrape))
    with client_scope(client_account.pk):
        old, new = PriceSnapshot.objects.order_by("recorded_at")
    assert (old.observed_at, new.observed_at, new.scrape_id) == (START, START, scrape)
    assert old.recorded_at < new.recorded_at == old.superseded_at


def test_the_same_readings_again_change_nothing(client_account):
    scrape = look(client_account, 0, 300_000)
    assert correct(client_account, (0, asking_price(240_000), scrape)).has_changes
    rows = all_rows(client_account)
    assert not correct(client_account, (0, asking_price(240_000), scrape)).has_changes
    assert all_rows(client_account) == rows


def test_a_look_that_wrote_nothing_may_turn_out_to_have_seen_a_move(client_account):
    first = look(client_account, 0, 250_000)
    unmoved = look(client_account, 1, 250_000)
    result = correct(client_account, (0, asking_price(250_000), first), (1, asking_price(245_000), unmoved))
    assert ([p.amount for p in result.superseded], [p.amount for p in result.added]) == ([], [Decimal(245_000)])
    assert amounts(client_account) == [245_000, 250_000]


def test_a_move_that_was_none_goes(client_account):
    first, second = look(client_account, 0, 250_000), look(client_account, 1, 300_000)
    third = look(client_account, 2, 250_000)
    price = asking_price(250_000)
    correct(client_account, (0, price, first), (1, price, second), (2, price, third))
    assert amounts(client_account) == [250_000]
    assert standing(client_account).observed_at == START
    assert moves(client_account) == []


def test_rows_without_a_capture_stay_unless_they_only_repeat(client_account):
    first = look(client_account, 0, 300_000)
    look(client_account, 1, 250_000)
    look(client_account, 2, 260_000)
    correct(client_account, (0, asking_price(250_000), first))
    assert amounts(client_account) == [260_000, 250_000]
    with client_scope(client_account.pk):
        assert PriceSnapshot.objects.for_page(PAGE).last().observed_at == START


def test_a_capture_that_states_no_price_after_all_takes_its_row_away(client_account):
    first, second = look(client_account, 0, 250_000), look(client_account, 1, 300_000)
    correct(client_account, (0, asking_price(250_000), first), (1, None, second))
    assert amounts(client_account) == [250_000]
    assert standing(client_account).amount == Decimal(250_000)


def test_a_history_may_turn_out_to_be_none(client_account):
    scrape = look(client_account, 0, 250_000)
    result = correct(client_account, (0, None, scrape))
    assert (result.before.amount, result.after) == (Decimal(250_000), None)
    with client_scope(client_account.pk):
        assert not CurrentPrice.objects.exists()
    assert amounts(client_account) == []


def test_a_history_may_turn_out_to_be_one(client_account):
    result = correct(client_account, (0, asking_price(250_000), uuid4()))
    assert result.before is None
    assert amounts(client_account) == [250_000]
    assert standing(client_account).observed_at == START


def test_on_request_is_corrected_like_a_price(client_account):
    scrape = look(client_account, 0, 250_000)
    correct(client_account, (0, ObservedPrice.on_request(), scrape))
    assert amounts(client_account) == [None]


def test_moves_are_told_again_as_the_corrected_history_has_them(client_account):
    scrapes = [look(client_account, day, amount) for day, amount in enumerate((250_000, 300_000, 240_000))]
    assert [kind for kind, *_ in moves(client_account)] == ["raised", "reduced"]
    prices = map(asking_price, (250_000, 245_000, 240_000))
    correct(client_account, *zip((0, 1, 2), prices, scrapes, strict=True))
    assert moves(client_account) == [("reduced", 250_000, 245_000), ("reduced", 245_000, 240_000)]


def test_a_city_or_area_that_was_misread_is_put_right_in_place(client_account):
    scrape = look(client_account, 0, 250_000, city="Mailbox", area_m2=9.5)
    result = correct(client_account, (0, asking_price(250_000, city="Otley", area_m2=95.0), scrape))
    assert not result.has_changes
    with client_scope(client_account.pk):
        assert PriceSnapshot.objects.values_list("city", "area_m2").get() == ("Otley", 95.0)
    assert (standing(client_account).city, standing(client_account).area_m2) == ("Otley", 95.0)


def test_a_dry_run_says_what_it_would_do_and_does_not(client_account):
    scrape = look(client_account, 0, 300_000)
    rows = all_rows(client_account)
    result = correct(client_account, (0, asking_price(240_000), scrape), dry_run=True)
    assert [point.amount for point in result.added] == [Decimal(240_000)]
    assert all_rows(client_account) == rows
    assert standing(client_account).amount == Decimal(300_000)


def test_what_is_held_and_what_staff_discarded_stays_out(client_account):
    first = look(client_account, 0, 250_000)
    held = look(client_account, 1, 25_000)
    confirmed = START + 2 * A_DAY
    with client_scope(client_account.pk):
        confirm_price(client_id=client_account.pk, canonical_url=PAGE, seen_at=confirmed)
    readings = (0, asking_price(250_000), first), (1, asking_price(25_000), held), (2, asking_price(25_000), uuid4())
    for act in (lambda: None, lambda: discard(client_account)):
        act()
        assert not correct(client_account, *readings).has_changes
    assert amounts(client_account) == [250_000]


def discard(account):
    with client_scope(account.pk):
        discard_hold(client_id=account.pk, hold_id=holds(account)[0].pk, by="boss")


def test_a_held_price_whose_capture_says_something_else_is_withdrawn(client_account):
    first, held = look(client_account, 0, 250_000), look(client_account, 1, 25_000)
    correct(client_account, (0, asking_price(250_000), first), (1, asking_price(245_000), held))
    assert [hold.state for hold in holds(client_account)] == [PriceHold.State.WITHDRAWN]
    assert amounts(client_account) == [245_000, 250_000]


def test_a_price_older_than_any_kept_snapshot_is_no_new_one(client_account):
    long_ago = NOW - timedelta(days=500)
    with staff_scope():
        CurrentPrice.objects.create(
            client=client_account, canonical_url=PAGE, observed_at=long_ago, last_seen_at=NOW,
            **asking_price(250_000).as_columns(),
        )  # fmt: skip
    assert not correct(client_account, (0, asking_price(250_000), uuid4())).has_changes
    correct(client_account, (1, asking_price(245_000), uuid4()))
    assert amounts(client_account) == [245_000]
    assert moves(client_account) == [("reduced", 250_000, 245_000)]


def test_a_reading_of_a_month_that_is_not_kept_is_left_out(client_account):
    with client_scope(client_account.pk):
        long_ago = Reading(NOW - timedelta(days=800), asking_price(1), None)
        result = correct_history(client_id=client_account.pk, canonical_url=PAGE, readings=[long_ago])
    assert not result.has_changes


def test_the_weeks_since_are_to_be_computed_again(client_account):
    scrape = look(client_account, -3, 300_000)
    with staff_scope():
        StaleWeek.objects.all().delete()
    correct(client_account, (-3, asking_price(240_000), scrape))
    with client_scope(client_account.pk):
        marked = set(StaleWeek.objects.values_list("week", flat=True))
    first, running = week_of(START - 3 * A_DAY), week_of(NOW)
    assert marked == {first + timedelta(weeks=n) for n in range((running - first).days // 7)}


def test_only_the_page_that_was_read_again_changes(client_account):
    other = make_client()
    scrape = look(client_account, 0, 300_000)
    record(other, asking_price(300_000), at=START)
    record(client_account, asking_price(300_000), at=START, page=PAGE + "0")
    correct(client_account, (0, asking_price(240_000), scrape))
    assert amounts(other) == amounts(client_account, PAGE + "0") == [300_000]


PRICES = st.sampled_from(
    [asking_price(200_000), asking_price(210_000), asking_price(220_000), ObservedPrice.on_request()]
)


@settings(suppress_health_check=list(HealthCheck), max_examples=40)
@given(st.lists(st.tuples(PRICES, st.none() | PRICES), min_size=1, max_size=8))
def test_a_history_read_again_is_the_one_that_would_have_been_written(looks):
    """Whatever was read first: after the correction stands what the right readings alone would have made."""
    wrong, right = make_client(), make_client()
    scrapes = [uuid4() for _ in looks]
    for hour, ((first, _), scrape) in enumerate(zip(looks, scrapes, strict=True)):
        record(wrong, first, at=START + hour * timedelta(hours=1), scrape_id=scrape)
    for hour, (_, again) in enumerate(looks):
        if again is not None:
            record(right, again, at=START + hour * timedelta(hours=1))
    readings = [
        (hour / 24, again, scrape) for hour, ((_, again), scrape) in enumerate(zip(looks, scrapes, strict=True))
    ]
    correct(wrong, *readings)
    assert history(wrong) == history(right)
    assert moves(wrong) == moves(right)
    if any(again for _, again in looks):
        assert standing(wrong).kind == standing(right).kind
        assert standing(wrong).observed_at == standing(right).observed_at


def history(account):
    with client_scope(account.pk):
        return [(row.observed_at, row.kind) for row in PriceSnapshot.objects.for_page(PAGE)]
