"""The story of one delivery, from the event that owed it to its end, or to what comes next. No database, no clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from propscrape.console_cells import milliseconds
from webhooks.admin.words import error_in_words, state_in_words, status_in_words
from webhooks.models import Attempt, Delivery, EventType
from webhooks.services.holding import HELD_FOR

CUT_SHORT = "begun, and cut short when its sender ended; what came of it is not known"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened or is to happen; `tone` as of console_cells.badge. No time: it is not known."""

    at: datetime | None
    what: str
    note: str = ""
    tone: str = "plain"
    took: str = ""
    excerpt: str = ""


def timeline_of(
    delivery: Delivery, attempts: Sequence[Attempt], *, waits_for: Delivery | None, now: datetime
) -> list[Step]:
    """The steps of a delivery in order; `attempts` are all of its, in the order of their start.

    `waits_for` is an earlier one of the same listing that has to end first.
    """
    owed = Step(delivery.created_at, "Owed", f"{delivery.event.type} is to be told")
    end = _next(delivery, waits_for, now) if delivery.state == Delivery.State.DUE else _ending(delivery)
    return [owed, *_tried(delivery, attempts), end]


def _tried(delivery: Delivery, attempts: Sequence[Attempt]) -> Iterator[Step]:
    """Each attempt; one that was counted and left no row was cut short, unless it is underway."""
    expected = 1
    for attempt in attempts:
        yield from map(_cut_short, range(expected, attempt.number))
        yield _attempt(attempt)
        expected = max(expected, attempt.number + 1)
    underway = delivery.state == Delivery.State.SENDING
    yield from map(_cut_short, range(expected, delivery.attempts + (0 if underway else 1)))


def _attempt(attempt: Attempt) -> Step:
    if attempt.error_code:
        note, tone = error_in_words(attempt.error_code), "bad"
    else:
        note, tone = f"the receiver answered {status_in_words(attempt.http_status or 0)}", "good"
    return Step(
        attempt.started_at, f"Attempt {attempt.number}", note, tone, milliseconds(attempt.duration_ms), attempt.excerpt
    )


def _cut_short(number: int) -> Step:
    return Step(None, f"Attempt {number}", CUT_SHORT, "fair")


def _ending(delivery: Delivery) -> Step:
    match delivery.state:
        case Delivery.State.SENDING:
            return Step(None, f"Attempt {delivery.attempts}", "being sent now")
        case Delivery.State.HELD:
            since = delivery.held_since or delivery.created_at
            standing = state_in_words(delivery.subscription)
            note = f"until its subscription ({standing}) is resumed; given up after {since + HELD_FOR:%Y-%m-%d %H:%M}"
            return Step(since, "Held", note, "fair")
        case Delivery.State.DELIVERED:
            return Step(delivery.finished_at, "Delivered", tone="good")
        case Delivery.State.DEAD:
            return Step(delivery.finished_at, "Given up", _why(delivery), "bad")
        case _:
            return Step(delivery.finished_at, "Dropped", _why(delivery))


def _next(delivery: Delivery, waits_for: Delivery | None, now: datetime) -> Step:
    what = f"Attempt {delivery.attempts + 1}"
    if waits_for is not None:
        return Step(None, what, f"once number {waits_for.sequence} of the same listing is out of the way")
    if delivery.next_attempt_at <= now:
        return Step(delivery.next_attempt_at, what, "due since then")
    is_first = not delivery.attempts and not delivery.is_again
    is_move = delivery.event.type == EventType.LISTING_PRICE_CHANGED
    if is_first and is_move and delivery.subscription.flap_window_hours:
        return Step(delivery.next_attempt_at, what, "when the flap window is over")
    return Step(delivery.next_attempt_at, what, "not before then")


def _why(delivery: Delivery) -> str:
    return error_in_words(delivery.error_code) if delivery.error_code else ""
