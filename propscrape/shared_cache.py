"""The cache that all processes share, and what a process does while Redis is away (H4, I1)."""

from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from prometheus_client import Counter
from redis.exceptions import RedisError

logger = structlog.get_logger(__name__)
AWAY = Counter("propscrape_shared_cache_away_total", "Cache calls answered in process because Redis was away")


class SharedCache(RedisCache):
    """Redis; the four calls that limits need fall back to this process's own memory when Redis does not answer.

    A limit then holds per process instead of in all: looser for a while, never an error.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("shared-cache-fallback", params | {"OPTIONS": {"MAX_ENTRIES": 10_000}})

    def _call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), name)(*args, **kwargs)
        except RedisError as error:
            AWAY.inc()
            logger.warning("shared_cache_away", call=name, error=type(error).__name__)
            return getattr(self._own, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._call("add", *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._call("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._call("set", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return int(self._call("incr", *args, **kwargs))
