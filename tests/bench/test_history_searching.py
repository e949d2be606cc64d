"""The bench of searches makes listings that its searches find, measures every kind, and judges by its bar."""

import random
from dataclasses import replace
from io import StringIO

import pytest

from bench.history.listing_rows import RowMaker, make_listings
from bench.history.search_kinds import kinds_of
from bench.history.searching import MAX_P95_MS, SearchFigures, measure_search
from listings.models import Listing
from listings.services.searching import search_listings
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import staff_scope

FIGURES = SearchFigures(ms={"quick": [1.0] * 19, "slow": [99.9]}, rows=20, indexes={"quick": "a", "slow": "b"})


@pytest.mark.django_db(transaction=True)
def test_a_small_bench_measures_every_kind_of_search():
    figures = measure_search(
        progress=Progress(StringIO()), stop_request=StopRequest(), counts={"one": 600, "other": 50}, queries=2
    )
    with staff_scope():
        assert Listing.objects.count() == 650
    assert set(figures.ms) == {kind.name for kind in kinds_of(RowMaker())}
    assert len(figures.ms) >= 12
    assert {len(values) for values in figures.ms.values()} == {2}
    assert figures.as_json()["searches"] == 2 * len(figures.ms)
    assert all(kind in figures.table(with_indexes=True) for kind in figures.ms)


@pytest.mark.django_db(transaction=True)
def test_its_searches_find_listings():
    client_id = make_listings(counts={"one": 3_000}, stop_request=StopRequest())["one"]
    pick = random.Random(1)

    def finds(kind):
        filters = kind.filters(pick)
        return search_listings(client_id=client_id, filters=filters, sort=kind.sort, after=None, limit=1).listings

    empty = {kind.name for kind in kinds_of(RowMaker()) if not any(finds(kind) for _ in range(10))}
    assert empty <= {"no such word", "a street", "hardly any match", "a common word, hardly any match"}


def test_the_bar_is_that_of_95_in_100_searches():
    assert FIGURES.is_within_bar()
    assert replace(FIGURES, ms={"quick": [1.0] * 18, "slow": [MAX_P95_MS, MAX_P95_MS]}).is_within_bar() is False
    assert FIGURES.as_json()["search_p95_ms"] == 1.0
    assert FIGURES.as_json()["search_slowest_kind_p95_ms"] == 99.9
    assert "bar: 100" in FIGURES.in_words()
