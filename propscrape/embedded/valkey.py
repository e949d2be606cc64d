"""An embedded Valkey: one append-only data set in one folder, on loopback, behind a password."""

import re
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from propscrape.supervisor.service import Service

from .errors import EmbeddedServerError
from .ports import LOOPBACK
from .server_user import give_to_server_user, make_server_folder, spawn_identity

LEFTOVER_TIMEOUT_S = 10
PORT_LINE = re.compile(r"^port (\d+)$", re.MULTILINE)
CONFIGURATION = """\
bind {loopback}
port {port}
requirepass {password}
dir {folder}
daemonize no
save ""
appendonly {appendonly}
appendfsync everysec
maxmemory-policy noeviction
"""


@dataclass(frozen=True, slots=True)
class Valkey:
    """Where the data lives and how it is reached. Nothing runs until its service is started."""

    binary: Path
    ground: Path
    port: int
    password: str
    log_file: Path
    is_persistent: bool = True

    @property
    def data_folder(self) -> Path:
        return self.ground / "valkey"

    @property
    def url(self) -> str:
        return f"redis://:{quote(self.password, safe='')}@{LOOPBACK}:{self.port}/0"

    def service(self) -> Service:
        """The server process."""
        return Service(
            name="Valkey",
            command=(str(self.binary), str(self._configuration_file)),
            log_file=self.log_file,
            cwd=Path("/"),
            environment={"LC_ALL": "C.UTF-8"},
            identity=spawn_identity(),
            before_start=self.prepare,
            is_ready=self.is_ready,
        )

    def is_ready(self) -> bool:
        """Whether the server answers; it does not while it still loads its data."""
        try:
            with self._connect(self.port) as connection:
                return bool(connection.ping())
        except redis.RedisError:
            return False

    def prepare(self) -> None:
        """Stop a server that a killed supervisor left on this data, then write the configuration.

        Two servers on one append-only file would ruin it, and Valkey does not lock its folder.
        """
        make_server_folder(self.data_folder)
        deadline = time.monotonic() + LEFTOVER_TIMEOUT_S
        while self._ask_leftover_to_stop():
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"another Valkey runs on {self.data_folder} and does not stop")
            time.sleep(0.1)
        self._write_configuration()

    @property
    def _configuration_file(self) -> Path:
        return self.data_folder / "valkey.conf"

    def _connect(self, port: int) -> redis.Redis:
        return redis.Redis(
            LOOPBACK,
            port,
            password=self.password,
            socket_timeout=2,
            socket_connect_timeout=2,
            retry=Retry(NoBackoff(), 0),  # whoever asks here asks again; the client's own patience is seconds
        )

    def _ask_leftover_to_stop(self) -> bool:
        """Whether a server with our password still listens where the last configuration says."""
        try:
            configured = PORT_LINE.search(self._configuration_file.read_text())
            assert configured is not None
            with self._connect(int(configured[1])) as connection:
                connection.ping()  # SHUTDOWN hides a refused connection: it expects to lose one
                connection.shutdown()
        except redis.BusyLoadingError:
            return True
        except (FileNotFoundError, redis.RedisError):
            return False
        return True

    def _write_configuration(self) -> None:
        # In a file, because a command line is there for every user of the machine to read.
        self._configuration_file.touch(mode=0o600)
        self._configuration_file.write_text(
            CONFIGURATION.format(
                loopback=LOOPBACK,
                port=self.port,
                password=self.password,
                folder=self.data_folder,
                appendonly="yes" if self.is_persistent else "no",
            )
        )
        give_to_server_user(self._configuration_file)
