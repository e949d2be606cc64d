"""An embedded PostgreSQL: one cluster in one folder, on loopback, behind a password."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import conninfo

from propscrape.supervisor.service import Service

from .errors import EmbeddedServerError
from .ports import LOOPBACK
from .server_user import give_to_server_user, make_server_folder, spawn_identity

SUPERUSER = "postgres"
DATABASE = "postgres"
LEFTOVER_TIMEOUT_S = 20
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "shared_preload_libraries": "pg_stat_statements",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}
# For databases nobody will miss: a crash may lose them, everything else behaves alike.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    "autovacuum_naptime": "10min",
}


class Answer(Enum):
    """Who answers on a port: a cluster that knows our password, one that starts, stops or is full, or none of ours."""

    OURS = auto()
    BUSY = auto()
    NOBODY = auto()


@dataclass(frozen=True, slots=True)
class Postgres:
    """Where a cluster lives and how it is reached. Nothing runs until its service is started."""

    bin_folder: Path
    ground: Path
    port: int
    password: str
    log_file: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def data_folder(self) -> Path:
        return self.ground / "postgres"

    @property
    def admin_url(self) -> str:
        """How the superuser logs in."""
        return f"postgresql://{SUPERUSER}:{quote(self.password, safe='')}@{LOOPBACK}:{self.port}/{DATABASE}"

    @property
    def is_new(self) -> bool:
        """Whether the cluster has yet to be made."""
        return not (self.data_folder / "PG_VERSION").exists()

    def create_cluster(self) -> None:
        """Make the cluster, as the server's user. Raises EmbeddedServerError with initdb's own last line."""
        unfinished = self.ground / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        make_server_folder(unfinished)
        password_file = self.ground / "postgres.password"
        _write_for_server_user(password_file, self.password)
        try:
            self._initdb(unfinished, password_file)
        finally:
            password_file.unlink()
        # Renamed only when whole: an initdb that was interrupted leaves nothing that looks like a cluster.
        unfinished.rename(self.data_folder)

    def service(self) -> Service:
        """The server process."""
        options = [f"-c{name}={value}" for name, value in {**SETTINGS, "port": str(self.port), **self.settings}.items()]
        return Service(
            name="PostgreSQL",
            command=(str(self.bin_folder / "postgres"), "-D", str(self.data_folder), *options),
            log_file=self.log_file,
            cwd=Path("/"),
            environment={"LC_ALL": "C.UTF-8"},
            identity=spawn_identity(),
            before_start=self.clear_the_way,
            is_ready=self.is_ready,
            stop_signal=signal.SIGINT,  # "fast"; SIGTERM would wait for every client to leave
            stop_timeout_s=30,
        )

    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        return self._who_answers(self.port) is Answer.OURS

    def clear_the_way(self) -> None:
        """Stop a server that a killed supervisor left behind on this cluster; forget a pid file without a server.

        In a container the pid of yesterday's server belongs to any process today, and PostgreSQL would refuse to start.
        """
        pid_file = self.data_folder / "postmaster.pid"
        deadline = time.monotonic() + LEFTOVER_TIMEOUT_S
        while pid_file.exists():
            pid, port = _read_pid_file(pid_file)
            answer = Answer.NOBODY if port is None else self._who_answers(port)
            if answer is Answer.NOBODY:
                pid_file.unlink(missing_ok=True)
                return
            if time.monotonic() > deadline:
                raise EmbeddedServerError(
                    f"another PostgreSQL (pid {pid}) runs on {self.data_folder} and does not stop"
                )
            if answer is Answer.OURS:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)
            time.sleep(0.2)

    def _who_answers(self, port: int) -> Answer:
        try:
            socket.create_connection((LOOPBACK, port), timeout=2).close()
        except OSError:
            return Answer.NOBODY
        try:
            psycopg.connect(conninfo.make_conninfo(self.admin_url, port=port, connect_timeout=5)).close()
        except psycopg.OperationalError as error:
            return Answer.NOBODY if "password authentication failed" in str(error) else Answer.BUSY
        return Answer.OURS

    def _initdb(self, folder: Path, password_file: Path) -> None:
        made = subprocess.run(  # noqa: S603 - our own command line
            [
                str(self.bin_folder / "initdb"),
                f"--pgdata={folder}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--locale=C.UTF-8",
                "--encoding=UTF8",
                "--no-instructions",
                "--no-sync",
            ],
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            start_new_session=True,
            **spawn_identity(),
        )
        if made.returncode != 0:
            raise EmbeddedServerError(f"initdb failed: {made.stdout.strip()}")


def _write_for_server_user(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
    give_to_server_user(path)


def _read_pid_file(path: Path) -> tuple[int, int | None]:
    """The pid (line 1) and port (line 4) of postmaster.pid; no port when the server died before it wrote one."""
    lines = path.read_text().splitlines()
    pid = int(lines[0]) if lines and lines[0].lstrip("-").isdigit() else 0
    port = int(lines[3]) if len(lines) > 3 and lines[3].isdigit() else None
    return pid, port
