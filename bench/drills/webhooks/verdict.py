"""Three witnesses, one verdict: what the publisher committed, what the database says of it, what the receiver got."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID

from .facts import Behaviour, Published, Receipt, Row

Address = tuple[UUID, int]
OPEN = ("due", "sending", "held")


class Fate(IntEnum):
    """What became of a delivery; an event has the highest of its deliveries'."""

    DELIVERED = 0
    DEAD = 1
    PENDING = 2
    LOST = 3


@dataclass(slots=True)
class Verdict:
    """Counts. `events` are by the worst fate of an event's deliveries, `deliveries` each for itself.

    `out_of_order` counts first requests that came before an earlier event of their listing and subscription was
    answered 2xx or given up; `duplicated_same_id` what was taken again; `duplicated_otherwise` events that bore two
    ids, and ids that bore two bodies; `unknown` deliveries and requests of events that never committed.
    """

    events: Counter[Fate] = field(default_factory=Counter)
    deliveries: Counter[Fate] = field(default_factory=Counter)
    out_of_order: int = 0
    duplicated_same_id: int = 0
    duplicated_otherwise: int = 0
    badly_signed: int = 0
    unknown: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Nothing that a receiver was promised was broken, and something was delivered."""
        faults = (self.out_of_order, self.duplicated_otherwise, self.badly_signed, self.unknown)
        return not (self.events[Fate.LOST] or any(faults)) and self.events[Fate.DELIVERED] > 0


def judge(*, events: Sequence[Published], rows: Iterable[Row], receipts: Sequence[Receipt]) -> Verdict:
    """Hold the witnesses against each other; `examples` names each fault that was found."""
    verdict = Verdict()
    states = {(row.event_id, row.subscription): row.state for row in rows}
    received = _by_address(receipts, verdict)
    fates = _judge_fates(events, states, received, verdict)
    _judge_order(events, fates, received, verdict)
    _judge_duplicates(receipts, received, verdict)
    for event_id, subscription in sorted((states.keys() | received.keys()) - fates.keys()):
        verdict.unknown += 1
        verdict.examples.append(f"unknown: event {event_id} to {subscription} was never committed")
    return verdict


def _by_address(receipts: Iterable[Receipt], verdict: Verdict) -> dict[Address, list[Receipt]]:
    """Signed requests by event and subscription, in the order in which they came."""
    received: dict[Address, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        if receipt.is_signed:
            received[UUID(receipt.webhook_id), receipt.subscription].append(receipt)
        else:
            verdict.badly_signed += 1
            verdict.examples.append(f"badly signed: {_name(receipt)}")
    return dict(received)


def _judge_fates(
    events: Sequence[Published],
    states: Mapping[Address, str],
    received: Mapping[Address, Sequence[Receipt]],
    verdict: Verdict,
) -> dict[Address, Fate]:
    fates: dict[Address, Fate] = {}
    for event in events:
        addresses = [(event.event_id, subscription) for subscription in event.subscriptions]
        for address in addresses:
            fates[address] = _fate(states.get(address), received.get(address, ()))
            verdict.deliveries[fates[address]] += 1
            if fates[address] is Fate.LOST:
                verdict.examples.append(f"lost: {event} to {address[1]}, its row: {states.get(address)}")
        verdict.events[max(fates[address] for address in addresses)] += 1
    return fates


def _fate(state: str | None, receipts: Sequence[Receipt]) -> Fate:
    """Delivered is only what the receiver answered 2xx; nobody asked that anything be dropped."""
    if state == "delivered" and _answered_at(receipts) is not None:
        return Fate.DELIVERED
    if state == "dead":
        return Fate.DEAD
    return Fate.PENDING if state in OPEN else Fate.LOST


def _judge_order(
    events: Sequence[Published],
    fates: Mapping[Address, Fate],
    received: Mapping[Address, Sequence[Receipt]],
    verdict: Verdict,
) -> None:
    lines: dict[tuple[str, int], list[Published]] = defaultdict(list)
    for event in sorted(events, key=lambda event: event.sequence):
        for subscription in event.subscriptions:
            lines[event.key, subscription].append(event)
    for (_, subscription), line in lines.items():
        free_from: float = -1
        for event in line:
            address = event.event_id, subscription
            receipts = received.get(address, ())
            if receipts and receipts[0].arrived < free_from:
                verdict.out_of_order += 1
                verdict.examples.append(f"out of order: {_name(receipts[0])}")
            free_from = max(free_from, _way_is_free_from(fates[address], receipts))


def _way_is_free_from(fate: Fate, receipts: Sequence[Receipt]) -> float:
    """The place from which later events may come: when this one was answered 2xx, or any when it was given up."""
    if (answered := _answered_at(receipts)) is not None:
        return answered
    return -1 if fate is Fate.DEAD else float("inf")


def _answered_at(receipts: Sequence[Receipt]) -> int | None:
    return min((receipt.answered for receipt in receipts if receipt.answered is not None), default=None)


def _judge_duplicates(
    receipts: Sequence[Receipt], received: Mapping[Address, Sequence[Receipt]], verdict: Verdict
) -> None:
    ids: dict[tuple[int, str, int], set[str]] = defaultdict(set)
    for receipt in receipts:
        ids[receipt.subscription, receipt.key, receipt.sequence].add(receipt.webhook_id)
    for subject, seen in ids.items():
        if len(seen) > 1:
            verdict.duplicated_otherwise += 1
            verdict.examples.append(f"two ids: subscription, listing, sequence {subject} came as {sorted(seen)}")
    for of_one in received.values():
        verdict.duplicated_same_id += max(0, sum(map(_is_taken, of_one)) - 1)
        if len({receipt.digest for receipt in of_one}) > 1:
            verdict.duplicated_otherwise += 1
            verdict.examples.append(f"two bodies: {_name(of_one[0])}")


def _is_taken(receipt: Receipt) -> bool:
    """What the receiver has, whether or not its answer got back."""
    return receipt.answered is not None or receipt.behaviour is Behaviour.LOSE_ANSWER


def _name(receipt: Receipt) -> str:
    return (
        f"{receipt.key} number {receipt.sequence} to {receipt.subscription}, id {receipt.webhook_id}, "
        f"{receipt.at_s:.1f} s, {receipt.behaviour}"
    )
