"""How long it takes to find work, and how PostgreSQL goes about it, with a million old deliveries in the table."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import connection

from propscrape.supervisor.stop_request import StopRequest
from webhooks.models import MAX_SUBSCRIPTIONS
from webhooks.services.claiming import CLAIM, claim_deliveries
from webhooks.services.delivering import MAX_LANES, MAX_UNDERWAY
from webhooks.services.lanes import ACQUIRE, acquire_lanes

from .old_deliveries import make_due_again

# All that one client has, and as many as a sender may hold
FEW_LANES, ALL_LANES = MAX_SUBSCRIPTIONS, MAX_LANES


@dataclass(frozen=True, slots=True)
class Found:
    """Milliseconds of each run: of the statements, and of claiming with its transaction; and how many a run took."""

    lanes: int
    taken: int
    acquire_ms: list[float]
    claim_ms: list[float]
    whole_claim_ms: list[float]


def measure_finding(*, lanes: int, runs: int, stop_request: StopRequest) -> Found:
    """Each run begins with all due and ends with lanes and deliveries taken. Raises StopRequested."""
    stopwatch = _Stopwatch()
    taken, whole_ms = 0, []
    for _ in range(runs):
        stop_request.pause(0)
        make_due_again()
        token = uuid4()
        with connection.execute_wrapper(stopwatch):
            held = acquire_lanes(token=token, limit=lanes)
            started = time.perf_counter()
            taken = len(claim_deliveries(token=token, rooms={lane.subscription_id: MAX_UNDERWAY for lane in held}))
            whole_ms.append(1000 * (time.perf_counter() - started))
    return Found(lanes, taken, stopwatch.took_ms[ACQUIRE], stopwatch.took_ms[CLAIM], whole_ms)


class _Stopwatch:
    """Times statements as they are run, from when they are sent to when their answer is there."""

    def __init__(self) -> None:
        self.took_ms: defaultdict[str, list[float]] = defaultdict(list)

    def __call__(
        self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        started = time.perf_counter()
        result = execute(sql, parameters, many, context)
        self.took_ms[sql].append(1000 * (time.perf_counter() - started))
        return result


def explain_finding(*, lanes: int) -> tuple[str, str]:
    """The plans of taking lanes and of claiming, as they are run, and rolled back."""
    make_due_again()
    token = uuid4()
    taking = _explain(ACQUIRE, lambda: acquire_lanes(token=token, limit=lanes))
    held = acquire_lanes(token=token, limit=lanes)
    rooms = {lane.subscription_id: MAX_UNDERWAY for lane in held}
    return taking, _explain(CLAIM, lambda: claim_deliveries(token=token, rooms=rooms))


class _Explained(Exception):
    """The plan, as an error: it ends the transaction that the statement ran in."""


def _explain(statement: str, run: Callable[[], object]) -> str:
    """The plan of a statement with the parameters, and in the role, that `run` gives it."""

    def explain(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql != statement:
            return execute(sql, parameters, many, context)
        execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", parameters, many, context)
        raise _Explained("\n".join(row[0] for row in context["cursor"].fetchall()))

    with connection.execute_wrapper(explain):
        try:
            run()
        except _Explained as explained:
            return str(explained)
    raise AssertionError("the statement was not run")
