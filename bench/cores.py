"""Which core does what: the servers share one and their client has another, so that neither takes the other's time."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cores:
    """The servers' core and the client's; None where this system pins nothing."""

    servers: int | None
    client: int | None

    def __str__(self) -> str:
        if self.servers is None:
            return "processes cannot be pinned on this system: servers and client share all cores"
        if self.servers == self.client:
            return f"one core only: servers and client share core {self.servers}, so the client's work is counted too"
        return f"web, PostgreSQL and Valkey on core {self.servers}, the client on core {self.client}"


def choose_cores() -> Cores:
    """The first and the last core this process may use."""
    if not hasattr(os, "sched_getaffinity"):
        return Cores(None, None)
    allowed = sorted(os.sched_getaffinity(0))
    return Cores(servers=allowed[0], client=allowed[-1])


def move_to(core: int | None) -> None:
    """Keep this process, and every process it starts from now on, on one core."""
    if core is not None:
        os.sched_setaffinity(0, {core})
