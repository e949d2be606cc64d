"""The console of webhooks: staff see how each subscription and delivery is doing, and act on them by POST alone."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from propscrape.sealing import unseal
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client, make_subscription
from webhooks.admin.acting import MAX_AT_ONCE
from webhooks.admin.words import error_in_words
from webhooks.models import Attempt, Delivery, Event, Subscription
from webhooks.services.fan_out import Facts
from webhooks.services.publishing import EventType, Happening, publish_events
from webhooks.services.subscriptions import change_subscription, delete_subscription, rotate_secret

pytestmark = pytest.mark.django_db

LISTS = {
    "subscriptions": "admin:webhooks_subscription_changelist",
    "deliveries": "admin:webhooks_delivery_changelist",
    "attempts": "admin:webhooks_attempt_changelist",
}
HOSTILE = '"><script>alert(1)</script>'
NOW = timezone.now()


@pytest.fixture
def staff():
    """A browser with a staff member logged in who may do everything."""
    return logged_in(get_user_model().objects.create_superuser("boss", password="a-long-password"))


@pytest.fixture
def onlooker():
    """One with a staff member who may look at webhooks and change nothing."""
    user = get_user_model().objects.create_user("guest", password="a-long-password", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="webhooks", codename__startswith="view")
    )
    return logged_in(user)


def logged_in(user):
    """A browser of this user's."""
    browser = Browser()
    browser.force_login(user)
    return browser


def owe(subscription, **values):
    """A delivery to a subscription, of an event of its own."""
    event_values = {name: values.pop(name) for name in ("type", "data") if name in values}
    with staff_scope():
        event = Event.objects.create(
            client=subscription.client, key=values.get("key"), sequence=values.get("sequence"),
            **{"type": "listing.updated", "data": {}} | event_values,
        )  # fmt: skip
        return Delivery.objects.create(client=subscription.client, event=event, subscription=subscription, **values)


def attempt(delivery, number=1, **values):
    """An attempt of a delivery; a success, unless an error code is given."""
    values = {"started_at": timezone.now(), "duration_ms": 12.5} | values
    values.setdefault("http_status", None if values.get("error_code") else 200)
    with staff_scope():
        return Attempt.objects.create(client=delivery.client, delivery=delivery, number=number, **values)


def publish(account, key, *types):
    """Events of one listing."""
    with client_scope(account.pk):
        happenings = [Happening(EventType(event_type), {}) for event_type in types]
        publish_events(client_id=account.pk, key=key, happenings=happenings, facts=Facts(is_listing=True))


def set_row(row, **values):
    """Write columns as if time had passed."""
    with staff_scope():
        type(row)._default_manager.filter(pk=row.pk).update(**values)


def fresh(row):
    """A row as it is now."""
    with staff_scope():
        return type(row)._default_manager.get(pk=row.pk)


def page_of(row):
    """The address of a row's own page."""
    return reverse(f"admin:webhooks_{row._meta.model_name}_change", args=[row.pk])


def act(browser, action, *rows, **values):
    """Post an action of the list for some rows."""
    form = {"action": action, "_selected_action": [str(row.pk) for row in rows]} | values
    return browser.post(reverse(f"admin:webhooks_{rows[0]._meta.model_name}_changelist"), form)


def confirm(browser, page):
    """Send the form of a page that asks."""
    form = LexborHTMLParser(page.content.decode()).css_first("form.confirmation")
    values = {}
    for field in form.css("input, button"):
        values.setdefault(field.attributes["name"], []).append(field.attributes["value"])
    return browser.post(page.request["PATH_INFO"], values), values


def cells(browser, name, column, **query):
    """What a list shows in one column, from above."""
    page = browser.get(reverse(LISTS[name]), query)
    assert page.status_code == 200
    return [cell.text(strip=True) for cell in LexborHTMLParser(page.content.decode()).css(f".field-{column}")]


def words_on(browser, row):
    """The text of a row's page, without markup."""
    page = browser.get(page_of(row))
    assert page.status_code == 200
    return " ".join(LexborHTMLParser(page.content.decode()).css_first("#content").text(separator=" ").split())


