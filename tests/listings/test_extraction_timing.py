"""Taking turns: who goes when, and which of a page's times counts."""

import gc

from selectolax.lexbor import LexborHTMLParser

from listings.extraction_timing import HeldPage, fastest, parse_alone, time_round, typical

PAGES = [HeldPage("a", "https://homes.example/a", "<p>a"), HeldPage("b", "https://homes.example/b", "<p>b")]


def test_every_work_reads_every_page_and_another_goes_first_each_round():
    read = []
    works = {name: lambda url, html, name=name: read.append((name, url[-1], html[-1])) for name in ("x", "y")}

    first = time_round(PAGES, works)
    second = time_round(PAGES, works, turn=1)

    assert read[:4] == [("x", "a", "a"), ("y", "a", "a"), ("x", "b", "b"), ("y", "b", "b")]
    assert read[4:] == [("y", "a", "a"), ("x", "a", "a"), ("y", "b", "b"), ("x", "b", "b")]
    for taken in (first, second):
        assert {name: len(times) for name, times in taken.items()} == {"x": 2, "y": 2}
        assert all(ms >= 0 for times in taken.values() for ms in times)


def test_the_collector_is_in_one_state_for_all_and_afterwards_as_before():
    states = []
    works = {name: lambda url, html: states.append((gc.isenabled(), gc.get_freeze_count() > 0)) for name in ("x", "y")}
    time_round(PAGES, works)
    assert states == [(True, True)] * 4
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, 0)


def test_minimum_and_median_are_taken_page_by_page():
    rounds = [{"x": [3.0, 10.0]}, {"x": [1.0, 40.0]}, {"x": [2.0, 20.0]}]
    assert fastest(rounds, "x") == [1.0, 10.0]
    assert typical(rounds, "x") == [2.0, 20.0]


def test_the_floor_is_the_whole_tree():
    tree = parse_alone("https://homes.example/a", "<p>a<p>b")
    assert isinstance(tree, LexborHTMLParser)
    assert tree.css_first("p + p").text() == "b"
