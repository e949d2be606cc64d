"""Sending many at once: an event loop in a thread of its own, which knows no database.

It is made in the process that uses it, after the fork, and lives as long as that process, so that connections to
receivers are kept between runs.
"""

import asyncio
import os
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit
from uuid import UUID

import aiohttp
import structlog
from django.conf import settings

from propscrape.address_policy import AddressPolicy
from propscrape.outgoing_async import guarded_session
from webhooks.services.breaker import HostBreaker
from webhooks.services.claiming import BLOCKED_FOR, Parcel
from webhooks.services.lanes import Lane
from webhooks.services.posting import CONNECT_TIMEOUT_S, TOTAL_TIMEOUT_S, post_parcel
from webhooks.services.recording import Outcome
from webhooks.services.schedule import Answer, pause_after

logger = structlog.get_logger(__name__)
MAX_CONCURRENT = 5
START_TIMEOUT_S = 10
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class Lease:
    """That a lane is its sender's until a time of time.monotonic(), and the subscription as it is now."""

    token: UUID
    lane: Lane
    until: float


@dataclass(frozen=True, slots=True)
class Chain:
    """Parcels of one subscription that go one after another, while the lane is the sender's who took them."""

    token: UUID
    subscription_id: UUID
    parcels: Sequence[Parcel]


class Courier:
    """Takes chains, at most five underway to each subscription, and puts what became of them into `outcomes`.

    `leases` says which lanes are whose; nothing is sent whose answer could come after the lease. It is read here and
    written by whoever renews the lanes; where a receiver is to be left in peace at once, the lease is dropped here.
    """

    def __init__(self, policy: AddressPolicy) -> None:
        self.outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self.leases: dict[UUID, Lease] = {}
        self._failures: Counter[UUID] = Counter()
        self._policy = policy
        self._breaker = HostBreaker(time.monotonic)
        self._gates: dict[UUID, asyncio.Semaphore] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webhook-courier", daemon=True)
        self._thread.start()
        if not self._started.wait(START_TIMEOUT_S):
            raise RuntimeError("the courier's event loop did not start")

    def send(self, chains: Iterable[Chain]) -> None:
        """Send them, as soon as there is room; returns at once."""
        self._loop.call_soon_threadsafe(self._begin, tuple(chains))

    def gather(self, *, timeout_s: float) -> list[Outcome]:
        """What has come back; waits up to `timeout_s` seconds for the first."""
        gathered: list[Outcome] = []
        try:
            gathered.append(self.outcomes.get(timeout=timeout_s))
            while True:
                gathered.append(self.outcomes.get_nowait())
        except Empty:
            return gathered

    def close(self) -> None:
        """Stop sending; connections are closed."""
        asyncio.run_coroutine_threadsafe(self._session.close(), self._loop).result(START_TIMEOUT_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_TIMEOUT_S)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open())
        self._started.set()
        self._loop.run_forever()
        self._loop.close()

    async def _open(self) -> None:
        self._session = guarded_session(
            policy=self._policy, connect_timeout_s=CONNECT_TIMEOUT_S, total_timeout_s=TOTAL_TIMEOUT_S
        )

    def _begin(self, chains: Sequence[Chain]) -> None:
        for chain in chains:
            task = self._loop.create_task(self._carry(chain))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(self, chain: Chain) -> None:
        """One after another; what follows a failure is not sent, and is due again."""
        async with self._gate(chain.subscription_id):
            for place, parcel in enumerate(chain.parcels):
                outcome = await self._deliver(chain, parcel)
                self.outcomes.put(outcome)
                if outcome.answer is None or not outcome.answer.is_success:
                    self._give_back(chain.parcels[place + 1 :], outcome.due_at)
                    return

    def _give_back(self, parcels: Sequence[Parcel], due_at: datetime | None) -> None:
        for parcel in parcels:
            self.outcomes.put(Outcome(parcel, answer=None, due_at=due_at or datetime.now(UTC) + BLOCKED_FOR))

    async def _deliver(self, chain: Chain, parcel: Parcel) -> Outcome:
        now, lease = datetime.now(UTC), self.leases.get(chain.subscription_id)
        is_ours = lease is not None and lease.token == chain.token
        if lease is None or not is_ours or lease.until - time.monotonic() < TOTAL_TIMEOUT_S:
            return Outcome(parcel, answer=None, due_at=now)
        host = host_of(lease.lane.url)
        if wait_s := self._breaker.wait_s(host, parcel.client_id):
            return Outcome(parcel, answer=None, due_at=now + timedelta(seconds=wait_s))
        answer = await self._post(lease.lane, parcel)
        self._breaker.note(host, parcel.client_id, answer)
        return Outcome(parcel, answer, pause_s=self._judge(chain.subscription_id, answer))

    def _judge(self, subscription_id: UUID, answer: Answer) -> float:
        """For how long the receiver is to be left in peace; from this moment on, if at all."""
        self._failures[subscription_id] += 1
        if answer.is_success:
            del self._failures[subscription_id]
        pause_s = pause_after(answer, failures_in_row=self._failures[subscription_id])
        if pause_s:
            del self._failures[subscription_id]
        if pause_s or answer.is_gone:
            self.leases.pop(subscription_id, None)
        return pause_s

    async def _post(self, lane: Lane, parcel: Parcel) -> Answer:
        started_at = datetime.now(UTC)
        try:
            return await post_parcel(self._session, lane, parcel)
        except Exception:
            # The border of the thread: whatever it is, the delivery must come back to be tried again
            logger.exception("webhook_attempt_broke", delivery_id=str(parcel.delivery_id))
            return Answer(started_at=started_at, duration_ms=0.0, error_code="INTERNAL")

    def _gate(self, subscription_id: UUID) -> asyncio.Semaphore:
        return self._gates.setdefault(subscription_id, asyncio.Semaphore(MAX_CONCURRENT))


_of_process: dict[int, Courier] = {}


def courier_of_process() -> Courier:
    """The courier of this very process; a forked child has a loop of its own, its parent's does not run there."""
    pid = os.getpid()
    if pid not in _of_process:
        _of_process.clear()
        _of_process[pid] = Courier(destination_policy())
    return _of_process[pid]


def destination_policy() -> AddressPolicy:
    """Which addresses a subscription may name, by setting."""
    return AddressPolicy(
        schemes=frozenset(settings.WEBHOOK_SCHEMES),
        ports=frozenset(settings.WEBHOOK_PORTS),
        allowed=frozenset(settings.WEBHOOK_ALLOWED_ADDRESSES),
    )


def host_of(url: str) -> str:
    """Host and port, in one spelling (RFC 3986, 6.2)."""
    parts = urlsplit(url)
    return parts.netloc.lower().removesuffix(DEFAULT_PORTS.get(parts.scheme, ""))


def chains_of(parcels: Iterable[Parcel], *, token: UUID, ordered: Collection[UUID]) -> list[Chain]:
    """Parcels sorted into chains: those of one listing together, others alone.

    `ordered` are the subscriptions that want order; what is sent again on request has given up its place in it.
    """
    found: dict[tuple[UUID, object], list[Parcel]] = {}
    for parcel in parcels:
        keeps_order = parcel.subscription_id in ordered and parcel.key is not None and not parcel.is_again
        found.setdefault((parcel.subscription_id, parcel.key if keeps_order else parcel.delivery_id), []).append(parcel)
    return [Chain(token, subscription_id, parcels) for (subscription_id, _), parcels in found.items()]
