"""A browser's processes, which are one group: what memory they take, and their end (Linux; elsewhere not watched)."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
LOOK_EVERY_S = 0.5
GROUP_FIELD = 2  # of /proc/PID/stat behind the name: state, parent, group (proc_pid_stat(5))
GONE, TOO_LARGE = "The browser ended before the page was read.", "The page wanted too much memory."
# Pages of files are shared by all its processes, and with everybody who runs the same program
OWN_MEMORY = ("RssAnon:", "RssShmem:")


def memory_of_group(group: int) -> int:
    """Bytes that the processes of a group have to themselves; what they share among each other counts for each."""
    return sum(map(_memory_of, _processes_of(group)))


def kill_group(group: int) -> None:
    """Kill every process of a group."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


async def watch_group(group: int, *, limit_bytes: int) -> str:
    """Wait until none of its processes is left, or kill them once they take more than that; answers which it was."""
    while not PROC.is_dir() or 0 < (memory := memory_of_group(group)) <= limit_bytes:
        await asyncio.sleep(LOOK_EVERY_S)
    if not memory:
        return GONE
    kill_group(group)
    return TOO_LARGE


def _processes_of(group: int) -> list[Path]:
    if not PROC.is_dir():
        return []
    return [folder for folder in PROC.iterdir() if folder.name.isdecimal() and _group_of(folder) == group]


def _group_of(process: Path) -> int | None:
    """None for a process that has ended meanwhile."""
    with suppress(OSError):
        return int((process / "stat").read_text().rpartition(")")[2].split()[GROUP_FIELD])
    return None


def _memory_of(process: Path) -> int:
    with suppress(OSError):
        lines = (process / "status").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(OWN_MEMORY))
    return 0
