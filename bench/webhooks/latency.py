"""From commit to receipt while 100 events a second are published, each owed to one subscription."""

import time
from uuid import UUID

from propscrape.tenancy import client_scope
from webhooks.models import EventType

from .ground import Ground
from .outbox import Outbox
from .throughput import OUR_APP, OUR_QUEUE, wait_for_receipts

EVENTS_PER_S = 100
# A sender has gone to sleep by then: the first event wakes a worker that has nothing to do, as most do
REST_S = 3


def measure_latency(ground: Ground, outbox: Outbox, *, seconds: int) -> tuple[list[float], float]:
    """Milliseconds from commit to receipt of each event, and how many a second were really published.

    Give it more seconds than a run of a sender takes, so that the change of runs is in it.

    Raises NotDelivered, StopRequested.
    """
    ground.clear_broker()
    outbox.owe_again(0)
    ground.receiver.forget()
    committed: dict[str, float] = {}
    with ground.worker(app=OUR_APP, queue=OUR_QUEUE) as worker:
        _publish(outbox, 0, {})
        wait_for_receipts(ground, worker, 1)
        ground.stop_request.pause(REST_S)
        ground.receiver.forget()
        started = time.monotonic()
        for turn in range(EVENTS_PER_S * seconds):
            ground.stop_request.pause(max(0, started + turn / EVENTS_PER_S - time.monotonic()))
            _publish(outbox, turn, committed)
        took_s = time.monotonic() - started
        wait_for_receipts(ground, worker, len(committed))
        receipts = ground.receiver.receipts()
    return [1000 * (receipt.at - committed[receipt.event_id]) for receipt in receipts], len(committed) / took_s


def _publish(outbox: Outbox, turn: int, committed: dict[str, float]) -> None:
    def note(event_id: UUID) -> None:
        committed[str(event_id)] = time.time()

    with client_scope(outbox.client_id):
        outbox.publish(turn, EventType.LISTING_UPDATED, noting=note)
