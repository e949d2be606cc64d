"""Print this machine's own PostgreSQL (15 or newer, as superuser) and Redis; exit 1 where either is missing."""

import sys

import psycopg
import redis

USERS = ("postgres", "root")
OLDEST_POSTGRES = 150_000
# Not database 0: on a developer's machine that is where other things live.
REDIS_URL = "redis://127.0.0.1:6379/9"


def find_database_url() -> str | None:
    """The first login that works without a password."""
    for user in USERS:
        url = f"postgresql://{user}@127.0.0.1:5432/postgres"
        try:
            with psycopg.connect(url, connect_timeout=3) as connection:
                is_superuser = connection.info.parameter_status("is_superuser") == "on"
                if is_superuser and connection.info.server_version >= OLDEST_POSTGRES:
                    return url
        except psycopg.OperationalError:
            continue
    return None


def has_redis() -> bool:
    """Whether Redis answers."""
    try:
        with redis.Redis.from_url(REDIS_URL, socket_timeout=3) as connection:
            return bool(connection.ping())
    except redis.RedisError:
        return False


if __name__ == "__main__":
    database_url = find_database_url()
    if database_url is None or not has_redis():
        sys.exit("No PostgreSQL 15+ on 127.0.0.1:5432 and Redis on 6379 here: the suite does not run a second time.")
    sys.stdout.write(f"DATABASE_URL={database_url}\nREDIS_URL={REDIS_URL}\n")
