"""The work of one sender: hold lanes, take what is due, send it, write down what came of it, until nothing is left.

The database is used by the thread that calls this, in batches; the network by the courier's thread alone.
"""

import time
from collections import Counter
from dataclasses import dataclass
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from webhooks.services.claiming import Parcel, claim_deliveries
from webhooks.services.courier import Courier, Lease, chains_of
from webhooks.services.lanes import LEASE, Lane, acquire_lanes, release_lanes, renew_lanes
from webhooks.services.observing import observe_outcomes
from webhooks.services.recording import Outcome, record_outcomes

logger = structlog.get_logger(__name__)
MAX_LANES = 100
# Taken at a time, so that processes that wake together share the work
LANES_AT_A_TIME = 8
# Taken ahead of being sent, so that five connections are never idle for want of work
MAX_UNDERWAY = 50
LOOK_EVERY_S, RENEW_EVERY_S = 0.05, 2.0
# What has come back within this time is written together
GATHER_S = 0.02
IDLE_FOR_S = 1.0
SLOW_AFTER_S = 1.0


@dataclass(slots=True)
class _Held:
    """A lane in our hands: what is underway, since when it has been silent, and how much it may still send."""

    lane: Lane
    counted_at: float
    answered_at: float
    used_at: float
    allowance: float
    underway: int = 0
    is_closing: bool = False
    paused_until: float = 0.0

    @property
    def rate(self) -> float:
        """Deliveries a second, at most."""
        return self.lane.max_per_second or settings.WEBHOOK_RATE_PER_S

    def room(self, now: float) -> int:
        """How many more may be taken now: bounded by what is underway and by the rate, a second's worth at most."""
        if self.is_closing:
            return 0
        self.allowance = min(self.rate, self.allowance + (now - self.counted_at) * self.rate)
        self.counted_at = now
        return min(MAX_UNDERWAY - self.underway, int(self.allowance))

    def take(self, count: int, now: float) -> None:
        """So many more are underway."""
        self.answered_at = self.answered_at if self.underway else now
        self.used_at = now
        self.underway += count
        self.allowance -= count

    def is_slow(self, now: float) -> bool:
        """Whether it lets us wait."""
        return self.underway > 0 and now - self.answered_at > SLOW_AFTER_S

    def is_idle(self, now: float) -> bool:
        """Whether somebody else may have it."""
        return not self.underway and (self.is_closing or now - self.used_at > IDLE_FOR_S)


