"""Waking a worker for a row that is already committed. The row is the truth; this is only a knock on the door."""

import math
import time
from collections.abc import Sequence
from typing import Any, TypeAlias

import structlog
from celery import Signature, Task
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError
from prometheus_client import Counter
from redis.exceptions import RedisError

logger = structlog.get_logger(__name__)
TENTHS_PER_S = 10
# A signature names a task without importing it, for callers that its module imports in turn
Announced: TypeAlias = "Task[Any, Any] | Signature[Any]"
LOST = Counter(
    "propscrape_announcements_lost_total", "Wake-up calls the broker did not take; the sweep finds the rows", ["task"]
)


def announce(task: Announced, args: Sequence[Any] = (), *, at_most_every_s: float | None = None) -> None:
    """Call `task` once the current transaction has committed.

    A broker that is away is counted and logged, never an error: the beat's sweep finds the row. With
    `at_most_every_s`, calls with these arguments that follow another within so many seconds are left out, unless the
    task has said `heard` meanwhile; for tasks that work off all that is due.
    """
    transaction.on_commit(lambda: _knock(task, args, at_most_every_s))


def heard(task: Announced, args: Sequence[Any] = ()) -> None:
    """The task begins: what is announced from now on needs another call."""
    cache.delete(_bell(task, args))


def announce_later(task: Announced, args: Sequence[Any] = (), *, seconds: float) -> None:
    """Call `task` in so many seconds, rounded up to a tenth; calls that fall together are one. For waits of a minute
    at most: longer ones stand in a row.

    A broker that is away is counted and logged, never an error.
    """
    tenth = math.ceil((time.time() + seconds) * TENTHS_PER_S)
    if cache.add(f"{_bell(task, args)}:{tenth}", 1, math.ceil(seconds) + 1):
        _send(task, args, countdown=max(0.0, tenth / TENTHS_PER_S - time.time()))


def _bell(task: Announced, args: Sequence[Any]) -> str:
    return ":".join(("announced", _name_of(task), *map(str, args)))


def _name_of(task: Announced) -> str:
    return str(task.task) if isinstance(task, Signature) else str(task.name)


def _knock(task: Announced, args: Sequence[Any], at_most_every_s: float | None) -> None:
    if at_most_every_s is not None and not cache.add(_bell(task, args), 1, at_most_every_s):
        return
    _send(task, args)


def _send(task: Announced, args: Sequence[Any], *, countdown: float = 0) -> None:
    try:
        task.apply_async(args=tuple(args), countdown=countdown, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        LOST.labels(_name_of(task)).inc()
        logger.warning("announcement_lost", task=_name_of(task), error=type(error).__name__)
