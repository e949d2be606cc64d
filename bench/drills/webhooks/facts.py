"""What the drill's three witnesses say: the publisher, the database, the receiver."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Published:
    """An event whose transaction is known to have committed, and the subscriptions that it is owed to."""

    event_id: UUID
    key: str
    sequence: int
    subscriptions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery as the database has it at the end."""

    event_id: UUID
    subscription: int
    state: str


class Behaviour(StrEnum):
    """How a request is met. LOSE_ANSWER takes it and drops the connection; HANG outlasts the sender's patience."""

    TAKE = "204"
    TAKE_SLOWLY = "204 after a while"
    ERROR = "500"
    BUSY = "503 with Retry-After"
    DROP = "connection dropped"
    LOSE_ANSWER = "taken, answer lost"
    HANG = "no answer in time"


@dataclass(slots=True)
class Receipt:
    """A request that reached the receiver.

    `arrived` and `answered` are places in the one order of all that happened there; `answered` is None unless the
    answer was 2xx. `at_s` counts seconds from the receiver's start.
    """

    arrived: int
    at_s: float
    subscription: int
    webhook_id: str
    key: str
    sequence: int
    digest: bytes
    is_signed: bool
    behaviour: Behaviour
    answered: int | None = None
