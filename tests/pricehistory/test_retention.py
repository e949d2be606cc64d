"""Months past retention go, by detaching and dropping; what was written lately stays, and interruptions heal."""

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from pricehistory.models import Movement, PriceHold, PriceSnapshot
from pricehistory.services import months
from pricehistory.services.months import GRACE, KEPT_FOR
from pricehistory.services.partitions import ensure_partitions, partition_name, partition_names
from propscrape.retention.policies import POLICIES
from propscrape.retention.running import run_policy
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import OWNED_ROWS, asking_price, make_client
from tests.pricehistory.pages import NOW, PAGE, record, standing

pytestmark = pytest.mark.django_db(transaction=True)

OLD = date(2020, 3, 1)
NAME = partition_name(OLD)
EXPIRED = datetime(2020, 4, 1, tzinfo=UTC) + KEPT_FOR
MONTH_TABLES = "SELECT relname FROM pg_class WHERE relname LIKE 'pricehistory_pricesnapshot_20%%' AND relkind = 'r'"


@pytest.fixture(autouse=True)
def old_month():
    """A month of long ago, seen from EXPIRED on; gone afterwards."""
    ensure_partitions(today=date(2020, 4, 15), months_ahead=0)
    yield NAME
    for name in (NAME, partition_name(date(2020, 4, 1))):
        run(f"DROP TABLE IF EXISTS {name}")


def drop_old_months(**options):
    """The names of the months that went."""
    return [month.name for month in months.drop_old_months(**options)]


def purge_old_rows(*, now):
    """Of movements and decided holds, by their own dates; how many went."""
    runs = [run_policy(POLICIES[name], now=now, include_backfill=True) for name in ("movements", "decided price holds")]
    removed: list[int] = [run.rows for run in runs]
    return sum(removed)


def run(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else None


def tables():
    return {name for (name,) in run(MONTH_TABLES)}


def price_of_then(account, *, recorded_at):
    """A snapshot in the old month, written at a time."""
    with client_scope(account.pk):
        PriceSnapshot.objects.create(
            client=account, canonical_url=PAGE, observed_at=datetime(2020, 3, 20, tzinfo=UTC), recorded_at=recorded_at,
            **asking_price(250_000).as_columns(),
        )  # fmt: skip


def test_a_month_is_dropped_once_its_last_day_is_past_retention():
    price_of_then(make_client(), recorded_at=datetime(2020, 3, 20, tzinfo=UTC))
    assert drop_old_months(now=EXPIRED - timedelta(seconds=1)) == []
    assert NAME in drop_old_months(now=EXPIRED)
    assert NAME not in partition_names() | tables()
    assert drop_old_months(now=EXPIRED) == []


def test_a_month_in_which_something_was_written_lately_stays():
    price_of_then(make_client(), recorded_at=EXPIRED - GRACE + timedelta(minutes=1))
    assert NAME not in drop_old_months(now=EXPIRED)
    assert NAME in drop_old_months(now=EXPIRED + timedelta(minutes=2))


def test_the_months_that_are_needed_stay():
    old = {NAME, partition_name(date(2020, 4, 1))}
    present = partition_names() - old
    assert set(drop_old_months()) == old
    assert partition_names() == present


def test_the_standing_price_outlives_its_snapshots():
    account = make_client()
    record(account, asking_price(250_000), at=datetime(2020, 3, 20, tzinfo=UTC))
    with staff_scope():
        PriceSnapshot.objects.update(recorded_at=datetime(2020, 3, 20, tzinfo=UTC))
    assert NAME in drop_old_months(now=EXPIRED)
    assert standing(account).amount == 250_000
    with client_scope(account.pk):
        assert not PriceSnapshot.objects.exists()


def test_a_detach_that_was_interrupted_is_finished():
    """A reader keeps it waiting, and it is cut short: what a killed worker leaves behind."""
    with psycopg.connect(dsn()) as reader:
        reader.execute("SELECT count(*) FROM pricehistory_pricesnapshot")
        run("SET statement_timeout = '300ms'")
        with pytest.raises(Exception, match="statement timeout"):
            run(f"ALTER TABLE pricehistory_pricesnapshot DETACH PARTITION {NAME} CONCURRENTLY")
        run("SET statement_timeout = '30s'")
    assert run("SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = %s::regclass", NAME) == [(True,)]
    assert NAME in drop_old_months(now=EXPIRED)
    assert NAME not in partition_names() | tables()


def test_a_month_that_was_detached_and_not_dropped_is_dropped():
    run(f"ALTER TABLE pricehistory_pricesnapshot DETACH PARTITION {NAME}")
    assert NAME in drop_old_months(now=EXPIRED)
    assert NAME not in tables()


def test_a_month_that_somebody_reads_is_left_for_the_next_run(monkeypatch):
    monkeypatch.setattr("pricehistory.services.months.LOCK_TIMEOUT", "200ms")
    with psycopg.connect(dsn()) as reader:
        reader.execute("SELECT count(*) FROM pricehistory_pricesnapshot")
        assert drop_old_months(now=EXPIRED) == []
        assert run("SHOW lock_timeout") == [("0",)]
    assert NAME in drop_old_months(now=EXPIRED)


def dsn():
    """The test database, for a second connection."""
    given = connection.get_connection_params()
    return psycopg.conninfo.make_conninfo(
        **{name: given[name] for name in ("host", "port", "user", "password", "dbname")}
    )


def test_the_policy_runs_once_at_a_time():
    with psycopg.connect(dsn(), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('propscrape purge prices'))")
        price_of_then(make_client(), recorded_at=NOW - timedelta(days=9_000))
        assert run_policy(POLICIES["prices"]) is None
        other.execute("SELECT pg_advisory_unlock_all()")
    assert run_policy(POLICIES["prices"]).state == "done"
    assert NAME not in tables()


def test_a_dry_run_names_what_would_be_dropped_and_drops_nothing():
    price_of_then(make_client(), recorded_at=EXPIRED - GRACE + timedelta(minutes=1))
    assert NAME not in drop_old_months(now=EXPIRED, is_dry_run=True)
    assert NAME in drop_old_months(now=EXPIRED, is_dry_run=True, include_backfill=True)
    assert NAME in tables()
    counted = run_policy(POLICIES["prices"], now=EXPIRED, is_dry_run=True, include_backfill=True)
    assert counted.bytes_freed > 0
    assert NAME in drop_old_months(now=EXPIRED, include_backfill=True)
    assert NAME not in tables()


def test_old_movements_and_decided_holds_go_and_waiting_ones_stay():
    account = make_client()
    with staff_scope():
        for at in (NOW - KEPT_FOR - timedelta(minutes=1), NOW - KEPT_FOR + timedelta(minutes=1)):
            for model in (Movement, PriceHold):
                row = OWNED_ROWS[model](account)
                model.objects.filter(pk=row.pk).update(**{"at" if model is Movement else "held_at": at})
        PriceHold.objects.filter(held_at__gte=NOW - KEPT_FOR).update(state="discarded")
    assert purge_old_rows(now=NOW) == 1
    with staff_scope():
        PriceHold.objects.update(state="discarded")
    assert purge_old_rows(now=NOW) == 1
    with staff_scope():
        assert (Movement.objects.count(), PriceHold.objects.count()) == (1, 1)
