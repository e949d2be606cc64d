"""How long anybody waits for the broker. Announcements are wake-up calls: better lost than late."""

from typing import Any

# One attempt: kombu's own loop would try a refused connection for six seconds
ONE_ATTEMPT = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
REDIS_TIMEOUTS = {"socket_timeout": 5, "socket_connect_timeout": 2}


def broker_options(url: str) -> dict[str, Any]:
    """Celery's transport options for the broker at `url`; time-outs in seconds."""
    return ONE_ATTEMPT | (REDIS_TIMEOUTS if url.startswith("redis") else {})
