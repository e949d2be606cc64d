"""A host that is silent is left alone; one that answers is not."""

from datetime import UTC, datetime, timedelta

from webhooks.services import breaker
from webhooks.services.breaker import LEFT_ALONE_S, OPENS_AFTER, HostBreaker
from webhooks.services.schedule import Answer

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Clock:
    """Seconds that pass when told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def answer(started_s=0.0, took_s=1.0, status=None):
    return Answer(
        started_at=NOW + timedelta(seconds=started_s),
        duration_ms=took_s * 1000,
        http_status=status,
        error_code=None if status else "TIMEOUT",
    )


def silent(host="a", clock=None):
    made = HostBreaker(clock or Clock())
    for _ in range(OPENS_AFTER):
        assert made.wait_s(host) == 0
        made.note(host, answer())
    return made


def test_after_five_silences_a_host_is_left_alone_and_others_are_not():
    made = silent()
    assert made.wait_s("a") == LEFT_ALONE_S
    assert made.wait_s("b") == 0


def test_afterwards_one_request_finds_out_while_the_others_wait():
    clock = Clock()
    made = silent(clock=clock)
    clock.now += LEFT_ALONE_S
    assert made.wait_s("a") == 0
    assert made.wait_s("a") > 0
    made.note("a", answer(status=500))
    assert made.wait_s("a") == made.wait_s("a") == 0


def test_a_host_that_still_says_nothing_is_left_alone_again():
    clock = Clock()
    made = silent(clock=clock)
    clock.now += LEFT_ALONE_S
    assert made.wait_s("a") == 0
    made.note("a", answer())
    assert made.wait_s("a") == LEFT_ALONE_S


def test_an_error_is_an_answer():
    made = HostBreaker(Clock())
    for _ in range(20):
        made.note("a", answer(status=503))
    assert made.wait_s("a") == 0


def test_silences_of_requests_that_began_before_an_answer_count_no_more():
    made = HostBreaker(Clock())
    made.note("a", answer(started_s=9, took_s=1, status=200))
    for _ in range(OPENS_AFTER * 2):
        made.note("a", answer(started_s=1, took_s=15))
    assert made.wait_s("a") == 0


def test_it_remembers_a_bounded_number_of_hosts(monkeypatch):
    monkeypatch.setattr(breaker, "MAX_HOSTS", 3)
    made = silent()
    for name in "bcd":
        made.note(name, answer())
    assert made.wait_s("a") == 0