def messages_after(browser, name):
    """What the list says above its rows."""
    page = LexborHTMLParser(browser.get(reverse(LISTS[name])).content.decode())
    return [message.text(strip=True) for message in page.css(".messagelist li")]


def states_of(subscription):
    """The states of a subscription's deliveries, in the order in which they were owed."""
    with staff_scope():
        return list(Delivery.objects.filter(subscription=subscription).order_by("pk").values_list("state", flat=True))


# Subscriptions


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"state": "enabled"}, "enabled"),
        ({"state": "paused"}, "paused"),
        ({"state": "disabled", "disabled_reason": "failing"}, "disabled: failing"),
        ({"state": "disabled", "disabled_reason": "gone"}, "disabled: 410 Gone"),
        ({"state": "disabled", "disabled_reason": "staff"}, "disabled by staff"),
        ({"state": "disabled"}, "disabled"),
    ],
)
def test_a_subscription_says_in_words_how_it_stands(staff, client_account, columns, words):
    subscription, _ = make_subscription(client_account)
    set_row(subscription, **columns)
    assert cells(staff, "subscriptions", "standing") == [words]
    assert words in words_on(staff, subscription)


def test_deleted_subscriptions_are_shown_to_those_who_ask(staff, client_account):
    gone, kept = (make_subscription(client_account, f"https://{name}.example/")[0] for name in ("gone", "kept"))
    owe(gone)
    delete_subscription(client_id=client_account.pk, subscription_id=gone.pk)
    assert cells(staff, "subscriptions", "address") == ["kept.example/"]
    assert cells(staff, "subscriptions", "address", deleted="only") == ["gone.example/"]
    assert sorted(cells(staff, "subscriptions", "address", deleted="also")) == ["gone.example/", "kept.example/"]
    assert cells(staff, "subscriptions", "standing", deleted="only") == ["deleted"]
    assert "none, so nothing can be signed or sent" in words_on(staff, gone)
    assert kept.url in words_on(staff, kept)


def test_the_success_rate_counts_the_attempts_of_the_last_24_hours(staff, client_account):
    subscription, _ = make_subscription(client_account)
    delivery = owe(subscription, state="dead")
    for number in range(1, 4):
        attempt(delivery, number, error_code="HTTP_500", http_status=500)
    attempt(delivery, 4)
    attempt(delivery, 5, started_at=timezone.now() - timedelta(hours=25))
    retried = owe(subscription, created_at=timezone.now() - timedelta(days=3))
    attempt(retried, 9)
    make_subscription(make_client())
    assert sorted(cells(staff, "subscriptions", "successes")) == ["40% of 5", "–"]
    assert "last 24 h 40% of 5" in words_on(staff, subscription)


def test_what_waits_is_counted_by_why_it_waits(staff, client_account):
    subscription, _ = make_subscription(client_account)
    for state in ("due", "due", "sending", "held", "delivered", "dead", "dropped"):
        owe(subscription, state=state)
    assert cells(staff, "subscriptions", "waiting") == ["3 / 1"]
    assert "Due, held 3, 1" in words_on(staff, subscription)


def test_failing_events_are_counted_since_the_last_success(staff, client_account):
    subscription, _ = make_subscription(client_account)
    set_row(subscription, healthy_at=timezone.now() - timedelta(hours=1))
    owe(subscription, failed_at=timezone.now() - timedelta(hours=2))
    for _ in range(3):
        owe(subscription, failed_at=timezone.now())
    assert "Failing events in a row 3; at 10 it is disabled" in words_on(staff, subscription)


def test_what_a_subscription_wants_is_told_in_words(staff, client_account):
    subscription, _ = make_subscription(
        client_account, event_types=["listing.created", "listing.gone"], portals=["uk_rightmove"], for_sale=True,
        for_rent=False, price_min=100_000, price_max=250_000, price_currency="GBP", bbox=[-1.5, 53.5, -1.25, 54],
        min_change_percent="2.500", min_change_amount=5_000, flap_window_hours=6, ordered=False, max_per_second=7,
    )  # fmt: skip
    words = words_on(staff, subscription)
    for phrase in (
        "listing.created, listing.gone", "portals: uk_rightmove", "for sale", "not for rent",
        "price from 100,000 to 250,000 GBP", "position from -1.5, 53.5 (west, south) to -1.25, 54 (east, north)",
        "price moves of at least 2.5% or 5,000", "no price moves that are taken back within 6 h",
        "in any order, at most 7 a second",
    ):  # fmt: skip
        assert phrase in words
    assert cells(staff, "subscriptions", "hears") == ["listing.created +1"]


