"""What there is to know about a process before it runs."""

import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from propscrape.embedded.server_user import SpawnIdentity


def always() -> bool:
    """The readiness of a service that has nothing to ask."""
    return True


def nothing() -> None:
    """The preparation of a service that needs none."""


@dataclass(frozen=True, slots=True)
class Service:
    """One long-running process: how it is started, when it is ready, how it is stopped."""

    name: str
    command: tuple[str, ...]
    log_file: Path
    cwd: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    identity: SpawnIdentity = field(default_factory=SpawnIdentity)
    before_start: Callable[[], None] = nothing
    is_ready: Callable[[], bool] = always
    stop_signal: signal.Signals = signal.SIGTERM
    start_timeout_s: float = 60
    stop_timeout_s: float = 15
