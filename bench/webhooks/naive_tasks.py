"""One delivery the plain way: load it, sign it, post it without a session, write down what came of it.

What is read, signed, written and logged is what the sender reads, signs, writes and logs, one delivery at a time.
"""

import time
from datetime import UTC, datetime

import orjson
import requests
from django.db.models import F

from propscrape.sealing import unseal
from propscrape.tenancy import staff_scope
from webhooks.models import Attempt, Delivery, Subscription
from webhooks.services.claiming import Parcel
from webhooks.services.observing import observe_outcomes
from webhooks.services.posting import CONNECT_TIMEOUT_S, EXCERPT_BYTES, TOTAL_TIMEOUT_S, USER_AGENT
from webhooks.services.recording import Outcome
from webhooks.services.schedule import Answer
from webhooks.services.signing import signature_headers

from .naive import DELIVER_ONE, app


@app.task(name=DELIVER_ONE)
def deliver_one(delivery_id: str) -> None:
    """Deliver it. Raises requests.RequestException when the receiver does not take it; the bench's always does."""
    delivery = _take(delivery_id)
    parcel = _parcel(delivery)
    outcome = Outcome(parcel, _post(delivery.subscription, parcel))
    _write(outcome)
    observe_outcomes([outcome], [parcel.delivery_id])


def _take(delivery_id: str) -> Delivery:
    """An attempt is counted before it is made."""
    with staff_scope():
        Delivery.objects.filter(pk=delivery_id).update(state=Delivery.State.SENDING, attempts=F("attempts") + 1)
        return Delivery.objects.select_related("event", "subscription").get(pk=delivery_id)


def _parcel(delivery: Delivery) -> Parcel:
    event = delivery.event
    return Parcel(
        delivery_id=delivery.pk,
        client_id=delivery.client_id,
        event_id=event.pk,
        subscription_id=delivery.subscription_id,
        key=delivery.key,
        sequence=delivery.sequence,
        attempt=delivery.attempts,
        step=delivery.step,
        is_again=delivery.is_again,
        event_type=event.type,
        data=orjson.dumps(event.data).decode(),
        occurred_at=event.occurred_at,
        request_id=event.request_id,
    )


def _post(subscription: Subscription, parcel: Parcel) -> Answer:
    body, started_at, clock = parcel.body(), datetime.now(UTC), time.perf_counter()
    assert subscription.secret_sealed is not None
    signed = signature_headers(
        event_id=str(parcel.event_id),
        event_type=parcel.event_type,
        body=body,
        secrets=[unseal(bytes(subscription.secret_sealed))],
        sent_at=int(started_at.timestamp()),
    )
    response = requests.post(
        subscription.url,
        data=body,
        headers=signed | {"Content-Type": "application/json", "User-Agent": USER_AGENT},
        timeout=(CONNECT_TIMEOUT_S, TOTAL_TIMEOUT_S),
        allow_redirects=False,
    )
    response.raise_for_status()
    return Answer(
        started_at=started_at,
        duration_ms=round((time.perf_counter() - clock) * 1000, 3),
        http_status=response.status_code,
        excerpt=response.content[:EXCERPT_BYTES].decode("utf-8", "replace"),
    )


def _write(outcome: Outcome) -> None:
    parcel, answer = outcome.parcel, outcome.answer
    assert answer is not None
    with staff_scope():
        Subscription.objects.filter(pk=parcel.subscription_id).update(
            last_success_at=answer.ended_at, healthy_at=answer.ended_at, warned_at=None
        )
        Delivery.objects.filter(pk=parcel.delivery_id).update(
            state=Delivery.State.DELIVERED,
            finished_at=answer.ended_at,
            failed_at=None,
            http_status=answer.http_status,
            error_code=None,
        )
        Attempt.objects.create(
            client_id=parcel.client_id,
            delivery_id=parcel.delivery_id,
            number=parcel.attempt,
            started_at=answer.started_at,
            duration_ms=answer.duration_ms,
            http_status=answer.http_status,
            excerpt=answer.excerpt,
        )
