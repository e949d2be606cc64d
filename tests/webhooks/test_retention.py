"""What is old leaves; what is still owed stays."""

from datetime import UTC, datetime, timedelta

import pytest

from propscrape.retention.policies import POLICIES
from propscrape.retention.running import run_policy
from propscrape.tenancy import staff_scope
from tests.factories import make_subscription
from tests.webhooks.conftest import publish
from webhooks.models import Attempt, Delivery, Event, Subscription
from webhooks.services.subscriptions import delete_subscription

pytestmark = pytest.mark.django_db


def purge_old():
    """Old by their own dates: the rows were made just now."""
    for name in ("events", "deliveries of deleted subscriptions", "deleted subscriptions"):
        run_policy(POLICIES[name], include_backfill=True)


def counts():
    with staff_scope():
        return [model.objects.count() for model in (Event, Delivery, Attempt)]


def age(events, days):
    with staff_scope():
        Event.objects.filter(pk__in=[event.pk for event in events]).update(
            occurred_at=datetime.now(UTC) - timedelta(days=days)
        )


def end(state):
    with staff_scope():
        Delivery.objects.update(state=state)
        Attempt.objects.bulk_create(
            Attempt(client_id=d.client_id, delivery=d, number=1, started_at=datetime.now(UTC), duration_ms=1)
            for d in Delivery.objects.all()
        )


def test_events_go_after_ninety_days_with_their_deliveries_and_attempts(client_account):
    make_subscription(client_account)
    old, _ = publish(client_account, "a", {}, {})
    end("delivered")
    age([old], days=91)
    assert counts() == [2, 2, 2]
    purge_old()
    assert counts() == [1, 1, 1]


def test_an_old_event_that_is_still_owed_stays(client_account):
    make_subscription(client_account)
    age(publish(client_account, "a"), days=91)
    purge_old()
    assert counts() == [1, 1, 0]


def test_an_old_event_that_nobody_wanted_goes(client_account):
    age(publish(client_account, "a"), days=91)
    purge_old()
    assert counts() == [0, 0, 0]


def test_a_deleted_subscription_stays_thirty_days_and_goes_with_what_it_was_owed(client_account):
    subscription, _ = make_subscription(client_account)
    publish(client_account, "a", {}, {}, {})
    delete_subscription(client_id=client_account.pk, subscription_id=subscription.pk)
    purge_old()
    assert counts() == [3, 3, 0]
    with staff_scope():
        Subscription.objects.update(deleted_at=datetime.now(UTC) - timedelta(days=31))
    purge_old()
    assert counts() == [3, 0, 0]
    with staff_scope():
        assert not Subscription.objects.exists()
