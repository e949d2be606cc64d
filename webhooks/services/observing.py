"""What is said of attempts: one log line each, counters, and the time from event to receipt (P2, I4)."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from uuid import UUID

import structlog
from prometheus_client import Histogram

from webhooks.metrics import ATTEMPTS, RECEIPT
from webhooks.services.claiming import Parcel
from webhooks.services.recording import Outcome
from webhooks.services.schedule import Answer

logger = structlog.get_logger("webhooks.delivery")
DELIVERED = "DELIVERED"


def observe_outcomes(outcomes: Sequence[Outcome], written: Collection[UUID]) -> int:
    """Log and count attempts; how many were delivered. `written` are the deliveries that were still ours to write."""
    ours = frozenset(written)
    results: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        if outcome.answer is not None:
            results[outcome.parcel.event_type, outcome.answer.fault or DELIVERED] += 1
            _observe(outcome.parcel, outcome.answer)
        if outcome.parcel.delivery_id not in ours:
            logger.warning("webhook_lane_lost", delivery_id=str(outcome.parcel.delivery_id))
    for (event_type, result), count in results.items():
        ATTEMPTS.labels(event_type, result).inc(count)
    return sum(count for (_, result), count in results.items() if result == DELIVERED)


def _observe(parcel: Parcel, answer: Answer) -> None:
    if answer.is_success:
        _receipt_of(parcel.event_type).observe((answer.ended_at - parcel.occurred_at).total_seconds())
    logger.info(
        "webhook_delivery",
        category="webhook_delivery",
        webhook_id=str(parcel.subscription_id),
        delivery_id=str(parcel.delivery_id),
        event_id=str(parcel.event_id),
        client_id=str(parcel.client_id),
        type=parcel.event_type,
        attempt=parcel.attempt,
        status=answer.http_status,
        duration_ms=answer.duration_ms,
        error_code=answer.fault,
        request_id=parcel.request_id,
    )


@cache
def _receipt_of(event_type: str) -> Histogram:
    """Looked up once for each type: labels cost as much as what is observed."""
    return RECEIPT.labels(event_type)
