"""How long the rows of each table are kept, and how they leave; apps register theirs from AppConfig.ready().

A policy stands beside the models it is of (<app>/retention.py) and knows nothing of how it is run.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BATCH = 1_000


class How(StrEnum):
    """How rows leave."""

    BATCHES = "batches"
    TOMBSTONES = "tombstones"
    FILES = "files"
    PARTITIONS = "partition drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """Rows of another table whose `column` names the rows that go: they go first, or are unlinked (set to null)."""

    table: str
    column: str
    unlink: bool = False
    along: tuple["Along", ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A partition or a file that went, or that would: its name, about how many rows it had, its bytes on the disk."""

    name: str
    rows: int
    bytes: int


# (now, include_backfill, is_dry_run) -> the partitions or files as they go
Drop = Callable[[datetime, bool, bool], Iterable[Dropped]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is kept, and for how long. SQL in it is our own; the table's alias is `t`.

    A row is past its time when `age_column` lies before now minus `kept_for`, `only` holds, and it was written down
    before that time, too: an id of version 7 says when that was (`key_tells_time`), so what is imported today with
    dates of long ago is kept as if it were of today. `old` stands for another condition on the age, with %(before)s.
    `drop` is the work of a policy by partitions or files; files have no `table`. `batch` is smaller where much hangs on
    each row.
    """

    name: str
    table: str
    age_column: str | None
    kept_for: timedelta
    how: How = How.BATCHES
    only: str = ""
    old: str = ""
    key: str = "id"
    key_tells_time: bool = True
    along: tuple[Along, ...] = ()
    batch: int = BATCH
    drop: Drop | None = None


# By name, in the order in which they run: what refers to others comes before them
POLICIES: dict[str, Policy] = {}
# Tables that no policy takes rows from, with the reason
KEPT: dict[str, str] = {}


def register(*policies: Policy) -> None:
    """Have these policies run every night. Raises ValueError for a name that is taken."""
    for policy in policies:
        if POLICIES.setdefault(policy.name, policy) is not policy:
            raise ValueError(f"two retention policies are called {policy.name}")


def tables_of(policy: Policy) -> list[str]:
    """The table that a policy takes rows from, and those whose rows go along."""
    return [policy.table, *_tables_along(policy.along)]


def _tables_along(along: Iterable[Along]) -> list[str]:
    return [table for each in along if not each.unlink for table in (each.table, *_tables_along(each.along))]
