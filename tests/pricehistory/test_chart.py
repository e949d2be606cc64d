"""The chart is well-formed, says in words what it shows, and draws steps that stand until the next price."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricehistory.services.chart import MAX_MARKS, MAX_PANELS, NO_PRICE, price_chart
from pricehistory.services.history import PricePoint
from propscrape.environment import PROJECT_ROOT

START = datetime(2026, 1, 3, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def point(day, amount, currency="GBP", period="total"):
    if amount is None:
        return PricePoint(START + timedelta(days=day), None, None, None, None, "on_request")
    exact = Decimal(amount)
    return PricePoint(START + timedelta(days=day), exact, int(exact * 100), currency, period, None)


def draw(*points, title="Prices of a house", days=100):
    return ElementTree.fromstring(price_chart(points, until=START + timedelta(days=days), title=title))


def texts(chart):
    return [text.text for text in chart.iter(f"{SVG}text")]


def paths(chart):
    return [path.get("d") for path in chart.iter(f"{SVG}path")]


def description(chart):
    return chart.find(f"{SVG}desc").text


def test_no_price_is_said_in_words():
    chart = draw()
    assert description(chart) == NO_PRICE
    assert NO_PRICE in texts(chart)
    assert paths(chart) == []


def test_one_price_is_a_level_line_to_the_end():
    chart = draw(point(0, 325_000))
    (path,) = paths(chart)
    assert re.fullmatch(r"M96\.0 [\d.]+H736\.0", path)
    assert description(chart) == (
        "One price from 3 Jan 2026 to 13 Apr 2026. "
        "Price in GBP: 325,000 since 3 Jan 2026, lowest 325,000, highest 325,000."
    )


def test_two_prices_are_a_step_at_the_time_of_the_second():
    chart = draw(point(50, 315_000), point(0, 325_000))
    (path,) = paths(chart)
    assert re.fullmatch(r"M96\.0 ([\d.]+)H416\.0V([\d.]+)H736\.0", path)
    marks = [mark.find(f"{SVG}title").text for mark in chart.iter(f"{SVG}circle")]
    assert marks == ["3 Jan 2026: 325,000 GBP", "22 Feb 2026: 315,000 GBP"]


def test_axes_name_money_and_dates():
    shown = texts(draw(point(0, 325_000), point(50, 315_000)))
    assert {"Price, GBP", "325,000", "320,000", "315,000", "3 Jan 2026", "13 Apr 2026"} <= set(shown)


def test_each_kind_has_a_line_and_an_axis_of_its_own():
    chart = draw(point(0, 300_000), point(30, 1_200, period="month"), point(60, 1_100, period="month"))
    assert len(paths(chart)) == 2
    assert {"Price, GBP", "Rent per month, GBP"} <= set(texts(chart))
    assert "Rent per month in GBP: 1,100 since 4 Mar 2026" in description(chart)


def test_a_line_is_broken_where_the_price_is_on_request():
    chart = draw(point(0, 300_000), point(40, None), point(60, 290_000))
    (path,) = paths(chart)
    assert path.count("M") == 2
    (band,) = [rect for rect in chart.iter(f"{SVG}rect") if rect.get("class") == "withheld"]
    assert band.find(f"{SVG}title").text == "On request from 12 Feb 2026 to 4 Mar 2026"
    assert "on request" in texts(chart)


def test_a_price_that_is_on_request_now_is_said_in_words():
    assert description(draw(point(0, 300_000), point(40, None))).endswith("On request since 12 Feb 2026.")
    assert description(draw(point(40, None))) == "On request since 12 Feb 2026."


def test_many_prices_are_one_line_without_marks():
    chart = draw(*(point(day / 10, 300_000 + day) for day in range(1_000)))
    (path,) = paths(chart)
    assert path.count("V") == 999
    assert not list(chart.iter(f"{SVG}circle"))
    assert len(list(draw(*(point(n, 300_000 + n) for n in range(MAX_MARKS))).iter(f"{SVG}circle"))) == MAX_MARKS


def test_more_kinds_than_fit_are_left_out_and_said():
    chart = draw(*(point(n, 1_000, currency=f"C{n:02}") for n in range(MAX_PANELS + 2)))
    assert len(paths(chart)) == MAX_PANELS
    assert "Older kinds of price that are not shown: 2." in description(chart)


def test_it_is_labelled_for_screen_readers_and_follows_the_readers_colours():
    source = price_chart([point(0, 1)], until=START, title="A house")
    chart = ElementTree.fromstring(source)
    assert chart.get("role") == "img"
    ids = chart.get("aria-labelledby").split()
    assert [chart.find(f"{SVG}{name}").get("id") for name in ("title", "desc")] == ids
    assert "prefers-color-scheme:dark" in source


def test_what_a_page_stated_is_escaped():
    hostile = '</title><script>alert(1)</script>"&\x0b\ud800'
    source = price_chart([point(0, 1, currency='"><script>')], until=START, title=hostile)
    assert "<script" not in source
    assert ElementTree.fromstring(source.encode()).find(f"{SVG}title").text == '</title><script>alert(1)</script>"&'


AMOUNTS = st.none() | st.decimals(0, Decimal(10) ** 17 - 1, places=3)
KINDS = st.tuples(st.sampled_from(["GBP", "JPY"]), st.sampled_from(["total", "month", None, "fortnight"]))


@given(st.lists(st.tuples(st.floats(0, 4_000), AMOUNTS, KINDS), max_size=30), st.floats(-10, 5_000), st.text())
def test_any_history_gives_a_picture_whose_lines_lie_within_it(history, until, title):
    points = [point(day, amount, *kind) for day, amount, kind in history]
    chart = ElementTree.fromstring(price_chart(points, until=START + timedelta(days=until), title=title).encode())
    _, _, width, height = map(float, chart.get("viewBox").split())
    for path in paths(chart):
        for letter, x, y in re.findall(r"([MHV])([-\d.]+)(?: ([-\d.]+))?", path):
            assert 0 <= float(x) <= (height if letter == "V" else width)
            assert not y or 0 <= float(y) <= height


@pytest.mark.parametrize("amount", ["0", "0.001", "99999999999999999.999"])
def test_extreme_prices_have_a_picture(amount):
    assert len(paths(draw(point(0, amount)))) == 1


def test_large_prices_that_hardly_differ_have_a_picture():
    assert len(paths(draw(point(0, "1000000000000120"), point(1, "1000000000000120.1")))) == 1


def test_a_page_that_has_the_styles_gets_a_chart_without_any():
    drawn = price_chart([point(0, 100)], until=START + timedelta(days=9), title="Prices", is_styled=False)
    assert "style" not in drawn
    classes = set(re.findall(r'class="([\w-]+)', drawn)) - {"price-chart"}
    sheet = (PROJECT_ROOT / "propscrape/static/propscrape/console.css").read_text("utf-8")
    assert {name for name in classes if f".price-chart .{name}" not in sheet} == set()
