"""The servers the suite runs on, as a pytest plugin that acts before Django reads its settings.

DATABASE_URL and REDIS_URL name them; what is unset is started for this run in a temporary folder. Either way the
suite logs in as a role that is no superuser, or tests of row-level security would prove nothing. With `-n 3` each of
pytest-xdist's processes has servers of its own, or a database and a Redis number of its own on those that are named.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from propscrape.embedded.binaries import postgres_bin, valkey_binary
from propscrape.embedded.ground import server_ground
from propscrape.embedded.ports import find_free_port
from propscrape.embedded.postgres import THROWAWAY_SETTINGS, Postgres
from propscrape.embedded.valkey import Valkey
from propscrape.environment import Environment, read_environment
from propscrape.launch.broker import use_given_broker
from propscrape.launch.database import use_given_database
from propscrape.supervisor.stop_request import StopRequest
from propscrape.supervisor.supervisor import Supervisor

OWNER = DATABASE = "propscrape_tests"
_superusers: list[str] = []  # the login that the databases of this run are made with, if it is one


def pytest_addoption(parser: pytest.Parser) -> None:
    """--database-only: for a second run on other servers, to which tests without a database have nothing to say."""
    parser.addoption("--database-only", action="store_true", help="only tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what does not use the database, if that was asked for."""
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if item.get_closest_marker("django_db") or _asks_for_database(item)]
    left_out = set(items) - set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = kept


def _asks_for_database(item: pytest.Item) -> bool:
    return not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Have servers and name them in the environment; pytest-django sets Django up inside this same hook."""
    if _only_hands_out(early_config):
        return (yield)
    environment = read_environment()
    running = ExitStack()
    early_config.add_cleanup(running.close)
    home = running.enter_context(new_home())
    supervisor = running.enter_context(Supervisor(say=print, stop_request=StopRequest()))
    os.environ["PROPSCRAPE_HOME"] = str(home)
    os.environ["DATABASE_URL"] = _database_url(environment, home, supervisor)
    os.environ["REDIS_URL"] = _redis_url(environment, home, supervisor)
    return (yield)


def _only_hands_out(config: pytest.Config) -> bool:
    """Whether this process runs no test itself, but has others run them."""
    return bool(getattr(config.known_args_namespace, "numprocesses", None)) and not _process_number()


def superuser_url() -> str:
    """The login of a superuser on this run's server; "" where none was given."""
    return _superusers[-1] if _superusers else ""


def _process_number() -> str:
    """The number of a process of pytest-xdist, from 0; nothing where there is but one process."""
    return os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")


@contextmanager
def new_home() -> Iterator[Path]:
    """An empty folder that servers can live in, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="propscrape-tests-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o711)  # as root the servers are another user, who has to pass through
        yield home


def _database_url(environment: Environment, home: Path, supervisor: Supervisor) -> str:
    given = environment.DATABASE_URL
    if not given:
        ground = server_ground(home)
        postgres = Postgres(
            bin_folder=postgres_bin(ground, named=environment.PG_BIN),
            ground=ground,
            port=find_free_port(),
            password=secrets.token_urlsafe(),
            log_file=home / "postgres.log",
            settings=THROWAWAY_SETTINGS,
        )
        postgres.create_cluster()
        supervisor.start_and_wait(postgres.service())
        given = postgres.admin_url
    own = use_given_database(given, owner=OWNER, password=secrets.token_urlsafe(), database=DATABASE)
    _superusers.extend([given] if own != given else [])  # any other login is used as it is
    return own


def _redis_url(environment: Environment, home: Path, supervisor: Supervisor) -> str:
    if environment.REDIS_URL:
        return use_given_broker(_own_number(environment.REDIS_URL))
    ground = server_ground(home)
    valkey = Valkey(
        binary=valkey_binary(ground, named=environment.VALKEY_BIN),
        ground=ground,
        port=find_free_port(),
        password=secrets.token_urlsafe(),
        log_file=home / "valkey.log",
        is_persistent=False,
    )
    supervisor.start_and_wait(valkey.service())
    return valkey.url


def _own_number(url: str) -> str:
    """The Redis database of this process: the one that is named, or as many further on as its number says."""
    parts = urlsplit(url)
    named = int(parts.path.removeprefix("/") or 0)
    return urlunsplit(parts._replace(path=f"/{named + int(_process_number() or 0)}"))
