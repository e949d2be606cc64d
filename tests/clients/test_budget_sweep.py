"""Beat finds calls whose process died."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from clients.models import LedgerEntry
from clients.services.budgets import reserve
from clients.tasks import lapse_abandoned_calls
from propscrape.tenancy import staff_scope

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_sweep_books_what_nobody_settled_and_beat_runs_it():
    due, fresh = (reserve(client_id=None, purpose="test", worst_cost=Decimal("0.01")) for _ in range(2))
    with staff_scope():
        LedgerEntry.objects.filter(pk=due.id).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert lapse_abandoned_calls() == 1
    with staff_scope():
        states = dict(LedgerEntry.objects.values_list("pk", "state"))
    assert states == {due.id: "lapsed", fresh.id: "reserved"}
    assert lapse_abandoned_calls.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
