"""Writing down what attempts came to, many in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.utils import timezone

from propscrape.ids import new_id
from propscrape.tenancy import staff_scope
from webhooks.models import Attempt, Delivery, Subscription
from webhooks.services.claiming import Parcel
from webhooks.services.schedule import Answer, next_attempt_after
from webhooks.services.standing import judge_failing

DELIVERIES, SUBSCRIPTIONS = Delivery._meta.db_table, Subscription._meta.db_table

# Before the deliveries, as everybody does who touches both: locks are then taken in one order
NOTE_HEALTH = f"""
    UPDATE {SUBSCRIPTIONS} s
    SET last_success_at = GREATEST(s.last_success_at, new.success_at),
        last_failure_at = GREATEST(s.last_failure_at, new.failure_at),
        healthy_at = GREATEST(s.healthy_at, new.success_at),
        warned_at = CASE WHEN new.success_at IS NULL THEN s.warned_at END
    FROM json_to_recordset(%s::json) AS new(id uuid, success_at timestamptz, failure_at timestamptz)
    WHERE s.id = new.id
"""  # noqa: S608  table names of our own
# Rows travel as one JSON text: as arrays, one for each column, they cost the sender several times as much
OUTCOMES = """json_to_recordset(%(rows)s::json) AS new(
    id uuid, subscription_id uuid, is_answer bool, state text, attempts int, step int, next_at timestamptz,
    finished_at timestamptz, failed_at timestamptz, http_status int, error_code text,
    attempt_id uuid, started_at timestamptz, duration_ms float8, excerpt text)"""
# Only what is still marked as being sent, by a process that still has the lane: another may have it in hand meanwhile
NOTE_OUTCOMES = f"""
    UPDATE {DELIVERIES} d
    SET state = CASE WHEN new.state = 'due' AND s.state <> 'enabled' THEN 'held' ELSE new.state END,
        held_since = CASE WHEN new.state = 'due' AND s.state <> 'enabled' THEN now() END,
        attempts = new.attempts, step = new.step, next_attempt_at = COALESCE(new.next_at, d.next_attempt_at),
        finished_at = new.finished_at,
        failed_at = CASE WHEN new.is_answer THEN new.failed_at ELSE d.failed_at END,
        http_status = CASE WHEN new.is_answer THEN new.http_status ELSE d.http_status END,
        error_code = CASE WHEN new.is_answer THEN new.error_code ELSE d.error_code END
    FROM {OUTCOMES} JOIN {SUBSCRIPTIONS} s ON s.id = new.subscription_id AND s.lane_token = %(token)s
    WHERE d.id = new.id AND d.state = 'sending'
    RETURNING d.id
"""  # noqa: S608
# An attempt was made whatever became of the lane; the row of a delivery that is gone meanwhile has none
NOTE_ATTEMPTS = f"""
    INSERT INTO {Attempt._meta.db_table}
        (id, client_id, delivery_id, number, started_at, duration_ms, http_status, error_code, excerpt)
    SELECT new.attempt_id, d.client_id, d.id, new.attempts, new.started_at, new.duration_ms, new.http_status,
           new.error_code, new.excerpt
    FROM {OUTCOMES} JOIN {DELIVERIES} d ON d.id = new.id WHERE new.is_answer
    FOR KEY SHARE OF d
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a parcel: an answer; or none, when it was not sent and is due again at `due_at`.

    `pause_s` is for how many seconds its receiver is to get nothing.
    """

    parcel: Parcel
    answer: Answer | None
    due_at: datetime | None = None
    pause_s: float = 0.0


def record_outcomes(*, token: UUID, outcomes: Sequence[Outcome]) -> list[UUID]:
    """Write outcomes of the lanes held under `token`, and what follows for their subscriptions.

    Answers with the deliveries that were written; those of lanes lost meanwhile stay as the next holder has them.
    """
    answered = [(outcome.parcel, outcome.answer) for outcome in outcomes if outcome.answer is not None]
    rows = orjson.dumps(list(map(_row, outcomes))).decode()
    with staff_scope(), connection.cursor() as cursor:
        if answered:
            cursor.execute(NOTE_HEALTH, [orjson.dumps(_health_rows(answered)).decode()])
        cursor.execute(NOTE_OUTCOMES, {"rows": rows, "token": token})
        written = [row[0] for row in cursor.fetchall()]
        if answered:
            cursor.execute(NOTE_ATTEMPTS, {"rows": rows})
        judge_failing(
            failed={parcel.subscription_id for parcel, answer in answered if not answer.is_success},
            gone={parcel.subscription_id for parcel, answer in answered if answer.is_gone},
        )
    return written


def _row(outcome: Outcome) -> dict[str, Any]:
    """The columns of a delivery after an outcome, and of the attempt."""
    parcel, answer = outcome.parcel, outcome.answer
    row: dict[str, Any] = {
        "id": parcel.delivery_id,
        "subscription_id": parcel.subscription_id,
        "is_answer": answer is not None,
        "step": parcel.step,
    }
    if answer is None:
        due_at = outcome.due_at or timezone.now()
        return row | {"state": Delivery.State.DUE.value, "attempts": parcel.attempt - 1, "next_at": due_at}
    row |= {
        "attempts": parcel.attempt,
        "http_status": answer.http_status,
        "error_code": answer.fault,
        "attempt_id": new_id(),
        "started_at": answer.started_at,
        "duration_ms": answer.duration_ms,
        "excerpt": answer.excerpt,
    }
    return row | _what_follows(parcel, answer)


def _what_follows(parcel: Parcel, answer: Answer) -> dict[str, Any]:
    """The state after an answer, and the columns that go with it."""
    if answer.is_success:
        return {"state": Delivery.State.DELIVERED.value, "finished_at": answer.ended_at}
    if answer.is_gone:  # the subscription is disabled in this transaction, which holds what is due
        return {"state": Delivery.State.DUE.value, "next_at": answer.ended_at, "failed_at": answer.ended_at}
    retry_at = next_attempt_after(answer, step=parcel.step)
    if retry_at is None:
        return {"state": Delivery.State.DEAD.value, "finished_at": answer.ended_at, "failed_at": answer.ended_at}
    return {
        "state": Delivery.State.DUE.value,
        "step": parcel.step + 1,
        "next_at": retry_at,
        "failed_at": answer.ended_at,
    }


def _health_rows(answered: Iterable[tuple[Parcel, Answer]]) -> list[dict[str, Any]]:
    """The latest success and the latest failure of each subscription, in the order of their ids."""
    latest: dict[UUID, dict[str, Any]] = {}
    for parcel, answer in answered:
        seen = latest.setdefault(parcel.subscription_id, {"id": parcel.subscription_id})
        kind = "success_at" if answer.is_success else "failure_at"
        seen[kind] = max(answer.ended_at, seen.get(kind, answer.ended_at))
    return [latest[pk] for pk in sorted(latest)]
