"""The ledger pays: a client's budget bounds what is asked for it, and the client is told when it nears its end."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from aimap.asking.answers import read_answer
from aimap.asking.calling import Question
from aimap.asking.errors import NoAnswer
from aimap.asking.purses import CappedPurse, LedgerPurse, PocketPurse, Used
from clients.errors import BudgetExceededError
from clients.models import BudgetDay, BudgetSwitch, LedgerEntry
from clients.services.spending import cost_of
from propscrape.tenancy import client_scope, staff_scope
from tests.aimap.asking.askers import asker, provider
from tests.factories import make_client
from tests.model_server import Sent, completion, error, model_server, rules
from webhooks.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = rules({"field": "title", "source": "css", "where": "h1"})
QUESTION = Question(system="s", user="u", schema={}, max_tokens=1_000)


def ask(purse, *answers):
    with model_server(*answers) as server:
        try:
            return asker(provider(server.base_url), purse=purse).ask(QUESTION, read_answer)
        except NoAnswer as failure:
            return failure


def entries():
    with staff_scope():
        return list(LedgerEntry.objects.order_by("reserved_at").values_list("state", "outcome", "cost_usd"))


def alerts(client):
    with client_scope(client.pk):
        return list(Event.objects.filter(type="budget.alert").values_list("data", flat=True))


def test_every_try_is_in_the_ledger_with_how_it_ended(client_account):
    subject = uuid4()
    ask(LedgerPurse(client_account.pk, subject=subject), error(500), error(429), GOOD)
    worst = Decimal("0.010204")
    assert entries() == [
        ("settled", "server_error", worst),
        ("released", "busy", 0),
        ("settled", "answered", Decimal("0.0019")),
    ]
    assert cost_of(subject) == worst + Decimal("0.0019")
    with staff_scope():
        assert BudgetDay.objects.get(client=client_account).reserved_usd == 0


@pytest.mark.parametrize("answer", [completion("nonsense"), Sent(hangs_up=True), Sent(b"x")])
def test_nothing_stays_reserved_whatever_a_model_does(client_account, answer):
    ask(LedgerPurse(client_account.pk), answer)
    assert {state for state, _, _ in entries()} == {"settled"}
    with staff_scope():
        assert BudgetDay.objects.get(client=client_account).reserved_usd == 0


def test_a_client_is_told_once_that_its_budget_nears_its_end():
    client = make_client(daily_budget_usd=Decimal("0.0120"))
    purse = LedgerPurse(client.pk)
    assert ask(purse, GOOD).provider == "gemini"
    [told] = alerts(client)
    assert (told["budget_usd"], told["used_usd"]) == ("0.012000", "0.010204")
    with pytest.raises(BudgetExceededError):
        ask(purse, GOOD)
    assert len(alerts(client)) == 1


def test_a_client_whose_first_call_is_refused_is_told_too_and_nobody_else():
    client, other = make_client(daily_budget_usd=Decimal("0.0001")), make_client()
    for _ in range(2):
        with pytest.raises(BudgetExceededError):
            ask(LedgerPurse(client.pk), GOOD)
    assert len(alerts(client)) == 1
    assert alerts(other) == []
    assert entries() == []


def test_an_alert_that_could_not_be_published_is_told_at_the_next_call(monkeypatch):
    client = make_client(daily_budget_usd=Decimal("0.0001"))

    def fail(**_):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("aimap.asking.purses.publish_events", fail)
        with pytest.raises(ConnectionError):
            ask(LedgerPurse(client.pk), GOOD)
    with pytest.raises(BudgetExceededError):
        ask(LedgerPurse(client.pk), GOOD)
    assert len(alerts(client)) == 1


def test_once_the_switch_is_turned_no_further_try_is_made(client_account):
    def turn_and_fail(_):
        with staff_scope():
            BudgetSwitch.objects.update_or_create(pk=BudgetSwitch.THE_ONE, defaults={"is_stopped": True})
        connection.close()
        return error(500)

    with pytest.raises(BudgetExceededError) as refused:
        ask(LedgerPurse(client_account.pk), turn_and_fail, GOOD)
    assert refused.value.reason == "stopped"
    assert [(state, outcome) for state, outcome, _ in entries()] == [("settled", "server_error")]


def test_a_cap_and_a_ledger_are_both_held_and_both_settled():
    pocket = PocketPurse(Decimal(1))
    hold = CappedPurse(pocket, Decimal("0.5")).set_aside(worst_usd=Decimal("0.4"), provider="a", model="b")
    assert pocket.left_usd == Decimal("0.6")
    hold.settle(Used(Decimal("0.1"), None, "answered"))
    assert pocket.left_usd == Decimal("0.9")
