"""Whose rows a piece of work may touch. The database enforces it; these scopes only say who is at work.

    with client_scope(client_id): ...      rows of one client
    with staff_scope(): ...                rows of all clients: console, key look-up, claiming, upkeep

Outside a scope the login role owns the tables but has no policy on them: client-owned tables look empty.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from propscrape.roles import CLIENT_ROLE, STAFF_ROLE

SET_SCOPE = "SELECT set_config('role', %s, true), set_config('app.client_id', %s, true)"


class Scope(NamedTuple):
    """A database role and, for a client's, the client's id in text; both are what SET LOCAL holds."""

    role: str
    client_id: str


NOBODY = Scope(role="none", client_id="")
# Keyed by connection, not by thread or context: the setting lives in the connection's transaction
_current: WeakKeyDictionary[BaseDatabaseWrapper, Scope] = WeakKeyDictionary()


class ScopeConflict(RuntimeError):
    """A scope was opened inside one that does not allow it: another client's, or staff inside a client's."""


@contextmanager
def client_scope(client_id: UUID) -> Iterator[None]:
    """A transaction that sees and writes the rows of this client alone. Raises ScopeConflict inside another's."""
    with _scope(Scope(CLIENT_ROLE, str(UUID(str(client_id))))):
        yield


@contextmanager
def staff_scope() -> Iterator[None]:
    """A transaction that sees and writes the rows of all clients. Raises ScopeConflict inside a client's scope."""
    with _scope(Scope(STAFF_ROLE, "")):
        yield


def current_scope() -> Scope:
    """The scope this connection works in; NOBODY outside of any."""
    return _current.get(_connection(), NOBODY)


def client_owned_models() -> list[type[Model]]:
    """Every installed model with a `client`, and Client itself."""
    return [
        model
        for model in apps.get_models()
        if any(f.name == "client" and f.is_relation for f in model._meta.fields)
        or model._meta.label == "clients.Client"
    ]


def client_owned_tables() -> set[str]:
    """The tables of client_owned_models."""
    return {model._meta.db_table for model in client_owned_models()}


@contextmanager
def _scope(scope: Scope) -> Iterator[None]:
    connection = _connection()
    previous = _current.get(connection, NOBODY)
    if previous.client_id and previous != scope:
        raise ScopeConflict("a client's scope holds no other client's, nor staff's")
    was_in_transaction = connection.in_atomic_block
    with transaction.atomic():
        _set(connection, scope)
        try:
            yield
            # A released savepoint keeps SET LOCAL, and so does an enclosing transaction; a rolled back one does not
            if was_in_transaction:
                _set(connection, previous)
        finally:
            _current[connection] = previous


def _set(connection: BaseDatabaseWrapper, scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET_SCOPE, scope)
    _current[connection] = scope


def _connection() -> BaseDatabaseWrapper:
    return connections[DEFAULT_DB_ALIAS]
