"""Deliveries a second of one worker with one process: ours, and the plain way, on the same rows."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from propscrape.supervisor.process import Process
from webhooks.services.waking import DELIVER_DUE

from . import naive
from .cpu_time import cpu_seconds
from .errors import NotDelivered
from .ground import Ground
from .outbox import Outbox
from .receiving import Receipt

OUR_APP, OUR_QUEUE = "propscrape", "deliver"
# Not counted at the start: what is taken ahead, connections, a cold worker
WARM_UP_SHARE = 0.1
POLL_S, WRITTEN_POLL_S, STALLED_AFTER_S = 0.2, 0.02, 90


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a worker: deliveries a second, how many came twice, and the worker's CPU time for each."""

    name: str
    events: int
    events_per_s: float
    duplicates: int
    cpu_ms: float | None

    def __str__(self) -> str:
        """The share of a core tells a worker that was at work from one that waited, or was kept waiting."""
        cpu = (
            ""
            if self.cpu_ms is None
            else (f", {self.cpu_ms:.2f} ms of CPU time each: {self.cpu_ms * self.events_per_s / 10:.0f} % of the core")
        )
        return (
            f"  {self.name}: {self.events_per_s:.0f} a second ({self.events} delivered, {self.duplicates} twice{cpu})"
        )


def measure_ours(ground: Ground, outbox: Outbox, *, events: int) -> Run:
    """All of them due, then one call for a sender. Raises NotDelivered, StopRequested, ServiceFailed."""
    return _measure(ground, outbox, "ours", events, app=OUR_APP, queue=OUR_QUEUE, enqueue=_wake)


def measure_naive(ground: Ground, outbox: Outbox, *, events: int, reuses_connections: bool) -> Run:
    """A task for each of them, all there before the worker starts. Raises as measure_ours does."""
    app = "bench.webhooks.naive_reusing" if reuses_connections else "bench.webhooks.naive"
    name = "the plain way, connections to the database reused" if reuses_connections else "the plain way"
    return _measure(ground, outbox, name, events, app=app, queue=naive.QUEUE, enqueue=_enqueue_each)


def _wake(outbox: Outbox) -> None:
    DELIVER_DUE.apply_async()


def _enqueue_each(outbox: Outbox) -> None:
    for delivery_id in outbox.due_ids():
        naive.app.send_task(naive.DELIVER_ONE, [delivery_id], queue=naive.QUEUE)


def _measure(
    ground: Ground, outbox: Outbox, name: str, events: int, *, app: str, queue: str, enqueue: Callable[[Outbox], None]
) -> Run:
    ground.clear_broker()
    ground.receiver.forget()
    owed = outbox.owe_again(events)
    enqueue(outbox)
    with ground.worker(app=app, queue=queue) as worker:
        begun = wait_for_receipts(ground, worker, int(owed * WARM_UP_SHARE))
        cpu_before_s = cpu_seconds(worker.pid)
        wait_for_receipts(ground, worker, owed)
        _wait_until_written(ground, outbox, owed)
        written_at, cpu_after_s = time.time(), cpu_seconds(worker.pid)
    receipts = ground.receiver.receipts()
    return Run(
        name=name,
        events=owed,
        events_per_s=rate_of(receipts, ended_at=written_at),
        duplicates=len(receipts) - len({receipt.event_id for receipt in receipts}),
        cpu_ms=None
        if cpu_before_s is None or cpu_after_s is None
        else 1000 * (cpu_after_s - cpu_before_s) / (owed - begun),
    )


def rate_of(receipts: Sequence[Receipt], *, ended_at: float | None = None) -> float:
    """Receipts a second after the first tenth, to the last one or to `ended_at` (Unix seconds)."""
    warm_up = int(len(receipts) * WARM_UP_SHARE)
    until = receipts[-1].at if ended_at is None else ended_at
    return (len(receipts) - 1 - warm_up) / (until - receipts[warm_up].at)


def wait_for_receipts(ground: Ground, worker: Process, count: int) -> int:
    """Return when so many have come; how many have by then. Raises NotDelivered, StopRequested."""
    seen, seen_at = 0, time.monotonic()
    while (received := ground.receiver.count()) < count:
        if received > seen:
            seen, seen_at = received, time.monotonic()
        if time.monotonic() - seen_at > STALLED_AFTER_S or not worker.is_running:
            raise NotDelivered(f"{received} of {count} received; the worker's log ends:\n{worker.last_log_lines()}")
        ground.stop_request.pause(POLL_S if count - received > count // 20 else WRITTEN_POLL_S)
    return received


def _wait_until_written(ground: Ground, outbox: Outbox, owed: int) -> None:
    deadline = time.monotonic() + STALLED_AFTER_S
    while (counts := outbox.counts()) != {"delivered": owed}:
        if time.monotonic() > deadline:
            raise NotDelivered(f"received all of {owed}, but their states are {counts}")
        ground.stop_request.pause(WRITTEN_POLL_S)
    if (attempts := outbox.attempts()) != owed:
        raise NotDelivered(f"{owed} delivered, but {attempts} attempts on record")
