"""Figures and bars from rounds whose times are known."""

import pytest

from bench.extraction_peers import EXTRUCT, SOUP
from bench.extraction_report import FLOOR, GENERIC, MAPPED, figures_of, missed_bars, tables_of

OURS = {FLOOR: [1.0, 3.0], MAPPED: [4.0, 20.0], GENERIC: [8.0, 24.0]}
AGAIN = {FLOOR: [2.0, 1.0], MAPPED: [6.0, 4.0], GENERIC: [9.0, 8.0]}
ALL_BARS = ["floor_ratio", "generic_floor_ratio", "peak_mb"]
PEERS = {EXTRUCT: [5.0, 5.0], SOUP: [50.0, 30.0]}


def test_each_page_counts_with_its_minimum_and_the_sums_are_compared():
    figures = figures_of([OURS | PEERS, AGAIN | PEERS], peak_mb=61.26)
    assert figures == {
        "pages_per_s": 250.0,
        "generic_pages_per_s": 125.0,
        "ms_per_page": 4.0,
        "floor_ratio": 4.0,
        "generic_floor_ratio": 8.0,
        "extruct_pages_per_s": 200.0,
        "bs4_parse_pages_per_s": 25.0,
        "peak_mb": 61.3,
    }


def test_a_peer_that_was_not_there_is_null_and_in_no_table():
    figures = figures_of([OURS], peak_mb=61)
    assert (figures["extruct_pages_per_s"], figures["bs4_parse_pages_per_s"]) == (None, None)
    assert "extruct" not in tables_of([OURS], OURS)
    assert "extruct" in tables_of([OURS | PEERS], OURS | PEERS)


@pytest.mark.parametrize(
    ("figures", "missed"),
    [
        ({"floor_ratio": 3.5, "generic_floor_ratio": 9.0, "peak_mb": 199.9}, []),
        ({"floor_ratio": 3.51, "generic_floor_ratio": 9.0, "peak_mb": 199.9}, ["floor_ratio"]),
        ({"floor_ratio": 3.5, "generic_floor_ratio": 9.01, "peak_mb": 199.9}, ["generic_floor_ratio"]),
        ({"floor_ratio": 3.5, "generic_floor_ratio": 9.0, "peak_mb": 200.0}, ["peak_mb"]),
        (
            {"floor_ratio": 9, "generic_floor_ratio": 19, "peak_mb": 900},
            ["floor_ratio", "generic_floor_ratio", "peak_mb"],
        ),
    ],
)
def test_bars_are_those_that_were_asked_for(figures, missed):
    assert [line.split()[0] for line in missed_bars(figures)] == missed
