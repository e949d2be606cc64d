"""Proposals as work: asked for, claimed once, tried again, given up; and what they come to."""

import threading
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.utils import timezone

from aimap.errors import PagesUnusable, ProposalMoved, TooManyPages
from aimap.models import Proposal, ProposalPage
from aimap.services import proposing
from aimap.services.claiming import MAX_ATTEMPTS, ProposalLeaseLost, bury_spent_proposals, claim_proposal, end_proposal
from aimap.services.proposing import MAX_PAGES, GivenPage, captures_as_given, propose, try_again
from aimap.services.running import run_proposal
from aimap.tasks import learn_next, sweep_proposals
from listings.errors import MappingNotInOrder
from listings.services.captured_pages import captured_pages
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from propscrape.errors import InvalidUrl, NotFound, PayloadTooLarge
from propscrape.tenancy import staff_scope
from tests.aimap.console import HOST, SLUG, given_pages, make_proposal, portal_pages, work_off
from tests.factories import make_client

pytestmark = pytest.mark.django_db
State = Proposal.State


@pytest.fixture(autouse=True)
def portals(db):
    """The registered portals."""
    sync_portals()


def field(proposal, name):
    """What the trial showed of a field."""
    return next(found for found in proposal.trial["fields"] if found["field"] == name)


def test_a_proposal_is_learned_tried_and_left_for_staff():
    proposal = work_off(make_proposal())
    assert (proposal.state, proposal.portal_id, proposal.host) == (State.DONE, SLUG, HOST)
    assert (proposal.step, proposal.steps, proposal.step_name) == (3, 3, "trying it")
    assert proposal.learning["samples"] == ["page-01", "page-02", "page-03", "page-04"]
    assert field(proposal, "price_float")["right"] == 4
    assert proposal.old_version == "none"
    assert proposal.confidence > 0.4
    assert proposal.finished_at is not None


def test_captures_are_learned_from_by_their_ids():
    client = make_client()
    for url, html in portal_pages(3):
        import_listing(client_id=client.pk, url=url, html=html)
    ids = [page.capture_id for page in captured_pages(host=HOST, limit=5)]
    proposal = work_off(make_proposal(pages=captures_as_given(ids)))
    assert proposal.state == State.DONE
    assert not ProposalPage.objects.filter(html_zstd__isnull=False).exists()
    with pytest.raises(NotFound):
        captures_as_given([proposal.pk])


def test_captures_that_are_too_much_together_are_refused(monkeypatch):
    client = make_client()
    for url, html in portal_pages(3):
        import_listing(client_id=client.pk, url=url, html=html)
    pages = captured_pages(host=HOST, limit=5)
    monkeypatch.setattr(proposing, "MAX_BYTES", sum(page.html_bytes or 0 for page in pages) - 1)
    with pytest.raises(PayloadTooLarge):
        make_proposal(pages=captures_as_given([page.capture_id for page in pages]))
    assert make_proposal(pages=captures_as_given([page.capture_id for page in pages[1:]])).pages.count() == 2


def test_a_host_that_nobody_registered_is_learned_too():
    pages = [GivenPage(url=page.url.replace(HOST, "nobodys.example"), html=page.html) for page in given_pages(3)]
    proposal = work_off(make_proposal(pages=pages))
    assert (proposal.portal_id, proposal.host, proposal.state) == (None, "nobodys.example", State.DONE)


@pytest.mark.parametrize(
    ("pages", "error"),
    [
        ([], PagesUnusable),
        ([GivenPage("https://a.example/1", b"x"), GivenPage("https://b.example/1", b"x")], PagesUnusable),
        ([GivenPage("javascript:alert(1)", b"x")], InvalidUrl),
        ([GivenPage(f"https://a.example/{n}", b"x") for n in range(MAX_PAGES + 1)], TooManyPages),
        ([GivenPage("https://a.example/1", b"x" * (10 * 1024 * 1024 + 1))], PayloadTooLarge),
        ([GivenPage(f"https://a.example/{n}", b"x" * 9_000_000) for n in range(5)], PayloadTooLarge),
    ],
)
def test_what_cannot_be_a_proposal_is_refused_and_nothing_is_kept(pages, error):
    with pytest.raises(error):
        propose(pages=pages, origin=Proposal.Origin.API, by="boss")
    assert not Proposal.objects.exists()


def test_pages_that_are_no_listings_fail_at_once_and_say_why():
    page = GivenPage(f"https://www.{HOST}/", b"<html><title>Homes</title><body><p>Find a home</p></body></html>")
    proposal = work_off(make_proposal(pages=[page]))
    assert (proposal.state, proposal.attempts, proposal.error_code) == (State.FAILED, 1, "VALIDATION_ERROR")
    assert "none of the 1 pages" in proposal.error_message.lower()


