"""A host that does not answer is left alone for a while, so that nobody waits for it again and again (K3).

Only silence counts. That nobody can connect to a host, or find its address, is true for all; that an answer did not
come in time is known of one client's receiver alone, and another's on the same host is not kept waiting for it. A host
that answers, whatever it says, is alive.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webhooks.metrics import BREAKERS
from webhooks.services.schedule import Answer

OPENS_AFTER = 5
LEFT_ALONE_S = 30.0
MAX_HOSTS = 10_000
UNREACHABLE = frozenset({"CONNECT_FAILED", "UNRESOLVABLE"})
SILENT = UNREACHABLE | {"TIMEOUT"}


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
        self._hosts: dict[tuple[str, UUID | None], _Host] = {}

    def wait_s(self, host: str, client_id: UUID) -> float:
        """For how many seconds this client's receiver on the host is to be left alone; 0 lets one through.

        Once the time is over a single request finds out whether the host is back; the others wait for what it finds.
        """
        return max(self._wait_s((host, None)), self._wait_s((host, client_id)))

    def note(self, host: str, client_id: UUID, answer: Answer) -> None:
        """Learn from an attempt."""
        if answer.http_status is not None:
            self._note_answer((host, None), answer)
            self._note_answer((host, client_id), answer)
        elif answer.error_code in SILENT:
            self._note_silence((host, None if answer.error_code in UNREACHABLE else client_id), answer)

    def _wait_s(self, key: tuple[str, UUID | None]) -> float:
        state = self._hosts.get(key)
        if state is None or state.silences < OPENS_AFTER:
            return 0.0
        left = state.closed_until - self._clock()
        if left <= 0:
            state.closed_until = self._clock() + LEFT_ALONE_S
            return 0.0
        return left

    def _note_answer(self, key: tuple[str, UUID | None], answer: Answer) -> None:
        state = self._state_of(key)
        state.silences, state.answered_at = 0, answer.ended_at

    def _note_silence(self, key: tuple[str, UUID | None], answer: Answer) -> None:
        state = self._state_of(key)
        if state.answered_at is not None and answer.started_at < state.answered_at:
            return  # the host has answered since; silences of requests that began together are one
        state.silences += 1
        if state.silences == OPENS_AFTER:
            BREAKERS.inc()
        if state.silences >= OPENS_AFTER:
            state.closed_until = self._clock() + LEFT_ALONE_S

    def _state_of(self, key: tuple[str, UUID | None]) -> _Host:
        state = self._hosts.setdefault(key, _Host())
        if len(self._hosts) > MAX_HOSTS:
            self._hosts.pop(next(iter(self._hosts)))
        return state
