"""How long somebody who answers 429 or 503 asks to be left alone (RFC 9110 10.2.3)."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


def parse_retry_after(header: str | None, *, now: datetime, at_most: timedelta) -> timedelta:
    """How long to wait: seconds or an HTTP date; zero for nothing, the past or nonsense."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:12]), at_most.total_seconds()))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return timedelta(0)
    return min(max(moment.replace(tzinfo=moment.tzinfo or UTC) - now, timedelta(0)), at_most)
