"""The course of the drill: ask and kill, wait, ask for the last pages, and hold the witnesses against each other.

Import it once Django is set up on the standing instance.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.drills.killing import Killer, Target, brought_back, draw_targets
from bench.drills.standing import Stand
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest

from . import tables
from .asker import Asker
from .breakers import Trip, trips_of
from .plan import PORTALS, PlannedPage, batches_of
from .politeness import Manners, judge_manners
from .portal_server import PortalServer
from .verdict import ENDED, Verdict, judge

BATCH = 100
# Pages are asked for in the first part of the time in which processes are killed
ASKING_SHARE = 0.6
# Between two kills, in parts of what each of them has of the time. Half of them also wait for requests to flow, so that
# they strike amidst work
BETWEEN_KILLS = (0.5, 1.5)
FLOW_WITHIN_S, FLOW_PATIENCE_S = 0.5, 20
SETTLE_S, LOOK_EVERY_S, TELL_EVERY_S = 2, 1.0, 20
# Longer than the lease of a scrape whose worker was killed and a sweep together: what has not moved by then will not
STALLED_AFTER_S = 200


@dataclass(frozen=True, slots=True)
class Course:
    """What is asked for, over how many seconds processes are killed, and how often each target is."""

    pages: Sequence[PlannedPage]
    over_s: float
    kills_of_each: int

    @property
    def seconds_per_kill(self) -> float:
        """The time that each kill has of the whole."""
        return self.over_s / max(1, self.kills_of_each * len(Target))


@dataclass(slots=True)
class Finding:
    """What came of it; `began` in seconds since the epoch, like all times of the witnesses."""

    began: float = 0
    verdict: Verdict = field(default_factory=Verdict)
    manners: list[Manners] = field(default_factory=list)
    trips: list[Trip] = field(default_factory=list)
    kills: Counter[Target] = field(default_factory=Counter)
    brought_back: Counter[str] = field(default_factory=Counter)
    api_answers: Counter[str] = field(default_factory=Counter)
    repeats: int = 0
    api_faults: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    attempts: Counter[int] = field(default_factory=Counter)
    crashes: int = 0
    is_stalled: bool = False
    took_s: float = 0


class Drill:
    """One run against a standing instance. Raises StopRequested."""

    def __init__(
        self,
        *,
        stand: Stand,
        portals: PortalServer,
        course: Course,
        rng: random.Random,
        progress: Progress,
        stop_request: StopRequest,
    ) -> None:
        self.finding = Finding()
        self._portals, self._course, self._rng = portals, course, rng
        self._progress, self._stop_request, self._instance = progress, stop_request, stand.instance
        self._killer, self._killed_at = Killer(stand.instance, rng), list[float]()
        self._client_id, api_key = tables.make_client()
        self._asker = Asker(base_url=f"http://127.0.0.1:{stand.instance.port}", api_key=api_key)
        self._asking: Future[None] | None = None

    def run(self) -> Finding:
        """From the first batch to the verdict."""
        tables.set_manners(PORTALS)
        *batches, closing = self._urls()
        self.finding.began = self._portals.begin()
        self._storm(batches)
        self._calm_down()
        self._wait_for_ends("all pages but the last")
        self._say("asking for a last, good page of each portal, so that every breaker can close")
        self._asker.run([closing], over_s=0)
        self._wait_for_ends("the last pages")
        self._conclude()
        self._asker.close()
        return self.finding

    def _urls(self) -> list[list[str]]:
        batches = batches_of(self._course.pages, size=BATCH)
        return [[page.url(self._portals.port) for page in batch] for batch in batches]

    def _storm(self, batches: Sequence[Sequence[str]]) -> None:
        """Ask for the pages, and kill; until both are done."""
        with self._asking_for(batches):
            for target in draw_targets(self._rng, of_each=self._course.kills_of_each):
                self._pause(self._course.seconds_per_kill * self._rng.uniform(*BETWEEN_KILLS))
                if self._rng.random() < 0.5:
                    self._wait(self._is_flowing, patience_s=FLOW_PATIENCE_S)
                self._killer.kill(target)
                self._asker.hurry.set()  # whatever the API stands on may be away just now
                self._killed_at.append(time.time())
                self._say(f"{target} killed; {len(self._asker.asked)} batches, {len(self._portals.requests)} requests")
            self._wait(self._has_asked, patience_s=float("inf"))

    @contextmanager
    def _asking_for(self, batches: Sequence[Sequence[str]]) -> Iterator[None]:
        with ThreadPoolExecutor(1, thread_name_prefix="asker") as pool:
            self._asking = pool.submit(self._asker.run, batches, over_s=self._course.over_s * ASKING_SHARE)
            try:
                yield
            finally:
                self._asker.over.set()
        self._asking.result()
        self._asker.over.clear()

    def _calm_down(self) -> None:
        self._pause(SETTLE_S)
        self._instance.wait_for(self._instance.is_ready, "being ready after the last kill")
        tables.let_go_of_connection()
        self._say("all batches are taken; no more kills")

    def _wait_for_ends(self, what: str) -> None:
        """Until every scrape has ended, or none has for so long that none will."""
        left, moved_at, told_at = -1, time.monotonic(), time.monotonic()
        while (now_left := self._count_open()) and not self.finding.is_stalled:
            if now_left != left:
                left, moved_at = now_left, time.monotonic()
            if time.monotonic() - told_at > TELL_EVERY_S:
                told_at = time.monotonic()
                self._say(f"{left} scrapes are left, {len(self._portals.requests)} requests")
            self.finding.is_stalled = time.monotonic() - moved_at > STALLED_AFTER_S
            self._pause(LOOK_EVERY_S)
        self._say(f"{what}: " + (f"{left} do not move" if self.finding.is_stalled else "ended"))

    def _conclude(self) -> None:
        self._say("comparing what was planned, what is stored and what the portals saw")
        finding, stored = self.finding, tables.read_stored(self._client_id)
        finding.verdict = judge(pages=self._course.pages, port=self._portals.port, stored=stored)
        finding.attempts = Counter(row.attempts for row in stored.rows)
        finding.crashes = sum(row.crashes for row in stored.rows)
        self._judge_portals()
        self._judge_progress()
        finding.answers = Counter(request.answer or "none" for request in self._portals.requests)
        finding.kills, finding.brought_back = self._killer.kills, brought_back(self._instance.output)
        finding.api_answers, finding.repeats = self._asker.answers, self._asker.repeats
        finding.took_s = time.time() - finding.began

    def _judge_portals(self) -> None:
        notes, requests = tables.read_breakers(), self._portals.requests
        for portal in PORTALS:
            trips = trips_of([note for note in notes if note.portal == portal.slug])
            of_portal = [request for request in requests if request.portal == portal.slug]
            self.finding.trips += trips
            self.finding.manners.append(judge_manners(portal, requests=of_portal, trips=trips, kills=self._killed_at))

    def _judge_progress(self) -> None:
        """What the API says of the batches must be what happened."""
        self.finding.api_faults = self._asker.faults
        for asked in self._asker.asked:
            progress = self._asker.progress_of(asked)
            if not progress["is_done"] or sum(progress["by_outcome"].values()) != asked.size:
                self.finding.api_faults.append(f"batch {asked.number}: {progress}")

    def _count_open(self) -> int:
        states = tables.count_states(self._client_id)
        return sum(count for state, count in states.items() if state not in ENDED)

    def _is_flowing(self) -> bool:
        requests = self._portals.requests
        return bool(requests) and time.time() - requests[-1].arrived < FLOW_WITHIN_S

    def _has_asked(self) -> bool:
        return self._asking is not None and self._asking.done()

    def _wait(self, condition: Callable[[], bool], *, patience_s: float) -> None:
        deadline = time.monotonic() + patience_s
        while not condition() and time.monotonic() < deadline:
            self._pause(0.1)

    def _pause(self, seconds: float) -> None:
        self._stop_request.pause(seconds)

    def _say(self, what: str) -> None:
        self._progress.say(f"{time.time() - self.finding.began:6.1f} s  {what}")
