"""A whole instance under test: `manage.py up` on embedded servers, its words, its processes."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

import httpx2

from propscrape.environment import PROJECT_ROOT

PATIENCE_S = 90
# What marks each service's own process among the children of `up`
MARKS = {
    "PostgreSQL": "bin/postgres",
    "Valkey": "valkey-server",
    "Beat": "propscrape beat",
    "Worker": "propscrape worker",
    "Web": "gunicorn",
}


class Instance:
    """Started when made, stopped at the end of its `with`; `output` grows while it runs."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port, self.output = home, port, ""
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self._up = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=PROJECT_ROOT,
            env=inherited | {"PROPSCRAPE_HOME": str(home), "PORT": str(port), "BROKER_URL": ""},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def curl_line(self) -> str:
        return next(line for line in self.output.splitlines() if line.startswith("curl "))

    def wait_until_ready(self) -> None:
        self.wait_for(lambda: "Ctrl-C stops everything" in self.output, "getting ready")

    def wait_for(self, condition: Callable[[], object], what: str) -> None:
        """Return when it holds; fail with what the instance said when it ends or takes too long."""
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert self._up.poll() is None, f"ended instead of {what}:\n{self.output}"
            assert time.monotonic() < deadline, f"too slow in {what}:\n{self.output}"
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            return httpx2.get(f"http://127.0.0.1:{self.port}/ready", timeout=5, trust_env=False).status_code == 200
        except httpx2.HTTPError:
            return False

    def read_sample(self) -> httpx2.Response:
        """Do what the printed curl line does."""
        found = re.fullmatch(r"curl -s -H 'X-Api-Key: (\S+)' '(\S+)'", self.curl_line)
        assert found is not None
        return httpx2.get(found[2], headers={"X-Api-Key": found[1]}, timeout=30, trust_env=False)

    def pid_of(self, service: str) -> int:
        return next(pid for pid, command in children(self._up.pid).items() if MARKS[service] in command)

    def kill(self) -> None:
        """SIGKILL for `up` itself."""
        self._up.kill()
        self._up.wait()
        self._reader.join()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; answers with its exit status."""
        if self._up.poll() is None:
            self._up.send_signal(number)
        return self.exit_status()

    def exit_status(self) -> int:
        """Wait until it has ended."""
        status = self._up.wait(PATIENCE_S)
        self._reader.join()
        return status

    def _read(self) -> None:
        assert self._up.stdout is not None
        with self._up.stdout as lines:
            for line in lines:
                self.output += line


def children(parent: int) -> dict[int, str]:
    """The command line of every running process that this one started."""
    return {pid: command for pid, (its_parent, command) in running_processes().items() if its_parent == parent}


def processes_of(home: Path) -> dict[int, str]:
    """The command line of every running process that belongs to the instance of this data folder."""
    folder, found = str(home), {}
    for pid, (_, command) in running_processes().items():
        try:
            belongs = folder in command or f"PROPSCRAPE_HOME={folder}\0" in Path(f"/proc/{pid}/environ").read_text()
        except OSError:
            continue
        if belongs:
            found[pid] = command
    return found


def running_processes() -> dict[int, tuple[int, str]]:
    """Parent and command line of every process, zombies left out."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:  # it ended while we looked
            continue
        if state != "Z":
            found[int(folder.name)] = (int(parent), command)
    return found
