"""The processes of propscrape itself."""

import sys
from collections.abc import Mapping
from functools import partial
from typing import Any

import httpx2

from propscrape.embedded.ports import LOOPBACK
from propscrape.environment import PROJECT_ROOT
from propscrape.supervisor.service import Service

from .home import Home

QUEUES = "scrape,render,deliver,learn,upkeep"


def preparation(home: Home, variables: Mapping[str, str]) -> Service:
    """Migrations, portals, demo client: runs to its end."""
    # No metrics of its own: what it counted would stay in the shared folder after it has gone
    variables = {name: value for name, value in variables.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
    return _python("Preparation", home, variables, str(PROJECT_ROOT / "manage.py"), "prepare")


def beat(home: Home, variables: Mapping[str, str]) -> Service:
    """What nobody asks for twice."""
    return _python("Beat", home, variables, "-m", "celery", "-A", "propscrape", "beat")


def worker(home: Home, variables: Mapping[str, str], *, processes: int) -> Service:
    """All queues, in one worker."""
    options = ("--queues", QUEUES, "--concurrency", str(processes), "--without-gossip", "--without-mingle")
    return _python("Worker", home, variables, "-m", "celery", "-A", "propscrape", "worker", *options)


def web(home: Home, variables: Mapping[str, str], *, port: int) -> Service:
    """The API and the console; ready when every dependency is."""
    command = ("-m", "gunicorn", "--config", "python:propscrape.web_server")
    return _python("Web", home, variables, *command, is_ready=partial(answers_ready, port))


def answers_ready(port: int) -> bool:
    """Whether GET /ready answers 200."""
    try:
        answer = httpx2.get(f"http://{LOOPBACK}:{port}/ready", timeout=5, trust_env=False)
    except httpx2.HTTPError:
        return False
    return answer.status_code == httpx2.codes.OK


def _python(name: str, home: Home, variables: Mapping[str, str], *arguments: str, **options: Any) -> Service:
    return Service(
        name=name,
        command=(sys.executable, *arguments),
        log_file=home.log_file(name.lower()),
        cwd=PROJECT_ROOT,
        environment=variables,
        **options,
    )
