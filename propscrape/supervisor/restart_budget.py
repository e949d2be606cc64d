"""How often a service may be brought back before giving up is the honest answer."""

import time
from collections import deque
from collections.abc import Callable

RESTARTS = 5
WITHIN_S = 60.0


class RestartBudget:
    """At most so many restarts within so many seconds."""

    def __init__(
        self, *, restarts: int = RESTARTS, within_s: float = WITHIN_S, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._restarts, self._within_s, self._now = restarts, within_s, now
        self._spent: deque[float] = deque()

    def spend(self) -> bool:
        """Count one restart; False when there is none left."""
        now = self._now()
        while self._spent and now - self._spent[0] > self._within_s:
            self._spent.popleft()
        if len(self._spent) >= self._restarts:
            return False
        self._spent.append(now)
        return True
