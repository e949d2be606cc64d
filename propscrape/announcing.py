"""Waking a worker for a row that is already committed. The row is the truth; this is only a knock on the door."""

from collections.abc import Sequence
from typing import Any

import structlog
from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError
from prometheus_client import Counter
from redis.exceptions import RedisError

logger = structlog.get_logger(__name__)
LOST = Counter(
    "propscrape_announcements_lost_total", "Wake-up calls the broker did not take; the sweep finds the rows", ["task"]
)


def announce(task: "Task[Any, Any]", args: Sequence[Any] = ()) -> None:
    """Call `task` once the current transaction has committed.

    A broker that is away is counted and logged, never an error: the beat's sweep finds the row.
    """
    transaction.on_commit(lambda: _knock(task, args))


def _knock(task: "Task[Any, Any]", args: Sequence[Any]) -> None:
    try:
        task.apply_async(args=tuple(args), retry=False)
    except (OperationalError, RedisError, OSError) as error:
        LOST.labels(task.name).inc()
        logger.warning("announcement_lost", task=task.name, error=type(error).__name__)
