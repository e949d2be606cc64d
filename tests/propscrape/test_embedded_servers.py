"""The embedded servers, really run, as whoever runs the suite."""

import os
import signal
import socket
import stat
import time
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from propscrape.embedded.binaries import postgres_bin, valkey_binary
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.embedded.ports import HIGHEST_PORT, LOOPBACK, LOWEST_PORT, KeptPorts, find_free_port, is_port_free
from propscrape.embedded.postgres import Postgres
from propscrape.embedded.server_user import NOBODY
from propscrape.embedded.valkey import Valkey
from propscrape.supervisor.stop_request import StopRequest
from propscrape.supervisor.supervisor import Supervisor
from tests.servers import new_home

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="the server's user differs from ours only as root")


@pytest.fixture
def supervisor():
    with Supervisor(say=print, stop_request=StopRequest()) as supervisor:
        yield supervisor


@pytest.fixture
def ground():
    """Beside pytest's own folders, which as root keep the servers' user out."""
    with new_home() as home:
        yield home


@pytest.fixture
def postgres(ground):
    server = Postgres(
        bin_folder=postgres_bin(ground),
        ground=ground,
        port=find_free_port(),
        password="a password: with 'quotes' and spaces",
        log_file=ground / "postgres.log",
    )
    server.create_cluster()
    return server


@pytest.fixture
def valkey(ground):
    return Valkey(
        binary=valkey_binary(ground),
        ground=ground,
        port=find_free_port(),
        password="secret",
        log_file=ground / "valkey.log",
    )


def test_postgres_keeps_what_was_committed_before_it_was_killed(postgres, supervisor):
    process = supervisor.start(postgres.service())
    supervisor.wait_until_ready(process)
    with psycopg.connect(postgres.admin_url) as connection:
        connection.execute("CREATE TABLE homes AS SELECT 1 AS home")
    os.kill(process.pid, signal.SIGKILL)
    time.sleep(0.1)
    supervisor.bring_back_the_dead()
    with psycopg.connect(postgres.admin_url) as connection:
        assert connection.execute("SELECT home FROM homes").fetchall() == [(1,)]


def test_postgres_is_unicode_in_utc_with_statement_statistics(postgres, supervisor):
    supervisor.start_and_wait(postgres.service())
    with psycopg.connect(postgres.admin_url) as connection:
        rows = connection.execute("SELECT name, setting FROM pg_settings").fetchall()
        collation = connection.execute("SELECT datcollate FROM pg_database WHERE datname = 'template1'").fetchone()
    settings: dict[str, str] = dict(rows)
    assert collation == ("C.UTF-8",)
    assert settings["server_encoding"] == "UTF8"
    assert settings["TimeZone"] == "UTC"
    assert settings["listen_addresses"] == LOOPBACK
    assert settings["unix_socket_directories"] == ""
    assert "pg_stat_statements" in settings["shared_preload_libraries"]


def test_postgres_asks_for_its_password(postgres, supervisor):
    supervisor.start_and_wait(postgres.service())
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgresql://postgres:wrong@{LOOPBACK}:{postgres.port}/postgres")


def test_postgres_starts_over_a_pid_file_that_names_another_process(postgres, supervisor):
    pid_file = postgres.data_folder / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{postgres.data_folder}\n0\n{find_free_port()}\n")
    pid_file.chmod(0o644)
    supervisor.start_and_wait(postgres.service())
    assert postgres.is_ready()


def test_postgres_takes_over_from_one_that_was_left_behind(postgres, supervisor):
    left_behind = supervisor.start(postgres.service())
    supervisor.wait_until_ready(left_behind)
    with Supervisor(say=print, stop_request=StopRequest()) as successor:
        successor.start_and_wait(postgres.service())
        assert not left_behind.is_running
        assert postgres.is_ready()


def test_initdb_that_fails_says_why_and_leaves_no_cluster(ground):
    (ground / "bin").mkdir()
    fake = ground / "bin" / "initdb"
    fake.write_text("#!/bin/sh\necho 'no space left on device'; exit 1\n")
    fake.chmod(0o755)
    broken = Postgres(ground / "bin", ground, find_free_port(), "secret", ground / "postgres.log")
    with pytest.raises(EmbeddedServerError, match="initdb failed: no space left on device"):
        broken.create_cluster()
    assert broken.is_new
    assert not (ground / "postgres.password").exists()


def test_valkey_keeps_what_was_written_before_it_was_killed(valkey, supervisor):
    process = supervisor.start(valkey.service())
    supervisor.wait_until_ready(process)
    with redis.Redis.from_url(valkey.url) as connection:
        connection.set("message", "still here")
    os.kill(process.pid, signal.SIGKILL)
    time.sleep(0.1)
    supervisor.bring_back_the_dead()
    with redis.Redis.from_url(valkey.url) as connection:
        assert connection.get("message") == b"still here"


def test_valkey_asks_for_its_password(valkey, supervisor):
    supervisor.start_and_wait(valkey.service())
    impatient = Retry(NoBackoff(), 0)
    with redis.Redis(LOOPBACK, valkey.port, retry=impatient) as connection, pytest.raises(redis.AuthenticationError):
        connection.ping()


def test_valkey_on_another_port_takes_over_from_one_that_was_left_behind(valkey, ground, supervisor):
    left_behind = supervisor.start(valkey.service())
    supervisor.wait_until_ready(left_behind)
    elsewhere = Valkey(valkey.binary, ground, find_free_port(), valkey.password, valkey.log_file)
    with Supervisor(say=print, stop_request=StopRequest()) as successor:
        successor.start_and_wait(elsewhere.service())
        assert not left_behind.is_running


@as_root
def test_as_root_the_servers_run_as_nobody_and_own_their_data(postgres, valkey, supervisor):
    for server in (postgres, valkey):
        process = supervisor.start(server.service())
        supervisor.wait_until_ready(process)
        assert server.data_folder.stat().st_uid == NOBODY
        assert stat.S_IMODE(server.data_folder.stat().st_mode) == 0o700
        if Path("/proc").exists():
            assert Path(f"/proc/{process.pid}").stat().st_uid == NOBODY


def test_a_server_keeps_its_port_until_somebody_else_has_it(tmp_path):
    ports = KeptPorts(tmp_path / "ports.json")
    first = ports.take("postgres")
    assert LOWEST_PORT <= first <= HIGHEST_PORT
    assert KeptPorts(tmp_path / "ports.json").take("postgres") == first
    with socket.socket() as other:
        other.bind((LOOPBACK, first))
        other.listen()
        assert not is_port_free(first)
        second = ports.take("postgres")
        assert second != first
    assert ports.take("postgres") == second


def test_programs_may_be_named_and_must_exist(ground):
    assert postgres_bin(ground, named=postgres_bin(ground)) == postgres_bin(ground)
    with pytest.raises(EmbeddedServerError, match="PG_BIN"):
        postgres_bin(ground, named=ground / "nothing here")
    with pytest.raises(EmbeddedServerError, match="VALKEY_BIN"):
        valkey_binary(ground, named=ground / "nothing here")
