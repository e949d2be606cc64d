"""The console's pages of proposals: who may see and do what, and that hostile pages stay text."""

import json
import re
from datetime import timedelta
from html import escape, unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aimap.models import Proposal
from aimap.services.deciding import text_digest
from aimap.services.proposing import GivenPage
from listings.models import GoldenPage, MappingVersion, PortalHealth, PortalRereading, ShadowRun
from listings.services.captured_pages import captured_pages
from listings.services.captures import compress, digest_of
from listings.services.importing import import_listing
from listings.services.portal_index import INDEX as INDEX_OF_PORTALS
from listings.services.portals import sync_portals
from propscrape.tenancy import staff_scope
from tests.aimap.console import HOST, SLUG, given_pages, make_proposal, portal_pages, staff_browser, work_off
from tests.factories import make_client

pytestmark = pytest.mark.django_db
State = Proposal.State
INDEX = "/admin/ai-map/"
POLICY = {"is_enabled": "on", "min_delay_s": "2", "max_concurrency": "2", "honours_robots": "on", "renders": "unknown"}


@pytest.fixture(autouse=True)
def portals(db):
    """The registered portals."""
    sync_portals()


@pytest.fixture
def boss():
    """Somebody who may do everything."""
    return staff_browser()


@pytest.fixture
def tried():
    """A proposal that was tried."""
    return work_off(make_proposal())


def page_of(browser, proposal):
    """The text of a proposal's page."""
    return browser.get(reverse("ai_map:proposal", args=[proposal.pk])).content.decode()


def decide(browser, proposal, choice, *, seen=None, confirmed=True):
    """Press a button, and confirm it."""
    data = {"choice": choice, "seen": text_digest(proposal) if seen is None else seen}
    url = reverse("ai_map:decide", args=[proposal.pk])
    return browser.post(url, data | ({"confirmed": "1"} if confirmed else {}), follow=True).content.decode()


def test_the_first_page_says_that_no_model_key_is_set_and_what_to_do(boss):
    text = boss.get(INDEX).content.decode()
    assert "No model key is set: induction alone runs." in text
    assert "No mapping was proposed yet" in text
    assert "No model was asked" in text


def test_a_pasted_page_becomes_a_proposal(boss):
    url, html = portal_pages(1)[0]
    answer = boss.post(reverse("ai_map:from_page"), {"url": url, "html": html})
    proposal = Proposal.objects.get()
    assert answer.url == reverse("ai_map:proposal", args=[proposal.pk])
    assert "Waiting for a worker" in page_of(boss, proposal)
    assert LogEntry.objects.filter(object_id=str(proposal.pk)).count() == 1
    assert "Field by field" in page_of(boss, work_off(proposal))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"url": "https://a.example/1"}, "Paste the page"),
        ({"html": "<p>"}, "Give the page"),
        ({"url": "nowhere", "html": "<p>"}, "must be an absolute"),
        ({"url": "https://a.example/1", "html": "%PDF-1.7"}, "This is a PDF"),
    ],
)
def test_what_is_wrong_with_a_form_is_told_in_words(boss, given, told):
    assert told in boss.post(reverse("ai_map:from_page"), given, follow=True).content.decode()
    assert not Proposal.objects.exists()


def test_captures_of_a_host_are_found_chosen_and_learned_from(boss):
    client = make_client()
    for url, html in portal_pages(3):
        import_listing(client_id=client.pk, url=url, html=html)
    found = boss.get(INDEX, {"host": f"www.{HOST}"}).content.decode()
    ids = [str(page.capture_id) for page in captured_pages(host=HOST, limit=9)]
    assert all(capture_id in found for capture_id in ids)
    assert "No page of nobodys.example is kept" in boss.get(INDEX, {"host": "nobodys.example"}).content.decode()
    boss.post(reverse("ai_map:from_captures"), {"capture_ids": ids})
    assert work_off().state == State.DONE
    for bad in ([], ["x"], [str(Proposal.objects.get().pk)]):
        boss.post(reverse("ai_map:from_captures"), {"capture_ids": bad})
    assert Proposal.objects.count() == 1


