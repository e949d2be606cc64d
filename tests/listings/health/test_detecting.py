"""Detection on real tables: a portal falls sick, is told of, and gets well; and what staff decide holds."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from listings.health_tasks import judge_health
from listings.models import HealthChange, Portal, PortalHealth, Watch
from listings.services.health import telling
from listings.services.health.detecting import detect
from listings.services.health.reading import (
    changes_of,
    portal_healths,
    portals_needing_repair,
    set_health_gauges,
    summary_of_week,
)
from listings.services.health.releasing import call_well
from listings.services.portals import SENT_IN, sync_portals
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client, make_subscription
from tests.listings.health.chat import chatting
from tests.listings.health.made_hours import write
from webhooks.models import Delivery, Event

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 2, tzinfo=UTC)
SICK = START + timedelta(days=20)
PORTAL = "uk_rightmove"
LOST = {"price_float": 0.0}


@pytest.fixture(autouse=True)
def twenty_good_days(db):
    sync_portals()
    write(PORTAL, START, 20 * 24)


def health(portal=PORTAL):
    with staff_scope():
        return PortalHealth.objects.get(pk=portal)


def judge(since, hours, *, first=1):
    """Judged each hour; the states that came of it."""
    changes = [change for n in range(first, hours + 1) for change in detect(now=since + timedelta(hours=n))]
    return [(change.after, round((change.at - since).total_seconds() / 3600)) for change in changes]


def fall_sick(hours=24, **options):
    write(PORTAL, SICK, hours, **(options or {"fills": LOST}))
    return judge(SICK, hours)


def test_a_well_portal_stays_well():
    write(PORTAL, SICK, 48)
    assert judge(SICK, 48) == []
    assert health().state == "healthy"
    assert health().judged_at == SICK + timedelta(hours=48)


def test_a_lost_price_is_found_within_hours_and_said_in_words():
    states = fall_sick()
    assert [state for state, _ in states] == ["watch", "broken"]
    assert states[-1][1] <= 6
    found = health()
    assert "price_float was found on" in found.reason
    assert found.findings[0]["field"] == "price_float"
    assert found.quarantined_since is not None
    assert found.first_seen_at < found.since


def test_what_is_yet_to_come_is_not_judged():
    write(PORTAL, SICK, 24, fills=LOST)
    assert detect(now=SICK) == []


def test_a_scraper_that_is_mended_gets_well_and_the_trouble_is_no_measure():
    fall_sick(30)
    mended = SICK + timedelta(hours=30)
    write(PORTAL, mended, 72)
    assert [state for state, _ in judge(mended, 72)] == ["healthy"]
    assert health().reason == ""
    assert (health().quarantined_since, health().first_seen_at) == (None, None)
    assert health().baseline["counts"]["fills"]["price_float"] == health().baseline["reads"]


def test_a_trouble_that_lasts_does_not_become_normal():
    write(PORTAL, SICK, 34 * 24, fills=LOST)
    judge(SICK, 30)
    for day in range(2, 34):
        detect(now=SICK + timedelta(days=day))
    assert health().state == "broken"


def test_a_new_mapping_that_reads_well_is_believed_without_waiting_for_the_old_pages_to_pass():
    fall_sick(30)
    mended = SICK + timedelta(hours=30)
    write(PORTAL, mended, 24, mapping="2")
    (state, after), *_ = judge(mended, 24)
    assert (state, after < 12) == ("healthy", True)


def test_what_else_changed_is_said():
    fall_sick(24, fills=LOST, mapping="2", structure="bb")
    assert set(health().changed) == {"mapping", "structure"}
    assert "Pages are built in another way" in health().reason


def test_silence_is_idleness_and_ends_with_the_first_pages():
    for number in range(3):  # others go on
        write(Portal.objects.exclude(pk=PORTAL)[number].pk, START, 22 * 24)
    states = judge(SICK, 24)
    assert [state for state, _ in states] == ["watch", "idle"]
    assert "nothing was found for" in health().reason
    back = SICK + timedelta(hours=24)
    write(PORTAL, back, 6)
    assert [state for state, _ in judge(back, 6)] == ["healthy"]


def others_go_on(days):
    for number in range(3):
        write(Portal.objects.exclude(pk=PORTAL)[number].pk, START, days * 24)


def test_a_portal_that_staff_switched_off_is_not_called_idle():
    others_go_on(30)
    Portal.objects.filter(pk=PORTAL).update(is_enabled=False)
    assert judge(SICK, 48) == []


def test_silence_of_while_a_portal_was_switched_off_is_none_once_it_is_switched_on():
    others_go_on(30)
    Portal.objects.filter(pk=PORTAL).update(is_enabled=False)
    judge(SICK, 72)
    Portal.objects.filter(pk=PORTAL).update(is_enabled=True)
    on = SICK + timedelta(hours=72)
    assert judge(on, 2) == []
    assert [state for state, _ in judge(on, 24, first=3)] == ["watch", "idle"]


def test_a_portal_whose_pages_are_sent_in_is_idle_when_none_come():
    others_go_on(30)
    Portal.objects.filter(pk=PORTAL).update(is_enabled=False, tier=SENT_IN)
    assert [state for state, _ in judge(SICK, 24)] == ["watch", "idle"]


def test_a_broken_portal_that_falls_silent_keeps_its_reason_and_its_fields():
    others_go_on(30)
    fall_sick()
    before = health()
    judge(SICK + timedelta(hours=24), 72)
    assert (health().state, health().reason) == ("broken", before.reason)
    (need,) = portals_needing_repair()
    assert need.fields == ("price_float",)


def test_a_trouble_of_more_than_ninety_days_does_not_become_normal_when_it_ends():
    write(PORTAL, SICK, 101 * 24, fills=LOST)
    judge(SICK, 30)
    for day in range(2, 101):
        detect(now=SICK + timedelta(days=day))
    mended = SICK + timedelta(days=101)
    write(PORTAL, mended, 48)
    assert [state for state, _ in judge(mended, 48)] == ["healthy"]
    assert health().baseline["counts"]["fills"].get("price_float", 0) == health().baseline["reads"]


def test_a_portal_of_few_pages_gets_well_again():
    few = Portal.objects.exclude(pk=PORTAL).first().pk
    begin = START + timedelta(days=22)
    write(few, START, 22 * 24, per_hour=2, pages=5)
    write(few, begin, 24, per_hour=2, pages=5, fills=LOST)
    write(few, begin + timedelta(hours=24), 48, per_hour=2, pages=5)
    judge(begin, 24)
    assert health(few).state == "broken"
    judge(begin, 72, first=25)
    assert health(few).state == "healthy"


def test_a_new_portal_that_never_yields_is_called_degraded_before_anything_is_normal():
    new = Portal.objects.exclude(pk=PORTAL).first().pk
    write(new, SICK, 24, per_hour=0, not_a_listing=6)
    judge(SICK, 24)
    assert health(new).state == "degraded"
    assert "0% of" in health(new).reason
    write(new, SICK + timedelta(hours=24), 24)
    judge(SICK + timedelta(hours=24), 24)
    assert health(new).state == "healthy"


def test_a_new_portal_that_only_meets_walls_is_blocked():
    new = Portal.objects.exclude(pk=PORTAL).first().pk
    write(new, SICK, 24, per_hour=0, blocked=6)
    judge(SICK, 24)
    assert health(new).state == "blocked"


def test_a_new_portal_that_yields_is_not_judged_yet():
    new = Portal.objects.exclude(pk=PORTAL).first().pk
    write(new, SICK, 48, timeout=4)
    judge(SICK, 48)
    assert health(new).state == "healthy"


def test_walls_block():
    assert [state for state, _ in fall_sick(24, blocked=20)] == ["watch", "blocked"]
    assert portals_needing_repair() == []


def test_a_portal_called_well_is_judged_by_what_it_reads_now():
    fall_sick(30)
    now = SICK + timedelta(hours=30)
    assert call_well(PORTAL, by="ann", now=now)
    assert not call_well(PORTAL, by="ann", now=now)
    write(PORTAL, now, 10 * 24, fills=LOST)
    assert judge(now, 10 * 24) == []
    assert health().baseline["counts"]["fills"].get("price_float", 0) == 0
    assert changes_of(PORTAL)[0].by == "ann"


def test_portals_to_repair_are_listed_with_what_is_wrong():
    fall_sick()
    (need,) = portals_needing_repair()
    assert (need.portal, need.state, need.fields, need.mapping_version) == (PORTAL, "broken", ("price_float",), "1")


def watch(account, portal=PORTAL, **values):
    with client_scope(account.pk):
        Watch.objects.create(
            client=account, slot=1, url="https://x.example", canonical_url="https://x.example", portal=portal, **values
        )


def told(account):
    with client_scope(account.pk):
        return list(Event.objects.filter(type="scraper.degraded").values_list("data", flat=True))


def test_clients_that_watch_the_portal_are_told_once():
    watching, other, paused = make_client(), make_client(), make_client()
    watch(watching)
    watch(other, portal="uk_zoopla")
    watch(paused, state="paused")
    make_subscription(watching, event_types=["scraper.degraded"])
    fall_sick()
    now = SICK + timedelta(hours=24)
    assert telling.tell_clients(now=now) == 1
    assert telling.tell_clients(now=now) == 0
    ((event,), *others) = [told(account) for account in (watching, other, paused)]
    assert (event["portal"], event["state"]) == (PORTAL, "broken")
    assert "price_float" in event["reason"]
    assert others == [[], []]
    with client_scope(watching.pk):
        assert Delivery.objects.count() == 1


def test_staff_are_told_by_mail_and_in_the_chat(settings):
    fall_sick()
    with chatting() as (address, said):
        settings.STAFF_ALERT_EMAILS, settings.EMAIL_HOST = ["ann@example.com"], "mail.example"
        settings.STAFF_ALERT_WEBHOOK_URL = address
        assert telling.tell_staff(now=SICK + timedelta(hours=24)) == 1
        assert telling.tell_staff(now=SICK + timedelta(hours=24)) == 0
    assert [message.subject for message in mail.outbox] == [f"Scrapers: {PORTAL} sick"]
    assert "price_float was found on" in mail.outbox[0].body
    assert [PORTAL in text for text in said] == [True]


def test_a_chat_that_is_away_is_told_next_time_and_its_address_is_said_nowhere(settings):
    fall_sick()
    settings.STAFF_ALERT_WEBHOOK_URL = "http://127.0.0.1:9/secret-token"
    with pytest.raises(telling.ChatAway) as caught:
        telling.tell_staff(now=SICK + timedelta(hours=24))
    assert "secret" not in str(caught.value)
    with staff_scope():
        assert HealthChange.objects.filter(staff_told_at__isnull=True).exists()


def test_staff_who_got_the_mail_do_not_get_it_again_for_a_chat_that_is_away(settings):
    fall_sick()
    settings.STAFF_ALERT_EMAILS, settings.EMAIL_HOST = ["ann@example.com"], "mail.example"
    settings.STAFF_ALERT_WEBHOOK_URL = "http://127.0.0.1:9/hook"
    assert telling.tell_staff(now=SICK + timedelta(hours=24)) == 1
    assert telling.tell_staff(now=SICK + timedelta(hours=25)) == 0
    assert len(mail.outbox) == 1


def test_two_beats_do_not_judge_twice_in_an_hour():
    write(PORTAL, timezone.now() - timedelta(days=1), 30, fills=LOST)
    judge_health()
    first = health()
    judge_health()
    assert health().judged_at == first.judged_at


def test_the_week_is_summed_up():
    fall_sick()
    subject, text = summary_of_week(now=SICK + timedelta(days=2))
    assert subject == "Scrapers this week: 1 of 1 sick"
    assert f"{PORTAL} is broken since" in text
    assert [health.portal_id for health in portal_healths()] == [PORTAL]
    set_health_gauges()
