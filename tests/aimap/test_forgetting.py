"""What proposals say of pages goes when the pages go, whoever lets them go."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from aimap.models import Proposal, ProposalPage
from aimap.services.forgetting import forget_gone_pages
from aimap.services.proposing import GivenPage, captures_as_given
from aimap.tasks import forget_pages
from bench.made_portals import make_pages
from clients.models import Client
from listings.models import Capture, GoldenPage
from listings.services.captured_pages import captured_pages
from listings.services.captures import compress, digest_of
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from propscrape.retention.policies import POLICIES
from propscrape.retention.running import run_policy
from propscrape.tenancy import staff_scope
from tests.aimap.console import HOST, SLUG, given_pages, make_proposal, portal_pages, staff_browser, work_off
from tests.factories import make_client

pytestmark = pytest.mark.django_db
PAGES = 4


@pytest.fixture
def owners(db):
    """Two clients, each with half of the captured pages of a portal."""
    sync_portals()
    clients = make_client(), make_client()
    for at, (url, html) in enumerate(portal_pages(PAGES)):
        import_listing(client_id=clients[at % 2].pk, url=url, html=html)
    return clients


@pytest.fixture
def proposal(owners):
    """A tried proposal that was learned from the captures of both, and from no others."""
    ids = [page.capture_id for page in captured_pages(host=HOST, limit=PAGES)]
    return work_off(make_proposal(pages=captures_as_given(ids)))


def kept_of(proposal):
    """All that is kept of a proposal but for its mapping, as one text."""
    proposal = Proposal.objects.get(pk=proposal.pk)
    pages = [page.url for page in proposal.pages.all()]
    return json.dumps([proposal.trial, proposal.learning, pages, proposal.reason, proposal.error_message])


def homes(*places):
    made = make_pages("labels", PAGES)
    return [made[at].home for at in places]


def test_with_a_client_goes_what_its_pages_stated_and_the_others_stay(owners, proposal):
    before = kept_of(proposal)
    assert all(home.reference in before for home in homes(0, 1, 2, 3))
    with staff_scope():
        Client.objects.get(pk=owners[0].pk).delete()
    assert forget_pages() == 1
    after = kept_of(proposal)
    assert not [home for home in homes(0, 2) if home.reference in after]
    assert all(home.reference in after for home in homes(1, 3))
    assert forget_pages() == 0


def test_what_was_counted_and_decided_and_the_mapping_stay(owners, proposal):
    with staff_scope():
        Capture.objects.all().delete()
    assert forget_gone_pages() == 1
    left = Proposal.objects.get(pk=proposal.pk)
    assert (left.mapping_text, left.state, left.confidence) == (proposal.mapping_text, "done", proposal.confidence)
    assert not left.pages.exists()
    assert left.trial is not None
    assert [page["new_status"] for page in left.trial["pages"]] == ["ok"] * PAGES
    counts = {found["field"]: (found["right"], found["compared"]) for found in proposal.trial["fields"]}
    assert {found["field"]: (found["right"], found["compared"]) for found in left.trial["fields"]} == counts
    page = staff_browser().get(f"/admin/ai-map/{proposal.pk}/")
    assert page.status_code == 200


def test_with_retention_of_a_page_that_was_sent_in_goes_what_it_stated():
    sync_portals()
    proposal = work_off(make_proposal(PAGES))
    assert forget_gone_pages() == 0
    policy = POLICIES["pages sent in for proposals"]
    ProposalPage.objects.filter(number=1).update(seen_at=timezone.now() - policy.kept_for - timedelta(days=1))
    run_policy(policy, include_backfill=True)
    assert forget_gone_pages() == 1
    after = kept_of(proposal)
    assert homes(0)[0].reference not in after
    assert homes(1)[0].reference in after


def test_what_was_quoted_of_a_page_that_was_left_out_goes_with_it():
    sync_portals()
    url, html = portal_pages(5)[4]
    ended = html.replace("<main>", "<main><h1>This property is no longer available</h1>")
    proposal = work_off(make_proposal(pages=[*given_pages(PAGES), GivenPage(url=url, html=ended.encode())]))
    assert "no longer available" in kept_of(proposal)
    ProposalPage.objects.filter(number=5).delete()
    assert forget_gone_pages() == 1
    assert Proposal.objects.get(pk=proposal.pk).learning["left_out"] == [{"id": "page-05", "reason": "gone"}]


def test_what_golden_pages_state_stays(owners):
    url, html = portal_pages(5)[4]
    GoldenPage.objects.create(
        portal_id=SLUG, url=url, content_hash=digest_of(html.encode()), html_zstd=compress(html.encode()),
        html_bytes=len(html.encode()), expected={"price_float": 1.0}, pinned_by="boss",
    )  # fmt: skip
    ids = [page.capture_id for page in captured_pages(host=HOST, limit=PAGES)]
    proposal = work_off(make_proposal(pages=captures_as_given(ids)))
    with staff_scope():
        Capture.objects.all().delete()
    assert forget_gone_pages() == 1
    left = Proposal.objects.get(pk=proposal.pk).trial
    assert left is not None
    assert {example["page"] for found in left["fields"] for example in found["examples"]} == {"golden-01"}
    assert forget_gone_pages() == 0


def test_it_is_done_by_the_beat():
    assert forget_pages.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
