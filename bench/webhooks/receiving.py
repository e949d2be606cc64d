"""The receiver from the bench's side: where it is, and what it has received."""

import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import NamedTuple

from propscrape.embedded.ports import LOOPBACK, find_free_port
from propscrape.environment import PROJECT_ROOT
from propscrape.launch.home import Home
from propscrape.supervisor.service import Service


class Receipt(NamedTuple):
    """A request as it came: when, in Unix seconds, for which path, with which webhook-id."""

    at: float
    path: str
    event_id: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """A process with two ports; the second never answers."""

    port: int
    blocked_port: int

    @classmethod
    def on_free_ports(cls) -> "Receiver":
        """One that has yet to be started."""
        port = find_free_port()
        return cls(port, next(other for other in iter(find_free_port, None) if other != port))

    def service(self, home: Home, variables: Mapping[str, str]) -> Service:
        """The process."""
        command = (sys.executable, "-m", "bench.webhooks.receiver", str(self.port), str(self.blocked_port))
        return Service(
            name="Receiver",
            command=command,
            log_file=home.log_file("receiver"),
            cwd=PROJECT_ROOT,
            environment=variables,
            is_ready=self.is_ready,
        )

    def url(self, path: str) -> str:
        """An address that is answered."""
        return f"http://{LOOPBACK}:{self.port}{path}"

    def blocked_url(self, path: str, *, on_same_host: bool) -> str:
        """One that is not: on a port of its own, or on that of the others."""
        return self.url(f"/blocked{path}") if on_same_host else f"http://{LOOPBACK}:{self.blocked_port}{path}"

    def is_ready(self) -> bool:
        """Whether it answers."""
        try:
            self.count()
        except OSError:
            return False
        return True

    def count(self) -> int:
        """How many requests it has answered since it was last told to forget."""
        return int(self._ask("count"))

    def receipts(self) -> list[Receipt]:
        """All of them, as they came."""
        lines = self._ask("received").splitlines()
        return [Receipt(float(at), path, event_id) for at, path, event_id in map(str.split, lines)]

    def forget(self) -> None:
        """Start again: nothing received, and what blocks blocks."""
        self._ask("forget")

    def unblock(self) -> None:
        """Hang up on those that wait, and answer everybody from now on."""
        self._ask("unblock")

    def _ask(self, command: str) -> str:
        with closing(HTTPConnection(LOOPBACK, self.port, timeout=10)) as connection:
            connection.request("GET", f"/control/{command}")
            return connection.getresponse().read().decode()
