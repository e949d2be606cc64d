"""What a worker's own process holds while it works (Linux)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression, median
from typing import Self

PROC = Path("/proc")
BYTES_PER_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory resident in the course of some scrapes, up to so many since the start, in MB of 1,000,000 bytes.

    `mb` is the median of many looks: between two of them a page of 1 MB comes and goes, in several copies.
    """

    scrapes: int
    mb: float
    most_mb: float

    @classmethod
    def of(cls, scrapes: int, looks_mb: Sequence[float]) -> Self:
        """What so many looks come to."""
        return cls(scrapes, median(looks_mb), max(looks_mb))


def resident_mb(pid: int) -> float:
    """Of one process, what it shares with its parent included (proc(5), VmRSS)."""
    lines = (PROC / str(pid) / "status").read_text().splitlines()
    line = next(line for line in lines if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / BYTES_PER_MB


def only_child(pid: int) -> int | None:
    """The process in which a worker of one process runs its tasks; None while there is none."""
    children = (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()
    return int(children[0]) if len(children) == 1 else None


def slope_kb(samples: list[Sample]) -> float:
    """What a scrape adds, in kB: the straight line through the samples."""
    line = linear_regression([sample.scrapes for sample in samples], [sample.mb for sample in samples])
    return line.slope * 1000
