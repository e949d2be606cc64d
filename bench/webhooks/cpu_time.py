"""CPU time of a process and its children, from /proc: whether a worker was at work or waited."""

import os
from pathlib import Path

PROC = Path("/proc")
USER_COLUMN, SYSTEM_COLUMN = 11, 12  # behind the name, which may hold anything


def cpu_seconds(pid: int) -> float | None:
    """What it and its living children have used so far; None where the system does not say."""
    if not (PROC / "self" / "stat").exists():
        return None
    children = (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()
    return sum(map(_own_seconds, [str(pid), *children]))


def _own_seconds(pid: str) -> float:
    columns = (PROC / pid / "stat").read_text().rpartition(")")[2].split()
    return (int(columns[USER_COLUMN]) + int(columns[SYSTEM_COLUMN])) / os.sysconf("SC_CLK_TCK")
