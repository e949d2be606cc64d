"""Starts services in order, brings back the one that dies, stops them in reverse."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import NoReturn, Self

from .process import Process
from .restart_budget import RestartBudget
from .service import Service
from .stop_request import StopRequest

WATCH_S = 0.2
READY_POLL_S = 0.05
PAUSE_BETWEEN_RESTARTS_S = 0.5


class ServiceFailed(Exception):
    """A service did not start, or died too often. The message names it and ends with what it last wrote."""


class Supervisor:
    """A context manager: whatever was started is stopped on the way out, last started first."""

    def __init__(self, *, say: Callable[[str], None], stop_request: StopRequest) -> None:
        self._say = say
        self._stop_request = stop_request
        self._processes: dict[str, Process] = {}
        self._budgets: dict[str, RestartBudget] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_all()

    def start(self, service: Service) -> Process:
        """Start a service without waiting for it."""
        process = Process(service)
        self._processes[service.name] = process
        return process

    def start_and_wait(self, service: Service) -> None:
        """Start a service and return when it is ready. Raises ServiceFailed, StopRequested."""
        self.wait_until_ready(self.start(service))

    def wait_until_ready(self, process: Process) -> None:
        """Return when the service answers. Raises ServiceFailed when it ends or takes too long, StopRequested."""
        service = process.service
        deadline = time.monotonic() + service.start_timeout_s
        while process.is_running:
            if service.is_ready():
                return
            if time.monotonic() > deadline:
                _fail(process, f"is not ready after {service.start_timeout_s:.0f} s")
            self._stop_request.pause(READY_POLL_S)
        _fail(process, f"did not start: it {process.how_it_ended()}")

    def run_to_end(self, service: Service) -> None:
        """Run what ends by itself. Raises ServiceFailed unless its exit status is 0, StopRequested."""
        process = self.start(service)
        while process.is_running:
            self._stop_request.pause(READY_POLL_S)
        del self._processes[service.name]
        if not process.succeeded:
            _fail(process, "failed")

    def watch(self) -> NoReturn:
        """Bring back whatever dies, until there is reason to stop. Raises StopRequested or ServiceFailed."""
        while True:
            self._stop_request.pause(WATCH_S)
            self.bring_back_the_dead()

    def bring_back_the_dead(self) -> None:
        """Restart every service that no longer runs, in start order. Raises ServiceFailed, StopRequested."""
        for process in list(self._processes.values()):
            if not process.is_running:
                self._bring_back(process)

    def stop_all(self) -> None:
        """Stop every service, last started first."""
        while self._processes:
            _, process = self._processes.popitem()
            if not process.stop():
                self._say(f"{process.service.name} did not stop within {process.service.stop_timeout_s:.0f} s: killed.")

    def _bring_back(self, process: Process) -> None:
        service = process.service
        died_at = time.monotonic()
        while True:
            process.clear_away()
            if not self._budgets.setdefault(service.name, RestartBudget()).spend():
                _fail(process, f"{process.how_it_ended()} again and again: giving up")
            self._say(f"{service.name} {process.how_it_ended()}. Starting it again.")
            process = self.start(service)
            try:
                self.wait_until_ready(process)
            except ServiceFailed:
                # PostgreSQL refuses while the last of its killed backends is still leaving.
                process.stop()
                self._stop_request.pause(PAUSE_BETWEEN_RESTARTS_S)
            else:
                self._say(f"{service.name} is back after {time.monotonic() - died_at:.1f} s.")
                return


def _fail(process: Process, reason: str) -> NoReturn:
    last_lines = process.last_log_lines()
    raise ServiceFailed(
        f"{process.service.name} {reason}. Its log: {process.service.log_file}"
        + (f"\n{last_lines}" if last_lines else "")
    )
