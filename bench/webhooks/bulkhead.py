"""What a receiver that never answers costs the nineteen others."""

from dataclasses import dataclass
from statistics import median

from webhooks.models import MAX_SUBSCRIPTIONS
from webhooks.services.waking import DELIVER_DUE

from .ground import Ground
from .outbox import Outbox
from .throughput import OUR_APP, OUR_QUEUE, rate_of, wait_for_receipts

BLOCKED_SLOT = MAX_SUBSCRIPTIONS - 1


@dataclass(frozen=True, slots=True)
class Slowdown:
    """Deliveries a second to the nineteen, by round: with the twentieth idle, and with it blocked."""

    idle: list[float]
    blocked: list[float]

    @property
    def share(self) -> float:
        """By how much the blocked one slows the others down, of medians; below 0 when it does not."""
        return 1 - median(self.blocked) / median(self.idle)


def measure_slowdown(ground: Ground, outbox: Outbox, *, events: int, rounds: int, on_same_host: bool) -> Slowdown:
    """Alternately, the order turned round by round, so that what drifts meanwhile weighs on neither.

    `on_same_host`: the blocked one is a path beside the others', not a port of its own.

    Raises NotDelivered, StopRequested, ServiceFailed.
    """
    measured = Slowdown([], [])
    blocked_url = ground.receiver.blocked_url(f"/hooks/{BLOCKED_SLOT}", on_same_host=on_same_host)
    for turn in range(rounds):
        sides = [(measured.idle, False), (measured.blocked, True)]
        for rates, is_blocked in sides if turn % 2 == 0 else reversed(sides):
            outbox.point(BLOCKED_SLOT, blocked_url)
            rates.append(_rate_of_others(ground, outbox, events, is_blocked=is_blocked))
            outbox.point(BLOCKED_SLOT, ground.receiver.url(f"/hooks/{BLOCKED_SLOT}"))
            what = "the twentieth blocked" if is_blocked else "the twentieth idle"
            ground.progress.say(f"  {what}: {rates[-1]:.0f} a second to the nineteen")
    return measured


def _rate_of_others(ground: Ground, outbox: Outbox, events: int, *, is_blocked: bool) -> float:
    ground.clear_broker()
    ground.receiver.forget()
    if is_blocked:
        others = outbox.owe_again(events) - outbox.due_count(BLOCKED_SLOT)
    else:
        others = outbox.owe_again(events, but_not=BLOCKED_SLOT)
    DELIVER_DUE.apply_async()
    with ground.worker(app=OUR_APP, queue=OUR_QUEUE) as worker:
        wait_for_receipts(ground, worker, others)
        rate = rate_of(ground.receiver.receipts())
        ground.receiver.unblock()
    return rate
