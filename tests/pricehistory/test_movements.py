"""What came, went and moved, page by page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pricehistory.models import Movement
from pricehistory.services.movements import MovementKind, movement_totals, movements_of, record_movement
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import asking_price, make_client
from tests.pricehistory.pages import A_DAY, AN_HOUR, NOW, PAGE, record, standing

pytestmark = pytest.mark.django_db


def happen(account, kind, *, at=NOW, price=None):
    with client_scope(account.pk):
        record_movement(
            client_id=account.pk, canonical_url=PAGE, kind=kind, at=at, price=price or asking_price(250_000)
        )


def test_movements_come_newest_first_since_a_time(client_account):
    for hours, kind in enumerate((MovementKind.NEW, MovementKind.GONE, MovementKind.BACK)):
        happen(client_account, kind, at=NOW + hours * AN_HOUR)
    found = movements_of(client_id=client_account.pk, since=NOW + AN_HOUR, before=None, limit=10)
    assert [move.kind for move in found] == ["back", "gone"]
    assert (found[0].amount, found[0].currency, found[0].before_amount) == (250_000, "GBP", None)


def test_a_moved_price_has_what_was_asked_before(client_account):
    record(client_account, asking_price(250_000, portal="rightmove", city="Otley"))
    record(client_account, asking_price(240_000, portal="rightmove", city="Otley"), at=NOW + AN_HOUR)
    (move,) = movements_of(client_id=client_account.pk, since=NOW, before=None, limit=10)
    assert (move.kind, move.before_amount, move.amount, move.at) == ("reduced", 250_000, 240_000, NOW + AN_HOUR)
    assert (move.portal, move.city, move.canonical_url) == ("rightmove", "Otley", PAGE)


def test_pages_follow_each_other_without_gap_or_repetition_also_at_one_time(client_account):
    for _ in range(7):
        happen(client_account, MovementKind.NEW)
    seen, before = [], None
    while found := movements_of(client_id=client_account.pk, since=NOW, before=before, limit=3):
        seen += [move.id for move in found]
        before = (found[-1].at, found[-1].id)
    assert len(seen) == len(set(seen)) == 7


def test_totals_name_every_kind(client_account):
    happen(client_account, MovementKind.NEW)
    happen(client_account, MovementKind.NEW, at=NOW + A_DAY)
    happen(client_account, MovementKind.GONE, at=NOW - A_DAY)
    totals = movement_totals(client_id=client_account.pk, since=NOW)
    assert totals == {"new": 2, "gone": 0, "back": 0, "reduced": 0, "raised": 0}


def test_movements_are_of_one_client(client_account):
    happen(make_client(), MovementKind.NEW)
    assert movements_of(client_id=client_account.pk, since=NOW, before=None, limit=10) == []
    assert sum(movement_totals(client_id=client_account.pk, since=NOW).values()) == 0


def test_the_price_of_a_page_that_is_gone_stands_no_more_until_it_is_seen_again(client_account):
    record(client_account, asking_price(250_000))
    happen(client_account, MovementKind.GONE, at=NOW + AN_HOUR)
    assert standing(client_account).gone_at == NOW + AN_HOUR
    record(client_account, asking_price(250_000), at=NOW + timedelta(hours=2))
    assert standing(client_account).gone_at is None


def test_a_page_and_its_totals_are_read_through_the_index(client_account):
    with staff_scope():
        Movement.objects.bulk_create(
            Movement(client=account, canonical_url=PAGE, kind="new", at=NOW - n * AN_HOUR)
            for account in (client_account, *(make_client() for _ in range(30)))
            for n in range(100)
        )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Movement._meta.db_table}")
    with CaptureQueriesContext(connection) as queries:
        movements_of(client_id=client_account.pk, since=NOW - A_DAY, before=None, limit=10)
        movement_totals(client_id=client_account.pk, since=NOW - A_DAY)
    statements = [query["sql"] for query in queries if query["sql"].startswith("SELECT") and "movement" in query["sql"]]
    assert len(statements) == 2
    with client_scope(client_account.pk), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(f"EXPLAIN {statement}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "pricehistory_move_by_client" in plan, plan
