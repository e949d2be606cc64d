"""When a failed delivery is tried again."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propscrape.retry_after import parse_retry_after
from webhooks.services.schedule import GAPS_S, MAX_RETRY_AFTER, Answer, next_attempt_after

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def failed(status=500, retry_after=None):
    return Answer(started_at=NOW, duration_ms=0, http_status=status, retry_after=retry_after)


def test_the_schedule_is_the_contracts():
    minutes = [gap / 60 for gap in GAPS_S]
    assert minutes == [0, 1, 5, 30, 120, 300, 600, 840, 1200, 1440]


@given(st.integers(0, len(GAPS_S) - 2))
def test_each_gap_is_within_a_fifth_of_the_schedules(step):
    gap = (next_attempt_after(failed(), step=step) - NOW).total_seconds()
    assert 0.8 * GAPS_S[step + 1] <= gap <= 1.2 * GAPS_S[step + 1]


def test_after_the_last_there_is_none():
    assert next_attempt_after(failed(), step=len(GAPS_S) - 1) is None


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (429, "7200", 7200),
        (503, "7200", 7200),
        (500, "7200", 60),
        (503, "1", 60),
        (503, "999999999", 86_400),
        (503, format_datetime(NOW + timedelta(hours=2), usegmt=True), 7200),
        (503, format_datetime(NOW - timedelta(hours=2), usegmt=True), 60),
        (503, "soon", 60),
        (503, "-5", 60),
        (503, "", 60),
    ],
)
def test_retry_after_moves_it_later_and_never_earlier(status, header, seconds):
    gap = (next_attempt_after(failed(status, header), step=0) - NOW).total_seconds()
    assert 0.8 * seconds <= gap <= 1.2 * seconds


@given(st.text() | st.none() | st.integers().map(str))
def test_any_retry_after_is_read_or_left(header):
    assert timedelta(0) <= parse_retry_after(header, now=NOW, at_most=MAX_RETRY_AFTER) <= MAX_RETRY_AFTER


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (Answer(started_at=NOW, duration_ms=1, http_status=204), None),
        (Answer(started_at=NOW, duration_ms=1, http_status=301), "HTTP_301"),
        (Answer(started_at=NOW, duration_ms=1, error_code="TIMEOUT"), "TIMEOUT"),
    ],
)
def test_what_an_answer_comes_to(answer, fault):
    assert answer.fault == fault
    assert answer.is_success is (fault is None)
