"""The database emptied after a test that commits, by what it left: Django truncates every table there is instead.

Truncating some seventy tables with their indexes takes longer than most such tests, and a permission that is made anew
is the same one.  Rows that row-level security hides, and those that a foreign key holds, are left by a superuser alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

from tests.servers import superuser_url

KEPT = ("django_migrations", "django_content_type", "auth_permission")
# What was deleted from a table that is larger, or was counted, is cleared away, too: later tests read over none of it,
# and the planner forgets it
SMALL_BYTES = 65_536
_FILLED = """
    SELECT c.relname, pg_relation_size(c.oid) > %s OR c.reltuples > 0 FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND pg_relation_size(c.oid) > 0
        AND (c.relispartition OR c.relname = ANY(%s))
"""


@contextmanager
def emptied_by_what_is_left() -> Iterator[None]:
    """While it lasts tests that commit are cleaned up after in this way, where the server lets in a superuser."""
    with pytest.MonkeyPatch.context() as patch:
        if superuser_url():
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty())
        yield


def empty() -> None:
    """Delete the rows of all tables that Django's flush would empty, but for KEPT."""
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - set(KEPT)
    database = connection.settings_dict["NAME"]
    with psycopg.connect(superuser_url(), dbname=database, autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")  # no foreign key is asked
        for table, is_to_clear in superuser.execute(_FILLED, [SMALL_BYTES, list(names)]).fetchall():
            superuser.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            if is_to_clear:
                superuser.execute(sql.SQL("VACUUM {}").format(sql.Identifier(table)))
