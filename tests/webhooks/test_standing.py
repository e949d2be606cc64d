"""A subscription whose deliveries fail is warned of, then disabled; its client hears of both, and loses no event."""

import pytest
from django.core import mail

from propscrape.tenancy import staff_scope
from tests.factories import make_subscription
from tests.webhooks.conftest import deliveries, let_time_pass, publish, reload, states
from tests.webhooks.receiver import OK
from webhooks.models import Event, EventType
from webhooks.services.subscriptions import change_subscription
from webhooks.services.telling import send_mail_to_client

FAILED = (500, {}, b"")


def told(event_type):
    with staff_scope():
        return list(Event.objects.filter(type=event_type).values_list("data", flat=True))


def test_ten_failing_events_disable_and_what_is_owed_is_held(account, receiver, deliver):
    subscription, _ = make_subscription(account, receiver.url())
    receiver.answer = lambda _: FAILED
    for _ in range(9):
        publish(account)
    deliver(runs=4)
    assert reload(subscription).state == "enabled"
    publish(account)
    deliver()
    after = reload(subscription)
    assert (after.state, after.disabled_reason) == ("disabled", "failing")
    assert states() == ["held"] * 10
    publish(account)
    assert states() == ["held"] * 11


def test_one_event_that_fails_ten_times_disables_nothing(account, receiver, deliver):
    subscription, _ = make_subscription(account, receiver.url())
    receiver.answer = lambda _: FAILED
    publish(account)
    for _ in range(10):
        deliver()
        let_time_pass(days=2)
    assert reload(subscription).state == "enabled"


def test_a_success_in_between_starts_the_count_again(account, receiver, deliver):
    subscription, _ = make_subscription(account, receiver.url())
    for _ in range(2):
        receiver.answer = lambda _: FAILED
        for _ in range(9):
            publish(account)
        deliver(runs=4)
        receiver.answer = lambda _: OK
        publish(account)
        deliver()
    assert reload(subscription).state == "enabled"


def test_enabling_it_again_starts_the_count_again_and_sends_what_was_held(account, receiver, deliver):
    subscription, _ = make_subscription(account, receiver.url())
    receiver.answer = lambda _: FAILED
    events = [publish(account)[0] for _ in range(10)]
    deliver(runs=4)
    receiver.answer = lambda _: OK
    change_subscription(client_id=account.pk, subscription_id=subscription.pk, values={"state": "enabled"})
    receiver.requests.clear()
    let_time_pass(minutes=1)
    deliver()
    assert set(receiver.ids()) == {str(event.pk) for event in events}
    assert (reload(subscription).state, reload(subscription).disabled_reason) == ("enabled", None)


def test_the_client_hears_of_it_through_its_other_subscriptions(account, receiver, deliver):
    failing, _ = make_subscription(account, receiver.url("/failing"), event_types=["listing.updated"])
    make_subscription(account, receiver.url("/other"), event_types=["webhook.failing", "webhook.disabled"])
    receiver.answer = lambda request: FAILED if request.path == "/failing" else OK
    for _ in range(5):
        publish(account)
    deliver(runs=3)
    assert [data["failing_events"] for data in told("webhook.failing")] == [5]
    for _ in range(5):
        publish(account)
    deliver(runs=3)
    assert len(told("webhook.failing")) == 1, "one warning is enough"
    (disabled,) = told("webhook.disabled")
    assert (disabled["webhook_id"], disabled["reason"]) == (str(failing.pk), "failing")
    heard = [r.event["type"] for r in receiver.requests if r.path == "/other"]
    assert heard == ["webhook.failing", "webhook.disabled"]
    assert "secret" not in str(told("webhook.disabled"))


def test_a_subscription_is_not_told_of_itself(account, receiver, deliver):
    make_subscription(account, receiver.url())
    receiver.answer = lambda _: FAILED
    for _ in range(10):
        publish(account)
    deliver(runs=4)
    assert {delivery.event.type for delivery in deliveries()} == {"listing.updated"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "host", "is_sent"),
    [("ops@client.example", "mail.example", True), (None, "mail.example", False), ("ops@client.example", "", False)],
)
def test_mail_goes_to_the_client_that_gave_an_address(client_account, settings, address, host, is_sent):
    settings.EMAIL_HOST = host
    with staff_scope():
        client_account.alert_email = address
        client_account.save()
    facts = {"webhook_id": "w", "url": "https://r.example/", "description": "", "reason": "gone"}
    sent = send_mail_to_client(client_id=client_account.pk, event_type=EventType.WEBHOOK_DISABLED, facts=facts)
    assert sent is is_sent
    assert [message.to for message in mail.outbox] == ([["ops@client.example"]] if is_sent else [])
    if is_sent:
        assert "410 Gone" in mail.outbox[0].body
        assert "PATCH /webhooks/w" in mail.outbox[0].body
