"""A host that does not answer is left alone for a while, so that nobody waits for it again and again (K3).

Only silence counts (no connection, no answer in time): a host that answers, whatever it says, is alive, and an error of
one client's receiver is no reason to withhold the mail of another's on the same host.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from webhooks.metrics import BREAKERS
from webhooks.services.schedule import Answer

OPENS_AFTER = 5
LEFT_ALONE_S = 30.0
MAX_HOSTS = 10_000


@dataclass(slots=True)
class _Host:
    """Silences in a row, until when nobody knocks, and when the host last answered."""

    silences: int = 0
    closed_until: float = 0.0
    answered_at: datetime | None = None


class HostBreaker:
    """What one process knows of the hosts it sends to; `clock` counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    def wait_s(self, host: str) -> float:
        """For how many seconds the host is to be left alone; 0 lets one through.

        Once the time is over a single request finds out whether the host is back; the others wait for what it finds.
        """
        state = self._hosts.get(host)
        if state is None or state.silences < OPENS_AFTER:
            return 0.0
        left = state.closed_until - self._clock()
        if left <= 0:
            state.closed_until = self._clock() + LEFT_ALONE_S
            return 0.0
        return left

    def note(self, host: str, answer: Answer) -> None:
        """Learn from an attempt."""
        state = self._hosts.setdefault(host, _Host())
        if len(self._hosts) > MAX_HOSTS:
            self._hosts.pop(next(iter(self._hosts)))
        if answer.http_status is not None:
            state.silences, state.answered_at = 0, answer.ended_at
            return
        if state.answered_at is not None and answer.started_at < state.answered_at:
            return  # the host has answered since; silences of requests that began together are one
        state.silences += 1
        if state.silences == OPENS_AFTER:
            BREAKERS.inc()
        if state.silences >= OPENS_AFTER:
            state.closed_until = self._clock() + LEFT_ALONE_S
