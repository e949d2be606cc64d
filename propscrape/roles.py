"""The database roles: who exists in the cluster, and what staff may do with tables no client owns.

Three roles, none of them superuser or BYPASSRLS (ARCHITECTURE.md, Tenants). They belong to the cluster, so they are
made here, by whoever may make roles, and not in a migration.
"""

from typing import Any

import psycopg
from django.apps import apps
from django.db import connections
from psycopg import sql

CLIENT_ROLE = "propscrape_client"
STAFF_ROLE = "propscrape_staff"
# Stands between the owner and the two: who inherits a role is under its policies all the time, and this one does not
# inherit, so the owner has nothing of either until it takes one on. (PostgreSQL 15 cannot say that of a single grant.)
SWITCH_ROLE = "propscrape_switch"


def ensure_roles(admin_url: str, *, owner: str, owner_password: str | None, database: str) -> None:
    """Make the roles and the owner's database where they are missing; safe to run again, and by two at once.

    `admin_url` logs in as somebody who may make roles. The owner may make databases (tests need one) and take on
    both other roles; it is what migrations and services log in as.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('propscrape roles'))")
        for role in (CLIENT_ROLE, STAFF_ROLE, SWITCH_ROLE):
            _ensure_role(connection, role, login=False, password=None)
        _ensure_role(connection, owner, login=True, password=owner_password)
        grant = sql.SQL("GRANT {} TO {}")
        for role, member in ((CLIENT_ROLE, SWITCH_ROLE), (STAFF_ROLE, SWITCH_ROLE), (SWITCH_ROLE, owner)):
            connection.execute(grant.format(sql.Identifier(role), sql.Identifier(member)))
        _ensure_database(connection, database, owner)


def _ensure_role(connection: psycopg.Connection[Any], name: str, *, login: bool, password: str | None) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    rights = "LOGIN CREATEDB INHERIT" if login else "NOLOGIN NOCREATEDB NOINHERIT"
    statement = sql.SQL("{} ROLE {} {} NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION").format(
        sql.SQL("ALTER" if exists else "CREATE"), sql.Identifier(name), sql.SQL(rights)
    )
    if password:
        statement += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
    connection.execute(statement)


def _ensure_database(connection: psycopg.Connection[Any], name: str, owner: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    statement = (
        "ALTER DATABASE {} OWNER TO {}" if exists else "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0"
    )
    connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(owner)))


def grant_shared_tables(*, using: str = "default", **_: Any) -> None:
    """Let staff work on every table that no client owns: accounts, sessions, portals, the beat's schedule."""
    from propscrape.tenancy import client_owned_tables

    owned = client_owned_tables()
    with connections[using].cursor() as cursor:
        present = set(connections[using].introspection.table_names(cursor))
        shared = [m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.managed]
        tables = sorted({t for t in shared if t in present and t not in owned})
        if tables:
            names = sql.SQL(", ").join(map(sql.Identifier, tables))
            role = sql.Identifier(STAFF_ROLE)
            cursor.execute(sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}").format(names, role))
