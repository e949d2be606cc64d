"""Paid calls: no budget is overshot, whoever calls at once and whoever dies; what was spent is known."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.errors import BudgetExceededError, ReservationEndedError
from clients.models import BudgetDay, BudgetSwitch, BudgetTotal, LedgerEntry
from clients.retention import LEDGER_FOR
from clients.services.budget_upkeep import lapse_reservations
from clients.services.budgets import LEASE, Reservation, release, reserve, settle
from clients.services.spending import cost_of, spending_between, standing_of
from propscrape.environment import PROJECT_ROOT
from propscrape.retention.policies import POLICIES
from propscrape.retention.running import run_policy
from propscrape.tenancy import ScopeConflict, client_scope, staff_scope
from tests.factories import make_client
from tests.one_at_a_time import one_at_a_time

pytestmark = pytest.mark.django_db(transaction=True)
CALLERS = 50
CENT = Decimal("0.01")
# Reserves in a process of its own and dies without a word
DIES = """
import os, sys
import django; django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from decimal import Decimal
from clients.services.budgets import reserve
print(reserve(client_id=None, purpose="test", worst_cost=Decimal("0.25")).id, flush=True)
os._exit(9)
"""


@pytest.fixture(autouse=True)
def budgets(settings):
    """A dollar for each client, two for staff, twenty in all."""
    settings.BUDGET_CLIENT_DAILY_USD = Decimal(1)
    settings.BUDGET_STAFF_DAILY_USD = Decimal(2)
    settings.BUDGET_TOTAL_DAILY_USD = Decimal(20)
    settings.BUDGET_STOPPED = False
    return settings


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def _at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return _at


def call(client_id=None, worst="0.10", **values) -> Reservation:
    return reserve(client_id=client_id, purpose="test", worst_cost=Decimal(worst), **values)


def book(reservation: Reservation, cost="0.04", **values) -> None:
    facts: dict[str, Any] = {"tokens_in": 1_000, "tokens_out": 100, "provider": "gemini", "model": "flash"} | values
    settle(reservation, cost=Decimal(cost), **facts)


def reason_of(work: Callable[[], object]) -> str:
    with pytest.raises(BudgetExceededError) as refused:
        work()
    return refused.value.reason


def all_at_once(work: Callable[[int], object]) -> list[object]:
    """Run work(0), work(1), ... in threads that start together; what each returned or raised."""
    start, results = threading.Barrier(CALLERS), []

    def run(number: int) -> None:
        start.wait()
        try:
            results.append(work(number))
        except BudgetExceededError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CALLERS)]
    with one_at_a_time("fifty-connections"):  # PostgreSQL allows a hundred
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return results


def sums(client_id=None, day: date | None = None) -> tuple[Decimal, Decimal]:
    with staff_scope():
        row = BudgetDay.objects.of_payer(client_id, day or timezone.now().date()).get()
    return row.reserved_usd, row.spent_usd


def test_fifty_calls_at_the_edge_of_a_budget_never_overshoot_it(client_account):
    results = all_at_once(lambda _: call(client_account.pk, worst="0.03"))
    made = [result for result in results if isinstance(result, Reservation)]
    assert len(made) == 33
    assert len(results) == CALLERS
    assert sums(client_account.pk) == (Decimal("0.99"), 0)


def test_fifty_payers_at_the_edge_of_the_total_never_overshoot_it(budgets):
    budgets.BUDGET_TOTAL_DAILY_USD = Decimal("0.95")
    payers = [make_client().pk for _ in range(CALLERS - 1)] + [None]
    results = all_at_once(lambda number: call(payers[number]))
    assert sum(isinstance(result, Reservation) for result in results) == 9
    assert {result.reason for result in results if isinstance(result, BudgetExceededError)} == {"total"}
    with staff_scope():
        assert BudgetTotal.objects.get().reserved_usd == Decimal("0.90")


def test_calls_that_come_and_go_never_overshoot_and_leave_nothing_reserved(client_account):
    highest = []

    def work(number: int) -> None:
        reservation = call(client_account.pk, worst="0.20")
        reserved, spent = sums(client_account.pk)
        highest.append(reserved + spent)
        time.sleep(0.005)
        if number % 3:
            book(reservation, cost="0.03")
        else:
            release(reservation)

    results = all_at_once(work)
    done = results.count(None)
    assert max(highest) <= 1
    assert done >= 5
    reserved, spent = sums(client_account.pk)
    assert reserved == 0
    with staff_scope():
        booked = LedgerEntry.objects.filter(state="settled").count()
    assert spent == booked * Decimal("0.03")


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.sampled_from("rsxl"), st.integers(0, 120)), max_size=25))
def test_in_any_order_of_calls_the_sums_are_those_of_the_ledger(steps):
    account, open_calls = make_client(), []
    for what, cents in steps:
        if what == "r":
            try:
                open_calls.append(call(account.pk, worst=str(cents * CENT)))
            except BudgetExceededError:
                continue
        elif open_calls and what == "s":
            reservation = open_calls.pop()
            book(reservation, cost=str(min(cents * CENT, reservation.worst_usd)))
        elif open_calls and what == "x":
            release(open_calls.pop(0))
        elif open_calls:
            with staff_scope():
                LedgerEntry.objects.filter(pk=open_calls[0].id).update(leased_until=timezone.now() - LEASE)
            lapse_reservations(limit=10)
    with staff_scope():
        entries = list(LedgerEntry.objects.filter(client=account))
        row = BudgetDay.objects.filter(client=account).first()
    reserved = sum(entry.worst_usd for entry in entries if entry.state == "reserved")
    spent = sum(entry.cost_usd or 0 for entry in entries)
    assert (row.reserved_usd, row.spent_usd) == (reserved, spent) if row else not entries
    assert reserved + spent <= 1


def test_what_was_not_used_can_be_spent_again(client_account):
    first = call(client_account.pk, worst="0.90")
    assert reason_of(lambda: call(client_account.pk, worst="0.20")) == "client"
    book(first, cost="0.10")
    call(client_account.pk, worst="0.90")


def test_a_client_may_have_a_budget_of_its_own(client_account):
    rich, frozen = make_client(daily_budget_usd=Decimal(5)), make_client(daily_budget_usd=Decimal(0))
    assert reason_of(lambda: call(client_account.pk, worst="1.01")) == "client"
    call(rich.pk, worst="4.99")
    assert reason_of(lambda: call(frozen.pk, worst="0.000001")) == "client"


def test_staffs_own_work_has_a_budget_and_clients_pay_none_of_it(client_account):
    call(None, worst="2")
    assert reason_of(lambda: call(None, worst="0.01")) == "staff"
    call(client_account.pk, worst="1")


def test_the_error_is_a_429_that_says_when_the_next_day_begins(client_account, at):
    at(datetime(2026, 3, 1, 23, 0, tzinfo=UTC))
    with pytest.raises(BudgetExceededError) as refused:
        call(client_account.pk, worst="2")
    error = refused.value
    assert (error.code, error.status, error.retry_after_s) == ("BUDGET_EXCEEDED", 429, 3_601)


def test_a_new_day_is_a_new_budget_and_a_call_counts_to_the_day_it_was_reserved_on(client_account, at):
    evening = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    at(evening)
    reservation = call(client_account.pk, worst="1")
    assert reason_of(lambda: call(client_account.pk)) == "client"
    at(evening + timedelta(seconds=2))
    call(client_account.pk, worst="1")
    book(reservation, cost="0.50")
    assert sums(client_account.pk, evening.date()) == (0, Decimal("0.50"))
    assert sums(client_account.pk) == (1, 0)


def test_a_process_that_dies_between_is_booked_at_the_worst_cost():
    name = connection.settings_dict["NAME"]
    run = subprocess.run(
        [sys.executable, "-c", DIES, name], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 9, run.stderr
    assert sums() == (Decimal("0.25"), 0)
    assert lapse_reservations(limit=10) == 0, "its lease has not run out"
    with staff_scope():
        LedgerEntry.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert lapse_reservations(limit=10) == 1
    assert lapse_reservations(limit=10) == 0
    assert sums() == (0, Decimal("0.25"))
    with staff_scope():
        assert str(LedgerEntry.objects.get(state="lapsed").pk) == run.stdout.strip()


def test_one_that_is_settled_after_it_lapsed_is_put_right(client_account):
    reservation = call(client_account.pk)
    with staff_scope():
        LedgerEntry.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert lapse_reservations(limit=10) == 1
    book(reservation, cost="0.01")
    assert sums(client_account.pk) == (0, CENT)


def test_nothing_is_settled_or_released_twice(client_account):
    settled, released = call(client_account.pk), call(client_account.pk)
    book(settled)
    release(released)
    for reservation in (settled, released):
        with pytest.raises(ReservationEndedError):
            book(reservation)
        with pytest.raises(ReservationEndedError):
            release(reservation)
    assert sums(client_account.pk) == (0, Decimal("0.04"))


def test_the_switch_stops_every_call_and_what_is_underway_can_still_be_settled(client_account, budgets):
    reservation = call(client_account.pk)
    with staff_scope():
        BudgetSwitch.objects.update_or_create(pk=1, defaults={"is_stopped": True})
    assert reason_of(lambda: call(client_account.pk)) == "stopped"
    assert reason_of(lambda: call(None)) == "stopped"
    book(reservation)
    with staff_scope():
        BudgetSwitch.objects.update(is_stopped=False)
    call(client_account.pk)
    budgets.BUDGET_STOPPED = True
    assert reason_of(lambda: call(client_account.pk)) == "stopped"


def test_once_the_switch_is_saved_no_call_of_fifty_is_reserved_any_more():
    with staff_scope():
        BudgetSwitch.objects.update_or_create(pk=1, defaults={"is_stopped": False})
    stopped_at, made_at = [], []

    def work(number: int) -> None:
        if number == 0:
            time.sleep(0.05)
            with staff_scope():
                BudgetSwitch.objects.update(is_stopped=True)
            stopped_at.append(time.monotonic())
            return
        for _ in range(20):
            began = time.monotonic()
            call(None, worst="0.0001")
            made_at.append(began)

    results = all_at_once(work)
    assert {r.reason for r in results if isinstance(r, BudgetExceededError)} <= {"stopped"}
    assert len(results) == CALLERS
    assert not [began for began in made_at if began > stopped_at[0]]
    assert reason_of(lambda: call(None, worst="0.0001")) == "stopped"


def test_eighty_percent_is_told_once_a_day(client_account, at):
    at(datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert call(client_account.pk, worst="0.79").alert is None
    alert = call(client_account.pk, worst="0.01").alert
    assert alert.as_payload() == {"day": "2026-03-01", "budget_usd": "1", "used_usd": "0.800000"}
    assert alert.client_id == client_account.pk
    assert call(client_account.pk, worst="0.20").alert is None
    at(datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert call(client_account.pk, worst="0.90").alert is not None


def test_of_fifty_calls_that_cross_it_at_once_one_is_told(client_account):
    results = all_at_once(lambda _: call(client_account.pk, worst="0.02"))
    assert sum(isinstance(result, Reservation) and result.alert is not None for result in results) == 1


def test_a_call_that_is_refused_before_eighty_percent_tells_it_too(client_account):
    call(client_account.pk, worst="0.70")
    with pytest.raises(BudgetExceededError) as refused:
        call(client_account.pk, worst="0.40")
    assert refused.value.alert.used_usd == Decimal("0.70")
    with pytest.raises(BudgetExceededError) as refused:
        call(client_account.pk, worst="0.40")
    assert refused.value.alert is None


def test_figures_are_by_day_provider_and_outcome(client_account):
    today, proposal = timezone.now().date(), uuid4()
    book(call(client_account.pk, subject=proposal), cost="0.02")
    book(call(client_account.pk, subject=proposal), cost="0.03")
    book(call(None), provider="openai", cost="0.05", outcome="timed_out", tokens_in=None, tokens_out=None)
    call(None, provider="openai")
    rows = [
        (row.provider, row.outcome, row.calls, row.tokens_in, row.tokens_out, row.cost_usd)
        for row in spending_between(today, today)
    ]
    assert rows == [
        ("gemini", "answered", 2, 2_000, 200, Decimal("0.05")),
        ("openai", "timed_out", 1, 0, 0, Decimal("0.05")),
        ("openai", "underway", 1, 0, 0, 0),
    ]
    assert cost_of(proposal) == Decimal("0.05")
    assert standing_of(client_account.pk).left_usd == Decimal("0.95")
    assert standing_of(None).reserved_usd == Decimal("0.10")
    assert spending_between(today - timedelta(days=2), today - timedelta(days=1)) == []


def test_days_that_are_past_their_time_go_from_the_ledger(at):
    now = timezone.now()
    at(now - LEDGER_FOR - timedelta(days=1))
    book(call(None))
    at(now)
    book(call(None))
    ledger = [POLICIES[name] for name in ("ledger entries", "budget days", "budget totals")]
    assert [run_policy(policy, now=now, include_backfill=True).rows for policy in ledger] == [1, 1, 1]
    with staff_scope():
        assert (LedgerEntry.objects.count(), BudgetDay.objects.count(), BudgetTotal.objects.count()) == (1, 1, 1)


def test_a_client_reads_its_own_ledger_and_cannot_reserve_from_within_its_scope(client_account):
    for payer in (client_account.pk, make_client().pk, None):
        book(call(payer))
    with client_scope(client_account.pk):
        assert (LedgerEntry.objects.count(), BudgetDay.objects.count()) == (1, 1)
        with pytest.raises(ScopeConflict):
            call(client_account.pk)


@pytest.mark.parametrize("worst", ["-0.01", "NaN", "Infinity"])
def test_what_is_no_cost_is_refused(worst):
    with pytest.raises(ValueError, match="a cost is"):
        call(None, worst=worst)


def test_nothing_is_spent_for_a_client_that_is_not_there():
    with pytest.raises(ObjectDoesNotExist):
        call(uuid4())
