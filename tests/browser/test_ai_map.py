"""The AI map in a real browser: from a host's captures to an approved mapping and back, and hostile pages on the way.

SCREENSHOTS names a folder that pictures of the way are put into; docs/images has those of the documentation.
"""

import os
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from playwright.sync_api import Page, expect, sync_playwright

from aimap.models import Proposal
from listings.models import MappingVersion
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from tests.aimap.console import HOST, SLUG, portal_pages, work_off
from tests.browser.conftest import QUIET, Browsing, find_chromium
from tests.browser.windows import SCHEMES, fits, look
from tests.factories import make_client
from tests.portal_server import PortalServer, serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a-long-password"
HOSTILE = """<!doctype html><html><head><base href="{elsewhere}"><title>A home</title>
<meta http-equiv="refresh" content="0; url={elsewhere}/refreshed"><link rel="stylesheet" href="{elsewhere}/sheet.css">
<link rel="preconnect" href="{elsewhere}"><link rel="dns-prefetch" href="{elsewhere}">
<style>@import url("{elsewhere}/imported.css"); body {{ background: url("{elsewhere}/ground.png") }}</style>
<script>document.title = "taken"; fetch("{elsewhere}/fetched")</script></head>
<body onload="fetch('{elsewhere}/onload')"><h1 onclick="alert(1)">3 bedroom house for sale</h1>
<img src="{elsewhere}/picture.png" onerror="fetch('{elsewhere}/onerror')" alt="x">
<iframe src="{elsewhere}/framed" srcdoc="&lt;script&gt;parent.taken = 1&lt;/script&gt;"></iframe>
<object data="{elsewhere}/object"></object><embed src="{elsewhere}/embedded"><video src="{elsewhere}/film"></video>
<form action="{elsewhere}/posted" id="f"><input name="csrf"><button id="send">Send</button></form>
<script>document.getElementById("f").submit(); top.location = "{elsewhere}/top"</script>
<a href="javascript:alert(1)" ping="{elsewhere}/ping">Click</a><svg onload="fetch('{elsewhere}/svg')"></svg>
<table><tr><th>Price</th><td>£250,000</td></tr><tr><th>Bedrooms</th><td>3</td></tr><tr><th>Address</th>
<td>1 Mill Lane, Leeds, LS1 4AP</td></tr><tr><th>Property type</th><td>House</td></tr></table>
<p>{words}</p></body></html>"""


@pytest.fixture
def console(live_server):
    """The address of a console with captures of a portal that nobody mapped."""
    get_user_model().objects.create_superuser("boss", password=PASSWORD)
    sync_portals()
    account = make_client("Harbour Homes")
    for url, html in portal_pages(6):
        import_listing(client_id=account.pk, url=url, html=html)
    return live_server.url


