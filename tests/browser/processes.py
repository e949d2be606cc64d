"""The processes of a browser that a test's own process, or another, has started."""

import time
from pathlib import Path

PROC = Path("/proc")
DRIVER_ARGUMENT = b"run-driver"
RENDERER_ARGUMENT = b"--type=renderer"


def descendants(of: int) -> list[int]:
    """Children and their children, by /proc; a process that has ended is none."""
    parents = {int(folder.name): parent for folder in PROC.glob("[0-9]*") if (parent := _parent(folder)) is not None}
    found, looked_at = [], [of]
    while looked_at:
        parent = looked_at.pop()
        children = [pid for pid, its_parent in parents.items() if its_parent == parent]
        found += children
        looked_at += children
    return found


def browser_of(process: int) -> int:
    """The Chromium that a process has started: what its driver has started, whose children look like it at first."""
    driver = driver_of(process)
    (browser,) = [pid for pid in descendants(driver) if _parent(PROC / str(pid)) == driver]
    return browser


def driver_of(process: int) -> int:
    """Playwright's driver that a process has started."""
    (driver,) = [pid for pid in descendants(process) if DRIVER_ARGUMENT in _arguments(pid)]
    return driver


def renderers_of(process: int) -> list[int]:
    """The processes in which pages run."""
    return [pid for pid in descendants(process) if RENDERER_ARGUMENT in _arguments(pid)]


def environment_of(process: int) -> dict[str, str]:
    """What it was given; nothing of one that has ended, or that may not be looked into."""
    try:
        variables = (PROC / str(process) / "environ").read_bytes().split(b"\0")
    except OSError:
        return {}
    pairs = [variable.decode(errors="replace").partition("=") for variable in variables]
    return {name: value for name, _, value in pairs}


def owner_of(process: int) -> int:
    """The user it runs as."""
    return (PROC / str(process)).stat().st_uid


def are_gone(processes: list[int], *, within_s: float) -> bool:
    """Whether all of them have ended, waiting for that long."""
    ends = time.monotonic() + within_s
    while any(map(_runs, processes)):
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


def _arguments(pid: int) -> bytes:
    """In one piece, as a browser's children have them anyway."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


def _parent(folder: Path) -> int | None:
    state = _state(folder)
    return int(state[1]) if state and state[0] != "Z" else None


def _runs(pid: int) -> bool:
    state = _state(PROC / str(pid))
    return bool(state) and state[0] != "Z"


def _state(folder: Path) -> list[str]:
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
