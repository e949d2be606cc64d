"""What `up` does around the processes: data folder, secrets, given servers, port, samples, summary."""

import io
import json
import os
import shlex
import socket
import stat
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from propscrape.environment import PROJECT_ROOT, Environment
from propscrape.launch.broker import use_given_broker
from propscrape.launch.database import at_database, use_given_database
from propscrape.launch.errors import LaunchError
from propscrape.launch.home import Home
from propscrape.launch.instance import run_instance
from propscrape.launch.progress import Progress
from propscrape.launch.samples import Sample, load_samples, read_samples
from propscrape.launch.summary import curl_line
from propscrape.supervisor.folder_lock import FolderLock
from propscrape.supervisor.stop_request import StopRequest


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(**variables):
    run_instance(
        environment=Environment(_env_file=None, **variables),  # type: ignore[call-arg]
        progress=Progress(io.StringIO()),
        stop_request=StopRequest(),
    )


def test_secrets_are_made_once_and_are_the_owners_alone(tmp_path):
    home = Home.make(tmp_path / "data")
    made = home.secrets()
    assert Home.make(tmp_path / "data").secrets() == made
    assert stat.S_IMODE((tmp_path / "data" / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data" / "logs").stat().st_mode) == 0o700
    assert len(set(vars_of(made))) == 4


def vars_of(made):
    return [made.secret_key, made.postgres_password, made.database_password, made.valkey_password]


def test_a_data_folder_that_cannot_be_made_is_one_clear_line(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(LaunchError, match="set PROPSCRAPE_HOME"):
        Home.make(tmp_path / "file" / "data")


def test_metrics_of_processes_that_are_gone_are_not_kept(tmp_path):
    home = Home.make(tmp_path)
    (home.fresh_metrics_folder() / "counter_4711.db").touch()
    assert list(home.fresh_metrics_folder().iterdir()) == []


def test_a_used_port_is_refused_with_the_way_out(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LaunchError, match=rf"Port {port} is in use: choose another with PORT={port + 1} make run"):
            run(PORT=port, PROPSCRAPE_HOME=tmp_path)


def test_a_second_start_on_the_same_data_folder_is_refused(tmp_path, free_port):
    with FolderLock(tmp_path), pytest.raises(LaunchError, match="Already running on the data folder"):
        run(PORT=free_port, PROPSCRAPE_HOME=tmp_path)


@pytest.mark.parametrize("variable", ["DATABASE_URL", "REDIS_URL"])
def test_a_given_server_that_does_not_answer_is_named(tmp_path, free_port, variable):
    scheme = "postgresql" if variable == "DATABASE_URL" else "redis"
    given = {"DATABASE_URL": superuserless_url(), variable: f"{scheme}://127.0.0.1:{free_port}/0"}
    with pytest.raises(LaunchError, match=f"^{variable} cannot be used: "):
        run(PORT=free_port, PROPSCRAPE_HOME=tmp_path, **given)


def superuserless_url():
    """The suite's own database, which needs no roles made."""
    database = settings.DATABASES["default"]
    login = f"{database['USER']}:{database['PASSWORD']}"
    return f"postgresql://{login}@{database['HOST']}:{database['PORT']}/postgres"


def test_a_given_login_that_is_no_superuser_is_used_as_it_is():
    url = superuserless_url()
    assert use_given_database(url, owner="nobody_of_this_name", password="x", database="nothing") == url
    with psycopg.connect(url) as connection:
        roles = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'nobody_of_this_name'").fetchall()
    assert roles == []


def test_a_given_broker_is_used_as_it_is():
    assert use_given_broker(settings.REDIS_URL) == settings.REDIS_URL


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://postgres@127.0.0.1:5432/postgres", "postgresql://ann:p%2Fw@127.0.0.1:5432/homes"),
        ("postgres://root:x@db/app?sslmode=require", "postgres://ann:p%2Fw@db/homes?sslmode=require"),
        ("postgresql:///app?host=/run/postgresql", "postgresql://ann:p%2Fw@/homes?host=/run/postgresql"),
        ("postgresql://root@[::1]:5433", "postgresql://ann:p%2Fw@[::1]:5433/homes"),
    ],
)
def test_another_login_keeps_server_and_options(url, expected):
    assert at_database(url, user="ann", password="p/w", database="homes") == expected
    assert psycopg.conninfo.conninfo_to_dict(expected)["password"] == "p/w"


def test_the_curl_line_is_one_line_that_a_shell_reads_as_meant():
    page = "https://www.example.com/homes/1?room=2&view='sea'"
    line = curl_line(base_url="http://127.0.0.1:8000", api_key="ps_live_x", page_url=page)
    program, silent, header, key, address = shlex.split(line)
    assert (program, silent, header, key) == ("curl", "-s", "-H", "X-Api-Key: ps_live_x")
    assert parse_qs(urlsplit(address).query) == {"url": [page]}
    assert "\n" not in line


def test_progress_shows_a_step_while_it_runs_and_says_when_it_failed():
    out = io.StringIO()
    progress = Progress(out)
    with progress.step("Painting"):
        assert out.getvalue() == "Painting ... "
    with pytest.raises(ValueError, match="no paint"), progress.step("Again"):
        raise ValueError("no paint")
    assert out.getvalue() == "Painting ... 0.0 s\nAgain ... failed\n"


def test_a_reader_that_has_left_is_no_reason_to_stop():
    class ClosedPipe(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    Progress(ClosedPipe()).say("Is anybody there?")


@pytest.fixture
def sample_folder(tmp_path):
    (tmp_path / "index.json").write_text(json.dumps([{"url": "https://www.example.com/1", "file": "one.html"}]))
    (tmp_path / "one.html").write_text("<h1>Größe</h1>")
    return tmp_path


class StandIn(HTTPServer):
    """In the API's place: keeps what it is sent and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.received: list[tuple[str, str, dict]] = []
        self.status = 200


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        assert isinstance(self.server, StandIn)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, self.headers["X-Api-Key"], json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def api():
    with StandIn() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_samples_go_through_the_api_with_the_demo_key(api, sample_folder):
    load_samples(read_samples(sample_folder), base_url=f"http://127.0.0.1:{api.server_port}", api_key="ps_live_x")
    assert api.received == [
        ("/public_api/v1/listings", "ps_live_x", {"url": "https://www.example.com/1", "html": "<h1>Größe</h1>"})
    ]


def test_a_sample_that_is_not_taken_is_named(api):
    sample = Sample(url="https://www.example.com/1", html="")
    api.status = 422
    with pytest.raises(LaunchError, match=r"https://www.example.com/1 was not taken: 422"):
        load_samples([sample], base_url=f"http://127.0.0.1:{api.server_port}", api_key="ps_live_x")


@pytest.mark.django_db
def test_the_suite_itself_runs_as_somebody_row_level_security_applies_to():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_up_refuses_to_make_demo_credentials_outside_development(tmp_path):
    production = {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "k" * 50,
        "DATABASE_URL": "postgresql://app@db.example/propscrape",
        "REDIS_URL": "redis://redis.example/0",
        "SEALING_KEYS": "A" * 43 + "=",
        "PUBLIC_URL": "https://listings.example",
        "PROPSCRAPE_HOME": str(tmp_path / "home"),
    }
    run = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=PROJECT_ROOT,
        env={"PATH": os.environ["PATH"]} | production,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert "is for development" in run.stderr + run.stdout
    assert not (tmp_path / "home").exists()
