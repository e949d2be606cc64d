"""One running service: its process, its process group and its log."""

import os
import signal
import subprocess
import time
from collections import deque
from contextlib import suppress
from pathlib import Path

from .parent_death import signal_on_parent_death
from .service import Service

POLL_S = 0.05
LOG_KEPT_BYTES = 10_000_000
LOG_LINES_SHOWN = 15


class Process:
    """A service that runs. Its session is its own, so that Ctrl-C in the terminal reaches only the supervisor."""

    def __init__(self, service: Service) -> None:
        self.service = service
        service.before_start()
        self._log_starts_at = _make_room(service.log_file)
        with service.log_file.open("ab") as log:
            self._popen = subprocess.Popen(  # noqa: S603 - our own command lines
                service.command,
                cwd=service.cwd,
                env=dict(service.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=signal_on_parent_death(service.stop_signal),
                **service.identity,
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def is_running(self) -> bool:
        return self._popen.poll() is None

    @property
    def succeeded(self) -> bool:
        """Whether it ended by itself with exit status 0."""
        return self._popen.poll() == 0

    def how_it_ended(self) -> str:
        """`was killed (SIGKILL)` or `ended (exit status 1)`; for a process that no longer runs."""
        status = self._popen.wait()
        if status < 0:
            return f"was killed ({signal.Signals(-status).name})"
        return f"ended (exit status {status})"

    def last_log_lines(self) -> str:
        """The end of what this process wrote, not its predecessors."""
        with self.service.log_file.open("rb") as log:
            log.seek(self._log_starts_at)
            return b"".join(deque(log, maxlen=LOG_LINES_SHOWN)).decode(errors="replace").rstrip()

    def ask_to_stop(self) -> None:
        """Send the service's stop signal."""
        if self.is_running:
            self._popen.send_signal(self.service.stop_signal)

    def stop(self) -> bool:
        """Stop the process and whatever it started; answers whether it went in time and without force."""
        self.ask_to_stop()
        try:
            self._popen.wait(self.service.stop_timeout_s)
        except subprocess.TimeoutExpired:
            in_time = False
        else:
            in_time = True
        self.clear_away()
        return in_time

    def clear_away(self) -> None:
        """Kill what is left of the process's group: a dead parent may leave children behind."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()
        _wait_for_group_to_go(self._popen.pid)


def _wait_for_group_to_go(group: int, timeout_s: float = 0.5) -> None:
    deadline = time.monotonic() + timeout_s
    with suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(POLL_S)


def _make_room(log_file: Path) -> int:
    """Where the next process's lines begin; a long log moves to `.1` first, so two at most are kept."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    if not log_file.exists():
        return 0
    if log_file.stat().st_size < LOG_KEPT_BYTES:
        return log_file.stat().st_size
    log_file.rename(log_file.with_suffix(".log.1"))
    return 0
