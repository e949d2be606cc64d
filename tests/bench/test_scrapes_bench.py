"""The bench of scrapes: its pages are each another and are what they say, and its figures follow from what it saw."""

import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bench.scrapes.errors import NotScraped
from bench.scrapes.floor import Floor
from bench.scrapes.memory import Sample, only_child, resident_mb
from bench.scrapes.pages import BASES, Pages
from bench.scrapes.report import Measured, figures_of, missed_bars, table_of
from bench.scrapes.work import Row, check_rows
from listings.extraction_batch import MappingChoice, extract_page

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def pages():
    """More than there are bases."""
    return Pages(BASES + 5)


def test_every_page_is_another(pages):
    numbers = range(pages.count)
    assert len({(pages.host(number), pages.path(number)) for number in numbers}) == pages.count
    assert len({pages.html(number) for number in numbers}) == pages.count


@pytest.mark.parametrize("number", [0, 1, 2, BASES, BASES + 1, BASES + 2])
def test_a_page_is_read_as_its_own_listing(pages, number):
    url = f"http://{pages.host(number)}:8123{pages.path(number)}"
    found = extract_page(url, pages.html(number), MappingChoice())
    assert (found.status, found.values["price_float"]) == ("ok", pages.price(number))
    assert pages.find(pages.host(number), pages.path(number)) == number


def test_a_page_is_found_under_its_own_host_alone(pages):
    assert pages.find(pages.host(1), pages.path(0)) is None


def prices(pages):
    return {f"http://portal.example/{number}": pages.price(number) for number in range(pages.count)}


def rows(pages, *, seconds=0.1):
    return [
        Row(
            url=f"http://portal.example/{number}",
            outcome="ok",
            price=pages.price(number),
            fetch_ms=10,
            extract_ms=20,
            total_ms=50,
            finished_at=NOON + timedelta(seconds=seconds * number),
        )
        for number in range(pages.count)
    ]


def test_all_pages_with_their_prices_are_what_was_asked_for(pages):
    check_rows(rows(pages), prices(pages))


@pytest.mark.parametrize("values", [{"outcome": "failed"}, {"price": 1}, {"price": None}])
def test_a_scrape_that_came_to_something_else_shows(pages, values):
    first, *others = rows(pages)
    with pytest.raises(NotScraped, match="1 scrapes are wrong"):
        check_rows([replace(first, **values), *others], prices(pages))


def test_a_scrape_that_is_missing_shows(pages):
    with pytest.raises(NotScraped, match="1 missing"):
        check_rows(rows(pages)[1:], prices(pages))


def measured(pages, *, grows_mb=0.0, seconds=0.1):
    samples = [Sample.of(100 * n, [140, 150 + grows_mb * n, 170]) for n in range(1, 11)]
    return Measured(rows=rows(pages, seconds=seconds), samples=samples, cpu_s=45, floor=Floor(2, 15), made_ms=[3])


def test_figures_are_of_what_came_after_the_first_tenth(pages):
    figures = figures_of(measured(pages, grows_mb=1))
    assert figures["scrapes_per_min"] == pytest.approx(600)
    assert (figures["rss_first_mb"], figures["rss_last_mb"], figures["growth_mb"]) == (151, 160, 8)
    assert (figures["slope_kb"], figures["cpu_ms"]) == (10, 50)
    assert list(missed_bars(figures)) == []
    assert "a scrape in all" in table_of(figures)


def test_a_worker_that_grows_or_crawls_misses_the_bars(pages):
    assert len(list(missed_bars(figures_of(measured(pages, grows_mb=2))))) == 1
    assert len(list(missed_bars(figures_of(measured(pages, seconds=10))))) == 1


def test_memory_is_that_of_the_one_child():
    child = f"import subprocess, sys; subprocess.run([{sys.executable!r}, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", child], stdin=subprocess.PIPE) as parent:
        while (pid := only_child(parent.pid)) is None:
            time.sleep(0.01)
        assert 0 < resident_mb(pid) < 100
        parent.communicate(b"\n")