def test_a_repair_is_asked_for_by_portal_and_day(boss):
    client = make_client()
    for url, html in portal_pages(3):
        import_listing(client_id=client.pk, url=url, html=html)
    asked = {"portal": SLUG, "since": "2020-01-01", "reason": "prices are missing"}
    for wrong in ({"portal": "nobody"}, {"since": "soon"}, {"since": "2026-02-31"}, {"since": "2999-01-01"}):
        assert boss.post(reverse("ai_map:repair"), asked | wrong).status_code == 302
    assert not Proposal.objects.exists()
    boss.post(reverse("ai_map:repair"), asked)
    repair = work_off()
    assert (repair.origin, repair.state, repair.requested_by) == ("repair", State.DONE, "boss")
    assert "prices are missing" in page_of(boss, repair)
    assert "a repair of it is open" in boss.post(reverse("ai_map:repair"), asked, follow=True).content.decode()
    assert "1 to repair a portal" in boss.get("/admin/").content.decode()


def test_sick_portals_are_listed_with_a_button_until_a_repair_is_open(boss):
    client = make_client()
    for url, html in portal_pages(3):
        import_listing(client_id=client.pk, url=url, html=html)
    assert "Portals that need a repair" not in boss.get(INDEX).content.decode()
    fell = timezone.now() - timedelta(days=1)
    PortalHealth.objects.update_or_create(
        portal_id=SLUG, defaults={"state": "broken", "since": fell, "first_seen_at": fell, "reason": "no <b>prices</b>"}
    )
    text = boss.get(INDEX).content.decode()
    assert "no &lt;b&gt;prices&lt;/b&gt;" in text
    form = dict(re.findall(r'<input type="hidden" name="(portal|since|reason)" value="([^"]*)">', text))
    boss.post(reverse("ai_map:repair"), {name: unescape(value) for name, value in form.items()})
    repair = Proposal.objects.get()
    assert (repair.portal_id, repair.origin, repair.reason) == (SLUG, "repair", "no <b>prices</b>")
    assert reverse("ai_map:proposal", args=[repair.pk]) in boss.get(INDEX).content.decode().split("sick-heading")[2]


def test_many_sick_portals_cost_no_more_queries_than_one(boss):
    fell = timezone.now() - timedelta(days=1)
    counts = []
    for slugs in ([SLUG], ["us_redfin", "us_zillow", "nl_funda"]):
        for slug in slugs:
            PortalHealth.objects.update_or_create(portal_id=slug, defaults={"state": "broken", "since": fell})
        boss.get(INDEX)
        with CaptureQueriesContext(connection) as queries:
            assert slugs[-1] in boss.get(INDEX).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_approving_asks_first_and_then_makes_the_mapping_active(boss, tried):
    assert "It becomes the mapping that reads" in decide(boss, tried, "approve", confirmed=False)
    assert not MappingVersion.objects.exists()
    assert "it is the active mapping" in decide(boss, tried, "approve")
    version = MappingVersion.objects.get(portal=SLUG, state="active")
    assert (version.created_by, version.activated_by, version.origin) == ("boss", "boss", "induction")
    approved = Proposal.objects.get()
    assert (approved.state, approved.decided_by, approved.version) == (State.APPROVED, "boss", version)
    assert "in another state" in decide(boss, tried, "approve")


def test_what_changed_since_it_was_looked_at_is_not_approved(boss, tried):
    assert "in another state" in decide(boss, tried, "approve", seen="0" * 64)
    assert not MappingVersion.objects.exists()


def test_a_mapping_that_misreads_golden_pages_stays_a_draft(boss, tried):
    url, html = portal_pages(1)[0]
    GoldenPage.objects.create(
        portal_id=SLUG, url=url, content_hash=digest_of(html.encode()), html_zstd=compress(html.encode()),
        html_bytes=len(html.encode()), expected={"price_float": 1.0}, pinned_by="boss",
    )  # fmt: skip
    text = decide(boss, tried, "approve")
    assert "misreads golden pages" in text
    assert "expected 1.0" in text
    assert MappingVersion.objects.get().state == "draft"
    assert Proposal.objects.get().state == State.DONE


