"""Deciding about a proposal, by several at once and by hand elsewhere: what staff decided and what is active agree."""

import threading

import pytest
from django.db import connection

from aimap.errors import ProposalMoved
from aimap.models import Proposal
from aimap.services.deciding import approve, reject, save_draft, text_digest
from listings.models import MappingVersion
from listings.services import contracts, mapping_versions
from listings.services.mapping_versions import activate, active_version
from listings.services.portals import sync_portals
from tests.aimap.console import SLUG, make_proposal, work_off

State = Proposal.State


@pytest.fixture
def tried(db):
    """A proposal that was tried."""
    sync_portals()
    return work_off(make_proposal())


@pytest.mark.django_db(transaction=True)
def test_nobody_rejects_what_is_being_approved(tried, monkeypatch):
    real, refused, threads = contracts.run_contract, [], []

    def refuse():
        try:
            reject(proposal_id=tried.pk, by="bob")
        except ProposalMoved as error:
            refused.append(error)
        finally:
            connection.close()

    def read_golden_pages(version):
        threads.append(threading.Thread(target=refuse))
        threads[0].start()
        threads[0].join(1)
        return real(version)

    monkeypatch.setattr(mapping_versions, "run_contract", read_golden_pages)
    approve(proposal_id=tried.pk, seen_digest=text_digest(tried), by="ann")
    threads[0].join()
    approved = Proposal.objects.get()
    assert (approved.state, approved.decided_by, len(refused)) == (State.APPROVED, "ann", 1)
    assert active_version(SLUG) == approved.version


@pytest.mark.django_db(transaction=True)
def test_of_several_who_approve_at_once_one_version_is_made(tried):
    start, refused = threading.Barrier(4), []

    def run():
        start.wait()
        try:
            approve(proposal_id=tried.pk, seen_digest=text_digest(tried), by="ann")
        except ProposalMoved as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert MappingVersion.objects.get() == active_version(SLUG) == Proposal.objects.get().version


def test_a_draft_of_it_that_was_made_active_by_hand_is_approved_as_it_is(tried):
    version = save_draft(proposal_id=tried.pk, by="ann")
    activate(version_id=version.pk, by="bob")
    approve(proposal_id=tried.pk, seen_digest=text_digest(tried), by="ann")
    assert (MappingVersion.objects.get(), Proposal.objects.get().state) == (version, State.APPROVED)
    assert active_version(SLUG).activated_by == "bob"
