"""One instance from nothing to ready, and back."""

import json
import os
import time

from propscrape.embedded.ports import LOOPBACK, is_port_free
from propscrape.environment import DEVELOPMENT_KEY, Environment
from propscrape.supervisor.folder_lock import FolderInUse, FolderLock
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import Supervisor

from . import services
from .broker import stand_on_broker
from .database import stand_on_database
from .errors import LaunchError
from .home import Home
from .progress import Progress
from .samples import load_samples, read_samples
from .summary import summary

# How long the web server of a supervisor that was killed may take to let go of the port.
LEFTOVER_TIMEOUT_S = 15


def run_instance(*, environment: Environment, progress: Progress, stop_request: StopRequest) -> None:
    """Stand everything up and watch it until a stop is requested; then stop it in order.

    Raises LaunchError, EmbeddedServerError or ServiceFailed, when everything has been stopped again.
    """
    if environment.ENVIRONMENT != "development":
        raise LaunchError("`up` is for development: it makes demo credentials. docs/operations.md says how to deploy.")
    home = Home.make(environment.PROPSCRAPE_HOME)
    try:
        with FolderLock(home.path) as lock:
            _claim_port(environment.PORT, patient=lock.was_abandoned)
            _run(environment, home, progress, stop_request)
    except FolderInUse as error:
        raise LaunchError(
            f"Already running on the data folder {home.path}: stop it, or set PROPSCRAPE_HOME=..."
        ) from error


def _run(environment: Environment, home: Home, progress: Progress, stop_request: StopRequest) -> None:
    with Supervisor(say=progress.say, stop_request=stop_request) as supervisor:
        try:
            stand_up(environment=environment, home=home, supervisor=supervisor, progress=progress)
            supervisor.watch()
        except StopRequested:
            progress.say("\nStopping.")
    progress.say("Stopped. The data is kept.")


def stand_up(*, environment: Environment, home: Home, supervisor: Supervisor, progress: Progress) -> None:
    """Every step from the first server to the printed summary."""
    variables = _variables(environment, home)
    variables["DATABASE_URL"] = stand_on_database(
        environment=environment, home=home, supervisor=supervisor, progress=progress
    )
    variables["REDIS_URL"] = stand_on_broker(
        environment=environment, home=home, supervisor=supervisor, progress=progress
    )
    with progress.step("Preparing the database: migrations, portals, demo client"):
        supervisor.run_to_end(services.preparation(home, variables))
    with progress.step("Starting beat, worker and web server"):
        supervisor.start(services.beat(home, variables))
        supervisor.start(services.worker(home, variables, processes=environment.WORKER_PROCESSES))
        supervisor.start_and_wait(services.web(home, variables, port=environment.PORT))
    _introduce(home, progress, base_url=f"http://{LOOPBACK}:{environment.PORT}")


def _introduce(home: Home, progress: Progress, *, base_url: str) -> None:
    """Fill the console with samples and tell the newcomer where everything is."""
    credentials = json.loads(home.credentials_file.read_text())
    samples = read_samples()
    try:
        with progress.step("Loading sample pages"):
            load_samples(samples, base_url=base_url, api_key=credentials["api_key"])
    except LaunchError as error:
        progress.say(str(error))  # the instance stands all the same
    progress.say(
        summary(base_url=base_url, credentials=credentials, sample_url=samples[0].url, data_folder=str(home.path))
    )


def _variables(environment: Environment, home: Home) -> dict[str, str]:
    """What the services find in their environment, but for the servers' URLs."""
    variables = dict(os.environ)
    variables["PROPSCRAPE_HOME"] = str(home.path)
    variables["PROMETHEUS_MULTIPROC_DIR"] = str(home.fresh_metrics_folder())
    variables["PYTHONUNBUFFERED"] = "1"
    if environment.SECRET_KEY.get_secret_value() == DEVELOPMENT_KEY:
        variables["SECRET_KEY"] = home.secrets().secret_key
    return variables


def _claim_port(port: int, *, patient: bool) -> None:
    deadline = time.monotonic() + (LEFTOVER_TIMEOUT_S if patient else 0)
    while not is_port_free(port):
        if time.monotonic() >= deadline:
            raise LaunchError(f"Port {port} is in use: choose another with PORT={port + 1} make run")
        time.sleep(0.2)
