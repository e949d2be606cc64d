"""One at a time across all processes: PostgreSQL's advisory locks."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def advisory_lock(name: str) -> Iterator[bool]:
    """Whether the lock `name` is ours; it is let go with the transaction that this opens. Never waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"propscrape {name}"])
        (is_ours,) = cursor.fetchone()
        yield bool(is_ours)
