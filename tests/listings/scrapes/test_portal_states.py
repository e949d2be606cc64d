"""A portal that fails is left alone and probed; one that walls us off or asks for a rest gets it; neither is fought."""

from datetime import timedelta

import pytest
from django.utils import timezone

from listings.models import BreakerChange, Portal, RobotsFile
from listings.services.claiming import claim_scrape
from listings.services.portal_states import Judged, Verdict, let_through, note_fetch
from listings.services.portals import sync_portals
from listings.services.scraping import run_scrape
from tests.listings.scrapes.work import PATH, RIGHTMOVE, claim, come_due, let_pass, queue, reload, run_due, state_of
from tests.portal_server import HTML

pytestmark = pytest.mark.django_db(transaction=True)
DOWN = (500, HTML, b"down")
WALL = (403, HTML, b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>")


def open_breaker(account, portal, failures=5):
    """Five pages in a row fail."""
    portal.routes["/down"] = DOWN
    for _ in range(failures):
        queue(account, portal.url("/down"))
    return run_due()


def test_five_failures_in_a_row_open_the_breaker_and_nothing_more_is_fetched(client_account, portal):
    assert open_breaker(client_account, portal, failures=7) == 5
    assert state_of().breaker == "open"
    assert portal.pages_asked_for == ["/down"] * 5
    assert timedelta(seconds=50) < state_of().probe_at - timezone.now() <= timedelta(seconds=60)


def test_after_a_minute_one_probe_goes_out_and_no_other_until_it_is_back(client_account, portal):
    open_breaker(client_account, portal)
    for _ in range(3):
        queue(client_account, portal.url(PATH))
    let_pass(seconds=61)
    probe = claim()
    assert (state_of().breaker, claim_scrape()) == ("half_open", None)
    run_scrape(probe)
    assert state_of().breaker == "closed"


def test_a_probe_that_succeeds_closes_the_breaker_and_the_record_says_for_how_long_it_was_open(client_account, portal):
    open_breaker(client_account, portal)
    portal.routes["/down"] = portal.routes[PATH]
    let_pass(seconds=61)
    assert run_due() == 5
    changes = list(BreakerChange.objects.order_by("at").values_list("breaker", flat=True))
    assert changes == ["open", "half_open", "closed"]
    assert BreakerChange.objects.get(breaker="closed").open_for_s >= 61
    assert "500" in BreakerChange.objects.get(breaker="open").reason


def test_a_probe_that_fails_leaves_the_breaker_open_for_another_minute(client_account, portal):
    open_breaker(client_account, portal)
    let_pass(seconds=61)
    assert run_due() == 1
    assert state_of().breaker == "open"
    assert state_of().probe_at > timezone.now() + timedelta(seconds=50)


def test_a_probe_whose_worker_is_lost_is_followed_by_another(client_account, portal):
    open_breaker(client_account, portal)
    let_pass(seconds=61)
    assert claim_scrape() is not None
    let_pass(seconds=151)
    assert claim_scrape() is not None


def test_a_probe_that_asked_nothing_leaves_its_place_to_the_next(client_account, portal):
    open_breaker(client_account, portal)
    portal.routes["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /secret")
    RobotsFile.objects.all().delete()
    queue(client_account, portal.url("/secret"), is_awaited=True)
    let_pass(seconds=61)
    scrape = claim()
    assert scrape.url.endswith("/secret")
    run_scrape(scrape)
    assert reload(scrape).outcome == "refused"
    assert state_of().breaker == "open"
    assert claim_scrape() is not None


def test_a_success_forgets_the_failures_before_it(client_account, portal):
    open_breaker(client_account, portal, failures=4)
    queue(client_account, portal.url(PATH))
    run_due()
    assert (state_of().failures, state_of().breaker) == (0, "closed")


def test_a_page_that_is_gone_is_no_failure_of_its_portal(client_account, portal):
    for _ in range(6):
        queue(client_account, portal.url("/none"))
    assert run_due() == 6
    assert (state_of().failures, state_of().breaker) == (0, "closed")


def test_a_wall_is_reported_and_the_portal_rests(client_account, portal):
    portal.routes["/wall"] = WALL
    first = queue(client_account, portal.url("/wall"))
    second = queue(client_account, portal.url("/wall"))
    assert run_due() == 1
    assert (reload(first).state, reload(first).outcome, reload(first).error_code) == ("done", "blocked", "PAGE_BLOCKED")
    assert reload(second).state == "queued"
    assert timedelta(seconds=40) < state_of().rest_until - timezone.now() < timedelta(seconds=75)
    assert state_of().breaker == "closed"


def test_each_rest_is_twice_as_long_as_the_one_before(client_account, portal):
    portal.routes["/wall"] = WALL
    rests = []
    for _ in range(3):
        queue(client_account, portal.url("/wall"))
        run_due()
        rests.append((state_of().rest_until - timezone.now()).total_seconds())
        let_pass(seconds=300)
    assert 40 < rests[0] < 75
    assert 90 < rests[1] < 150
    assert 180 < rests[2] < 300
    queue(client_account, portal.url(PATH))
    run_due()
    assert state_of().rests == 0


def test_a_page_that_was_on_its_way_before_a_rest_does_not_end_it(client_account, portal):
    portal.routes["/wall"] = WALL
    queue(client_account, portal.url(PATH), is_awaited=True)
    queue(client_account, portal.url("/wall"))
    on_its_way = claim()
    run_due()
    until = state_of().rest_until
    run_scrape(on_its_way)
    assert (state_of().rest_until, state_of().rests) == (until, 1)


def test_letting_a_portal_through_ends_its_rest_and_leaves_its_delay_alone(client_account, portal):
    assert let_through(RIGHTMOVE) is False
    note_fetch(RIGHTMOVE, Judged(Verdict.RESTS))
    assert let_through(RIGHTMOVE) is True
    assert (state_of().rest_until, state_of().rests) == (None, 0)
    Portal.objects.update(min_delay_s=60)
    queue(client_account, portal.url(PATH))
    assert run_due() == 1
    turn = state_of().next_fetch_at
    assert let_through(RIGHTMOVE) is False
    assert state_of().next_fetch_at == turn


def test_a_429_is_tried_again_when_the_portal_says(client_account, portal):
    portal.routes["/busy"] = (429, HTML | {"Retry-After": "600"}, b"Too many requests")
    scrape = queue(client_account, portal.url("/busy"))
    run_due()
    after = reload(scrape)
    assert (after.state, after.error_code, after.http_status) == ("failed", "FETCH_FAILED", 429)
    for moment in (after.next_attempt_at, state_of().next_fetch_at):
        assert timedelta(seconds=590) < moment - timezone.now() <= timedelta(seconds=600)
    assert state_of().failures == 0


def test_a_retry_after_of_years_is_cut_to_an_hour(client_account, portal):
    portal.routes["/busy"] = (503, HTML | {"Retry-After": "999999999"}, b"maintenance")
    queue(client_account, portal.url("/busy"))
    run_due()
    assert state_of().rest_until - timezone.now() <= timedelta(hours=1)


def test_a_captcha_sent_with_429_is_a_wall(client_account, portal):
    portal.routes["/x"] = (429, *WALL[1:])
    scrape = queue(client_account, portal.url("/x"))
    run_due()
    assert reload(scrape).outcome == "blocked"


def test_answers_that_come_while_it_rests_do_not_lengthen_the_rest():
    sync_portals()
    note_fetch(RIGHTMOVE, Judged(Verdict.RESTS))
    until = state_of().rest_until
    note_fetch(RIGHTMOVE, Judged(Verdict.RESTS))
    assert (state_of().rest_until, state_of().rests) == (until, 1)


def test_portals_that_ask_for_their_pages_to_be_sent_in_are_off_until_staff_switch_them_on():
    sync_portals()
    assert set(Portal.objects.filter(is_enabled=False).values_list("tier", flat=True)) == {"manual-only"}
    assert not Portal.objects.filter(tier="manual-only", is_enabled=True).exists()
    Portal.objects.filter(tier="manual-only").update(is_enabled=True)
    sync_portals()
    assert not Portal.objects.filter(is_enabled=False).exists()


def test_a_scrape_that_failed_is_tried_again_with_longer_and_longer_waits(client_account, portal, settings):
    settings.BREAKER_FAILURES = 100
    portal.routes["/down"] = DOWN
    scrape, waits = queue(client_account, portal.url("/down")), []
    for _ in range(4):
        run_due()
        waits.append((reload(scrape).next_attempt_at - timezone.now()).total_seconds())
        come_due(scrape)
    assert [round(wait / 30 / 2**step) for step, wait in enumerate(waits)] == [1, 1, 1, 1]
