"""Taking old rows away by batches, in the manner that disturbs nobody.

Each batch is a transaction of its own, so a run may be broken off at any time and the next goes on from there. What a
writer holds is passed over; a lock that is not had at once is not waited for, or those behind us would wait, too.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, connection
from psycopg import errors

from propscrape.retention import statements
from propscrape.retention.policies import Along, Policy
from propscrape.retention.runs import note_rows
from propscrape.tenancy import staff_scope

LOCK_TIMEOUT, COUNT_TIMEOUT = "200ms", "300s"
# Somebody held what we wanted, or began to refer to it: another time
STUMBLES = errors.LockNotAvailable | errors.DeadlockDetected | errors.ForeignKeyViolation


class InUse(Exception):
    """Rows are held, or are just being referred to, by somebody else; nothing of the batch was done."""


@dataclass(slots=True)
class Batches:
    """The walk through a policy's old rows, from the oldest on. `removed` counts rows by table."""

    policy: Policy
    now: datetime
    include_backfill: bool
    removed: Counter[str] = field(default_factory=Counter)
    _after: Any = None

    def remove_next(self, run_id: Any, bytes_per_row: dict[str, float]) -> bool:
        """Take the next batch away, and note it with the run in the same transaction; whether there may be more.

        Raises InUse.
        """
        batch: Counter[str] = Counter()
        try:
            with staff_scope(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
                found, last = (self._remove_with_others if self.policy.along else self._remove_alone)(cursor, batch)
                if found:
                    note_rows(run_id, batch.total(), _bytes_of(batch, bytes_per_row))
        except (OperationalError, IntegrityError) as error:
            if not isinstance(error.__cause__, STUMBLES):
                raise
            raise InUse from error
        self.removed += batch
        self._after = last if found else self._after
        return found == self.policy.batch

    def _remove_alone(self, cursor: Any, batch: Counter[str]) -> tuple[int, Any]:
        """How many rows were found, and the age of the last."""
        self._execute(cursor, statements.remove_batch)
        found, gone, last = cursor.fetchone()
        batch[self.policy.table] += gone
        return found, last

    def _remove_with_others(self, cursor: Any, batch: Counter[str]) -> tuple[int, Any]:
        self._execute(cursor, statements.select_batch)
        rows = cursor.fetchall()
        keys = [key for key, _, _ in rows]
        if keys:
            _remove_along(cursor, self.policy.along, keys, batch)
            _remove(cursor, self.policy.table, self.policy.key, keys, batch)
        return len(rows), rows[-1][1] if rows else None

    def _execute(self, cursor: Any, statement_of: Callable[..., str]) -> None:
        statement = statement_of(self.policy, include_backfill=self.include_backfill, is_first=self._after is None)
        cursor.execute(statement, _named(statement, statements.parameters(self.policy, self.now, self._after)))


def count_old_rows(policy: Policy, *, now: datetime, include_backfill: bool) -> Counter[str]:
    """How many rows of each table would go now; nothing is locked."""
    counted: Counter[str] = Counter()
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [COUNT_TIMEOUT])
        for table, statement in statements.count_old(policy, include_backfill=include_backfill).items():
            cursor.execute(statement, _named(statement, statements.parameters(policy, now)))
            counted[table] += cursor.fetchone()[0]
    return counted


def _remove_along(cursor: Any, along: tuple[Along, ...], keys: list[Any], batch: Counter[str]) -> None:
    for each, statement in statements.removals(along):
        cursor.execute(statement, {"keys": keys})
        found = [] if each.unlink else [key for (key,) in cursor.fetchall()]
        for some in _slices(found):
            _remove_along(cursor, each.along, some, batch)
            _remove(cursor, each.table, "id", some, batch)


def _remove(cursor: Any, table: str, key: str, keys: list[Any], batch: Counter[str]) -> None:
    cursor.execute(f"DELETE FROM {table} WHERE {key} = ANY (%(keys)s)", {"keys": keys})  # noqa: S608  tables of our own
    batch[table] += cursor.rowcount


def _slices(keys: list[Any], size: int = 1_000) -> Iterator[list[Any]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _bytes_of(rows: Counter[str], bytes_per_row: dict[str, float]) -> int:
    return round(sum(count * bytes_per_row.get(table, 0) for table, count in rows.items()))


def _named(statement: str, values: dict[str, Any]) -> dict[str, Any]:
    """Those that the statement names: the database takes no others."""
    return {name: value for name, value in values.items() if f"%({name})s" in statement}
