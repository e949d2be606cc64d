"""One at a time across all processes: PostgreSQL's advisory locks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction


@contextmanager
def advisory_lock(name: str) -> Iterator[bool]:
    """Whether the lock `name` is ours; it is let go with the transaction that this opens. Never waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"propscrape {name}"])
        (is_ours,) = cursor.fetchone()
        yield bool(is_ours)


@contextmanager
def long_lock(name: str) -> Iterator[bool]:
    """As advisory_lock, without a transaction: for work that commits as it goes. It ends with the connection, too."""
    key = f"propscrape {name}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [key])
        (is_ours,) = cursor.fetchone()
    try:
        yield bool(is_ours)
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [key])


def wait_for_turn(*name: object) -> datetime:
    """Hold the lock of this name to the end of the transaction, after whoever holds it now; since when, UTC.

    The time is the database's, so that turns taken on two machines are in the order of their times. Names are hashed
    to 64 bits; two that collide wait for each other and do no other harm.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [" ".join(map(str, name))])
        cursor.execute("SELECT clock_timestamp()")
        (since,) = cursor.fetchone()
    assert isinstance(since, datetime)
    return since
