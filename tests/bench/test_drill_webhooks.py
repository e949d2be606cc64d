"""The loss drill finds what it is there to find: each fault planted here shows in its verdict."""

import json
import random
from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

import httpx2
import pytest
from django.db import OperationalError
from standardwebhooks import Webhook

from bench.drills.killing import Target, brought_back, draw_targets
from bench.drills.webhooks.facts import Behaviour, Published, Receipt, Row
from bench.drills.webhooks.plan import SUBSCRIPTIONS, TYPES, plan_batches, portal_name, portals_of, wanted_by
from bench.drills.webhooks.publisher import Publisher
from bench.drills.webhooks.receiver import SHARES, Receiver
from bench.drills.webhooks.verdict import Fate, judge
from propscrape.tenancy import client_scope
from tests.factories import make_client
from webhooks.models import Event
from webhooks.services.signing import generate_secret

FIRST, SECOND, STRANGER = UUID(int=1), UUID(int=2), UUID(int=3)
EVENTS = [Published(FIRST, "a", 1, (0,)), Published(SECOND, "a", 2, (0,))]


def rows(first="delivered", second="delivered"):
    states = ((FIRST, first), (SECOND, second))
    return [Row(event_id, 0, state) for event_id, state in states if state is not None]


def receipt(event_id, arrived, answered, behaviour=Behaviour.TAKE, sequence=None, **values):
    values = {"subscription": 0, "key": "a", "digest": b"", "is_signed": True, "at_s": arrived} | values
    return Receipt(
        arrived=arrived,
        webhook_id=str(event_id),
        sequence=sequence or event_id.int,
        behaviour=behaviour,
        answered=answered,
        **values,
    )


def in_order():
    return [receipt(FIRST, 0, 1), receipt(SECOND, 2, 3)]


def test_all_delivered_in_order_is_clean():
    verdict = judge(events=EVENTS, rows=rows(), receipts=in_order())
    assert verdict.is_clean
    assert verdict.events == verdict.deliveries == {Fate.DELIVERED: 2}
    assert verdict.examples == []


@pytest.mark.parametrize("second", [None, "dropped"])
def test_an_event_without_a_delivery_or_with_a_dropped_one_is_lost(second):
    verdict = judge(events=EVENTS, rows=rows(second=second), receipts=in_order()[:1])
    assert verdict.events == {Fate.DELIVERED: 1, Fate.LOST: 1}
    assert not verdict.is_clean


def test_what_is_marked_delivered_and_was_never_answered_2xx_is_lost():
    receipts = [receipt(FIRST, 0, 1), receipt(SECOND, 2, None, Behaviour.ERROR)]
    assert judge(events=EVENTS, rows=rows(), receipts=receipts).events[Fate.LOST] == 1


@pytest.mark.parametrize(
    ("state", "fate"),
    [("due", Fate.PENDING), ("sending", Fate.PENDING), ("held", Fate.PENDING), ("dead", Fate.DEAD)],
)
def test_what_is_visible_as_open_or_dead_is_not_lost(state, fate):
    verdict = judge(events=EVENTS, rows=rows(second=state), receipts=in_order()[:1])
    assert verdict.events == {Fate.DELIVERED: 1, fate: 1}
    assert verdict.is_clean


def test_an_event_counts_by_the_worst_of_its_deliveries():
    event = Published(FIRST, "a", 1, (0, 1))
    verdict = judge(events=[event], rows=[Row(FIRST, 0, "delivered")], receipts=[receipt(FIRST, 0, 1)])
    assert verdict.events == {Fate.LOST: 1}
    assert verdict.deliveries == {Fate.DELIVERED: 1, Fate.LOST: 1}


def test_nothing_delivered_is_not_clean():
    assert not judge(events=EVENTS, rows=rows("due", "due"), receipts=[]).is_clean


@pytest.mark.parametrize("answered", [4, None], ids=["answered later", "never answered"])
def test_an_event_sent_before_the_one_before_it_was_answered_is_out_of_order(answered):
    receipts = [receipt(FIRST, 0, answered), receipt(SECOND, 2, 3)]
    verdict = judge(events=EVENTS, rows=rows("due"), receipts=receipts)
    assert verdict.out_of_order == 1
    assert not verdict.is_clean


def test_an_event_may_come_once_the_one_before_it_was_given_up():
    receipts = [receipt(FIRST, 0, None, Behaviour.ERROR), receipt(SECOND, 2, 3)]
    assert judge(events=EVENTS, rows=rows("dead"), receipts=receipts).out_of_order == 0


def test_a_repeat_of_the_same_id_is_a_duplicate_and_not_out_of_order():
    verdict = judge(events=EVENTS, rows=rows(), receipts=[*in_order(), receipt(FIRST, 4, 5)])
    assert (verdict.duplicated_same_id, verdict.out_of_order, verdict.is_clean) == (1, 0, True)


def test_what_was_taken_before_its_answer_was_lost_counts_as_taken():
    receipts = [receipt(FIRST, 0, None, Behaviour.LOSE_ANSWER), receipt(FIRST, 1, 2), receipt(SECOND, 3, 4)]
    assert judge(events=EVENTS, rows=rows(), receipts=receipts).duplicated_same_id == 1


