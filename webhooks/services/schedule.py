"""What an attempt comes to: delivered, tried again at some time, or given up (CONTRACTS.md 4). It asks no clock."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from propscrape.retry_after import parse_retry_after

# Before each attempt, since the one before it, in seconds: the first is made at once
GAPS_S = (0, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
JITTER = 0.2
MAX_RETRY_AFTER = timedelta(days=1)
# So many failures in a row give a receiver that restarts, or is overrun, a moment to itself
PAUSE_AFTER_FAILURES, FAILURE_PAUSE_S = 3, 10.0
HONOURS_RETRY_AFTER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver answered, or why it did not: exactly one of `http_status` and `error_code` is set.

    `retry_after` is the header as it came; `excerpt` at most 1 KB of the body as text.
    """

    started_at: datetime
    duration_ms: float
    http_status: int | None = None
    error_code: str | None = None
    retry_after: str | None = None
    excerpt: str = ""

    @property
    def is_success(self) -> bool:
        """2xx delivers; 3xx, 4xx, 5xx and no answer fail."""
        return self.http_status is not None and HTTPStatus.OK <= self.http_status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def is_gone(self) -> bool:
        """410: the receiver wants to hear no more."""
        return self.http_status == HTTPStatus.GONE

    @property
    def fault(self) -> str | None:
        """Why it failed, for programs: HTTP_500, TIMEOUT and so on; None for a success."""
        if self.is_success:
            return None
        return self.error_code or f"HTTP_{self.http_status}"

    @property
    def ended_at(self) -> datetime:
        """When the answer was there."""
        return self.started_at + timedelta(milliseconds=self.duration_ms)


def next_attempt_after(answer: Answer, *, step: int) -> datetime | None:
    """When the attempt after the failed one at `step` of the schedule (0 is the first) is due; None: no more.

    Each gap is taken +-20 %. A Retry-After of a 429 or 503 moves it later, by a day at most, never earlier.
    """
    if step + 1 >= len(GAPS_S):
        return None
    gap = timedelta(seconds=GAPS_S[step + 1] * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311
    if answer.http_status in HONOURS_RETRY_AFTER:
        gap = max(gap, parse_retry_after(answer.retry_after, now=answer.ended_at, at_most=MAX_RETRY_AFTER))
    return answer.ended_at + gap


def pause_after(answer: Answer, *, failures_in_row: int) -> float:
    """For how many seconds nothing is sent to a receiver after this answer of its: what it asks for with 429 or 503."""
    asked = timedelta(0)
    if answer.http_status in HONOURS_RETRY_AFTER:
        asked = parse_retry_after(answer.retry_after, now=answer.ended_at, at_most=MAX_RETRY_AFTER)
    own = FAILURE_PAUSE_S if failures_in_row >= PAUSE_AFTER_FAILURES else 0.0
    return max(asked.total_seconds(), own)
