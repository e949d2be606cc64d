"""Figures by day as pictures with one time axis: outcomes stacked, shares as lines, new mappings as marks.

SVG with classes alone: no style and no script, so that the strictest policy holds. Looks are in scraper_health.css.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 460, 190
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 24, 24
FLOOR, PLAIN = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
MAX_DATES, MAX_BAR = 6, 22
ROOM_FOR_NAME = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """What happened on a day: a mapping became the active one."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The days of a chart, each with the same room."""

    days: Sequence[date]

    @property
    def room(self) -> float:
        """Of one day."""
        return (WIDTH - LEFT - RIGHT) / max(len(self.days), 1)

    def middle(self, day: date) -> float:
        """Where a day's middle is."""
        return round(LEFT + ((day - self.days[0]).days + 0.5) * self.room, 1)

    def start(self, day: date) -> float:
        """Where a day begins."""
        return round(LEFT + (day - self.days[0]).days * self.room, 1)


def stacked_days(
    days: Sequence[date], counts: Mapping[date, Mapping[str, int]], kinds: Sequence[str], marks: Sequence[Mark]
) -> SafeString:
    """A bar for each day, of as many parts as there are kinds; the first is at the bottom."""
    axis = Axis(days)
    highest = max((sum(of_day.values()) for of_day in counts.values()), default=0)
    top = rounded_up(highest)
    total = sum(sum(of_day.values()) for of_day in counts.values())
    words = f"Scrapes by day and outcome, {days[0]} to {days[-1]}: {total:,} in all, {highest:,} on the busiest day."
    bars = format_html_join("", "{}", ((_bar(axis, day, counts.get(day, {}), kinds, top),) for day in days))
    return _picture(words, axis, marks, [(0, "0"), (0.5, _short(top / 2)), (1, _short(top))], bars)


def share_lines(
    days: Sequence[date], lines: Mapping[str, Mapping[date, float | None]], marks: Sequence[Mark]
) -> SafeString:
    """A line for each name, of shares of 0 to 1; days without a value are gaps."""
    axis = Axis(days)
    words = f"Shares by day, {days[0]} to {days[-1]}. " + " ".join(_line_in_words(*line) for line in lines.items())
    drawn = format_html_join("", "{}", ((_line(axis, name, values),) for name, values in reversed(list(lines.items()))))
    return _picture(words, axis, marks, [(0, "0%"), (0.5, "50%"), (1, "100%")], drawn)


def rounded_up(count: int) -> int:
    """The next round number, 1, 2 or 5 times a power of ten, that is no smaller; 10 at least."""
    power = 10
    while True:
        for factor in (1, 2, 5):
            if factor * power >= count:
                return factor * power
        power *= 10


def _picture(
    words: str, axis: Axis, marks: Sequence[Mark], levels: Sequence[tuple[float, str]], drawn: SafeString
) -> SafeString:
    return format_html(
        '<svg class="day-chart" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>{}{}{}{}</svg>',
        WIDTH, HEIGHT, words, words,
        format_html_join("", "{}", ((_level(part, name),) for part, name in levels)),
        drawn,
        _dates(axis),
        _marks(axis, marks),
    )  # fmt: skip


def _bar(axis: Axis, day: date, counts: Mapping[str, int], kinds: Sequence[str], top: int) -> SafeString:
    width = round(min(axis.room * 0.8, MAX_BAR), 1)
    left, floor = round(axis.middle(day) - width / 2, 1), float(FLOOR)
    parts = []
    for kind in kinds:
        count = counts.get(kind, 0)
        if count:
            height = round(count / top * PLAIN, 2)
            floor = round(floor - height, 2)
            parts.append((kind.replace(" ", "-"), left, floor, width, height, day, count, kind))
    return format_html_join(
        "", '<rect class="outcome-{}" x="{}" y="{}" width="{}" height="{}"><title>{}: {} {}</title></rect>', parts
    )


def _line(axis: Axis, name: str, values: Mapping[date, float | None]) -> SafeString:
    stretches: list[list[tuple[float, float]]] = [[]]
    for day in axis.days:
        value = values.get(day)
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append((axis.middle(day), round(FLOOR - value * PLAIN, 1)))
    return format_html_join("", "{}", ((_stretch(points, name),) for points in stretches if points))


def _stretch(points: Sequence[tuple[float, float]], name: str) -> SafeString:
    if len(points) == 1:
        return format_html('<circle class="dot-{}" cx="{}" cy="{}" r="3"/>', name, *points[0])
    return format_html('<polyline class="line-{}" points="{}"/>', name, " ".join(f"{x},{y}" for x, y in points))


def _level(part: float, name: str) -> SafeString:
    y = round(FLOOR - part * PLAIN, 1)
    return format_html(
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        LEFT, WIDTH - RIGHT, y, y, LEFT - 6, y + 4, name,
    )  # fmt: skip


def _dates(axis: Axis) -> SafeString:
    step = -(-len(axis.days) // MAX_DATES)
    shown = [day for place, day in enumerate(reversed(axis.days)) if place % step == 0]
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        ((min(axis.middle(day), WIDTH - 24), FLOOR + 17, f"{day.day} {day:%b}") for day in shown),
    )


def _marks(axis: Axis, marks: Sequence[Mark]) -> SafeString:
    """A line where each begins; its name above, unless the next one stands too near."""
    drawn, right = [], WIDTH + ROOM_FOR_NAME
    for mark in sorted(marks, key=lambda mark: mark.day, reverse=True):
        if not axis.days[0] <= mark.day <= axis.days[-1]:
            continue
        x = axis.start(mark.day)
        name = mark.name if right - x >= ROOM_FOR_NAME else ""
        right = int(x) if name else right
        anchor = "end" if x > WIDTH - 60 else "start"
        drawn.append((x, x, TOP - 8, FLOOR, mark.name, mark.day, x - 3 if anchor == "end" else x + 3, anchor, name))
    return format_html_join(
        "",
        '<g class="mapping-mark"><line x1="{}" x2="{}" y1="{}" y2="{}"><title>{} active since {}</title></line>'
        '<text x="{}" y="16" text-anchor="{}">{}</text></g>',
        drawn,
    )


def _line_in_words(name: str, values: Mapping[date, float | None]) -> str:
    known = [value for value in values.values() if value is not None]
    if not known:
        return f"{name}: unknown."
    return f"{name}: {known[-1]:.0%} last, lowest {min(known):.0%}, highest {max(known):.0%}."


def _short(count: float) -> str:
    return f"{count / 1000:g}k" if count >= 1000 else f"{count:g}"
