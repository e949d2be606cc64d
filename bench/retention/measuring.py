"""Quiet and purge in turn, the writers at work all along."""

import time
from dataclasses import dataclass, field

from bench.figures import percentile, table
from propscrape.launch.progress import Progress
from propscrape.retention.policies import POLICIES
from propscrape.retention.running import run_policies
from propscrape.supervisor.stop_request import StopRequest

from .rows import OldRows, count_left
from .writers import Writers

QUIET_S, PURGE_S, WARM_UP_S = 5.0, 20.0, 15.0
MAX_S = 2_400.0
MAX_RATIO = 1.5
PURGED = ("scrapes", "events")


@dataclass(slots=True)
class Measured:
    """Milliseconds of imports that began while nothing was purged and while something was; rows and seconds of runs."""

    quiet_ms: list[float] = field(default_factory=list)
    purge_ms: list[float] = field(default_factory=list)
    rows: int = 0
    purge_s: float = 0.0
    runs: int = 0

    def figures(self, old: OldRows) -> dict[str, float]:
        """As CONTRACTS.md 7 has them."""
        before, during = percentile(self.quiet_ms, 95), percentile(self.purge_ms, 95)
        return {
            "rows": old.total,
            "before_p95_ms": round(before, 1),
            "during_p95_ms": round(during, 1),
            "ratio": round(during / before, 3),
            "purged_per_s": round(self.rows / self.purge_s),
        }

    def as_table(self) -> str:
        """For people."""
        return table([("an import, nothing purged", self.quiet_ms), ("an import, beside the purge", self.purge_ms)])


def measure(old: OldRows, writers: Writers, *, progress: Progress, stop_request: StopRequest) -> Measured:
    """Windows without and with a purge in turn, until nothing old is left or time is over. Raises StopRequested.

    In turn, so that what else this machine does meanwhile weighs on both alike.
    """
    measured, ends = Measured(), time.monotonic() + MAX_S
    policies = [POLICIES[name] for name in PURGED]
    with progress.step("Writers warm up"):
        stop_request.pause(WARM_UP_S)
        writers.gather()
    with progress.step(f"{QUIET_S:.0f} s of quiet and {PURGE_S:.0f} s of purging in turn"):
        while measured.rows < old.total and time.monotonic() < ends:
            quiet = time.monotonic()
            stop_request.pause(QUIET_S)
            measured.quiet_ms += _began_since(quiet, writers)  # not what the purge before it had kept waiting
            began = time.monotonic()
            runs = run_policies(policies, until=began + PURGE_S)
            measured.purge_s += time.monotonic() - began
            measured.rows += sum(run.rows for run in runs)
            measured.runs += len(runs)
            stop_request.pause(0)
            measured.purge_ms += _began_since(began, writers)
    return measured


def _began_since(since: float, writers: Writers) -> list[float]:
    return [written.ms for written in writers.gather() if written.began >= since]


def missed_bars(measured: Measured, old: OldRows) -> list[str]:
    """One line for each bar that was missed."""
    figures = measured.figures(old)
    missed = []
    if figures["ratio"] > MAX_RATIO:
        missed.append(f"writers' p95 is {figures['ratio']} times what it was, the bar is {MAX_RATIO}")
    if left := count_left(old):
        missed.append(f"{left:,} rows past their time are left")
    return missed