def test_a_draft_is_saved_once_and_follows_what_is_edited(boss, tried):
    decide(boss, tried, "draft")
    mapping = {"portal": SLUG, "version": "1", "fields": {"title": [{"css": "#headline"}]}}
    boss.post(reverse("ai_map:edit", args=[tried.pk]), {"mapping_text": json.dumps(mapping)})
    again = work_off(tried)
    decide(boss, again, "draft")
    assert MappingVersion.objects.get().document == mapping


def test_rejecting_retires_the_draft_that_was_made_of_it(boss, tried):
    decide(boss, tried, "draft")
    assert "Rejected" in decide(boss, tried, "reject")
    assert MappingVersion.objects.get().state == "retired"
    assert Proposal.objects.get().state == State.REJECTED


def test_rolling_back_makes_active_again_what_was_so_before(boss, tried):
    decide(boss, tried, "approve")
    second = work_off(make_proposal(3))
    decide(boss, second, "approve")
    assert "Roll back" in page_of(boss, second)
    assert "so again" in decide(boss, second, "take_back")
    assert MappingVersion.objects.get(state="active").pk == Proposal.objects.get(pk=tried.pk).version_id


def test_a_proposal_runs_beside_the_active_mapping_and_is_approved_then(boss, tried):
    assert "It runs beside the active mapping" in decide(boss, tried, "shadow")
    version = MappingVersion.objects.get()
    assert (version.state, ShadowRun.objects.filter(version=version).count()) == ("trial", 1)
    assert "0 of 50 pages" in page_of(boss, tried)
    decide(boss, tried, "approve")
    assert MappingVersion.objects.get().state == "active"


def test_after_approval_captures_are_read_again_on_demand(boss, tried):
    decide(boss, tried, "approve")
    assert "Every capture of the portal" in decide(boss, tried, "reread", confirmed=False)
    assert not PortalRereading.objects.exists()
    assert "are read again" in decide(boss, tried, "reread")
    assert PortalRereading.objects.get().asked_by == "boss"


def test_a_host_that_nobody_registered_is_downloaded_and_not_approved(boss):
    url, html = portal_pages(1)[0]
    boss.post(reverse("ai_map:from_page"), {"url": url.replace(HOST, "nobodys.example"), "html": html})
    proposal = work_off()
    text = page_of(boss, proposal)
    assert "not registered" in text
    assert 'value="approve"' not in text
    assert "cannot" not in decide(boss, proposal, "nonsense")
    assert "not activated" in decide(boss, proposal, "approve")
    download = boss.get(reverse("ai_map:download", args=[proposal.pk]))
    assert json.loads(download.content)["portal"] == "nobodys_example"
    assert download["Content-Disposition"] == 'attachment; filename="nobodys_example.json"'


def test_a_host_is_registered_from_its_proposal_which_is_then_approved(boss):
    pages = [GivenPage(url=page.url.replace(HOST, "nobodys.org"), html=page.html) for page in given_pages(4)]
    proposal = work_off(make_proposal(pages=pages))
    (link,) = re.findall(r'href="([^"]+)">Register the portal', page_of(boss, proposal))
    form = boss.get(unescape(link)).context["adminform"].form
    assert {name: form.initial[name] for name in ("host", "currency")} == {"host": "nobodys.org", "currency": "GBP"}
    filled = {name: form[name].initial for name in ("country", "locale", "area_unit")} | form.initial
    assert boss.post(unescape(link).partition("?")[0], filled | POLICY).status_code == 302
    INDEX_OF_PORTALS.forget()  # as it does itself once a transaction commits, which this test's does not
    assert "Register the portal" not in page_of(boss, proposal)
    decide(boss, proposal, "approve")
    assert MappingVersion.objects.get(state="active").portal_id == "nobodys_org"


