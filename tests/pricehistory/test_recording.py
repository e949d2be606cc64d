"""A price is written down when it moved, and only then."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from pricehistory.models import CurrentPrice, PriceSnapshot
from pricehistory.services.history import changes_among
from pricehistory.services.partitions import ensure_partitions, partition_name, partition_names
from pricehistory.services.prices import ObservedPrice
from propscrape.tenancy import client_scope
from tests.factories import asking_price, make_client
from tests.pricehistory.pages import NOW, amounts, moves, record, snapshots, standing

ON_REQUEST = ObservedPrice.on_request(portal="rightmove", city="Otley")


@pytest.mark.django_db
def test_a_snapshot_is_written_only_when_the_price_moves(client_account):
    moves = [record(client_account, asking_price(amount)) for amount in (250_000, 250_000, 245_000)]
    assert [move is not None for move in moves] == [True, False, True]
    assert [s.amount for s in snapshots(client_account)] == [Decimal(245_000), Decimal(250_000)]
    assert moves[0].before is None
    assert moves[2].before.amount == Decimal(250_000)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        asking_price(250_000, price_period="month"),
        asking_price(250_000, price_qualifier="guide"),
        asking_price("250000.50"),
    ],
    ids=["period", "qualifier", "cents"],
)
def test_a_price_of_another_kind_is_another_price(client_account, other):
    record(client_account, asking_price(250_000))
    assert record(client_account, other) is not None


@pytest.mark.django_db
def test_an_area_or_a_city_that_changed_is_no_new_price(client_account):
    record(client_account, asking_price(250_000, city="Otley", area_m2=95.0))
    assert record(client_account, asking_price(250_000, city="Leeds", area_m2=96.0)) is None
    with client_scope(client_account.pk):  # but what stands is put right
        assert CurrentPrice.objects.values_list("city", "area_m2").get() == ("Leeds", 96.0)


@pytest.mark.django_db
def test_an_unchanged_price_moves_when_it_was_last_seen_and_not_since_when_it_stands(client_account):
    later = NOW + timedelta(hours=1)
    record(client_account, asking_price(250_000))
    record(client_account, asking_price(250_000), at=later)
    with client_scope(client_account.pk):
        standing = CurrentPrice.objects.get()
    assert (standing.observed_at, standing.last_seen_at) == (NOW, later)


@pytest.mark.django_db
def test_news_older_than_the_standing_price_changes_nothing(client_account):
    record(client_account, asking_price(250_000))
    assert record(client_account, asking_price(260_000), at=NOW - timedelta(hours=1)) is None
    with client_scope(client_account.pk):
        assert CurrentPrice.objects.get().amount == Decimal(250_000)


@pytest.mark.django_db
def test_the_same_page_has_a_history_for_each_client(client_account):
    other = make_client()
    record(client_account, asking_price(250_000))
    record(other, asking_price(300_000))
    assert [s.amount for s in snapshots(client_account)] == [Decimal(250_000)]
    assert [s.amount for s in snapshots(other)] == [Decimal(300_000)]


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_with_the_same_news_one_writes():
    account, start, moves = make_client(), threading.Barrier(4), []

    def work():
        start.wait()
        moves.append(record(account, asking_price(250_000)))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(move is not None for move in moves) == [False, False, False, True]
    assert len(snapshots(account)) == 1


@pytest.mark.django_db
def test_changes_name_amount_percent_and_direction(client_account):
    for hours, amount in enumerate((200_000, 190_000, 209_000)):
        record(client_account, asking_price(amount), at=NOW + timedelta(hours=hours))
    up, down = changes_among(snapshots(client_account))
    assert (up.move.amount, up.move.percent, up.move.direction) == (Decimal(19_000), Decimal("10.00"), "increase")
    assert (down.move.amount, down.move.percent, down.move.direction) == (
        Decimal(-10_000),
        Decimal("-5.00"),
        "decrease",
    )


@pytest.mark.django_db
def test_a_rent_and_a_sale_are_never_compared(client_account):
    record(client_account, asking_price(200_000))
    record(client_account, asking_price(1_200, price_period="month"), at=NOW + timedelta(hours=1))
    record(client_account, asking_price(201_000), at=NOW + timedelta(hours=2))
    assert len(snapshots(client_account)) == 3
    assert changes_among(snapshots(client_account)) == []
    assert moves(client_account) == []


@pytest.mark.django_db
def test_partitions_are_made_ahead_and_only_where_they_are_missing():
    present = partition_names()
    year_end = date(2031, 11, 15)
    made = ensure_partitions(today=year_end)
    assert made == [partition_name(date(*month)) for month in
                    ((2031, 10, 1), (2031, 11, 1), (2031, 12, 1), (2032, 1, 1), (2032, 2, 1))]  # fmt: skip
    assert ensure_partitions(today=year_end) == []
    assert partition_names() == present | set(made)


@pytest.mark.django_db
def test_the_months_around_today_are_there_from_the_first_migration():
    assert {partition_name(NOW.date()), partition_name(NOW.date() + timedelta(days=62))} <= partition_names()


@pytest.mark.django_db
def test_a_snapshot_lies_in_the_month_it_was_observed(client_account):
    record(client_account, asking_price(1))
    with client_scope(client_account.pk), connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM pricehistory_pricesnapshot")
        assert cursor.fetchone() == (partition_name(NOW.date()),)
    with client_scope(client_account.pk):
        assert PriceSnapshot.objects.get().recorded_at >= NOW


@pytest.mark.django_db
def test_a_page_that_names_no_price_any_more_and_then_one_again_shows_both(client_account):
    record(client_account, asking_price(250_000))
    withheld = record(client_account, ON_REQUEST, at=NOW + timedelta(hours=1))
    assert (withheld.before.amount, withheld.after.amount) == (Decimal(250_000), None)
    assert standing(client_account).kind == (None, None, None, "on_request")
    assert record(client_account, ON_REQUEST, at=NOW + timedelta(hours=2)) is None
    again = record(client_account, asking_price(240_000), at=NOW + timedelta(hours=3))
    assert again.before.amount == Decimal(250_000)  # what was stated last
    assert amounts(client_account) == [240_000, None, 250_000]


@pytest.mark.django_db
def test_prices_before_and_after_on_request_are_compared(client_account):
    for hours, price in enumerate((asking_price(250_000), ON_REQUEST, asking_price(240_000))):
        record(client_account, price, at=NOW + timedelta(hours=hours))
    (change,) = changes_among(snapshots(client_account))
    assert (change.move.amount, change.move.direction) == (Decimal(-10_000), "decrease")
    assert moves(client_account) == [("reduced", 250_000, 240_000)]


@pytest.mark.django_db
def test_the_same_price_after_on_request_is_no_move(client_account):
    for hours, price in enumerate((asking_price(250_000), ON_REQUEST, asking_price(250_000))):
        record(client_account, price, at=NOW + timedelta(hours=hours))
    assert amounts(client_account) == [250_000, None, 250_000]
    assert changes_among(snapshots(client_account)) == []
    assert moves(client_account) == []


@pytest.mark.django_db
def test_a_price_on_request_first_has_nothing_before_it(client_account):
    assert record(client_account, ON_REQUEST).before is None
    assert record(client_account, asking_price(250_000), at=NOW + timedelta(hours=1)).before is None


@pytest.mark.django_db
def test_no_amount_is_stored_for_anything_but_on_request(client_account):
    with pytest.raises(IntegrityError, match="has_price"):
        record(client_account, ObservedPrice(None, None, None, price_qualifier="guide"))


@pytest.mark.django_db
def test_a_lower_and_a_higher_price_are_movements_and_a_new_qualifier_is_none(client_account):
    prices = (asking_price(250_000), asking_price(240_000), asking_price(240_000, price_qualifier="guide"),
              asking_price(245_000, price_qualifier="guide"))  # fmt: skip
    for hours, price in enumerate(prices):
        record(client_account, price, at=NOW + timedelta(hours=hours))
    assert moves(client_account) == [("reduced", 250_000, 240_000), ("raised", 240_000, 245_000)]
