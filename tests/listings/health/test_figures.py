"""Figures are counts: those of two times added up are those of both."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.page import Page
from listings.extraction.structure import structure_of
from listings.health.field_bits import BIT_ORDER, bits_of, names_of
from listings.health.figures import Figures, Note, sum_of
from listings.health.histograms import duration_bucket, percentile_ms, price_bin, price_of_bin
from listings.health.value_marks import BUCKETS, MARKED, distinct_among, marks_of
from listings.services.storing import STATED_FIELDS

AT = datetime(2026, 11, 1, 10, 30, tzinfo=UTC)
PAGES = Path(__file__).resolve().parents[2] / "pages"
NOTES = st.builds(
    Note,
    portal=st.just("uk_rightmove"),
    at=st.just(AT),
    outcome=st.sampled_from(["ok", "unchanged", "blocked", "timeout"]),
    grade=st.sampled_from([None, "A", "C"]),
    fields=st.none() | st.integers(0, 2**55 - 1),
    price=st.none() | st.integers(0, 100),
    marks=st.none()
    | st.binary(min_size=len(MARKED), max_size=len(MARKED)).map(lambda b: bytes(x % BUCKETS for x in b)),
    structure=st.none() | st.integers(0, 2**32 - 1),
    mapping=st.sampled_from([None, "1", "2"]),
    total_ms=st.none() | st.floats(0, 1e6),
)


def counted(notes):
    figures = Figures()
    for note in notes:
        figures.add(note)
    return figures


@given(st.lists(NOTES, max_size=20), st.lists(NOTES, max_size=20))
def test_figures_of_two_hours_add_up_to_those_of_both(one, other):
    both = counted([*one, *other])
    assert sum_of([counted(one), counted(other)]) == both
    assert Figures.of(both.counts(), reads=both.reads, last_success_at=both.last_success_at) == both


def test_every_stated_field_has_a_bit_of_its_own():
    assert set(STATED_FIELDS) == set(BIT_ORDER)
    assert len(BIT_ORDER) == len(set(BIT_ORDER)) <= 63
    assert set(names_of(bits_of(STATED_FIELDS))) == set(STATED_FIELDS)


def test_the_first_bits_stay_where_rows_of_earlier_days_have_them():
    assert [bits_of([name]) for name in ("title", "price_float", "locale_code")] == [1, 4, 2**54]


@given(st.lists(st.floats(1, 120_000), min_size=1, max_size=200), st.sampled_from([50, 95]))
def test_percentiles_are_right_to_within_a_tenth(durations, percent):
    buckets = {}
    for ms in durations:
        key = str(duration_bucket(ms))
        buckets[key] = buckets.get(key, 0) + 1
    exact = sorted(durations)[-(-len(durations) * percent // 100) - 1]
    assert percentile_ms(buckets, percent) == pytest.approx(exact, rel=0.1)


def test_prices_fall_in_bins_a_fifth_wide_and_rents_in_bins_of_their_own():
    assert price_of_bin(price_bin(250_000, is_rent=False) or 0) == pytest.approx(250_000, rel=0.11)
    assert price_bin(1_200, is_rent=True) == price_bin(1_200, is_rent=False) + 1_000
    assert [price_bin(odd, is_rent=False) for odd in (None, 0, -5, 1e15, float("nan"))] == [None] * 5


@pytest.mark.parametrize("count", [5, 20, 100, 1_000])
def test_distinct_values_are_told_from_one_value_again_and_again(count):
    def marked(values):
        figures = Figures()
        for value in values:
            marks = marks_of(f"https://x.example/{value}", {"title": value})
            figures.add(Note("p", AT, "ok", "A", 1, None, marks, None, None, None))
        return distinct_among(figures.marks_of("title"))

    assert marked(f"home {n}" for n in range(count)) > count / 2.5
    assert marked("Welcome" for _ in range(count)) == pytest.approx(1)
    assert marked(f"home {n % 3}" for n in range(count * 3)) == pytest.approx(3, rel=0.5)


def page(photos, *, frame="main"):
    pictures = "".join(f'<img id="photo-{n}" itemprop="image">' for n in range(photos))
    return Page(
        url="https://x.example/1",
        html=f'<html><head><meta property="og:title" name="t"></head><body><div id="{frame}-listing" '
        f'data-testid="{frame}-box"><h1 id="{frame}-title">Home {photos}</h1>{pictures}</div></body></html>',
    )


def test_pages_of_one_template_are_built_alike_and_a_redesign_is_not():
    assert structure_of(page(3)) == structure_of(page(12))
    assert structure_of(page(3)) != structure_of(page(3, frame="v2"))
    assert structure_of(Page(url="https://x.example/1", html="")) == 0
