"""System checks that no client-owned table stands open: `manage.py check --database default`, and every migrate."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from propscrape.roles import CLIENT_ROLE, STAFF_ROLE
from propscrape.tenancy import client_owned_tables

TABLE_FACTS = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, c.relispartition,
           COALESCE((SELECT array_agg(r.rolname::text ORDER BY r.rolname)
                     FROM pg_policy p, pg_roles r WHERE p.polrelid = c.oid AND r.oid = ANY (p.polroles)), '{}'),
           COALESCE((SELECT bool_or(p.polroles = '{0}') FROM pg_policy p WHERE p.polrelid = c.oid), false),
           (SELECT bool_and(pg_get_expr(p.polqual, p.polrelid) LIKE '%%app.client_id%%'
                        AND pg_get_expr(p.polwithcheck, p.polrelid) LIKE '%%app.client_id%%')
              FROM pg_policy p JOIN pg_roles r ON r.oid = ANY (p.polroles)
             WHERE p.polrelid = c.oid AND r.rolname = %s),
           COALESCE((SELECT array_agg(DISTINCT COALESCE(g.rolname, 'public')::text)
                     FROM aclexplode(c.relacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
                     WHERE a.grantee <> c.relowner), '{}')
    FROM pg_class c
    LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
    LEFT JOIN pg_class parent ON parent.oid = i.inhparent
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND (c.relname = ANY (%s) OR parent.relname = ANY (%s))
"""

LOGIN_FACTS = """
    SELECT rolname, rolsuper OR rolbypassrls,
           pg_has_role(oid, %s, 'USAGE') OR pg_has_role(oid, %s, 'USAGE')
    FROM pg_roles WHERE rolname = session_user
"""


@register(Tags.database)
def check_client_owned_tables(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """An error for every client-owned table without its policies, or with a grant it should not have."""
    return [message for alias in databases or () for message in _check(alias)]


@register(Tags.database)
def check_login_role(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """An error where the login role is above row-level security, or has staff's or a client's rights all the time."""
    return [message for alias in databases or () for message in _check_login(alias)]


def _check_login(alias: str) -> list[CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute(LOGIN_FACTS, [CLIENT_ROLE, STAFF_ROLE])
        name, is_above, inherits = cursor.fetchone()
    faults = {
        f"the login role {name} is a superuser or has BYPASSRLS; no policy holds for it": is_above,
        f"the login role {name} inherits {CLIENT_ROLE} or {STAFF_ROLE}; see propscrape/roles.py": inherits,
    }
    return [Error(fault, id="propscrape.E002") for fault, is_so in faults.items() if is_so]


def _check(alias: str) -> list[CheckMessage]:
    tables = sorted(client_owned_tables())
    with connections[alias].cursor() as cursor:
        cursor.execute(TABLE_FACTS, [CLIENT_ROLE, tables, tables])
        rows = cursor.fetchall()
    return [Error(f"{name}: {fault}", id="propscrape.E001") for name, *facts in rows for fault in _faults(*facts)]


def _faults(
    forced: bool,
    is_partition: bool,
    policy_roles: list[str],
    is_public: bool,
    isolates: bool | None,
    grantees: list[str],
) -> list[str]:
    if is_partition:
        return (
            [f"a partition is granted to {', '.join(grantees)}; its parent's policy would not hold"] if grantees else []
        )
    faults = []
    if not forced:
        faults.append("row-level security is not enabled and forced")
    if policy_roles != [CLIENT_ROLE, STAFF_ROLE] or is_public:
        faults.append(f"needs one policy for {CLIENT_ROLE} and one for {STAFF_ROLE}, and no other")
    if not isolates:
        faults.append(f"the policy of {CLIENT_ROLE} does not compare with app.client_id on both sides")
    if strangers := sorted(set(grantees) - {CLIENT_ROLE, STAFF_ROLE}):
        faults.append(f"is granted to {', '.join(strangers)}")
    if STAFF_ROLE not in grantees:
        faults.append(f"is not granted to {STAFF_ROLE}")
    return faults