def test_faults_of_an_edited_mapping_come_back_with_lines_and_the_text(boss, tried):
    text = '{\n "portal": "us_forsalebyowner",\n "version": "1",\n "colour": 1,\n "fields": {}\n}'
    answer = boss.post(reverse("ai_map:edit", args=[tried.pk]), {"mapping_text": text}).content.decode()
    assert "Line 4" in answer
    assert "&quot;colour&quot;: 1" in answer
    assert Proposal.objects.get().mapping_text == tried.mapping_text
    linted = boss.post(reverse("ai_map:lint", args=[tried.pk]), {"mapping_text": text}).json()
    assert linted == {"faults": [{"line": 4, "key": "colour", "message": "unknown key 'colour'"}]}
    other = json.dumps({"portal": "uk_zoopla", "version": "1", "fields": {}})
    (fault,) = boss.post(reverse("ai_map:lint", args=[tried.pk]), {"mapping_text": other}).json()["faults"]
    assert "uk_zoopla" in fault["message"]


def test_learning_again_takes_the_edited_mapping_back(boss, tried):
    boss.post(reverse("ai_map:learn", args=[tried.pk]))
    assert work_off(tried).mapping_text == tried.mapping_text


def test_captures_of_clients_are_for_those_alone_who_may_see_captures(boss):
    for url, html in portal_pages(2):
        import_listing(client_id=make_client().pk, url=url, html=html)
    ids = [str(page.capture_id) for page in captured_pages(host=HOST, limit=9)]
    boss.post(reverse("ai_map:from_captures"), {"capture_ids": ids})
    boss.post(reverse("ai_map:from_page"), dict(zip(("url", "html"), portal_pages(1)[0], strict=True)))
    of_captures, sent_in = (work_off() for _ in range(2))
    rights = ("view_proposal", "add_proposal", "change_proposal")
    blind, seeing = staff_browser(*rights, name="blind"), staff_browser(*rights, "view_capture", name="seeing")
    for name in ("preview", "frame"):
        of_capture = reverse(f"ai_map:{name}", args=[of_captures.pk, 1])
        assert (blind.get(of_capture).status_code, seeing.get(of_capture).status_code) == (403, 200)
        assert blind.get(reverse(f"ai_map:{name}", args=[sent_in.pk, 1])).status_code == 200
    assert reverse("ai_map:preview", args=[of_captures.pk, 1]) not in page_of(blind, of_captures)
    assert ids[0] not in blind.get(INDEX, {"host": HOST}).content.decode()
    assert ids[0] in seeing.get(INDEX, {"host": HOST}).content.decode()
    assert blind.post(reverse("ai_map:from_captures"), {"capture_ids": ids}).status_code == 403
    asked = json.dumps({"capture_ids": ids})
    for browser, status in ((blind, 403), (seeing, 202)):
        answer = browser.post(reverse("ai_map_api:proposals"), asked, content_type="application/json")
        assert answer.status_code == status


@pytest.mark.parametrize("rights", [("view_proposal",), ("view_proposal", "add_proposal")])
def test_who_may_only_look_changes_nothing(tried, rights):
    viewer = staff_browser(*rights, name="viewer")
    text = page_of(viewer, tried)
    assert "Field by field" in text
    assert "Approve" not in text
    assert "<textarea" not in text
    for name in ("decide", "edit", "learn", "lint"):
        assert viewer.post(reverse(f"ai_map:{name}", args=[tried.pk])).status_code == 403
    may_add = "add_proposal" in rights
    assert viewer.post(reverse("ai_map:from_page"), {}).status_code == (302 if may_add else 403)
    assert ("Learn from a page" in viewer.get(INDEX).content.decode()) is may_add


