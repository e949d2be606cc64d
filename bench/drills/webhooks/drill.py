"""The course of the drill: publish and kill, wait, move the clock, and hold the witnesses against each other.

Import it once Django is set up on the standing instance.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from bench.drills.killing import Killer, Target, brought_back, draw_targets
from bench.drills.standing import Stand
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest

from . import tables
from .plan import Batch, plan_batches
from .publisher import Publisher
from .receiver import Receiver
from .verdict import OPEN, Verdict, judge

PUBLISHERS = 3
# Between two kills, in parts of what each of them has of the time. Half of them also wait for requests to flow, so that
# they strike amidst work; a dead worker's leases take 30 s
BETWEEN_KILLS = (0.5, 1.5)
FLOW_WITHIN_S, FLOW_PATIENCE_S = 0.5, 40
# The supervisor looks every 0.2 s; what was killed last is being started again by then
SETTLE_S, CALM_PATIENCE_S = 2, 90
LOOK_EVERY_S = 1.0
# Longer than a lease and a sweep together: what has not moved by then will not
STALLED_AFTER_S, FINISH_PATIENCE_S = 90, 600


@dataclass(frozen=True, slots=True)
class Course:
    """How much is published, over how many seconds, and how often each target is killed."""

    events: int
    over_s: float
    kills_of_each: int

    @property
    def seconds_per_kill(self) -> float:
        """The time that each kill has of the whole."""
        return self.over_s / max(1, self.kills_of_each * len(Target))


@dataclass(slots=True)
class Finding:
    """What came of it. `on_schedule` counts deliveries by state before the clock was moved."""

    verdict: Verdict = field(default_factory=Verdict)
    kills: Counter[Target] = field(default_factory=Counter)
    brought_back: Counter[str] = field(default_factory=Counter)
    on_schedule: Counter[str] = field(default_factory=Counter)
    behaviours: Counter[str] = field(default_factory=Counter)
    committed_unseen: int = 0
    undone: int = 0
    moves: int = 0
    enabled_again: int = 0
    is_stalled: bool = False
    took_s: float = 0


class Drill:
    """One run against a standing instance. Raises StopRequested."""

    def __init__(
        self, *, stand: Stand, course: Course, rng: random.Random, progress: Progress, stop_request: StopRequest
    ) -> None:
        self.finding = Finding()
        self._course, self._rng, self._progress, self._stop_request = course, rng, progress, stop_request
        self._instance = stand.instance
        self._killer = Killer(stand.instance, rng)
        self._began = time.monotonic()
        self._client_id = tables.make_client()
        self._receiver = Receiver(random.Random(rng.random()))
        self._futures: list[Future[None]] = []

    def run(self) -> Finding:
        """From the first event to the verdict."""
        batches = plan_batches(self._rng, events=self._course.events, over_s=self._course.over_s)
        with self._receiver:
            numbers = tables.subscribe(self._client_id, self._receiver)
            publisher = self._storm(batches)
            self._calm_down()
            self._finish()
        self._conclude(publisher, numbers)
        return self.finding

    def _storm(self, batches: list[Batch]) -> Publisher:
        """Publish it all, and kill; until both are done."""
        publisher = Publisher(client_id=self._client_id, batches=batches)
        with self._publishing(publisher):
            for target in draw_targets(self._rng, of_each=self._course.kills_of_each):
                self._pause(self._course.seconds_per_kill * self._rng.uniform(*BETWEEN_KILLS))
                if self._rng.random() < 0.5:
                    self._wait(self._is_flowing, patience_s=FLOW_PATIENCE_S)
                self._killer.kill(target)
                self._say(f"{target} killed; {len(publisher.ledger)} events, {len(self._receiver.receipts)} requests")
            self._wait(lambda: all(future.done() for future in self._futures), patience_s=float("inf"))
        return publisher

    @contextmanager
    def _publishing(self, publisher: Publisher) -> Iterator[None]:
        with ThreadPoolExecutor(PUBLISHERS, thread_name_prefix="publisher") as pool:
            self._futures = [pool.submit(publisher.run) for _ in range(PUBLISHERS)]
            try:
                yield
            finally:
                publisher.over.set()
        self._raise_what_publishers_raised()

    def _calm_down(self) -> None:
        """Let the instance send what is due by its own schedule, nothing being killed any more."""
        self._pause(SETTLE_S)
        self._instance.wait_for(self._instance.is_ready, "being ready after the last kill")
        connection.close()  # opened before the database was killed
        self._say("no more events, no more kills")
        self._wait(lambda: not tables.has_work(self._client_id), patience_s=CALM_PATIENCE_S)
        self.finding.on_schedule = tables.count_states(self._client_id)
        self._say(f"by its own schedule: {dict(self.finding.on_schedule)}")

    def _finish(self) -> None:
        """Move the clock for what waits, again and again, until nothing is open or nothing moves any more."""
        self._say("moving the clock: what waits for a later attempt is made due at once")
        before, moved_at, ends_at = 0, time.monotonic(), time.monotonic() + FINISH_PATIENCE_S
        while (left := self._count_open()) and time.monotonic() < ends_at:
            before, moved_at = left, moved_at if left == before else time.monotonic()
            if time.monotonic() - moved_at > STALLED_AFTER_S:
                self.finding.is_stalled = True
                return
            self.finding.enabled_again += tables.enable_again(self._client_id)
            self.finding.moves += tables.move_clock(self._client_id) > 0
            self._pause(LOOK_EVERY_S)

    def _conclude(self, publisher: Publisher, numbers: dict[UUID, int]) -> None:
        self._say("comparing what was committed, what is stored and what was received")
        rows = tables.read_rows(self._client_id, numbers)
        finding, receipts = self.finding, self._receiver.receipts
        finding.verdict = judge(events=publisher.ledger, rows=rows, receipts=receipts)
        finding.kills, finding.brought_back = self._killer.kills, brought_back(self._instance.output)
        finding.behaviours = Counter(receipt.behaviour.value for receipt in receipts)
        finding.committed_unseen, finding.undone = publisher.committed_unseen, publisher.undone
        finding.took_s = time.monotonic() - self._began

    def _count_open(self) -> int:
        states = tables.count_states(self._client_id)
        return sum(states[state] for state in OPEN)

    def _is_flowing(self) -> bool:
        return time.monotonic() - self._receiver.last_at < FLOW_WITHIN_S

    def _wait(self, condition: Callable[[], bool], *, patience_s: float) -> None:
        deadline = time.monotonic() + patience_s
        while not condition() and time.monotonic() < deadline:
            self._pause(0.1)

    def _pause(self, seconds: float) -> None:
        self._stop_request.pause(seconds)
        self._raise_what_publishers_raised()

    def _raise_what_publishers_raised(self) -> None:
        for future in self._futures:
            if future.done():
                future.result()

    def _say(self, what: str) -> None:
        self._progress.say(f"{time.monotonic() - self._began:6.1f} s  {what}")
