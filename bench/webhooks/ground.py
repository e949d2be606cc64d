"""What the bench stands on: PostgreSQL, Valkey and a receiver on one core, a worker alone on the other."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from bench.cores import Cores, move_to
from propscrape.embedded.ground import server_ground
from propscrape.embedded.ports import LOOPBACK
from propscrape.environment import PROJECT_ROOT, read_environment
from propscrape.launch import services
from propscrape.launch.broker import stand_on_broker
from propscrape.launch.database import stand_on_database
from propscrape.launch.home import Home
from propscrape.launch.progress import Progress
from propscrape.supervisor.process import Process
from propscrape.supervisor.service import Service
from propscrape.supervisor.stop_request import StopRequest
from propscrape.supervisor.supervisor import Supervisor

from .receiving import Receiver

# Deliveries a second and subscription: the limit is counted as always and never reached
NO_LIMIT = 10_000
WORKER_STOP_TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Ground:
    """Where everything is, and what processes find in their environment."""

    home: Home
    cores: Cores
    variables: Mapping[str, str]
    receiver: Receiver
    progress: Progress
    stop_request: StopRequest

    @contextmanager
    def worker(self, *, app: str, queue: str) -> Iterator[Process]:
        """A Celery worker with one process, alone on its core; its run under way is waited for at the end."""
        with Supervisor(say=self.progress.say, stop_request=self.stop_request) as supervisor:
            move_to(self.cores.client)
            process = supervisor.start(self._worker(app, queue))
            move_to(self.cores.servers)
            yield process

    def bench_variables(self) -> dict[str, str]:
        """For this very process: it knows the servers as the others do, and neither chatters nor counts."""
        return {**self.variables, "LOG_LEVEL": "WARNING", "PROMETHEUS_MULTIPROC_DIR": ""}

    def clear_broker(self) -> None:
        """No message of an earlier run is left."""
        with redis.Redis.from_url(self.variables["REDIS_URL"]) as connection:
            connection.flushdb()

    def _worker(self, app: str, queue: str) -> Service:
        options = ("--queues", queue, "--concurrency", "1", "--without-gossip", "--without-mingle")
        return Service(
            name=f"Worker of {queue}",
            command=(sys.executable, "-m", "celery", "-A", app, "worker", *options),
            log_file=self.home.log_file(f"worker-{queue}"),
            cwd=PROJECT_ROOT,
            environment=self.variables,
            stop_timeout_s=WORKER_STOP_TIMEOUT_S,
        )


@contextmanager
def standing_ground(*, cores: Cores, progress: Progress, stop_request: StopRequest) -> Iterator[Ground]:
    """Servers and receiver; everything is stopped and removed on the way out.

    Raises EmbeddedServerError, ServiceFailed, LaunchError or StopRequested.
    """
    move_to(cores.servers)
    with tempfile.TemporaryDirectory(prefix="propscrape-bench-", ignore_cleanup_errors=True) as folder:
        home = Home.make(Path(folder))
        servers = server_ground(home.path)
        try:
            with Supervisor(say=progress.say, stop_request=stop_request) as supervisor:
                yield _stand_up(home, cores, supervisor, progress, stop_request)
                progress.say("Stopping the servers.")
        finally:
            shutil.rmtree(servers.resolve(), ignore_errors=True)


def _stand_up(
    home: Home, cores: Cores, supervisor: Supervisor, progress: Progress, stop_request: StopRequest
) -> Ground:
    given = {"DATABASE_URL": "", "REDIS_URL": "", "PROPSCRAPE_HOME": home.path}
    environment = read_environment().model_copy(update=given)
    database_url = stand_on_database(environment=environment, home=home, supervisor=supervisor, progress=progress)
    redis_url = stand_on_broker(environment=environment, home=home, supervisor=supervisor, progress=progress)
    variables = _variables(home, database_url=database_url, redis_url=redis_url)
    with progress.step("Preparing the database"):
        supervisor.run_to_end(services.preparation(home, variables))
    receiver = Receiver.on_free_ports()
    supervisor.start_and_wait(receiver.service(home, variables))
    return Ground(home, cores, variables, receiver, progress, stop_request)


def _variables(home: Home, *, database_url: str, redis_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "BROKER_URL": redis_url,
        "PROPSCRAPE_HOME": str(home.path),
        "PROMETHEUS_MULTIPROC_DIR": str(home.fresh_metrics_folder()),
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": home.secrets().secret_key,
        "LOG_JSON": "true",
        "WEBHOOK_ALLOW_HTTP": "true",
        "WEBHOOK_ALLOWED_ADDRESSES": LOOPBACK,
        "WEBHOOK_RATE_PER_S": str(NO_LIMIT),
    }