def test_pages_that_are_gone_by_then_fail_with_words():
    proposal = make_proposal()
    ProposalPage.objects.update(html_zstd=None)
    assert "gone" in work_off(proposal).error_message


def test_a_proposal_that_is_claimed_is_nobody_elses():
    make_proposal()
    assert claim_proposal() is not None
    assert claim_proposal() is None


def test_an_expired_lease_is_due_again_and_its_former_holder_writes_nothing():
    make_proposal()
    lost = claim_proposal()
    assert lost is not None
    Proposal.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert claim_proposal().attempts == 2
    with pytest.raises(ProposalLeaseLost):
        end_proposal(lost, confidence=1.0)
    assert Proposal.objects.get().confidence is None


def test_a_proposal_that_kills_its_workers_is_given_up():
    make_proposal()
    for _ in range(MAX_ATTEMPTS):
        assert claim_proposal() is not None
        Proposal.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert claim_proposal() is None
    assert bury_spent_proposals() == 1
    assert (Proposal.objects.get().state, Proposal.objects.get().error_code) == (State.FAILED, "INTERNAL")


def test_a_fault_of_ours_is_tried_again_and_raised(monkeypatch):
    def broken(**_):
        raise ZeroDivisionError

    monkeypatch.setattr("aimap.services.running.learn_mapping", broken)
    make_proposal()
    claimed = claim_proposal()
    assert claimed is not None
    with pytest.raises(ZeroDivisionError):
        run_proposal(claimed)
    waiting = Proposal.objects.get()
    assert (waiting.state, waiting.error_code) == (State.QUEUED, "INTERNAL")
    assert waiting.next_attempt_at > timezone.now()


def test_what_takes_too_long_is_given_up_at_once_and_says_so(monkeypatch):
    def slow(**_):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr("aimap.services.running.learn_mapping", slow)
    proposal = work_off(make_proposal())
    assert (proposal.state, proposal.attempts, proposal.error_code) == (State.FAILED, 1, "UNAVAILABLE")
    assert "fewer or smaller pages" in proposal.error_message


def test_the_tasks_work_off_what_is_due():
    make_proposal()
    assert sweep_proposals() is True
    assert learn_next() is True
    assert learn_next() is False
    assert sweep_proposals() is False


def test_an_edited_mapping_is_tried_on_the_same_pages():
    proposal = work_off(make_proposal())
    text = '{"portal": "us_forsalebyowner", "version": "1", "fields": {"title": [{"css": "#headline"}]}}'
    try_again(proposal_id=proposal.pk, mapping_text=text, by="ann")
    again = work_off(proposal)
    assert (again.state, again.mapping_text, again.requested_by) == (State.DONE, text, "ann")
    assert (again.step, again.steps) == (2, 2)
    with pytest.raises(MappingNotInOrder):
        try_again(proposal_id=proposal.pk, mapping_text="{}", by="ann")


def test_what_is_underway_is_not_edited():
    proposal = make_proposal()
    text = '{"portal": "us_forsalebyowner", "version": "1", "fields": {}}'
    with pytest.raises(ProposalMoved):
        try_again(proposal_id=proposal.pk, mapping_text=text, by="ann")


def test_without_a_model_key_induction_alone_runs_and_says_so():
    proposal = work_off(make_proposal(use_model=True))
    assert proposal.state == State.DONE
    assert proposal.steps == 4
    assert proposal.learning["model"]["outcome"] in ("no_model", "nothing_open")


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_who_claim_at_once_each_has_its_own():
    sync_portals()
    for _ in range(2):
        make_proposal(1)
    claimed, start = [], threading.Barrier(2)

    def claim():
        start.wait()
        claimed.append(claim_proposal().pk)
        connection.close()

    threads = [threading.Thread(target=claim) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(claimed)) == 2


def test_logs_tell_of_work_without_page_content(caplog):
    work_off(make_proposal())
    told = [record for record in caplog.records if "proposal_done" in str(record.msg)]
    assert told
    assert "ai_mapping" in str(told[0].msg)
    assert "bedroom" not in str(told[0].msg)


def test_the_pages_of_all_clients_are_learned_from_outside_of_their_scopes():
    url, html = portal_pages(1)[0]
    import_listing(client_id=make_client().pk, url=url, html=html)
    with staff_scope():
        ids = [page.capture_id for page in captured_pages(host=HOST, limit=5)]
        proposal = make_proposal(pages=captures_as_given(ids))
    assert work_off(proposal).state == State.DONE