def test_how_many_secrets_are_live_is_told_and_never_what_they_are(staff, client_account):
    subscription, first = make_subscription(client_account)
    assert "Secrets one live" in words_on(staff, subscription)
    rotated, second = rotate_secret(client_id=client_account.pk, subscription_id=subscription.pk)
    until = f"{rotated.previous_secret_until:%Y-%m-%d %H:%M}"
    assert f"Secrets two live, the older one until {until} UTC" in words_on(staff, subscription)
    delivery = owe(subscription)
    tried = attempt(delivery)
    for address in (*map(reverse, LISTS.values()), *map(page_of, (subscription, delivery, tried, delivery.event))):
        page = staff.get(address).content.decode()
        for secret in (first, second):
            assert secret.removeprefix("whsec_") not in page


def test_a_subscription_shows_its_latest_deliveries_and_leads_to_all(staff, client_account):
    subscription, _ = make_subscription(client_account)
    for number in range(22):
        owe(subscription, key="a", sequence=number, state="delivered", http_status=200, attempts=1)
    page = LexborHTMLParser(staff.get(page_of(subscription)).content.decode())
    section = page.css_first("section[aria-labelledby=deliveries-heading]")
    assert len(section.css("tbody tr")) == 20
    (link,) = [a.attributes["href"] for a in section.css("a") if a.text() == "All its deliveries"]
    assert staff.get(link).context["cl"].result_count == 22


# Actions on subscriptions


def test_pausing_holds_what_is_due_and_resuming_releases_it(staff, client_account):
    subscription, _ = make_subscription(client_account)
    owe(subscription)
    act(staff, "pause", subscription)
    assert (fresh(subscription).state, states_of(subscription)) == ("paused", ["held"])
    act(staff, "resume", subscription)
    assert (fresh(subscription).state, states_of(subscription)) == ("enabled", ["due"])


def test_a_disabled_subscription_is_resumed_too(staff, client_account):
    subscription, _ = make_subscription(client_account)
    set_row(subscription, state="disabled", disabled_reason="failing")
    act(staff, "resume", subscription)
    assert (fresh(subscription).state, fresh(subscription).disabled_reason) == ("enabled", None)


def test_resuming_with_the_latest_drops_what_it_made_stale(staff, client_account):
    subscription, _ = make_subscription(client_account)
    act(staff, "pause", subscription)
    publish(client_account, "a", "listing.created", "listing.updated")
    publish(client_account, "b", "listing.created")
    act(staff, "resume_latest", subscription)
    assert states_of(subscription) == ["dropped", "due", "due"]


def test_a_test_event_goes_to_the_chosen_one_alone(staff, client_account):
    chosen, other = make_subscription(client_account)[0], make_subscription(client_account)[0]
    act(staff, "send_test", chosen)
    with staff_scope():
        (delivery,) = Delivery.objects.filter(subscription__in=[chosen, other])
        assert (delivery.subscription_id, delivery.event.type) == (chosen.pk, "webhook.test")


def test_what_cannot_be_done_is_left_alone_and_said(staff, client_account):
    paused, _ = make_subscription(client_account, state="paused")
    act(staff, "pause", paused)
    act(staff, "send_test", paused)
    assert fresh(paused).state == "paused"
    assert states_of(paused) == []
    assert messages_after(staff, "subscriptions") == ["Left alone, since their state does not allow it: 1"] * 2


def test_a_deleted_subscription_cannot_be_brought_back(staff, client_account):
    subscription, _ = make_subscription(client_account)
    delete_subscription(client_id=client_account.pk, subscription_id=subscription.pk)
    for action in ("resume", "rotate", "disable_by_staff"):
        form = {"action": action, "_selected_action": [str(subscription.pk)], "confirmed": "1"}
        form["seen"] = f"{subscription.pk} disabled None"
        staff.post(f"{reverse(LISTS['subscriptions'])}?deleted=only", form)
    row = fresh(subscription)
    assert (row.state, row.disabled_reason, row.secret_sealed) == ("disabled", None, None)
    assert LexborHTMLParser(staff.get(page_of(subscription)).content.decode()).css(".row-actions button") == []


