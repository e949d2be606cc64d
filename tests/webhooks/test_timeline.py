"""The story of a delivery, and the words for codes: no database, no clock."""

from datetime import UTC, datetime, timedelta

import pytest

from webhooks.admin.timeline import Step, timeline_of
from webhooks.admin.words import ERRORS, error_in_words, status_in_words
from webhooks.models import Attempt, Delivery, Event, Subscription
from webhooks.services.posting import FAULTS

OWED = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = OWED + timedelta(hours=1)


def delivery(state, **values):
    """A delivery that was never stored."""
    event = Event(type=values.pop("type", "listing.updated"))
    subscription = Subscription(state=values.pop("standing", "enabled"), flap_window_hours=values.pop("flap", None))
    values = {"created_at": OWED, "next_attempt_at": LATER} | values
    return Delivery(event=event, subscription=subscription, state=state, **values)


def minute(number):
    """So many minutes after it was owed."""
    return OWED + timedelta(minutes=number)


def attempt(number, error_code=None, http_status=None, excerpt=""):
    """One of its attempts, a minute after the one before."""
    return Attempt(
        number=number, started_at=minute(number), duration_ms=1_500, error_code=error_code, http_status=http_status,
        excerpt=excerpt,
    )  # fmt: skip


def story(row, *attempts, waits_for=None, now=OWED):
    """What its steps are called, and what they note."""
    return [(step.what, step.note) for step in timeline_of(row, attempts, waits_for=waits_for, now=now)]


def test_a_delivery_that_failed_once_and_then_went_through():
    row = delivery("delivered", attempts=2, finished_at=LATER)
    steps = timeline_of(row, [attempt(1, "HTTP_503", 503, "busy"), attempt(2, None, 204)], waits_for=None, now=OWED)
    assert steps == [
        Step(OWED, "Owed", "listing.updated is to be told"),
        Step(minute(1), "Attempt 1", "the receiver answered 503 Service Unavailable", "bad", "1.5 s", "busy"),
        Step(minute(2), "Attempt 2", "the receiver answered 204 No Content", "good", "1.5 s"),
        Step(LATER, "Delivered", tone="good"),
    ]


def test_an_attempt_that_left_no_trace_is_named():
    row = delivery("dead", attempts=4, finished_at=LATER, error_code="TIMEOUT")
    told = [what for what, note in story(row, attempt(2, "TIMEOUT"), attempt(3, "TIMEOUT")) if "cut short" in note]
    assert told == ["Attempt 1", "Attempt 4"]


def test_the_attempt_that_is_underway_is_not_called_cut_short():
    told = story(delivery("sending", attempts=2), attempt(1, "TIMEOUT"))
    assert [what for what, _ in told] == ["Owed", "Attempt 1", "Attempt 2"]
    assert told[-1] == ("Attempt 2", "being sent now")


def test_two_attempts_of_one_number_are_both_told():
    row = delivery("delivered", attempts=1, finished_at=LATER)
    assert [what for what, _ in story(row, attempt(1, "TIMEOUT"), attempt(1, None, 200))][1:3] == ["Attempt 1"] * 2


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (delivery("due"), ("Attempt 1", "not before then")),
        (delivery("due", next_attempt_at=OWED), ("Attempt 1", "due since then")),
        (delivery("due", type="listing.price_changed", flap=6), ("Attempt 1", "when the flap window is over")),
        (delivery("due", type="listing.gone", flap=6), ("Attempt 1", "not before then")),
        (delivery("due", type="listing.price_changed", flap=6, is_again=True), ("Attempt 1", "not before then")),
        (
            delivery("held", standing="paused"),
            ("Held", "until its subscription (paused) is resumed; given up after 2026-03-08 12:00"),
        ),
        (delivery("dead", error_code="HTTP_410"), ("Given up", "the receiver answered 410 Gone")),
        (delivery("dead", error_code="HELD_TOO_LONG"), ("Given up", "it was held for more than 7 days")),
        (
            delivery("dropped", error_code="SUPERSEDED"),
            ("Dropped", "a later event of the same listing was sent in its place"),
        ),
    ],
)
def test_the_last_step_says_what_comes_next_or_how_it_ended(row, expected):
    assert story(row)[-1] == expected


def test_what_was_held_later_is_given_up_seven_days_after_that():
    (_, held) = timeline_of(delivery("held", held_since=LATER), [], waits_for=None, now=OWED)
    assert held.at == LATER
    assert held.note.endswith("given up after 2026-03-08 13:00")


def test_a_delivery_that_waits_for_another_says_for_which():
    told = story(delivery("due"), waits_for=Delivery(sequence=7))[-1]
    assert told == ("Attempt 1", "once number 7 of the same listing is out of the way")


@pytest.mark.parametrize(
    "code", [*dict.fromkeys(code for _, code in FAULTS), "INTERNAL", "FLAPPED_BACK", "HELD_TOO_MANY"]
)
def test_every_code_has_words(code):
    assert code in ERRORS
    assert error_in_words(code) != code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("HTTP_500", "the receiver answered 500 Internal Server Error"),
        ("HTTP_599", "the receiver answered 599"),
        ("HTTP_x", "HTTP_x"),
        ("NEW_CODE", "NEW_CODE"),
    ],
)
def test_codes_without_words_are_their_own(code, words):
    assert error_in_words(code) == words


def test_a_status_outside_the_standard_is_a_number():
    assert (status_in_words(200), status_in_words(299)) == ("200 OK", "299")
