"""When workers are woken: as soon as some portal may be fetched again, whatever the others do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from listings.models import Portal, PortalState
from listings.services.claiming import begin_fetch, claim_scrape, seconds_to_next_turn
from tests.listings.scrapes.work import PATH, RIGHTMOVE, claim, queue, state_of

pytestmark = pytest.mark.django_db(transaction=True)
ZOOPLA = "www.zoopla.co.uk"


def set_policy(**values):
    Portal.objects.filter(pk=RIGHTMOVE).update(**values)


def in_seconds(seconds):
    return timezone.now() + timedelta(seconds=seconds)


def test_a_portal_that_is_full_does_not_hide_when_another_may_be_fetched(client_account, portal):
    set_policy(max_concurrency=1)
    queue(client_account, portal.url(PATH))
    claim()
    queue(client_account, portal.url("/2"))
    assert seconds_to_next_turn() is None
    queue(client_account, portal.url("/1", host=ZOOPLA))
    PortalState.objects.filter(pk="uk_zoopla").update(next_fetch_at=in_seconds(20))
    assert 19 < seconds_to_next_turn() <= 20


@pytest.mark.parametrize("breaker", ["open", "half_open"])
def test_the_probe_of_a_broken_portal_is_a_turn_as_well(client_account, portal, breaker):
    queue(client_account, portal.url(PATH))
    PortalState.objects.filter(pk=RIGHTMOVE).update(breaker=breaker, probe_at=in_seconds(20))
    assert claim_scrape() is None
    assert 19 < seconds_to_next_turn() <= 20


def test_the_delay_counts_from_the_fetch_when_that_begins_later_than_its_claim(client_account, portal):
    set_policy(min_delay_s=5)
    queue(client_account, portal.url(PATH))
    claim()
    PortalState.objects.filter(pk=RIGHTMOVE).update(next_fetch_at=timezone.now())
    before = timezone.now()
    begin_fetch(Portal.objects.get(pk=RIGHTMOVE))
    assert state_of().next_fetch_at - before >= timedelta(seconds=5)


def test_the_beginning_of_a_fetch_shortens_no_rest(client_account, portal):
    rest_until = in_seconds(600)
    PortalState.objects.filter(pk=RIGHTMOVE).update(next_fetch_at=rest_until)
    begin_fetch(Portal.objects.get(pk=RIGHTMOVE))
    assert state_of().next_fetch_at == rest_until


def test_the_pause_that_robots_txt_asks_for_counts_from_the_fetch_too(client_account, portal):
    set_policy(min_delay_s=1)
    PortalState.objects.filter(pk=RIGHTMOVE).update(crawl_delay_s=30)
    before = timezone.now()
    begin_fetch(Portal.objects.get(pk=RIGHTMOVE))
    assert state_of().next_fetch_at - before >= timedelta(seconds=30)