class Sender:
    """One run of the work, under a token of its own."""

    def __init__(self, courier: Courier) -> None:
        self.token = uuid4()
        self.delivered = 0
        self._courier = courier
        self._held: dict[UUID, _Held] = {}
        self._underway: dict[UUID, Parcel] = {}
        self._unwritten: list[Outcome] = []
        self._looked_at = self._renewed_at = 0.0
        self._away_since: float | None = None

    def run(self, *, budget_s: float) -> bool:
        """Work for about `budget_s` seconds, or until nothing has been due for a second; whether time ran out.

        When time is over, receivers that let us wait get nothing more while the others go on being served; it ends
        when no answer is outstanding, 15 s later at most.
        """
        ends_at = busy_at = time.monotonic() + budget_s
        try:
            while True:
                now = time.monotonic()
                if self._turn_or_wait(now, ends_at=ends_at) or self._underway or self._unwritten:
                    busy_at = now
                    continue
                if now >= ends_at or not self.delivered or now - busy_at > IDLE_FOR_S:
                    return now >= ends_at
        finally:
            self._let_go(list(self._held))

    def _turn_or_wait(self, now: float, *, ends_at: float) -> bool:
        """One turn; whether there was work. A database that is away is waited for as long as the lanes are ours."""
        try:
            has_work = self._turn(now, ends_at=ends_at)
        except (OperationalError, InterfaceError) as error:
            self._away_since = self._away_since or now
            if now - self._away_since > LEASE.total_seconds():
                raise
            logger.warning("webhook_sender_waits_for_database", error=type(error).__name__)
            connection.close()
            time.sleep(1)
            return True
        self._away_since = None
        return has_work

    def _turn(self, now: float, *, ends_at: float) -> bool:
        self._write(self._gather())
        if now - self._renewed_at > RENEW_EVERY_S:
            self._renew(now)
        if now >= ends_at and not self._may_go_on(now, ends_at):
            return False
        if now - self._looked_at > LOOK_EVERY_S:
            self._look(now)
        return self._take(now) > 0

    def _may_go_on(self, now: float, ends_at: float) -> bool:
        """When time is over: whether others are served on while some let us wait, who get nothing more themselves."""
        slow = [held for held in self._held.values() if held.is_slow(now)]
        is_late = now >= ends_at + LEASE.total_seconds()
        for held in self._held.values() if is_late else slow:
            self._close(held)
        return bool(slow) and not is_late

    def _gather(self) -> list[Outcome]:
        """What has come back, some of it waited for."""
        if not self._underway:
            time.sleep(GATHER_S if self._held else 0)
            return []
        outcomes = self._courier.gather(timeout_s=LOOK_EVERY_S)
        if outcomes:
            time.sleep(GATHER_S)
            outcomes += self._courier.gather(timeout_s=0)
        # By identity: what an earlier run left underway may come back now, of a delivery that is underway again
        return [outcome for outcome in outcomes if self._underway.get(outcome.parcel.delivery_id) is outcome.parcel]

    def _write(self, outcomes: list[Outcome]) -> None:
        """Write outcomes, and those that could not be written before."""
        for outcome in outcomes:
            self._note_return(outcome)
        self._unwritten += outcomes
        if self._unwritten:
            written = record_outcomes(token=self.token, outcomes=self._unwritten)
            self.delivered += observe_outcomes(self._unwritten, written)
            self._unwritten = []

    def _note_return(self, outcome: Outcome) -> None:
        now = time.monotonic()
        del self._underway[outcome.parcel.delivery_id]
        held = self._held[outcome.parcel.subscription_id]
        held.underway -= 1
        held.answered_at = now
        if outcome.pause_s:
            held.paused_until = max(held.paused_until, now + outcome.pause_s)
            self._close(held)

    def _look(self, now: float) -> None:
        """Let lanes go that have nothing to do, and take free ones that have."""
        self._looked_at = now
        self._let_go([pk for pk, held in self._held.items() if held.is_idle(now)])
        if len(self._held) > MAX_LANES // 2:  # those that let us wait make room for others
            for held in self._held.values():
                if held.is_slow(now):
                    self._close(held)
        room = min(LANES_AT_A_TIME, MAX_LANES - len(self._held))
        for lane in acquire_lanes(token=self.token, limit=room) if room > 0 else ():
            held = _Held(lane, counted_at=now, answered_at=now, used_at=now, allowance=0)
            held.allowance = held.rate
            self._held[lane.subscription_id] = held
            self._lease(lane, now)

    def _renew(self, now: float) -> None:
        """Keep our lanes; of those that are ours no more, or paused, nothing more is sent."""
        self._renewed_at = now
        if not self._held:
            return
        lanes, still_ours = renew_lanes(token=self.token, subscription_ids=list(self._held))
        for subscription_id, held in self._held.items():
            if subscription_id not in still_ours:
                self._close(held)
        for lane in lanes:
            held = self._held[lane.subscription_id]
            held.lane = lane
            if not held.is_closing:
                self._lease(lane, now)

    def _lease(self, lane: Lane, now: float) -> None:
        self._courier.leases[lane.subscription_id] = Lease(self.token, lane, now + LEASE.total_seconds())

    def _close(self, held: _Held) -> None:
        """Take no more for this lane; what the courier has not sent yet it gives back."""
        held.is_closing = True
        self._courier.leases.pop(held.lane.subscription_id, None)

    def _take(self, now: float) -> int:
        rooms = {pk: room for pk, held in self._held.items() if (room := held.room(now)) > 0}
        if not rooms:
            return 0
        parcels = claim_deliveries(token=self.token, rooms=rooms)
        for subscription_id, count in Counter(parcel.subscription_id for parcel in parcels).items():
            self._held[subscription_id].take(count, now)
        self._underway.update((parcel.delivery_id, parcel) for parcel in parcels)
        ordered = {pk for pk, held in self._held.items() if held.lane.ordered}
        self._courier.send(chains_of(parcels, token=self.token, ordered=ordered))
        return len(parcels)

    def _let_go(self, subscription_ids: list[UUID]) -> None:
        now = time.monotonic()
        pauses_s = {pk: max(0.0, self._held.pop(pk).paused_until - now) for pk in subscription_ids}
        for subscription_id in subscription_ids:
            self._courier.leases.pop(subscription_id, None)
        if pauses_s:
            release_lanes(token=self.token, pauses_s=pauses_s)
