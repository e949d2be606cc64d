"""The migration operation that puts a client-owned table under row-level security (K2)."""

from django.db import migrations

from propscrape.roles import CLIENT_ROLE, STAFF_ROLE

OWN_ROWS = "{column} = NULLIF(current_setting('app.client_id', true), '')::uuid"
ALL_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"
READ_ONLY = "SELECT"


def protect_table(table: str, *, column: str = "client_id", client_rights: str = ALL_RIGHTS) -> migrations.RunSQL:
    """Row-level security, forced, on one table: a client's own rows, all rows for staff, none for anybody else.

    `column` holds the owner's id. No setting, or an empty one, means no rows and no error. Both policies compare with
    a stable value, so an index that starts with the column serves them.
    """
    own = OWN_ROWS.format(column=column)
    return migrations.RunSQL(
        sql=[
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY own_rows ON "{table}" TO {CLIENT_ROLE} USING ({own}) WITH CHECK ({own})',
            f'CREATE POLICY all_rows ON "{table}" TO {STAFF_ROLE} USING (true) WITH CHECK (true)',
            f'GRANT {client_rights} ON "{table}" TO {CLIENT_ROLE}',
            f'GRANT {ALL_RIGHTS} ON "{table}" TO {STAFF_ROLE}',
        ],
        reverse_sql=[
            f'REVOKE ALL ON "{table}" FROM {CLIENT_ROLE}, {STAFF_ROLE}',
            f'DROP POLICY all_rows ON "{table}"',
            f'DROP POLICY own_rows ON "{table}"',
            f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
        ],
    )


def bind_to_same_client(table: str, column: str, target: str, *, in_use: bool = False) -> migrations.RunSQL:
    """A reference that cannot leave its client: (client_id, column) must be (client_id, id) of one row of `target`.

    Django's own foreign key stays beside it; alone it would accept another client's row, because the database checks
    references without regard to row-level security. A table `in_use` is checked after the constraint is there, and
    goes on being written meanwhile; for migrations that are not atomic.
    """
    key, name = f"{target}_client_id_id", f"{table}_{column}_same_client"
    bind = (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (client_id, "{column}") '
        f'REFERENCES "{target}" (client_id, id) DEFERRABLE INITIALLY DEFERRED'
    )
    checked = [f"{bind} NOT VALID", f'ALTER TABLE "{table}" VALIDATE CONSTRAINT "{name}"'] if in_use else [bind]
    return migrations.RunSQL(
        sql=[f'CREATE UNIQUE INDEX IF NOT EXISTS "{key}" ON "{target}" (client_id, id)', *checked],
        reverse_sql=[f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"', f'DROP INDEX IF EXISTS "{key}" CASCADE'],
    )
