"""An attempt that is broken off, whenever, leaves its scrape as it was, to be tried again or to its end."""

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from listings.models import Scrape
from listings.services import importing, scrape_endings
from listings.services.claiming import claim_scrape, recover_lost_scrapes
from listings.services.scraping import run_scrape
from listings.tasks import sweep_scrapes
from propscrape.tenancy import staff_scope
from tests.listings.scrapes.work import PATH, claim, let_pass, queue, reload, run_due
from tests.portal_server import HTML

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_time_limit_after_the_commit_leaves_the_scrape_done(client_account, portal, monkeypatch):
    scrape = queue(client_account, portal.url(PATH))
    real = importing._store

    def broken(*args, **kwargs):
        real(*args, **kwargs)
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(importing, "_store", broken)
    run_due()
    ended = reload(scrape)
    assert (ended.state, ended.outcome, ended.error_code) == ("done", "ok", None)


@pytest.mark.parametrize("error", [SoftTimeLimitExceeded, ZeroDivisionError])
def test_an_attempt_that_is_rolled_back_leaves_nothing_of_itself_in_the_row(client_account, portal, monkeypatch, error):
    scrape = queue(client_account, portal.url(PATH))

    def broken(*_):
        raise error

    monkeypatch.setattr(importing, "observe_scrape", broken)
    try:
        run_due()
    except ZeroDivisionError:
        assert error is ZeroDivisionError
    ended = reload(scrape)
    assert (ended.state, ended.outcome, ended.finished_at, ended.listing) == ("failed", None, None, None)
    assert ended.error_code == ("FETCH_TIMEOUT" if error is SoftTimeLimitExceeded else "INTERNAL")


def test_an_attempt_that_is_rolled_back_leaves_another_workers_lease_alone(client_account, portal, monkeypatch):
    scrape = queue(client_account, portal.url(PATH))
    slow = claim()
    let_pass(seconds=151)
    recover_lost_scrapes(limit=9)
    other = claim()

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(importing, "hold_lease", lambda scrape: None)
    monkeypatch.setattr(importing, "observe_scrape", broken)
    with pytest.raises(ZeroDivisionError):
        run_scrape(slow)
    held = reload(scrape)
    assert (held.state, held.lease_token) == ("running", other.lease_token)


def test_a_row_that_cannot_be_buried_keeps_no_other_from_being_taken_up(client_account, portal, monkeypatch):
    spent, lost = queue(client_account, portal.url("/a")), queue(client_account, portal.url("/b"))
    with staff_scope():
        Scrape.objects.filter(pk=spent.pk).update(state="running", crashes=3)
        Scrape.objects.filter(pk=lost.pk).update(state="running", attempts=1)
    let_pass(seconds=151)

    def broken(**_):
        raise ZeroDivisionError

    monkeypatch.setattr(scrape_endings, "publish_events", broken)
    with pytest.raises(ExceptionGroup):
        sweep_scrapes()
    assert reload(lost).state == "queued"


def test_an_earlier_attempts_error_does_not_stay_with_a_good_scrape(client_account, portal):
    page, portal.routes[PATH] = portal.routes[PATH], (500, HTML, b"oops")
    scrape = queue(client_account, portal.url(PATH))
    run_due()
    assert reload(scrape).error_code == "FETCH_FAILED"
    portal.routes[PATH] = page
    let_pass(seconds=60)
    run_due()
    assert (reload(scrape).outcome, reload(scrape).error_code) == ("ok", None)


def test_what_waited_a_day_because_nobody_worked_is_tried_all_the_same(client_account, portal):
    scrape = queue(client_account, portal.url(PATH))
    let_pass(hours=25)
    sweep_scrapes()
    assert claim_scrape().pk == scrape.pk
