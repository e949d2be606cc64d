"""What logs, counters and tasks say of prices."""

import psycopg
import pytest
from django.db import connection
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from pricehistory.services.correcting import correct_history
from pricehistory.services.prices import Reading
from pricehistory.tasks import make_partitions_ahead, refresh_market_figures, watch_held_prices
from propscrape.tenancy import client_scope
from tests.factories import asking_price, make_client
from tests.pricehistory.pages import AN_HOUR, NOW, PAGE, record

pytestmark = pytest.mark.django_db


def value(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0


def test_each_price_is_logged_and_counted_by_what_became_of_it(client_account):
    before = {
        "written": value("propscrape_price_snapshots_total", portal="uk_rightmove"),
        "held": value("propscrape_price_holds_total", reason="fell"),
        "corrected": value("propscrape_price_corrections_total"),
    }
    with capture_logs() as logs:
        record(client_account, asking_price(250_000, portal="uk_rightmove"))
        record(client_account, asking_price(250_000, portal="uk_rightmove"), at=NOW + AN_HOUR)
        record(client_account, asking_price(25_000, portal="uk_rightmove"), at=NOW + 2 * AN_HOUR)
        with client_scope(client_account.pk):
            correct_history(
                client_id=client_account.pk, canonical_url=PAGE, readings=[Reading(NOW, asking_price(240_000))]
            )
    assert [(log["event"], log["category"], log["log_level"]) for log in logs] == [
        ("price_written", "price_history", "info"),
        ("price_held", "price_history", "warning"),
        ("prices_corrected", "price_history", "info"),
    ]
    assert {log["canonical_url"] for log in logs} == {PAGE}
    assert value("propscrape_price_snapshots_total", portal="uk_rightmove") == before["written"] + 1
    assert value("propscrape_price_holds_total", reason="fell") == before["held"] + 1
    assert value("propscrape_price_corrections_total") == before["corrected"] + 1


def test_prices_of_unregistered_hosts_share_a_label(client_account):
    before = value("propscrape_price_snapshots_total", portal="unregistered")
    record(client_account, asking_price(250_000))
    assert value("propscrape_price_snapshots_total", portal="unregistered") == before + 1


def test_the_gauge_counts_what_waits_of_all_clients():
    for account in (make_client(), make_client()):
        record(account, asking_price(250_000))
        record(account, asking_price(25_000), at=NOW + AN_HOUR)
    watch_held_prices()
    assert value("propscrape_price_holds_waiting") == 2


def test_tasks_may_run_twice():
    for task in (make_partitions_ahead, refresh_market_figures, watch_held_prices):
        task()
        task()


@pytest.mark.django_db(transaction=True)
def test_figures_are_computed_by_one_at_a_time(client_account):
    record(client_account, asking_price(250_000))
    given = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: given[name] for name in names}, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('propscrape refresh market figures'))")
        assert refresh_market_figures() == 0
        # Closing alone would let the server take its time
        other.execute("SELECT pg_advisory_unlock_all()")
    assert refresh_market_figures() == 1
