"""What a worker's own process holds, sampled while it works (Linux)."""

from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression

PROC = Path("/proc")
BYTES_PER_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory resident after so many scrapes, in MB of 1,000,000 bytes."""

    scrapes: int
    mb: float


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
