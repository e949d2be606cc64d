"""The cache that all processes share, and what a process does while Redis is away (H4, I1)."""

import time
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from prometheus_client import Counter
from redis.exceptions import RedisError

logger = structlog.get_logger(__name__)
AWAY = Counter("propscrape_shared_cache_away_total", "Times Redis was found away; limits then hold in process")
LEFT_ALONE_S = 3.0


class SharedCache(RedisCache):
    """Redis; the five calls of limits and wake-up calls fall back to this process's own memory when Redis is away.

    A limit then holds per process instead of in all: looser for a while, never an error. After a failure Redis is
    left alone for a few seconds, so that a silent one does not hold up every request.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("shared-cache-fallback", params | {"OPTIONS": {"MAX_ENTRIES": 10_000}})
        self._away_until = 0.0

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Set what is not there yet; whether it was set."""
        return bool(self._call("add", key, value, *args, **kwargs))

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        """The value, or the default."""
        return self._call("get", key, *args, **kwargs)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        """Set, or replace."""
        self._call("set", key, value, *args, **kwargs)

    def delete(self, key: str, *args: Any, **kwargs: Any) -> bool:
        """Forget; whether it was there."""
        return bool(self._call("delete", key, *args, **kwargs))

    def incr(self, key: str, *args: Any, **kwargs: Any) -> int:
        """Count up, from nothing where the count is lost: with Redis, or by Redis (a restart, an eviction)."""
        if not self._is_away:
            try:
                return self._incr_there(key, *args, **kwargs)
            except RedisError as error:
                self._note_absence("incr", error)
        self._own.add(key, 0)
        return int(self._own.incr(key, *args, **kwargs))

    def _incr_there(self, key: str, *args: Any, **kwargs: Any) -> int:
        try:
            return int(super().incr(key, *args, **kwargs))
        except ValueError:  # what Django says of a key that is not there
            super().add(key, 0)
            return int(super().incr(key, *args, **kwargs))

    @property
    def _is_away(self) -> bool:
        return time.monotonic() < self._away_until

    def _call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if not self._is_away:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except RedisError as error:
                self._note_absence(name, error)
        return getattr(self._own, name)(*args, **kwargs)

    def _note_absence(self, name: str, error: RedisError) -> None:
        self._away_until = time.monotonic() + LEFT_ALONE_S
        AWAY.inc()
        logger.warning("shared_cache_away", call=name, error=type(error).__name__)
