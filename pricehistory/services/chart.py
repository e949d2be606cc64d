"""A page's price history as a picture: SVG 1.1 without script, readable by screen readers. Pure.

A price stands until the next one, so its line is a step. Prices of different currency, or per another time, are not
compared, so each kind has an axis of its own, above the others and with the same dates.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import escape

from pricehistory.services.history import PricePoint

Kind = tuple[str | None, str | None]

WIDTH, PANEL_HEIGHT, HEAD_HEIGHT = 760, 220, 40
LEFT, RIGHT, TOP, BOTTOM = 96, 24, 34, 34
MAX_PANELS = 4
# Beyond so many the marks would touch each other; the line alone says the same
MAX_MARKS = 120
MONEY_TICKS, DATE_TICKS = 4, 5
BEYOND_THE_MARGIN = 1e11
# Of the amount: ticks any closer could not be told apart as floats
FINEST = 1e-12
ROOM_FOR_WORDS = 70
NO_PRICE = "No price was stated so far."
HEADINGS = {
    "total": "Price",
    "month": "Rent per month",
    "week": "Rent per week",
    "day": "Rent per day",
    "year": "Rent per year",
    "night": "Rent per night",
}
# What XML 1.0 has no character for
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STYLE = (
    ".price-chart{font:12px system-ui,sans-serif;width:100%;max-width:56rem}.price-chart .ground{fill:#fff}"
    ".price-chart text{fill:#44525f}.price-chart .heading{font-weight:600;fill:#17212b}"
    ".price-chart .grid{stroke:#e1e6ea}.price-chart .withheld{fill:#eef2f4}"
    ".price-chart .line{fill:none;stroke:#0f766e;stroke-width:2}.price-chart .thin{stroke-width:1}"
    ".price-chart .mark{fill:#0f766e}"
    "@media(prefers-color-scheme:dark){.price-chart .ground{fill:#18212a}.price-chart text{fill:#b6c2cc}"
    ".price-chart .heading{fill:#e6ebef}.price-chart .grid{stroke:#2a3641}.price-chart .withheld{fill:#222d38}"
    ".price-chart .line{stroke:#5eead4}.price-chart .mark{fill:#5eead4}}"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A price, and from when to when it stood."""

    point: PricePoint
    end: datetime

    @property
    def start(self) -> datetime:
        """Since when it stood."""
        return self.point.observed_at

    @property
    def kind(self) -> Kind:
        """Prices of one kind share an axis."""
        return self.point.currency, self.point.price_period

    @property
    def amount(self) -> float:
        """For drawing; of a price that is stated."""
        return float(self.point.amount or 0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values between `low` and `high` on a stretch of the picture."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value lies."""
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)


def price_chart(points: Sequence[PricePoint], *, until: datetime, title: str, is_styled: bool = True) -> str:
    """The chart of a history, in any order, up to a time. Everything that a page stated is escaped.

    One that is not styled is for a page whose own style sheet has the classes of STYLE.
    """
    spans = _spans(sorted(points, key=lambda point: point.observed_at), until)
    kinds = list(dict.fromkeys(span.kind for span in reversed(spans) if span.point.amount is not None))
    shown = kinds[:MAX_PANELS]
    height = HEAD_HEIGHT + PANEL_HEIGHT * len(shown) if shown else HEAD_HEIGHT * 2
    body = [_panel(spans, kind, HEAD_HEIGHT + PANEL_HEIGHT * place) for place, kind in enumerate(shown)]
    if not shown:
        body = [_text(LEFT, HEAD_HEIGHT + 12, _what_is_stated(spans))]
    styles = f"<style>{STYLE}</style>" if is_styled else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="price-chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="price-chart-title price-chart-desc"><title id="price-chart-title">{_escaped(title)}</title>'
        f'<desc id="price-chart-desc">{_escaped(_description(spans, kinds))}</desc>{styles}'
        f'<rect class="ground" width="{WIDTH}" height="{height}" rx="8"/>'
        f"{_text(LEFT, 26, _cut(title), css='heading')}{''.join(body)}</svg>"
    )


def _spans(points: Sequence[PricePoint], until: datetime) -> list[Span]:
    ends = [point.observed_at for point in points[1:]]
    if points:
        # What was seen only now has stood for no time; a line needs some
        ends.append(max(until, points[-1].observed_at + timedelta(hours=1)))
    return [Span(point, end) for point, end in zip(points, ends, strict=True)]


def _panel(spans: Sequence[Span], kind: Kind, top: int) -> str:
    """One kind's axes and line."""
    own = [span for span in spans if span.kind == kind and span.point.amount is not None]
    floor, ticks = top + PANEL_HEIGHT - BOTTOM, _money_ticks([span.amount for span in own])
    x = Scale(spans[0].start.timestamp(), spans[-1].end.timestamp(), LEFT, WIDTH - RIGHT)
    y = Scale(ticks[0], ticks[-1], floor, top + TOP)
    currency, period = kind
    heading = f"{HEADINGS.get(period or 'total', 'Price')}, {currency}"
    return "".join(
        [
            _text(LEFT, top + 20, heading, css="heading"),
            *(_withheld(span, x, top + TOP, floor) for span in spans if span.point.amount is None),
            *(_money_tick(tick, y, ticks[1] - ticks[0]) for tick in ticks),
            *_date_ticks(spans, x, floor),
            f'<path class="line{" thin" if len(own) > MAX_MARKS else ""}" d="{_path(own, x, y)}"/>',
            *(_mark(span, x, y) for span in own if len(own) <= MAX_MARKS),
        ]
    )