@pytest.fixture
def boss(console):
    """A member of staff, logged in; pages bear the policies that they are sent with."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium here: install one, or name it in CHROMIUM")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*QUIET, *sandbox])
        seen = Browsing(browser.new_page(viewport={"width": 1280, "height": 900}))
        seen.watch()
        seen.page.goto(f"{console}/admin/ai-map/")
        seen.page.get_by_label("Username").fill("boss")
        seen.page.get_by_label("Password").fill(PASSWORD)
        seen.page.keyboard.press("Enter")
        expect(seen.page.get_by_role("heading", level=1)).to_have_text("AI map")
        yield seen
        browser.close()


def in_worker(work):
    """Do work as a worker does, in a thread of its own: the browser's loop and Django's ORM do not share one."""
    found = []

    def run():
        found.append(work())
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page, if pictures are wanted."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.evaluate("document.activeElement?.blur()")
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True, animations="disabled")


def learn_from_captures(boss):
    """Find the host's captures, choose those that are ticked, let a worker learn; the proposal's page is shown."""
    page = boss.page
    page.get_by_role("searchbox", name="Host").fill(HOST)
    page.get_by_role("button", name="Find captures").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(5)
    page.get_by_role("button", name="Learn from the chosen ones").click()
    expect(page.get_by_role("status").first).to_have_text("Waiting for a worker…")


def test_from_captures_to_an_approved_mapping_and_back(boss, console):
    page = boss.page
    expect(page.get_by_text("No model key is set: induction alone runs.").first).to_be_visible()
    picture(page, "ai-map-empty")
    learn_from_captures(boss)
    picture(page, "ai-map-progress")
    in_worker(work_off)
    # The page follows by itself
    expect(page.get_by_role("region", name="Field by field")).to_be_visible(timeout=10_000)
    row = page.get_by_role("row", name="price_float")
    expect(row).to_contain_text("5 of 5")
    picture(page, "ai-map-proposal")

    page.get_by_role("button", name="Start shadow run").click()
    expect(page.get_by_text("It runs beside the active mapping")).to_be_visible()
    page.get_by_role("button", name="Approve…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Approve?")
    picture(page, "ai-map-approve")
    page.get_by_label("Note").fill("read by hand, looks right")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved: it is the active mapping")).to_be_visible()
    assert in_worker(lambda: MappingVersion.objects.get(portal=SLUG).state) == "active"
    page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="AI map").click()
    expect(page.get_by_role("region", name="Latest proposals").get_by_text("approved")).to_be_visible()
    assert boss.errors == []
    assert boss.hosts == {urlsplit(console).netloc}


def test_an_edit_is_linted_as_it_is_typed_tried_and_its_losses_are_red(boss):
    page = boss.page
    learn_from_captures(boss)
    in_worker(work_off)
    expect(page.get_by_role("region", name="Field by field")).to_be_visible(timeout=10_000)
    editor = page.get_by_label("JSON, in the mapping language")
    text = editor.input_value()
    editor.fill(text.replace('"price": [', '"prise": ['))
    faults = page.locator("#lint-faults")
    expect(faults).to_contain_text("fields.prise")
    expect(faults).to_contain_text("Line ")
    expect(editor).to_have_attribute("aria-invalid", "true")
    page.get_by_role("region", name="The mapping").screenshot(**_at("ai-map-lint"))
    faults.get_by_role("button").first.press("Enter")
    selected = page.evaluate("(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.activeElement)")
    assert "prise" in selected
    editor.fill(text.replace('{"label": "price"}', '{"css": "#facts", "match": "(\\\\d+) sq ft"}'))
    expect(faults).to_have_text("In order.")
    page.get_by_role("button", name="Try it again").click()
    in_worker(work_off)
    row = page.get_by_role("row", name="price_float")
    expect(row.get_by_text("5 worse", exact=True)).to_be_visible(timeout=10_000)
    expect(row).to_have_class("worse")
    picture(page, "ai-map-worse")
    page.get_by_role("button", name="Reject…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reject?")
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("rejected")
    assert boss.errors == []


def _at(name):
    """Where a picture goes; nowhere in particular if none is wanted."""
    folder = os.environ.get("SCREENSHOTS")
    return {"path": Path(folder) / f"{name}.png"} if folder else {}


@pytest.fixture
def elsewhere():
    """A server that a hostile page would have the browser talk to."""
    with serving({}) as server:
        yield server


def test_the_preview_of_a_hostile_page_runs_and_loads_nothing(boss, console, elsewhere: PortalServer):
    page = boss.page
    dialogs: list[str] = []

    def note(dialog):
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    address = f"http://127.0.0.1:{elsewhere.port}"
    html = HOSTILE.format(elsewhere=address, words="A fine family home near the river with a large garden. " * 8)
    page.get_by_label("Address of the page").fill(f"https://www.{HOST}/listing/hostile-1")
    page.get_by_label("Its HTML").fill(html)
    page.get_by_role("button", name="Learn", exact=True).click()
    in_worker(work_off)
    expect(page.get_by_role("region", name="Its pages")).to_be_visible(timeout=10_000)
    page.get_by_role("link", name="page-01").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("3 bedroom house for sale")).to_be_visible()
    expect(frame.locator(".chosen").first).to_be_visible()
    picture(page, "ai-map-preview-hostile")
    inner = page.locator("iframe").element_handle().content_frame()
    assert inner.locator("script, iframe, form, img, link, base, object, embed, svg, a, meta[http-equiv]").count() == 0
    # The same document outside of its frame is as harmless
    page.goto(inner.url)
    expect(page.get_by_text("3 bedroom house for sale")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.url == inner.url
    assert page.title() == "Preview"
    assert dialogs == []
    assert elsewhere.requests == []
    assert boss.hosts == {urlsplit(console).netloc}


def test_nobody_else_frames_the_preview_and_nobody_frames_the_console(boss, console):
    page = boss.page
    learn_from_captures(boss)
    proposal = in_worker(work_off)
    expect(page.get_by_role("region", name="Field by field")).to_be_visible(timeout=10_000)
    other = (
        console.replace("localhost", "127.0.0.1")
        if "localhost" in console
        else console.replace("127.0.0.1", "localhost")
    )
    frames = [f"/admin/ai-map/{proposal.pk}/", f"/admin/ai-map/{proposal.pk}/pages/1/frame/"]
    page.goto(f"{other}/health")
    for path in frames:
        page.evaluate(
            "src => { const f = document.createElement('iframe'); f.src = src; document.body.append(f) }",
            console + path,
        )
    page.wait_for_timeout(1_000)
    texts = [frame.evaluate("document.body ? document.body.innerText : ''") for frame in page.frames[1:]]
    assert not any("bedroom" in text or "Field by field" in text for text in texts)


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_their_window(boss, console, width):
    page = boss.page
    learn_from_captures(boss)
    proposal = in_worker(work_off)
    expect(page.get_by_role("region", name="Field by field")).to_be_visible(timeout=10_000)
    for path in ("", f"?host={HOST}", f"{proposal.pk}/", f"{proposal.pk}/pages/1/"):
        page.goto(f"{console}/admin/ai-map/{path}")
        name = f"ai-map-{path.strip('/').rpartition('/')[2] or 'index'}".replace("?", "")
        for scheme in SCHEMES:
            look(page, width, scheme)
            assert fits(page), path
            picture(page, f"{name}-{width}-{scheme}")


def test_without_scripts_the_page_follows_by_reloading(console):
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium here: install one, or name it in CHROMIUM")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*QUIET, *sandbox])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{console}/admin/ai-map/?host={HOST}")
        page.get_by_label("Username").fill("boss")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("button", name="Learn from the chosen ones").click()
        expect(page.get_by_text("Waiting for a worker")).to_be_visible()
        in_worker(work_off)
        expect(page.get_by_role("region", name="Field by field")).to_be_visible(timeout=10_000)
        browser.close()


def test_the_whole_way_is_gone_by_keyboard_alone(boss):
    page = boss.page
    page.get_by_role("searchbox", name="Host").focus()
    page.keyboard.type(HOST)
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(5)
    page.get_by_role("button", name="Learn from the chosen ones").press("Enter")
    in_worker(work_off)
    page.get_by_role("button", name="Approve…").press("Enter", timeout=10_000)
    page.get_by_role("button", name="Approve").press("Enter")
    expect(page.get_by_text("Approved: it is the active mapping")).to_be_visible()
    assert in_worker(lambda: Proposal.objects.get().state) == "approved"
