"""Self-repair: a portal that is redesigned gets a proposal, which staff see, and which nothing activates unasked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aimap.models import Proposal
from aimap.services import repairing
from aimap.services.deciding import approve, reject, text_digest
from aimap.services.proposing import GivenPage
from aimap.services.repairing import REPAIRER, after_repair, propose_repair
from aimap.tasks import repair_portals
from bench.redesign import Redesign
from listings.models import GoldenPage, MappingVersion, PortalHealth, Scrape
from listings.services.captured_pages import captured_pages
from listings.services.captures import compress, digest_of
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from propscrape.tenancy import staff_scope
from tests.aimap.console import HOST, SLUG, make_proposal, portal_pages, work_off
from tests.factories import make_client

pytestmark = pytest.mark.django_db
State = Proposal.State
PAGES = 5


@pytest.fixture
def changed():
    """A mapped portal whose captured pages, of two clients, are of before and after a redesign; since when."""
    sync_portals()
    clients = make_client(), make_client()
    pages = portal_pages(PAGES, "state")
    for at, (url, html) in enumerate(pages):
        import_listing(client_id=clients[at % 2].pk, url=url, html=html)
    mapped = work_off(make_proposal(pages=_given(pages)))
    approve(proposal_id=mapped.pk, seen_digest=text_digest(mapped), by="boss")
    with staff_scope():
        Scrape.objects.update(created_at=timezone.now() - timedelta(days=2))
    redesign = Redesign("test")
    for at, (url, html) in enumerate(pages):
        import_listing(client_id=clients[at % 2].pk, url=url, html=redesign.apply(html))
    return timezone.now() - timedelta(days=1)


def _given(pages):

    return [GivenPage(url=url, html=html.encode()) for url, html in pages]


def repair(since, **values):
    """The repair that is proposed."""
    return propose_repair(portal=SLUG, since=since, reason="price_float fell from 100 % to 0 %", **values)


def test_a_redesigned_portal_gets_a_proposal_that_reads_all_it_did(changed):
    proposal = work_off(repair(changed))
    assert (proposal.state, proposal.origin, proposal.requested_by) == (State.DONE, "repair", "")
    assert proposal.pages.filter(kind="after").count() == proposal.pages.filter(kind="before").count() == PAGES
    assert proposal.trial is not None
    assert proposal.trial["recall"] >= 0.95
    after = [page for page in proposal.trial["pages"] if page["kind"] == "after"]
    assert not any(page["is_lost"] for page in after)
    assert MappingVersion.objects.get(portal=SLUG, state="active").origin == "induction"


def test_a_portal_whose_health_needs_repair_gets_a_proposal_by_itself(changed):
    PortalHealth.objects.update_or_create(
        portal_id=SLUG, defaults={"state": "broken", "since": changed, "first_seen_at": changed, "reason": "no prices"}
    )
    assert repair_portals() == 1
    assert repair_portals() == 0
    assert Proposal.objects.get(origin="repair").reason == "no prices"


def test_a_portal_whose_captures_are_of_no_use_keeps_no_other_from_its_repair(changed):
    import_listing(client_id=make_client().pk, url="https://www.redfin.com/details/1", html=portal_pages(1)[0][1])
    with staff_scope():
        Scrape.objects.filter(portal="us_redfin").update(found_at="ftp://elsewhere.example/")
    for slug in ("us_redfin", SLUG):
        PortalHealth.objects.update_or_create(portal_id=slug, defaults={"state": "broken", "since": changed})
    assert repair_portals() == 1
    assert Proposal.objects.get(state=State.QUEUED).portal_id == SLUG


def test_one_repair_waits_for_staff_however_often_it_is_asked_for(changed):
    first = repair(changed)
    assert repair(changed) is None
    work_off(first)
    assert repair(changed, by="boss") is None


def test_what_staff_rejected_is_not_proposed_again_the_same_day_unless_they_ask(changed):
    proposal = work_off(repair(changed))
    reject(proposal_id=proposal.pk, by="boss")
    assert repair(changed) is None
    assert repair(changed, by="boss") is not None


def test_no_more_is_learned_from_at_once_than_a_worker_can_hold(changed, monkeypatch):
    """A client may send twenty pages of ten megabytes, which parsed are thirty times as much."""
    with staff_scope():
        largest = max(size or 0 for size in Scrape.objects.values_list("html_bytes", flat=True))
    monkeypatch.setattr(repairing, "MAX_BYTES", 5 * largest)
    proposal = work_off(repair(changed))
    assert proposal.state == State.DONE
    assert 2 <= proposal.pages.filter(kind="after").count() < PAGES
    assert 2 <= proposal.pages.filter(kind="before").count() < PAGES


def test_without_pages_since_then_nothing_is_proposed(changed):
    assert repair(timezone.now() + timedelta(hours=1)) is None


def test_nothing_is_activated_unless_the_setting_says_so(changed, settings):
    settings.REPAIR_ACTIVATES = False
    assert work_off(repair(changed)).state == State.DONE
    assert MappingVersion.objects.count() == 1


def tried(since, *, is_strictly_better):
    """A repair whose trial came to this; test_strictly_better.py shows when it does."""
    proposal = work_off(repair(since))
    proposal.trial |= {"is_strictly_better": is_strictly_better}
    proposal.save(update_fields=["trial"])
    after_repair(proposal)
    return Proposal.objects.get(pk=proposal.pk)


def test_with_the_setting_what_is_strictly_better_is_activated_and_says_by_whom(changed, settings):
    settings.REPAIR_ACTIVATES = True
    proposal = tried(changed, is_strictly_better=True)
    assert proposal.state == State.APPROVED
    version = MappingVersion.objects.get(portal=SLUG, state="active")
    assert (version.origin, version.activated_by) == ("repair", REPAIRER)


def test_the_pages_of_one_client_alone_activate_nothing(changed, settings):
    """It may send pages of its own making, on which the price of all others stands where something else did."""
    settings.REPAIR_ACTIVATES = True
    with staff_scope():
        one = Scrape.objects.order_by("created_at")[0].client_id
        Scrape.objects.filter(created_at__gte=changed).exclude(client=one).delete()
    assert tried(changed, is_strictly_better=True).state == State.DONE
    with staff_scope():
        Scrape.objects.update(source=Scrape.Source.URL)
    assert tried_again().state == State.APPROVED


def tried_again():
    """The same repair, looked at once more."""
    after_repair(Proposal.objects.get(origin="repair"))
    return Proposal.objects.get(origin="repair")


def test_after_an_approval_the_portal_has_a_day_to_get_well_unless_staff_ask(changed):
    proposal = work_off(repair(changed))
    approve(proposal_id=proposal.pk, seen_digest=text_digest(proposal), by="boss")
    assert repair(changed) is None
    Proposal.objects.filter(pk=proposal.pk).update(decided_at=timezone.now() - timedelta(days=2))
    assert repair(changed) is not None


def test_what_is_not_strictly_better_waits_whatever_the_setting_says(changed, settings):
    settings.REPAIR_ACTIVATES = True
    assert tried(changed, is_strictly_better=False).state == State.DONE


def test_what_misreads_golden_pages_waits_for_staff(changed, settings):
    settings.REPAIR_ACTIVATES = True
    url, html = portal_pages(1, "state")[0]
    raw = Redesign("test").apply(html).encode()
    GoldenPage.objects.create(
        portal_id=SLUG, url=url, content_hash=digest_of(raw), html_zstd=compress(raw), html_bytes=len(raw),
        expected={"price_float": 1.0}, pinned_by="boss",
    )  # fmt: skip
    proposal = tried(changed, is_strictly_better=True)
    assert proposal.state == State.DONE
    assert MappingVersion.objects.get(portal=SLUG, state="active").origin == "induction"


def test_pages_of_now_are_told_from_pages_of_before(changed):
    assert len(captured_pages(host=HOST, limit=50, after=changed)) == PAGES
    assert len(captured_pages(host=HOST, limit=50, before=changed)) == PAGES