def test_disabling_asks_first_then_holds_and_tells_the_client(staff, client_account):
    subscription, other = make_subscription(client_account)[0], make_subscription(client_account)[0]
    owe(subscription)
    asked = act(staff, "disable_by_staff", subscription)
    assert fresh(subscription).state == "enabled"
    assert "held for 7 days" in asked.content.decode()
    confirm(staff, asked)
    row = fresh(subscription)
    assert (row.state, row.disabled_reason, states_of(row)) == ("disabled", "staff", ["held"])
    with staff_scope():
        told = Delivery.objects.get(subscription=other)
        assert (told.event.type, told.event.data["reason"]) == ("webhook.disabled", "staff")


def test_rotating_asks_first_and_shows_the_new_secret_in_that_answer_alone(staff, client_account, caplog):
    subscription, old = make_subscription(client_account)
    asked = act(staff, "rotate", subscription)
    assert unsealed(fresh(subscription).secret_sealed) == old
    with caplog.at_level(logging.DEBUG):
        answer, _ = confirm(staff, asked)
    row = fresh(subscription)
    secret = unsealed(row.secret_sealed)
    assert secret != old
    assert unsealed(row.previous_secret_sealed) == old
    assert LexborHTMLParser(answer.content.decode()).css_first("code.secret").text() == secret
    assert "no-store" in answer["Cache-Control"]
    bare = secret.removeprefix("whsec_")  # however its beginning may be written
    assert answer.content.decode().count(bare) == 1
    later = [staff.get(reverse(LISTS["subscriptions"])), staff.get(page_of(subscription)), staff.get(history(row))]
    for page in (asked, *later):
        assert bare not in page.content.decode()
    assert "request_finished" in caplog.text
    assert bare not in caplog.text
    assert bare not in str(dict(staff.session)) + str(staff.cookies)


def test_a_confirmation_that_is_sent_twice_rotates_once(staff, client_account):
    subscription, old = make_subscription(client_account)
    _, form = confirm(staff, act(staff, "rotate", subscription))
    sealed = fresh(subscription).secret_sealed
    answer = staff.post(reverse(LISTS["subscriptions"]), form)
    assert answer.status_code == 302
    row = fresh(subscription)
    assert (bytes(row.secret_sealed), unsealed(row.previous_secret_sealed)) == (bytes(sealed), old)
    assert messages_after(staff, "subscriptions") == ["Nothing was done: what you confirmed has changed since."]


def test_several_are_rotated_together_each_with_a_secret_of_its_own(staff, client_account):
    rows = [make_subscription(client_account)[0] for _ in range(3)]
    answer, _ = confirm(staff, act(staff, "rotate", *rows))
    shown = {code.text() for code in LexborHTMLParser(answer.content.decode()).css("code.secret")}
    assert shown == {unsealed(fresh(row).secret_sealed) for row in rows}
    assert len(shown) == 3


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("enabled", ["send_test", "pause", "rotate", "disable_by_staff"]),
        ("paused", ["resume", "resume_latest", "rotate", "disable_by_staff"]),
        ("disabled", ["resume", "resume_latest", "rotate"]),
    ],
)
def test_the_page_has_the_buttons_that_its_state_allows_and_comes_back_to_itself(
    staff, client_account, state, expected
):
    subscription, _ = make_subscription(client_account, state=state)
    form = LexborHTMLParser(staff.get(page_of(subscription)).content.decode()).css_first(".row-actions form")
    assert [button.attributes["value"] for button in form.css("button")] == expected
    values = {field.attributes["name"]: field.attributes["value"] for field in form.css("input")}
    answer = staff.post(form.attributes["action"], values | {"action": expected[0]})
    assert (answer.status_code, answer["Location"]) == (302, page_of(subscription))
    assert fresh(subscription).state == "enabled"


def test_who_did_what_is_in_the_history(staff, client_account):
    subscription, _ = make_subscription(client_account)
    act(staff, "pause", subscription)
    page = staff.get(history(subscription)).content.decode()
    assert "Paused" in page
    assert "boss" in page


