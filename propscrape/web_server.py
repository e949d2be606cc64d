"""gunicorn's configuration: `gunicorn --config python:propscrape.web_server`."""

from typing import Any

from prometheus_client import multiprocess

from propscrape.embedded.ports import LOOPBACK
from propscrape.environment import read_environment
from propscrape.heap import settle_heap

_environment = read_environment()

wsgi_app = "propscrape.wsgi"
bind = f"{LOOPBACK}:{_environment.PORT}"
worker_class = "gthread"
workers = _environment.WEB_PROCESSES
threads = _environment.WEB_THREADS
timeout = 60
graceful_timeout = 10
keepalive = 5
# An address of 2,048 characters may come percent-encoded
limit_request_line = 8190
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """The application is loaded."""
    settle_heap()


def child_exit(server: Any, worker: Any) -> None:
    """Take a worker's live gauges out of the shared metrics."""
    if _environment.PROMETHEUS_MULTIPROC_DIR:
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
