"""What each process knows of rows that seldom change: asked for again when it is too old, and never by two at once."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class FreshView(Generic[T]):
    """One process's view; its threads share it. `ask` reads it from the database, outside of any client's scope."""

    def __init__(self, ask: Callable[[], T], *, max_age_s: float) -> None:
        self._ask, self._max_age_s = ask, max_age_s
        self._asking = threading.Lock()
        self._asked_at = float("-inf")
        self._known: T | None = None

    def get(self) -> T:
        """What it was at most `max_age_s` ago; while one thread asks, the others go on with what is known."""
        known = self._known
        if known is not None and time.monotonic() - self._asked_at < self._max_age_s:
            return known
        if not self._asking.acquire(blocking=known is None):
            assert known is not None
            return known
        try:
            return self._refresh()
        finally:
            self._asking.release()

    def known(self) -> T | None:
        """What was known last, however old; None before the first `get`. Asks nobody."""
        return self._known

    def forget(self) -> None:
        """Ask anew at the next `get`."""
        self._asked_at = float("-inf")

    def _refresh(self) -> T:
        asked_at = time.monotonic()
        found = self._ask()
        self._known, self._asked_at = found, asked_at
        return found