def test_who_has_no_right_sees_nothing(tried):
    nobody = staff_browser("view_portal", name="nobody")
    for name in ("proposal", "progress", "download"):
        assert nobody.get(reverse(f"ai_map:{name}", args=[tried.pk])).status_code == 403
    for name in ("preview", "frame"):
        assert nobody.get(reverse(f"ai_map:{name}", args=[tried.pk, 1])).status_code == 403
    assert "/admin/login/" in Client().get(INDEX)["Location"]


def test_posts_without_the_csrf_token_are_refused(tried):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(get_user_model().objects.create_superuser("other", password="a-long-password"))
    for name in ("decide", "edit", "learn", "lint"):
        assert browser.post(reverse(f"ai_map:{name}", args=[tried.pk]), {"choice": "reject"}).status_code == 403
    assert Proposal.objects.get().state == State.DONE


HOSTILE = "<img src=x onerror=alert(1)>"


def test_hostile_texts_of_pages_and_rules_are_text(boss, tried):
    selector = f'h1:not([title="{HOSTILE}"])'
    mapping = {"portal": SLUG, "version": "1", "fields": {"title": [{"css": selector, "unless": [HOSTILE]}]}}
    boss.post(reverse("ai_map:edit", args=[tried.pk]), {"mapping_text": json.dumps(mapping)})
    text = page_of(boss, work_off(tried))
    assert "onerror" in text
    assert HOSTILE not in text
    url, html = portal_pages(1)[0]
    named = html.replace("</title>", f" {escape(HOSTILE)}</title>").replace("£", f"{escape(HOSTILE)} £")
    boss.post(reverse("ai_map:from_page"), {"url": f"{url}?{HOSTILE.replace(' ', '+')}", "html": named})
    proposal = work_off()
    for address in ("ai_map:proposal", "ai_map:preview", "ai_map:frame"):
        arguments = [proposal.pk] if address == "ai_map:proposal" else [proposal.pk, 1]
        assert HOSTILE not in boss.get(reverse(address, args=arguments)).content.decode()


def test_pages_bear_a_policy_and_only_the_preview_is_framed_by_the_console(boss, tried):
    page = boss.get(reverse("ai_map:proposal", args=[tried.pk]))
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    preview = boss.get(reverse("ai_map:preview", args=[tried.pk, 1]))
    assert preview["X-Frame-Options"] == "DENY"
    assert 'sandbox=""' in preview.content.decode()
    frame = boss.get(reverse("ai_map:frame", args=[tried.pk, 1]))
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    policy = frame["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert "allow-" not in policy
    assert "frame-ancestors 'self'" in policy


def test_the_preview_marks_what_is_chosen_and_names_it(boss, tried):
    preview = boss.get(reverse("ai_map:preview", args=[tried.pk, 1])).content.decode()
    assert "price_float" in preview
    frame = boss.get(reverse("ai_map:frame", args=[tried.pk, 1])).content.decode()
    assert '<h1 id="first-marked" class="chosen"><span class="field" id="field-1">1</span>' in frame


def test_a_preview_of_a_page_that_is_gone_says_so(boss, tried):
    tried.pages.update(html_zstd=None)
    assert "The pages are gone" in boss.get(reverse("ai_map:preview", args=[tried.pk, 1])).content.decode()
    frame = boss.get(reverse("ai_map:frame", args=[tried.pk, 1]))
    assert (frame.status_code, frame["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert boss.get(reverse("ai_map:preview", args=[tried.pk, 99])).status_code == 404


def test_the_first_page_of_the_console_counts_what_waits(boss, tried):
    text = boss.get("/admin/").content.decode()
    assert "Mappings to decide" in text
    with staff_scope():
        Proposal.objects.update(state=State.REJECTED)
    assert "none to repair a portal" in boss.get("/admin/").content.decode()


def test_a_page_that_waits_asks_how_far_it_is(boss):
    proposal = make_proposal()
    url = reverse("ai_map:progress", args=[proposal.pk])
    assert boss.get(url).json()["is_underway"] is True
    work_off(proposal)
    assert boss.get(url).json()["is_underway"] is False
