"""What was measured: figures for programs, the bars, lines for people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.figures import percentile

from .bulkhead import Slowdown
from .claiming import Found
from .throughput import Run

MIN_RATIO, MAX_P95_MS, MAX_SLOWDOWN, MAX_CLAIM_MS = 8, 1000, 0.10, 20

Figures = dict[str, float | None]


@dataclass(slots=True)
class Measured:
    """All of it. `naive` are the runs of the plain way that keeps its connections to the database, the faster one."""

    ours: list[Run] = field(default_factory=list)
    naive: list[Run] = field(default_factory=list)
    naive_reconnecting: list[Run] = field(default_factory=list)
    latency_ms: Sequence[float] = ()
    slowdown: Slowdown | None = None
    found: Found | None = None


def figures_of(measured: Measured) -> Figures:
    """The last line of the bench; the median of the rounds of each side. None: not measured."""
    ours, naive = _median_rate(measured.ours), _median_rate(measured.naive)
    return {
        "events_per_s": round(ours, 1),
        "naive_events_per_s": round(naive, 1),
        "ratio": round(ours / naive, 2),
        "naive_reconnecting_events_per_s": round(_median_rate(measured.naive_reconnecting), 1),
        "p95_ms_at_100": round(percentile(measured.latency_ms, 95), 1),
        "blocked_receiver_slowdown": None if measured.slowdown is None else round(measured.slowdown.share, 3),
        "claim_ms": None if measured.found is None else round(median(measured.found.claim_ms), 2),
    }


def missed_bars(figures: Figures) -> list[str]:
    """One line for each bar that was missed; what was not measured misses none."""
    bars = [
        ("ratio", figures["ratio"], MIN_RATIO, True),
        ("p95_ms_at_100", figures["p95_ms_at_100"], MAX_P95_MS, False),
        ("blocked_receiver_slowdown", figures["blocked_receiver_slowdown"], MAX_SLOWDOWN, False),
        ("claim_ms", figures["claim_ms"], MAX_CLAIM_MS, False),
    ]
    return [
        f"{name} is {value}, the bar is {'at least' if at_least else 'below'} {bar}"
        for name, value, bar, at_least in bars
        if value is not None and not (value >= bar if at_least else value < bar)
    ]


def _median_rate(runs: Sequence[Run]) -> float:
    return median(run.events_per_s for run in runs)
