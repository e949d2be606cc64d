"""An instance for one bench: the servers and the web process of `manage.py up`, in a folder that is thrown away.

The database runs with the settings of an installation, durability included; there is no worker and no beat.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from propscrape.embedded.ground import server_ground
from propscrape.embedded.ports import LOOPBACK, find_free_port
from propscrape.environment import Environment, read_environment
from propscrape.launch import services
from propscrape.launch.broker import stand_on_broker
from propscrape.launch.database import stand_on_database
from propscrape.launch.home import Home
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest
from propscrape.supervisor.supervisor import Supervisor

# Requests a minute: limits are counted as always and never reached
NO_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Instance:
    """Where the API is, the key that opens it, the login of its database, and the environment of its processes."""

    base_url: str
    api_key: str
    database_url: str
    variables: Mapping[str, str]


@contextmanager
def standing_instance(*, progress: Progress, stop_request: StopRequest) -> Iterator[Instance]:
    """One web process on servers of its own; everything is stopped and removed on the way out.

    Raises EmbeddedServerError, ServiceFailed, LaunchError or StopRequested.
    """
    with tempfile.TemporaryDirectory(prefix="propscrape-bench-", ignore_cleanup_errors=True) as folder:
        home = Home.make(Path(folder))
        ground = server_ground(home.path)
        try:
            with Supervisor(say=progress.say, stop_request=stop_request) as supervisor:
                yield _stand_up(home, supervisor, progress)
                progress.say("Stopping the servers.")
        finally:
            shutil.rmtree(ground.resolve(), ignore_errors=True)


def _stand_up(home: Home, supervisor: Supervisor, progress: Progress) -> Instance:
    environment = _environment(home)
    database_url = stand_on_database(environment=environment, home=home, supervisor=supervisor, progress=progress)
    redis_url = stand_on_broker(environment=environment, home=home, supervisor=supervisor, progress=progress)
    variables = _variables(environment, home, database_url=database_url, redis_url=redis_url)
    with progress.step("Preparing the database: migrations, portals, client"):
        supervisor.run_to_end(services.preparation(home, variables))
    with progress.step("Starting the web server, one process"):
        supervisor.start_and_wait(services.web(home, variables, port=environment.PORT))
    return Instance(
        base_url=f"http://{LOOPBACK}:{environment.PORT}",
        api_key=json.loads(home.credentials_file.read_text())["api_key"],
        database_url=database_url,
        variables=variables,
    )


def _environment(home: Home) -> Environment:
    given = {"DATABASE_URL": "", "REDIS_URL": "", "PROPSCRAPE_HOME": home.path, "PORT": find_free_port()}
    return read_environment().model_copy(update=given)


def _variables(environment: Environment, home: Home, *, database_url: str, redis_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "BROKER_URL": redis_url,
        "PORT": str(environment.PORT),
        "PROPSCRAPE_HOME": str(home.path),
        "PROMETHEUS_MULTIPROC_DIR": str(home.fresh_metrics_folder()),
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": home.secrets().secret_key,
        "WEB_PROCESSES": "1",
        "RATE_LIMIT_POST_HTML": str(NO_LIMIT),
        "RATE_LIMIT_GET": str(NO_LIMIT),
    }
