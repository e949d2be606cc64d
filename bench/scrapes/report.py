"""What the bench found: a table for people, figures for programs, and the bars."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from .floor import Floor
from .memory import Sample, slope_kb
from .work import Row

MIN_PER_HOUR, MAX_GROWTH_MB = 500, 10
# The first tenth is not counted, in rates as in memory: a cold worker, connections, mappings
WARM_UP_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Measured:
    """A run: rows in the order in which they ended, memory, CPU seconds from first to last sample, the floor, and what
    the portals took for each page.
    """

    rows: list[Row]
    samples: list[Sample]
    cpu_s: float
    floor: Floor
    made_ms: list[float]

    @property
    def warm_rows(self) -> list[Row]:
        """Those that count."""
        return self.rows[int(len(self.rows) * WARM_UP_SHARE) :]

    @property
    def per_minute(self) -> float:
        """Scrapes that ended in a minute, from the first that counts to the last."""
        first, *others = self.warm_rows
        return 60 * len(others) / (others[-1].finished_at - first.finished_at).total_seconds()

    @property
    def warm_samples(self) -> list[Sample]:
        """From the second on: by then mappings, tables and caches are there."""
        return self.samples[1:]

    @property
    def growth_mb(self) -> float:
        """From the second sample to the last."""
        return self.warm_samples[-1].mb - self.warm_samples[0].mb

    @property
    def cpu_ms(self) -> float:
        """CPU time of the worker, parent and child, for a scrape."""
        return 1000 * self.cpu_s / (self.samples[-1].scrapes - self.samples[0].scrapes)


def figures_of(measured: Measured) -> dict[str, Any]:
    """The last line; milliseconds are means."""
    rows, floor = measured.warm_rows, measured.floor
    return {
        "scrapes": len(measured.rows),
        "scrapes_per_min": round(measured.per_minute, 1),
        "parse_floor_ms": round(floor.parse_ms, 2),
        "engine_ms": round(floor.engine_ms, 2),
        "extract_ms": round(fmean(row.extract_ms for row in rows), 2),
        "fetch_ms": round(fmean(row.fetch_ms for row in rows), 2),
        "portal_ms": round(fmean(measured.made_ms), 2),
        "total_ms": round(fmean(row.total_ms for row in rows), 2),
        "cpu_ms": round(measured.cpu_ms, 2),
        "rss_first_mb": round(measured.samples[0].mb, 1),
        "rss_last_mb": round(measured.samples[-1].mb, 1),
        "growth_mb": round(measured.growth_mb, 1),
        "slope_kb": round(slope_kb(measured.warm_samples), 2),
    }


def missed_bars(figures: dict[str, Any]) -> Iterator[str]:
    """Each in words."""
    if (per_hour := 60 * figures["scrapes_per_min"]) < MIN_PER_HOUR:
        yield f"{per_hour:.0f} scrapes an hour, of at least {MIN_PER_HOUR}"
    if figures["growth_mb"] >= MAX_GROWTH_MB:
        yield f"the process grew by {figures['growth_mb']} MB, of less than {MAX_GROWTH_MB}"


def table_of(figures: dict[str, Any]) -> str:
    """Where the time of a scrape goes, beside the floor."""
    whole_ms = 60_000 / figures["scrapes_per_min"]
    parts = [
        ("fetch: a request over a new connection, 1 MB inflated", figures["fetch_ms"]),
        ("  of it the portal, making and compressing the page", figures["portal_ms"]),
        ("extract", figures["extract_ms"]),
        ("hash, compress, store, publish", figures["total_ms"] - figures["fetch_ms"] - figures["extract_ms"]),
        ("claim, turn, robots.txt, portal's state, Celery", whole_ms - figures["total_ms"]),
        ("a scrape in all", whole_ms),
        ("  of it the worker's CPU time", figures["cpu_ms"]),
        ("beside it: lexbor, parse only", figures["parse_floor_ms"]),
        ("beside it: the engine alone", figures["engine_ms"]),
    ]
    width = max(len(name) for name, _ in parts)
    lines = [f"{'ms a page':<{width}}  {'':>7}  x floor"]
    lines += [f"{name:<{width}}  {ms:7.1f}  {ms / figures['parse_floor_ms']:7.1f}" for name, ms in parts]
    return "\n".join(lines)
