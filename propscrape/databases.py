"""DATABASE_URL as Django's DATABASES entry."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from propscrape.environment import Environment

POOL_MIN_SIZE = 2
STATEMENT_TIMEOUT_MS = 30_000
UNSET_URL = "postgresql://propscrape@127.0.0.1:5432/propscrape"


def database_settings(environment: Environment) -> dict[str, Any]:
    """One DATABASES entry for `environment.DATABASE_URL`.

    Web processes take connections from a psycopg pool; Celery workers hold plain persistent ones, because
    Celery's own recycling closes pools.
    """
    parts = conninfo_to_dict(environment.DATABASE_URL or UNSET_URL)
    entry: dict[str, Any] = {
        "ENGINE": "django_prometheus.db.backends.postgresql",
        "NAME": parts.pop("dbname", "propscrape"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", "") or "",
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "") or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **parts,
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC",
            # A captured page travels as bytes instead of a hex literal, and the import's statements are planned once
            "server_side_binding": True,
            "prepare_threshold": 2,
        },
    }
    if environment.DATABASE_POOL:
        entry["CONN_MAX_AGE"] = 0
        entry["OPTIONS"]["pool"] = {
            "min_size": min(POOL_MIN_SIZE, environment.DATABASE_POOL_SIZE),
            "max_size": environment.DATABASE_POOL_SIZE,
            "timeout": environment.DATABASE_POOL_TIMEOUT_S,
        }
    else:
        entry["CONN_MAX_AGE"] = None
    return entry
