"""What was measured: figures for programs, the bars, a table for people."""

from bench.figures import percentile, table

from .prices import Measured

MAX_HISTORY_MS, MAX_MARKET_MS, MAX_DROP_S = 20, 300, 1

Figures = dict[str, float | None]


def figures_of(measured: Measured, *, rows: int) -> Figures:
    """Those of prices. None: not measured."""
    return {
        "rows": rows,
        "history_p95_ms": round(percentile(measured.history_ms, 95), 2),
        "market_ms": round(percentile(measured.market_ms, 95), 2),
        "drop_month_s": None if measured.drop_month_s is None else round(measured.drop_month_s, 3),
        "move_p95_ms": round(percentile(measured.move_ms, 95), 2),
        "week_p95_s": round(percentile(measured.week_s, 95), 2),
    }


def missed_bars(figures: Figures) -> list[str]:
    """One line for each bar that was missed; what was not measured misses none."""
    bars = (("history_p95_ms", MAX_HISTORY_MS), ("market_ms", MAX_MARKET_MS), ("drop_month_s", MAX_DROP_S))
    return [
        f"{name} is {figures[name]}, the bar is below {bar}"
        for name, bar in bars
        if (value := figures[name]) is not None and value >= bar
    ]


def table_of(measured: Measured) -> str:
    """A line for each kind of call; weeks and the drop in ms, too."""
    return table(
        [
            ("history of a listing", measured.history_ms),
            ("history of 1,000 prices", measured.busy_history_ms),
            ("market, a year of weeks", measured.market_ms),
            ("a move, judged and written", measured.move_ms),
            ("the same beside a herd", measured.herd_ms),
            ("a week's figures computed", [1000 * seconds for seconds in measured.week_s]),
            ("a month dropped", [] if measured.drop_month_s is None else [1000 * measured.drop_month_s]),
        ]
    )
