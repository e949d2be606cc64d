"""What tests of webhooks share: a receiver, ways to publish, to send, and to let time pass."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from clients.models import Client
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client
from tests.webhooks.receiver import Receiver, receiving
from webhooks.models import Attempt, Delivery, Event, Subscription
from webhooks.services.courier import Courier, destination_policy
from webhooks.services.delivering import Sender
from webhooks.services.publishing import EventType, Facts, Happening, publish_events


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_ALLOWED_ADDRESSES = ["127.0.0.1"]
    with receiving() as server:
        yield server


@pytest.fixture
def account(transactional_db: None) -> Client:
    """A client whose rows are committed, as another connection must see them."""
    return make_client()


@pytest.fixture
def courier(receiver: Receiver) -> Iterator[Courier]:
    made = Courier(destination_policy())
    yield made
    made.close()


@pytest.fixture
def deliver(courier: Courier) -> Callable[..., None]:
    """Send what is due, until nothing is; again after the pauses that failing receivers get, `runs` times."""

    def run(*, runs: int = 1) -> None:
        for _ in range(runs):
            Sender(courier).run(budget_s=20)
            with staff_scope():  # a pause that a receiver was given is over
                Subscription.objects.update(lane_until=None)

    return run


def publish(account: Client, key: str | None = None, *data: dict[str, Any], **options: Any) -> list[Event]:
    """listing.updated events of one key, one for each `data`."""
    event_type = options.pop("type", EventType.LISTING_UPDATED)
    with client_scope(account.pk):
        happenings = [Happening(event_type, facts) for facts in data or ({},)]
        return publish_events(client_id=account.pk, key=key, happenings=happenings, **options)


def publish_move(account: Client, key: str, before: float, after: float, facts: Facts | None = None) -> Event:
    """A listing.price_changed event."""
    data = {
        "from": {"amount": before, "currency": "GBP", "period": "total"},
        "to": {"amount": after, "currency": "GBP", "period": "total"},
        "change_amount": after - before,
        "change_percent": round((after - before) / before * 100, 3),
        "direction": "up" if after > before else "down",
    }
    (event,) = publish(account, key, data, type=EventType.LISTING_PRICE_CHANGED, facts=facts or Facts(is_listing=True))
    return event


def deliveries(**filters: Any) -> list[Delivery]:
    """In the order in which they were owed."""
    with staff_scope():
        found = Delivery.objects.select_related("event").filter(**filters)
        return list(found.order_by("created_at", "sequence", "pk"))


def states(**filters: Any) -> list[str]:
    return [delivery.state for delivery in deliveries(**filters)]


def attempts_of(delivery: Delivery) -> list[Attempt]:
    with staff_scope():
        return list(Attempt.objects.filter(delivery=delivery).order_by("number"))


def reload(subscription: Subscription) -> Subscription:
    with staff_scope():
        return Subscription.objects.get(pk=subscription.pk)


def let_time_pass(**duration: float) -> None:
    """Move everything that waits so much nearer, and let every pause of a receiver be over."""
    with staff_scope():
        Subscription.objects.update(lane_until=None)
        Delivery.objects.filter(state="due").update(next_attempt_at=F("next_attempt_at") - timedelta(**duration))
