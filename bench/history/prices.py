"""What reading a history, asking for a market, judging a move and dropping a month take, through the services."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.utils import timezone

from pricehistory.models import CurrentPrice, StaleWeek
from pricehistory.services.history import snapshots_of
from pricehistory.services.market import market_of
from pricehistory.services.market_refreshing import refresh_markets, refresh_week
from pricehistory.services.months import drop_old_months
from pricehistory.services.prices import ObservedPrice, PriceMove, price_of
from pricehistory.services.recording import record_snapshot
from pricehistory.services.weeks import A_WEEK, oldest_week, week_of
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import client_scope

from .snapshots import Prices, url_of

HISTORIES, BUSY_HISTORIES, MARKETS, MOVES = 1_000, 50, 20, 300
LIMIT = 100  # as the API's, unless it is told otherwise
# Just below the share of one portal's pages at which a price is held
HERD = 0.29
BIG_PORTAL, BIG_CITY = "portal0", "City 0"
SMALL_CITY = {"city": "City 700"}
CHOICES: tuple[dict[str, str], ...] = (
    {},
    {"portal": BIG_PORTAL},
    {"city": BIG_CITY},
    {"property_type": "apartment"},
    {"portal": BIG_PORTAL, "city": BIG_CITY, "property_type": "apartment"},
    SMALL_CITY,
)


Answer = TypeVar("Answer")


class WrongAnswerError(RuntimeError):
    """A service answered something that cannot be; nothing it took says anything."""


@dataclass(slots=True)
class Measured:
    """Milliseconds of each call; seconds of what is done once."""

    history_ms: list[float] = field(default_factory=list)
    busy_history_ms: list[float] = field(default_factory=list)
    market_ms: list[float] = field(default_factory=list)
    week_s: list[float] = field(default_factory=list)
    move_ms: list[float] = field(default_factory=list)
    herd_ms: list[float] = field(default_factory=list)
    drop_month_s: float | None = None


def measure_prices(prices: Prices, *, progress: Progress, stop_request: StopRequest) -> Measured:
    """One after another, nothing beside it. Raises WrongAnswerError and StopRequested."""
    measured, rng = Measured(), random.Random(1)
    with progress.step(f"Reading {HISTORIES} histories, and {BUSY_HISTORIES} of 1,000 prices"):
        _measure_histories(measured, prices, rng, stop_request)
    with progress.step("Computing a year of weeks of the largest client, and this week of all"):
        _compute_weeks(measured, prices, stop_request)
    with progress.step(f"Asking {MARKETS * len(CHOICES)} times for a market"):
        _measure_markets(measured, prices, stop_request)
    with progress.step(f"Moving {MOVES} prices, and again beside a herd"):
        _measure_moves(measured, prices, rng, stop_request)
    with progress.step("Dropping a month"):
        _measure_drop(measured)
    return measured


def _measure_histories(measured: Measured, prices: Prices, rng: random.Random, stop_request: StopRequest) -> None:
    for _ in range(HISTORIES):
        stop_request.pause(0)
        place = rng.choices(range(len(prices.clients)), prices.pages)[0]
        number = rng.randint(1, prices.pages[place])
        ms, found = _timed(partial(_history, prices.clients[place], number, LIMIT))
        _expect(len(found) >= 13, f"a history of {len(found)} prices")
        measured.history_ms.append(ms)
    for number in range(1, BUSY_HISTORIES + 1):
        ms, found = _timed(partial(_history, prices.largest, number, 1_000))
        measured.busy_history_ms.append(ms)


def _history(client_id: UUID, number: int, limit: int) -> list[object]:
    return list(snapshots_of(client_id=client_id, canonical_url=url_of(number), limit=limit))


def _compute_weeks(measured: Measured, prices: Prices, stop_request: StopRequest) -> None:
    this_week, weeks = week_of(timezone.now()), list(_weeks())
    with client_scope(prices.largest):
        StaleWeek.objects.bulk_create(StaleWeek(client_id=prices.largest, week=week) for week in weeks)
    for week in weeks:
        stop_request.pause(0)
        ms, _ = _timed(partial(refresh_week, client_id=prices.largest, week=week))
        measured.week_s.append(ms / 1000)
    refresh_markets()
    with client_scope(prices.largest):
        left = list(StaleWeek.objects.values_list("week", flat=True))
    _expect(left == [this_week], f"weeks that are still to be computed: {left}")


def _weeks() -> Iterator[date]:
    week = oldest_week()
    while week <= week_of(timezone.now()):
        yield week
        week += A_WEEK


def _measure_markets(measured: Measured, prices: Prices, stop_request: StopRequest) -> None:
    for _ in range(MARKETS):
        for choice in CHOICES:
            stop_request.pause(0)
            ms, markets = _timed(partial(market_of, client_id=prices.largest, **choice))
            weeks = max((len(market.weeks) for market in markets), default=0)
            _expect(weeks > 0 or choice == SMALL_CITY, f"no week of {choice}")
            measured.market_ms.append(ms)


def _measure_moves(measured: Measured, prices: Prices, rng: random.Random, stop_request: StopRequest) -> None:
    """A price a hundredth higher: locked, judged, written, with what it moves. Then beside a herd that is just none."""
    for number in rng.sample(range(1, prices.pages[0] + 1), min(MOVES, prices.pages[0])):
        stop_request.pause(0)
        price = _standing(prices.largest, number)
        assert price.amount is not None  # none of them is on request
        dearer = replace(price, amount=price.amount + 1, price_cents=int(price.amount + 1) * 100)
        measured.move_ms.append(_move(prices.largest, number, dearer))
    for number in _make_herd(prices)[:MOVES]:
        stop_request.pause(0)
        herd = replace(_standing(prices.largest, number), amount=Decimal(199_999), price_cents=19_999_900)
        measured.herd_ms.append(_move(prices.largest, number, herd))


def _standing(client_id: UUID, number: int) -> ObservedPrice:
    with client_scope(client_id):
        return price_of(CurrentPrice.objects.get(client_id=client_id, canonical_url=url_of(number)))


def _move(client_id: UUID, number: int, price: ObservedPrice) -> float:
    def record() -> object:
        with client_scope(client_id):
            return record_snapshot(
                client_id=client_id, canonical_url=url_of(number), price=price, observed_at=timezone.now()
            )

    ms, answer = _timed(record)
    _expect(isinstance(answer, PriceMove), f"a move was answered with {answer}")
    return ms


def _make_herd(prices: Prices) -> list[int]:
    """So many sales of the largest portal at one price that one in a hundred more makes a herd; some of the others."""
    with client_scope(prices.largest), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT split_part(canonical_url, '/', 5)::bigint, price_period FROM {CurrentPrice._meta.db_table} "
            "WHERE client_id = %s AND portal = %s ORDER BY 1",
            [prices.largest, BIG_PORTAL],
        )
        pages = cursor.fetchall()
        sales = [number for number, period in pages if period == "total"]
        herd, others = sales[: int(len(pages) * HERD)], sales[int(len(pages) * HERD) :]
        CurrentPrice.objects.filter(client_id=prices.largest, canonical_url__in=map(url_of, herd)).update(
            amount=Decimal(199_999), price_cents=19_999_900, observed_at=timezone.now()
        )
    return others[: len(pages) // 200]


def _measure_drop(measured: Measured) -> None:
    ms, dropped = _timed(lambda: list(drop_old_months()))
    _expect(len(dropped) == 1, f"months that were dropped: {dropped}")
    measured.drop_month_s = ms / 1000


def _timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Milliseconds, and the answer."""
    started = time.perf_counter()
    answer = work()
    return 1000 * (time.perf_counter() - started), answer


def _expect(is_right: bool, otherwise: str) -> None:
    if not is_right:
        raise WrongAnswerError(otherwise)
