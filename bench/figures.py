"""Percentiles, and a table of them for people."""

import math
from collections.abc import Iterable, Sequence

PERCENTS = (50, 95, 99)


def percentile(values: Sequence[float], percent: float) -> float:
    """By nearest rank: a value that was measured, never one in between."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


def table(rows: Iterable[tuple[str, Sequence[float]]]) -> str:
    """A line for each row: its name, how many values it has, their p50, p95 and p99."""
    named = [(name, values) for name, values in rows if values]
    width = max(len(name) for name, _ in named)
    lines = [f"{'ms':<{width}}  {'count':>6}" + "".join(f"  {f'p{percent}':>7}" for percent in PERCENTS)]
    for name, values in named:
        shown = "".join(f"  {percentile(values, percent):7.1f}" for percent in PERCENTS)
        lines.append(f"{name:<{width}}  {len(values):6}{shown}")
    return "\n".join(lines)
