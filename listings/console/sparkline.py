"""A line in a table's cell: how a portal did, day by day. SVG without style or script, readable by screen readers."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from propscrape.console_cells import UNKNOWN, Cell, share

WIDTH, HEIGHT, MARGIN = 120, 28, 3

Shares = Sequence[float | None]


def sparkline(success: Shares, fill: Shares) -> Cell:
    """Two lines, 0 to 1, a value for each day, the oldest first; None is a day without, and a gap."""
    if not any(value is not None for value in (*success, *fill)):
        return UNKNOWN
    words = f"{len(success)} days. Success: {_in_words(success)}. Filled: {_in_words(fill)}."
    return format_html(
        '<svg class="sparkline" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        "<title>{}</title>{}{}</svg>",
        WIDTH, HEIGHT, WIDTH, HEIGHT, words, words, _line(fill, "spark-fill"), _line(success, "spark-success"),
    )  # fmt: skip


def _line(values: Shares, css: str) -> SafeString:
    return format_html_join("", "{}", ((_stretch(points, css),) for points in _stretches(values)))


def _stretch(points: Sequence[tuple[float, float]], css: str) -> SafeString:
    if len(points) == 1:
        return format_html('<circle class="{} spark-dot" cx="{}" cy="{}" r="2"/>', css, *points[0])
    return format_html('<polyline class="{}" points="{}"/>', css, " ".join(f"{x},{y}" for x, y in points))


def _stretches(values: Shares) -> Iterator[list[tuple[float, float]]]:
    """Days in a row that have a value, as points."""
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    points = [
        None if value is None else (round(MARGIN + place * step, 1), round(HEIGHT - MARGIN - value * (HEIGHT - 6), 1))
        for place, value in enumerate(values)
    ]
    for is_known, stretch in groupby(points, key=lambda point: point is not None):
        if is_known:
            yield [point for point in stretch if point is not None]


def _in_words(values: Shares) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "unknown"
    return f"{share(known[-1])} now, lowest {share(min(known))}, highest {share(max(known))}"
