"""The SQL of a policy: which rows are past their time, and what goes with them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from propscrape.retention.policies import Along, Policy

VERSION_7 = 7 << 76 | 2 << 62


def select_batch(policy: Policy, *, include_backfill: bool, is_first: bool) -> str:
    """Keys and ages of the next rows to go, locked; what somebody else holds is passed over."""
    age = f"t.{policy.age_column}" if policy.age_column else "NULL"
    onward = f" AND {age} >= %(after)s" if policy.age_column and not is_first else ""
    order = f" ORDER BY {age}" if policy.age_column else ""
    where = _past_its_time(policy, include_backfill=include_backfill)
    return (
        f"SELECT t.{policy.key} AS key, {age} AS age, t.ctid AS place FROM {policy.table} t"  # noqa: S608  SQL of our own
        f" WHERE {where}{onward}{order} LIMIT {policy.batch} FOR UPDATE OF t SKIP LOCKED"
    )


def remove_batch(policy: Policy, *, include_backfill: bool, is_first: bool) -> str:
    """Where nothing goes along: the same rows, removed within the database; how many, and the age of the last."""
    batch = select_batch(policy, include_backfill=include_backfill, is_first=is_first)
    return (
        f"WITH old AS MATERIALIZED ({batch}), gone AS (DELETE FROM {policy.table}"  # noqa: S608  SQL of our own
        " WHERE ctid = ANY (ARRAY (SELECT place FROM old)) RETURNING 1)"
        " SELECT (SELECT count(*) FROM old), (SELECT count(*) FROM gone), (SELECT max(age) FROM old)"
    )


def count_old(policy: Policy, *, include_backfill: bool) -> dict[str, str]:
    """For each table of a policy, the statement that counts what would go."""
    where = _past_its_time(policy, include_backfill=include_backfill)
    keys = f"SELECT t.{policy.key} FROM {policy.table} t WHERE {where}"  # noqa: S608  SQL of our own
    return {policy.table: _count(keys)} | _count_along(policy.along, keys)


def parameters(policy: Policy, now: datetime, after: Any = None) -> dict[str, Any]:
    """What the statements above compare with."""
    before = now - policy.kept_for
    return {"before": before, "recorded_before": first_id_at(before), "after": after}


def removals(along: tuple[Along, ...]) -> list[tuple[Along, str]]:
    """For rows whose keys are %(keys)s: what to unlink, and how to find what goes along."""
    return [(each, _removal(each)) for each in along]


def first_id_at(moment: datetime) -> UUID:
    """The lowest UUID of version 7 (RFC 9562) of a time; every id made earlier is below it."""
    milliseconds = max(0, int(moment.astimezone(UTC).timestamp() * 1000))
    return UUID(int=milliseconds << 80 | VERSION_7)


def _removal(each: Along) -> str:
    if each.unlink:
        return f"UPDATE {each.table} SET {each.column} = NULL WHERE {each.column} = ANY (%(keys)s)"  # noqa: S608
    return f"SELECT id FROM {each.table} WHERE {each.column} = ANY (%(keys)s)"  # noqa: S608


def _past_its_time(policy: Policy, *, include_backfill: bool) -> str:
    """A key of another version says nothing of when it was made."""
    conditions = [policy.old or f"t.{policy.age_column} < %(before)s"]
    if policy.only:
        conditions.append(f"({policy.only})")
    if policy.key_tells_time and not include_backfill:
        key = f"t.{policy.key}"
        conditions.append(f"({key} < %(recorded_before)s OR substr({key}::text, 15, 1) <> '7')")
    return " AND ".join(conditions)


def _count_along(along: tuple[Along, ...], keys: str) -> dict[str, str]:
    counts: dict[str, str] = {}
    for each in along:
        if not each.unlink:
            mine = f"SELECT id FROM {each.table} WHERE {each.column} IN ({keys})"  # noqa: S608
            counts |= {each.table: _count(mine)} | _count_along(each.along, mine)
    return counts


def _count(keys: str) -> str:
    return f"SELECT count(*) FROM ({keys}) AS old"  # noqa: S608