def test_more_rows_than_one_request_can_see_to_are_refused(staff):
    first = None
    for _ in range(MAX_AT_ONCE // 20 + 1):
        account = make_client()
        for _ in range(20):
            first, _ = make_subscription(account)
    form = {"action": "pause", "_selected_action": [str(first.pk)], "select_across": "1"}
    staff.post(reverse(LISTS["subscriptions"]), form)
    assert messages_after(staff, "subscriptions") == [f"Choose {MAX_AT_ONCE} at most; nothing was done."]
    with staff_scope():
        assert set(Subscription.objects.values_list("state", flat=True)) == {"enabled"}


@pytest.mark.parametrize("action", ["pause", "send_test", "rotate", "disable_by_staff", "resume", "resume_latest"])
def test_staff_who_may_not_change_subscriptions_cannot_act(onlooker, client_account, action):
    state = "paused" if action.startswith("resume") else "enabled"
    subscription, secret = make_subscription(client_account, state=state)
    assert LexborHTMLParser(onlooker.get(page_of(subscription)).content.decode()).css(".row-actions button") == []
    mark = f"{subscription.pk} {state} None"
    answer = act(onlooker, action, subscription, confirmed="1", seen=mark)
    row = fresh(subscription)
    assert answer.status_code in (200, 302, 403)
    assert (row.state, unsealed(row.secret_sealed), states_of(row)) == (state, secret, [])


def test_staff_with_that_one_permission_can(onlooker, client_account):
    subscription, _ = make_subscription(client_account)
    user = get_user_model().objects.get(username="guest")
    user.user_permissions.add(Permission.objects.get(codename="change_subscription"))
    act(onlooker, "pause", subscription)
    assert fresh(subscription).state == "paused"


def test_an_action_needs_the_token_of_its_form(client_account):
    user = get_user_model().objects.create_superuser("boss", password="a-long-password")
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(user)
    subscription, _ = make_subscription(client_account)
    assert act(browser, "pause", subscription).status_code == 403
    assert fresh(subscription).state == "enabled"


# Deliveries and attempts


@pytest.mark.parametrize("state", Delivery.State.values)
def test_deliveries_in_every_state_are_listed_and_told(staff, client_account, state):
    subscription, _ = make_subscription(client_account)
    delivery = owe(subscription, state=state, attempts=2, http_status=500, error_code="HTTP_500", finished_at=NOW)
    attempt(delivery, error_code="HTTP_500", http_status=500)
    assert cells(staff, "deliveries", "standing") == [state]
    assert cells(staff, "deliveries", "answered") == ["500"]
    assert cells(staff, "attempts", "result") == ["500"]
    assert "Attempt 1 the receiver answered 500 Internal Server Error 12 ms" in words_on(staff, delivery)


def test_deliveries_are_found_by_state_type_client_and_error(staff, client_account):
    ours, theirs = make_subscription(client_account)[0], make_subscription(make_client())[0]
    wanted = owe(ours, state="dead", type="listing.gone", error_code="TIMEOUT")
    owe(theirs, state="delivered", http_status=200)
    for name, value in (
        ("state__exact", "dead"), ("event__type__exact", "listing.gone"), ("error_code__exact", "TIMEOUT"),
        ("client__exact", client_account.pk), ("subscription__id__exact", ours.pk),
        ("event__id__exact", wanted.event_id),
        ("q", wanted.pk), ("q", wanted.event_id), ("q", ours.pk),
    ):  # fmt: skip
        assert cells(staff, "deliveries", "standing", **{name: value}) == ["dead"], name
    assert len(cells(staff, "deliveries", "standing", q="receiver.example")) == 2
    assert cells(staff, "deliveries", "standing", q="nowhere") == []


def test_attempts_are_found_by_error_client_and_delivery(staff, client_account):
    ours = owe(make_subscription(client_account)[0])
    attempt(ours, error_code="TLS_FAILED")
    attempt(owe(make_subscription(make_client())[0]))
    assert cells(staff, "attempts", "result") == ["200", "TLS_FAILED"]
    for name, value in (
        ("error_code__exact", "TLS_FAILED"), ("client__exact", client_account.pk), ("q", ours.pk), ("q", ours.event_id),
    ):  # fmt: skip
        assert cells(staff, "attempts", "result", **{name: value}) == ["TLS_FAILED"], name
    assert cells(staff, "attempts", "result", q="nowhere") == []


def test_an_attempt_is_a_fact(staff, client_account):
    row = attempt(owe(make_subscription(client_account)[0]), error_code="TIMEOUT")
    assert "no answer within 15 s" in words_on(staff, row)
    assert staff.get(reverse("admin:webhooks_attempt_add")).status_code == 403
    assert staff.post(reverse("admin:webhooks_attempt_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_an_event_leads_to_its_deliveries(staff, client_account):
    for _ in range(2):
        make_subscription(client_account)
    publish(client_account, "a", "listing.created", "listing.gone")
    with staff_scope():
        event = Event.objects.get(type="listing.gone")
    page = LexborHTMLParser(staff.get(page_of(event)).content.decode())
    (link,) = [a.attributes["href"] for a in page.css(".field-owed a")]
    assert staff.get(link).context["cl"].result_count == 2


@pytest.mark.parametrize("state", Delivery.ENDED)
def test_an_ended_delivery_is_sent_again_under_its_id(staff, client_account, state):
    subscription, _ = make_subscription(client_account)
    delivery = owe(subscription, state=state, attempts=10, step=9, failed_at=NOW, finished_at=NOW)
    answer = act(staff, "send_again", delivery, from_page="1")
    assert answer["Location"] == page_of(delivery)
    row = fresh(delivery)
    assert (row.state, row.step, row.attempts, row.finished_at) == ("due", 0, 10, None)


@pytest.mark.parametrize("state", Delivery.OPEN)
def test_a_delivery_that_is_underway_is_left_alone(staff, client_account, state):
    delivery = owe(make_subscription(client_account)[0], state=state, attempts=3, step=3)
    assert LexborHTMLParser(staff.get(page_of(delivery)).content.decode()).css(".row-actions button") == []
    act(staff, "send_again", delivery)
    assert (fresh(delivery).state, fresh(delivery).step) == (state, 3)
    assert messages_after(staff, "deliveries") == ["Left alone, since their state does not allow it: 1"]


def test_what_was_owed_to_a_deleted_subscription_is_not_sent_again(staff, client_account):
    subscription, _ = make_subscription(client_account)
    delivery = owe(subscription)
    delete_subscription(client_id=client_account.pk, subscription_id=subscription.pk)
    assert LexborHTMLParser(staff.get(page_of(delivery)).content.decode()).css(".row-actions button") == []
    act(staff, "send_again", delivery)
    assert fresh(delivery).state == "dropped"
    assert error_in_words("SUBSCRIPTION_DELETED") in words_on(staff, delivery)


def test_staff_who_may_not_change_deliveries_send_nothing_again(onlooker, client_account):
    delivery = owe(make_subscription(client_account)[0], state="dead")
    assert LexborHTMLParser(onlooker.get(page_of(delivery)).content.decode()).css(".row-actions button") == []
    act(onlooker, "send_again", delivery)
    assert fresh(delivery).state == "dead"


def test_a_delivery_says_which_earlier_one_of_its_listing_it_waits_for(staff, client_account):
    subscription, _ = make_subscription(client_account)
    owe(subscription, key="a", sequence=1, state="delivered")
    owe(subscription, key="a", sequence=2)
    waiting = owe(subscription, key="a", sequence=3)
    assert "once number 2 of the same listing is out of the way" in words_on(staff, waiting)
    change_subscription(client_id=client_account.pk, subscription_id=subscription.pk, values={"ordered": False})
    assert "out of the way" not in words_on(staff, waiting)


@pytest.mark.parametrize("number", [2, 3])
def test_what_is_sent_again_neither_waits_nor_lets_others_wait(staff, client_account, number):
    subscription, _ = make_subscription(client_account)
    rows = {sequence: owe(subscription, key="a", sequence=sequence) for sequence in (2, 3)}
    set_row(rows[number], is_again=True)
    assert "out of the way" not in words_on(staff, rows[3])


def test_a_price_move_says_that_it_waits_for_the_flap_window(staff, client_account):
    subscription, _ = make_subscription(client_account, flap_window_hours=6)
    publish(client_account, "a", "listing.price_changed")
    with staff_scope():
        delivery = Delivery.objects.get(subscription=subscription)
    assert "Attempt 1 when the flap window is over" in words_on(staff, delivery)


# What others write is text, and lists cost the same however long they are


def test_hostile_texts_are_shown_as_text(staff, client_account):
    subscription, _ = make_subscription(client_account, description=HOSTILE)
    set_row(subscription, url=f"javascript:alert(1){HOSTILE}")
    delivery = owe(subscription, data={"title": HOSTILE}, state="dead", error_code=HOSTILE, key=HOSTILE, sequence=1)
    tried = attempt(delivery, error_code=HOSTILE, excerpt=HOSTILE)
    asked = act(staff, "rotate", subscription)
    rotated, _ = confirm(staff, asked)
    addresses = (*map(reverse, LISTS.values()), *map(page_of, (subscription, delivery, tried, delivery.event)))
    for page in (asked, rotated, *map(staff.get, addresses)):
        text = page.content.decode()
        assert "&lt;script&gt;alert(1)" in text or "\\u003Cscript" in text
        assert "<script>alert" not in text
        assert 'href="javascript' not in text


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_30_costs_the_queries_of_a_list_of_3(staff, name):
    accounts = [make_client(), make_client()]

    def add(count):
        for number in range(count):
            subscription, _ = make_subscription(accounts[number % 2])
            attempt(owe(subscription, state="dead", error_code="TIMEOUT"), error_code="TIMEOUT")
            attempt(owe(subscription, state="delivered"))

    assert queries(staff, reverse(LISTS[name]), add, 3) == queries(staff, reverse(LISTS[name]), add, 27)


def test_a_page_costs_the_same_queries_however_long_its_story(staff, client_account):
    subscription, _ = make_subscription(client_account)
    delivery = owe(subscription, state="dead")

    def add(count):
        for number in range(count):
            attempt(delivery, number, error_code="TIMEOUT")
            owe(subscription)

    for row in (delivery, subscription):
        assert queries(staff, page_of(row), add, 3) == queries(staff, page_of(row), add, 27)


def queries(browser, address, add, count):
    """How many queries a page takes once `add` has made so many rows more."""
    add(count)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


# The first page, and the client's


def tile(browser):
    """The tile of webhooks."""
    (found,) = [t for t in browser.get(reverse("admin:index")).context["tiles"] if t.label == "Webhooks, due now"]
    return found


def test_the_first_page_tells_what_is_due_held_and_given_up(staff, client_account):
    assert (tile(staff).figure, tile(staff).note, tile(staff).tone) == ("0", "nothing waits", "good")
    subscription, _ = make_subscription(client_account)
    owe(subscription, next_attempt_at=timezone.now() + timedelta(hours=1))
    for _ in range(2):
        owe(subscription, state="held")
    owe(subscription, state="dead", failed_at=timezone.now())
    owe(subscription, state="dead", failed_at=timezone.now() - timedelta(days=2))
    assert tile(staff).note == "nothing waits, 2 held, 1 given up in 24 h"
    owe(subscription, next_attempt_at=timezone.now() - timedelta(minutes=5))
    late = tile(staff)
    assert (late.figure, late.tone) == ("1", "bad")
    assert late.note.startswith("the first for 30")
    assert cells(staff, "deliveries", "standing", state__exact="due") == ["due", "due"]
    assert late.href.endswith("?state__exact=due")


def test_a_client_shows_its_limit_and_who_hears_of_failures(staff):
    account = make_client("Harbour", alert_email="ops@harbour.example", limit_webhooks=33)
    page = staff.get(reverse("admin:clients_client_changelist")).content.decode()
    assert "ops@harbour.example" in page
    assert ">33<" in page
    form = staff.get(reverse("admin:clients_client_change", args=[account.pk])).content.decode()
    assert 'name="alert_email"' in form
    assert 'name="limit_webhooks"' in form


def unsealed(sealed):
    """A secret in clear."""
    return unseal(bytes(sealed))


def history(row):
    """The address of a row's history."""
    return reverse(f"admin:webhooks_{row._meta.model_name}_history", args=[row.pk])