def _path(spans: Sequence[Span], x: Scale, y: Scale) -> str:
    """A step for each price; a new beginning where something else stood between."""
    parts, end = [], None
    for span in spans:
        left, right, level = x(span.start.timestamp()), x(span.end.timestamp()), y(span.amount)
        parts.append(f"V{level}H{right}" if span.start == end else f"M{left} {level}H{right}")
        end = span.end
    return "".join(parts)


def _mark(span: Span, x: Scale, y: Scale) -> str:
    words = f"{_day(span.start)}: {_money(span.point.amount)} {span.point.currency}"
    return (
        f'<circle class="mark" cx="{x(span.start.timestamp())}" cy="{y(span.amount)}" r="3">'
        f"<title>{_escaped(words)}</title></circle>"
    )


def _withheld(span: Span, x: Scale, top: int, floor: int) -> str:
    left, right = x(span.start.timestamp()), x(span.end.timestamp())
    words = f"On request from {_day(span.start)} to {_day(span.end)}"
    band = (
        f'<rect class="withheld" x="{left}" y="{top}" width="{round(max(right - left, 1), 1)}" height="{floor - top}">'
        f"<title>{words}</title></rect>"
    )
    fits = right - left >= ROOM_FOR_WORDS
    return band + (_text(round((left + right) / 2, 1), floor - 8, "on request", anchor="middle") if fits else "")


def _money_ticks(amounts: Sequence[float]) -> list[float]:
    """Round values around the amounts: 1, 2 or 5 times a power of ten apart, so that both ends are among them."""
    low, high = min(amounts), max(amounts)
    if low == high:
        low, high = low * 0.9, high * 1.1 or 1.0
    rough = max((high - low) / MONEY_TICKS, high * FINEST)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * place for place in range(first, last + 1)]


def _money_tick(value: float, y: Scale, step: float) -> str:
    level = y(value)
    words = f"{value:.4g}" if value >= BEYOND_THE_MARGIN else f"{value:,.0f}" if step >= 1 else f"{value:,.2f}"
    line = f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{level}" y2="{level}"/>'
    return line + _text(LEFT - 8, level + 4, words, anchor="end")


def _date_ticks(spans: Sequence[Span], x: Scale, floor: int) -> Iterable[str]:
    """Evenly spaced; the first and last lie within the picture."""
    length = timedelta(seconds=(x.high - x.low) / (DATE_TICKS - 1))
    is_short = length < timedelta(days=1)
    for place in range(DATE_TICKS):
        moment = spans[0].start + length * place
        anchor = "start" if place == 0 else "end" if place == DATE_TICKS - 1 else "middle"
        words = f"{moment.astimezone(UTC):%d %b %H:%M}" if is_short else _day(moment)
        yield _text(x(moment.timestamp()), floor + 20, words, anchor=anchor)


def _description(spans: Sequence[Span], kinds: Sequence[Kind]) -> str:
    """The history in words, for who does not see the picture."""
    stated = [span for span in spans if span.point.amount is not None]
    if not stated:
        return _what_is_stated(spans)
    count = "One price" if len(stated) == 1 else f"{len(stated):,} prices"
    sentences = [f"{count} from {_day(spans[0].start)} to {_day(spans[-1].end)}."]
    for kind in kinds[:MAX_PANELS]:
        own = [span for span in stated if span.kind == kind]
        lowest, highest = min(own, key=lambda span: span.amount), max(own, key=lambda span: span.amount)
        sentences.append(
            f"{HEADINGS.get(kind[1] or 'total', 'Price')} in {kind[0]}: {_money(own[-1].point.amount)} since "
            f"{_day(own[-1].start)}, lowest {_money(lowest.point.amount)}, highest {_money(highest.point.amount)}."
        )
    if spans[-1].point.amount is None:
        sentences.append(f"On request since {_day(spans[-1].start)}.")
    if left_out := len(kinds) - MAX_PANELS:
        sentences.append(f"Older kinds of price that are not shown: {left_out}." if left_out > 0 else "")
    return " ".join(filter(None, sentences))


def _what_is_stated(spans: Sequence[Span]) -> str:
    return f"On request since {_day(spans[-1].start)}." if spans else NO_PRICE


def _day(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%b %Y}"


def _money(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"


def _text(x: float, y: float, words: str, *, css: str = "", anchor: str = "start") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{kind}>{_escaped(words)}</text>'


def _cut(title: str) -> str:
    return title if len(title) <= 90 else f"{title[:89]}…"


def _escaped(words: str) -> str:
    return escape(NOT_XML.sub("", words))