def test_a_second_id_for_the_same_event_shows():
    receipts = [*in_order(), receipt(STRANGER, 4, 5, sequence=2)]
    verdict = judge(events=EVENTS, rows=rows(), receipts=receipts)
    assert (verdict.duplicated_otherwise, verdict.unknown, verdict.is_clean) == (1, 1, False)


def test_a_second_body_under_the_same_id_shows():
    verdict = judge(events=EVENTS, rows=rows(), receipts=[*in_order(), receipt(SECOND, 4, 5, digest=b"other")])
    assert (verdict.duplicated_otherwise, verdict.is_clean) == (1, False)


def test_a_delivery_of_an_event_that_never_committed_shows():
    verdict = judge(events=EVENTS, rows=[*rows(), Row(STRANGER, 0, "delivered")], receipts=in_order())
    assert (verdict.unknown, verdict.is_clean) == (1, False)


def test_a_bad_signature_shows():
    receipts = [*in_order(), receipt(SECOND, 4, None, is_signed=False)]
    verdict = judge(events=EVENTS, rows=rows(), receipts=receipts)
    assert (verdict.badly_signed, verdict.is_clean) == (1, False)


def test_the_plan_has_exactly_the_events_asked_for():
    batches = plan_batches(random.Random(1), events=1_000, over_s=60)
    assert sum(len(batch.types) for batch in batches) == 1_000
    assert [batch.number for batch in batches] == list(range(len(batches)))
    assert batches[0].due_s == 0
    assert 59 < batches[-1].due_s < 60


def test_every_portal_is_wanted_by_three_subscriptions_and_every_subscription_wants_three():
    for number in range(SUBSCRIPTIONS):
        assert len(wanted_by(portal_name(number))) == len(portals_of(number)) == 3
        assert all(number in wanted_by(portal) for portal in portals_of(number))


def test_every_target_is_killed_as_often():
    assert Counter(draw_targets(random.Random(1), of_each=4)) == dict.fromkeys(Target, 4)


def test_what_ended_by_itself_is_told_from_what_was_killed():
    output = (
        "Loading ... 1.0 s\nWorker was killed (SIGKILL). Starting it again.\nWorker is back after 0.1 s.\n"
        "Worker ended (exit status 1). Starting it again.\nWorker was killed (SIGKILL). Starting it again.\n"
    )
    assert brought_back(output) == {"Worker was killed (SIGKILL)": 2, "Worker ended (exit status 1)": 1}


def test_one_request_in_five_fails():
    taken = SHARES[Behaviour.TAKE] + SHARES[Behaviour.TAKE_SLOWLY]
    assert (taken, sum(SHARES.values())) == (80, 100)


@pytest.fixture
def receiver():
    with Receiver(random.Random(1)) as receiver:
        receiver.verifiers[7] = Webhook(generate_secret())
        yield receiver


def post(receiver, number, *, tampered=False):
    body = json.dumps({"type": TYPES[0], "sequence": number, "data": {"listing": "a"}})
    now = datetime.now(UTC)
    headers = {
        "webhook-id": f"event-{number}",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": receiver.verifiers[7].sign(f"event-{number}", now, body),
    }
    try:
        sent = body + " " if tampered else body
        return httpx2.post(receiver.url_of(7), content=sent, headers=headers, timeout=5, trust_env=False).status_code
    except httpx2.HTTPError:
        return None


def test_the_receiver_notes_what_it_answered_and_in_which_order(receiver):
    answers = [post(receiver, number) for number in range(60)]
    assert {204, 500, 503, None} == set(answers)
    assert [receipt.sequence for receipt in receiver.receipts] == list(range(60))
    assert [receipt.answered is not None for receipt in receiver.receipts] == [answer == 204 for answer in answers]
    places = [place for one in receiver.receipts for place in (one.arrived, one.answered) if place is not None]
    assert places == sorted(set(places))


def test_the_receiver_refuses_and_notes_a_bad_signature(receiver):
    assert post(receiver, 1, tampered=True) == 400
    (receipt,) = receiver.receipts
    assert (receipt.is_signed, receipt.answered) == (False, None)


class Interrupted(Publisher):
    """Its first transaction ends with an error: after it has committed, or before."""

    has_committed = is_first = True

    def _publish(self, batch):
        if self.is_first:
            self.is_first = False
            if self.has_committed:
                super()._publish(batch)
            raise OperationalError("the connection is lost")
        return super()._publish(batch)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_committed", [True, False])
def test_the_ledger_holds_what_committed_whatever_the_publisher_was_told(has_committed):
    account, batches = make_client(), plan_batches(random.Random(3), events=20, over_s=0)
    publisher = Interrupted(client_id=account.pk, batches=batches)
    publisher.has_committed = has_committed
    publisher.run()
    assert (publisher.committed_unseen, publisher.undone) == (int(has_committed), int(not has_committed))
    with client_scope(account.pk):
        stored = set(Event.objects.values_list("pk", "key", "sequence"))
    assert len(stored) == len(publisher.ledger) == 20
    assert {(event.event_id, event.key, event.sequence) for event in publisher.ledger} == stored
