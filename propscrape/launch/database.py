"""The database an instance stands on: its own embedded one, or the one DATABASE_URL names."""

from urllib.parse import quote, urlsplit

import psycopg

from propscrape.embedded.binaries import postgres_bin
from propscrape.embedded.ground import server_ground
from propscrape.embedded.ports import KeptPorts
from propscrape.embedded.postgres import Postgres
from propscrape.environment import Environment
from propscrape.roles import ensure_roles
from propscrape.supervisor.supervisor import Supervisor

from .errors import LaunchError
from .home import Home
from .progress import Progress

OWNER = DATABASE = "propscrape"
MAINTENANCE_DATABASES = {"", "postgres", "template1"}


def stand_on_database(*, environment: Environment, home: Home, supervisor: Supervisor, progress: Progress) -> str:
    """Have a database with its roles; answers with the URL under which the services log in, never as superuser.

    Raises LaunchError, EmbeddedServerError, ServiceFailed.
    """
    password = home.secrets().database_password
    if environment.DATABASE_URL:
        with progress.step("Using the PostgreSQL that DATABASE_URL names"):
            return use_given_database(environment.DATABASE_URL, owner=OWNER, password=password, database=DATABASE)
    postgres = _embedded(environment, home)
    if postgres.is_new:
        with progress.step("Making a PostgreSQL cluster (first start)"):
            postgres.create_cluster()
    with progress.step(f"Starting PostgreSQL on port {postgres.port}"):
        supervisor.start_and_wait(postgres.service())
        ensure_roles(postgres.admin_url, owner=OWNER, owner_password=password, database=DATABASE)
    return at_database(postgres.admin_url, user=OWNER, password=password, database=DATABASE)


def use_given_database(url: str, *, owner: str, password: str, database: str) -> str:
    """The URL to log in with. A superuser's is used once, to make the roles and the owner; any other as it is.

    The URL's own database is used, or `database` where it names one for maintenance. Raises LaunchError.
    """
    try:
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
            is_superuser = connection.info.parameter_status("is_superuser") == "on"
            user, named = connection.info.user, connection.info.dbname
    except psycopg.OperationalError as error:
        raise LaunchError(f"DATABASE_URL cannot be used: {str(error).strip().splitlines()[0]}") from error
    if not is_superuser:
        return url
    if user == owner:
        owner = f"{owner}_owner"
    if named not in MAINTENANCE_DATABASES:
        database = named
    ensure_roles(url, owner=owner, owner_password=password, database=database)
    return at_database(url, user=owner, password=password, database=database)


def at_database(url: str, *, user: str, password: str, database: str) -> str:
    """The same server and options, another login and database."""
    parts = urlsplit(url)
    server = parts.netloc.rpartition("@")[2]
    login = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return parts._replace(netloc=f"{login}@{server}", path=f"/{quote(database, safe='')}").geturl()


def _embedded(environment: Environment, home: Home) -> Postgres:
    ground = server_ground(home.path)
    return Postgres(
        bin_folder=postgres_bin(ground, named=environment.PG_BIN),
        ground=ground,
        port=KeptPorts(home.ports_file).take("postgres"),
        password=home.secrets().postgres_password,
        log_file=home.log_file("postgres"),
    )
