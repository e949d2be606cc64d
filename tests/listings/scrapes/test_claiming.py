"""Whose turn it is: portals are fetched no faster than they allow, and what somebody waits for goes first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from listings.models import Portal, PortalState, Scrape
from listings.services.claiming import claim_scrape, seconds_to_next_turn
from listings.services.scraping import run_scrape
from tests.factories import make_client
from tests.listings.scrapes.work import PATH, RIGHTMOVE, claim, let_pass, queue, reload, run_due, state_of

pytestmark = pytest.mark.django_db(transaction=True)
ZOOPLA = "www.zoopla.co.uk"


def set_policy(slug=RIGHTMOVE, **values):
    Portal.objects.filter(pk=slug).update(**values)


def test_two_fetches_of_a_portal_are_a_delay_apart(client_account, portal):
    set_policy(min_delay_s=5, max_concurrency=9)
    for _ in range(2):
        queue(client_account, portal.url(PATH))
    before = timezone.now()
    assert claim_scrape() is not None
    assert claim_scrape() is None
    wait = state_of().next_fetch_at - before
    assert timedelta(seconds=5) <= wait <= timedelta(seconds=7.6)
    assert 0 < seconds_to_next_turn() <= 7.6


def test_the_pause_that_robots_txt_asks_for_counts_when_it_is_longer(client_account, portal):
    set_policy(min_delay_s=1)
    PortalState.objects.filter(pk=RIGHTMOVE).update(crawl_delay_s=20)
    queue(client_account, portal.url(PATH))
    before = timezone.now()
    claim_scrape()
    assert state_of().next_fetch_at - before >= timedelta(seconds=20)


def test_one_portals_pause_does_not_keep_another_waiting(client_account, portal):
    set_policy(min_delay_s=60)
    queue(client_account, portal.url(PATH))
    queue(client_account, portal.url(PATH))
    queue(client_account, portal.url("/x", host=ZOOPLA))
    assert {claim_scrape().portal, claim_scrape().portal} == {RIGHTMOVE, "uk_zoopla"}
    assert claim_scrape() is None


def test_no_more_fetches_of_a_portal_run_at_once_than_it_allows(client_account, portal):
    set_policy(max_concurrency=2)
    for _ in range(3):
        queue(client_account, portal.url(PATH))
    first, _ = claim(), claim()
    assert claim_scrape() is None
    run_scrape(first)
    assert claim_scrape() is not None


def test_a_fetch_whose_worker_is_lost_gives_its_place_up_with_its_lease(client_account, portal):
    set_policy(max_concurrency=1)
    for _ in range(2):
        queue(client_account, portal.url(PATH))
    assert claim_scrape() is not None
    let_pass(seconds=151)
    assert claim_scrape() is not None


def test_what_somebody_waits_for_goes_before_what_is_only_asked_for(client_account, portal):
    asked = queue(client_account, portal.url(PATH))
    awaited = queue(make_client(), portal.url(PATH), is_awaited=True)
    assert [claim_scrape().pk, claim_scrape().pk] == [awaited.pk, asked.pk]


def test_work_for_the_browser_is_left_to_it(client_account, portal):
    rendered = queue(client_account, portal.url(PATH), renders=True)
    assert claim_scrape() is None
    assert claim_scrape(renders=True).pk == rendered.pk


def test_a_portal_that_wants_a_browser_gets_one_unless_the_request_says_otherwise(client_account, portal):
    set_policy(needs_javascript=True)
    assert queue(client_account, portal.url(PATH)).renders is True
    assert queue(client_account, portal.url(PATH), renders=False).renders is False
    set_policy(renders=False)
    assert queue(client_account, portal.url(PATH)).renders is False


def test_waiting_for_a_portal_uses_no_attempt_up(client_account, portal):
    PortalState.objects.filter(pk=RIGHTMOVE).update(next_fetch_at=timezone.now() + timedelta(hours=1))
    scrape = queue(client_account, portal.url(PATH))
    assert run_due() == 0
    assert (reload(scrape).attempts, reload(scrape).state) == (0, Scrape.State.QUEUED)


def test_with_nothing_due_nobody_knows_a_next_turn(client_account, portal):
    assert seconds_to_next_turn() is None
