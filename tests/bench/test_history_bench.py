"""The bench of prices makes what it says it makes, measures it through the services, and judges by the bars given."""

from io import StringIO

import pytest

from bench.history.prices import CHOICES, Measured, measure_prices
from bench.history.report import figures_of, missed_bars, table_of
from bench.history.snapshots import CLIENT_SHARES, MONTHS, make_prices, url_of
from pricehistory.models import CurrentPrice, PriceSnapshot
from pricehistory.services.partitions import partition_names
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import staff_scope

GOOD: dict[str, float | None] = {"rows": 1, "history_p95_ms": 19.99, "market_ms": 299.9, "drop_month_s": 0.99}


@pytest.fixture
def progress():
    return Progress(StringIO())


@pytest.mark.django_db(transaction=True)
def test_a_small_bench_measures_every_kind_of_call(progress):
    before = partition_names()
    prices = make_prices(rows=30_000, progress=progress, stop_request=StopRequest())
    assert len(prices.clients) == len(CLIENT_SHARES)
    assert prices.pages == sorted(prices.pages, reverse=True)
    assert 29_000 < prices.rows < 31_000
    with staff_scope():
        page = PriceSnapshot.objects.filter(client_id=prices.clients[-1], canonical_url=url_of(1))
        assert len({(row.observed_at.year, row.observed_at.month) for row in page}) == MONTHS
        standing = CurrentPrice.objects.get(client_id=prices.clients[-1], canonical_url=url_of(1))
        assert standing.kind == page.order_by("-observed_at")[0].kind
        assert CurrentPrice.objects.count() == sum(prices.pages)
    measured = measure_prices(prices, progress=progress, stop_request=StopRequest())
    figures = figures_of(measured, rows=prices.rows)
    assert all(figures[name] is not None for name in GOOD)
    assert len(measured.market_ms) % len(CHOICES) == 0
    assert "history of a listing" in table_of(measured)
    assert before <= partition_names()


@pytest.mark.parametrize(("name", "value"), [("history_p95_ms", 20), ("market_ms", 300), ("drop_month_s", 1)])
def test_each_bar_is_missed_from_its_value_on(name, value):
    assert missed_bars(GOOD) == []
    (line,) = missed_bars(GOOD | {name: value})
    assert line == f"{name} is {value}, the bar is below {value}"


def test_what_was_not_measured_misses_no_bar():
    assert missed_bars(GOOD | {"drop_month_s": None}) == []


def test_figures_are_the_95th_of_a_hundred():
    measured = Measured(history_ms=[*range(1, 101)], market_ms=[5.0], week_s=[1.0], move_ms=[2.0], drop_month_s=0.1234)
    figures = figures_of(measured, rows=7)
    assert (figures["rows"], figures["history_p95_ms"], figures["drop_month_s"]) == (7, 95, 0.123)
