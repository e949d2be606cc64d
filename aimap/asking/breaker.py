"""A provider that fails again and again is left alone for a while, by all processes (H4).

Counts are in the cache that processes share; while that is away each holds its own.  After the rest one call finds out
whether the provider is back.
"""

import time
from collections.abc import Callable

import structlog
from django.core.cache import BaseCache

from aimap.asking.metrics import BREAKERS

logger = structlog.get_logger(__name__)
# Failures that are further apart than this are not in a row
FORGOTTEN_AFTER_S = 600
PROBE_S = 60


class ProviderBreaker:
    """Whether a provider may be called; `clock` is the wall's, since processes compare it."""

    def __init__(
        self, store: BaseCache, *, failures: int, open_s: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._store, self._failures, self._open_s, self._clock = store, failures, open_s, clock

    def lets_through(self, provider: str) -> bool:
        """Whether a call may be made now; after a rest one caller is let through, the others when it has succeeded."""
        until = self._store.get(self._key("until", provider))
        if until is None:
            return True
        if self._clock() < until:
            return False
        return bool(self._store.add(self._key("probe", provider), 1, PROBE_S))

    def note_success(self, provider: str) -> None:
        """The provider answers."""
        for what in ("failures", "until", "probe"):
            self._store.delete(self._key(what, provider))

    def note_failure(self, provider: str) -> None:
        """One more failure in a row."""
        key = self._key("failures", provider)
        self._store.add(key, 0, FORGOTTEN_AFTER_S)
        try:
            count = self._store.incr(key)
        except ValueError:  # forgotten between the two
            count = 1
        if count < self._failures:
            return
        self._store.set(self._key("until", provider), self._clock() + self._open_s, FORGOTTEN_AFTER_S + self._open_s)
        self._store.delete(self._key("probe", provider))
        if count == self._failures:
            BREAKERS.labels(provider).inc()
            logger.warning("model_breaker_opened", category="ai_mapping", provider=provider)

    def _key(self, what: str, provider: str) -> str:
        return f"asking:{what}:{provider}"
