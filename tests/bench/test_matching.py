"""The bench of matching makes listings with twins, finds them through the service, and judges by its bar."""

from dataclasses import replace
from io import StringIO

import pytest

from bench.matching.golden import PAIRS, figures_of, judge, read_pairs, table_of
from bench.matching.scale import MAX_MS, ScaleFigures, measure_scale
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest

FIGURES = ScaleFigures(
    listings=100, keys=1_000, candidates=[0, 4], ms=[1.0, 3.0], twins=5, twins_found=5, others_found=0, queue_ms=[0.5]
)


@pytest.mark.django_db(transaction=True)
def test_a_small_bench_finds_the_twins_that_it_planted():
    figures = measure_scale(progress=Progress(StringIO()), stop_request=StopRequest(), listings=400, sample=40)
    assert (figures.listings, figures.twins) == (400, 20)
    assert figures.twins_found >= 18
    assert len(figures.ms) == len(figures.candidates) == len(figures.queue_ms)
    assert max(figures.candidates) > 0


def test_the_bar_is_that_of_the_mean():
    assert FIGURES.is_within_bar()
    assert not replace(FIGURES, ms=[MAX_MS, MAX_MS + 1]).is_within_bar()
    assert FIGURES.as_json()["candidates_per_listing"] == 2.0
    assert FIGURES.as_json()["keys_per_listing"] == 10.0


def test_figures_count_what_is_taken_wrongly():
    judged = judge(read_pairs(PAIRS)[:60])
    turned = [replace(row, pair=replace(row.pair, is_same=not row.pair.is_same)) for row in judged]
    assert figures_of(turned).precision <= 0.1
    assert not figures_of(turned).is_within_bar()
    assert "other floor" in table_of(judged)
