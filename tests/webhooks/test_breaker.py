"""A host that is silent is left alone; one that answers is not."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import aiohttp

from webhooks.services import breaker
from webhooks.services.breaker import LEFT_ALONE_S, OPENS_AFTER, UNREACHABLE, HostBreaker
from webhooks.services.courier import host_of
from webhooks.services.posting import fault_of
from webhooks.services.schedule import Answer

NOW = datetime(2026, 3, 1, tzinfo=UTC)
US, THEM = uuid4(), uuid4()


class Clock:
    """Seconds that pass when told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def answer(started_s=0.0, took_s=1.0, status=None, error_code="TIMEOUT"):
    return Answer(
        started_at=NOW + timedelta(seconds=started_s),
        duration_ms=took_s * 1000,
        http_status=status,
        error_code=None if status else error_code,
    )


def silent(host="a", clock=None):
    made = HostBreaker(clock or Clock())
    for _ in range(OPENS_AFTER):
        assert made.wait_s(host, US) == 0
        made.note(host, US, answer())
    return made


def test_after_five_silences_a_host_is_left_alone_and_others_are_not():
    made = silent()
    assert made.wait_s("a", US) == LEFT_ALONE_S
    assert made.wait_s("b", US) == 0


def test_afterwards_one_request_finds_out_while_the_others_wait():
    clock = Clock()
    made = silent(clock=clock)
    clock.now += LEFT_ALONE_S
    assert made.wait_s("a", US) == 0
    assert made.wait_s("a", US) > 0
    made.note("a", US, answer(status=500))
    assert made.wait_s("a", US) == made.wait_s("a", US) == 0


def test_a_host_that_still_says_nothing_is_left_alone_again():
    clock = Clock()
    made = silent(clock=clock)
    clock.now += LEFT_ALONE_S
    assert made.wait_s("a", US) == 0
    made.note("a", US, answer())
    assert made.wait_s("a", US) == LEFT_ALONE_S


def test_an_error_is_an_answer():
    made = HostBreaker(Clock())
    for _ in range(20):
        made.note("a", US, answer(status=503))
    assert made.wait_s("a", US) == 0


def test_silences_of_requests_that_began_before_an_answer_count_no_more():
    made = HostBreaker(Clock())
    made.note("a", US, answer(started_s=9, took_s=1, status=200))
    for _ in range(OPENS_AFTER * 2):
        made.note("a", US, answer(started_s=1, took_s=15))
    assert made.wait_s("a", US) == 0


def test_it_remembers_a_bounded_number_of_hosts(monkeypatch):
    monkeypatch.setattr(breaker, "MAX_HOSTS", 3)
    made = silent()
    for name in "bcd":
        made.note(name, US, answer())
    assert made.wait_s("a", US) == 0


def test_one_clients_slow_receiver_keeps_no_other_client_waiting():
    made = silent()
    assert made.wait_s("a", THEM) == 0


def test_a_host_that_nobody_can_reach_is_left_alone_for_all():
    made = HostBreaker(Clock())
    for _ in range(OPENS_AFTER):
        made.note("a", US, answer(error_code="CONNECT_FAILED"))
    assert made.wait_s("a", THEM) == LEFT_ALONE_S


def test_a_host_that_takes_no_connection_in_time_cannot_be_reached():
    assert fault_of(aiohttp.ConnectionTimeoutError()) in UNREACHABLE
    assert fault_of(aiohttp.SocketTimeoutError()) == fault_of(TimeoutError()) == "TIMEOUT"


def test_a_host_is_the_same_in_every_spelling():
    assert len({host_of(f"https://{name}/a") for name in ("Host.example", "host.example", "host.example:443")}) == 1
    assert host_of("https://host.example:8443/") != host_of("https://host.example/")


def test_an_answer_that_cannot_be_read_is_no_silence():
    made = HostBreaker(Clock())
    for _ in range(20):
        made.note("a", US, answer(error_code="BAD_ANSWER"))
    assert made.wait_s("a", US) == 0
