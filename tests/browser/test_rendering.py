"""Pages that need JavaScript are rendered; whatever they do or lead to, the next one is rendered as well."""

import json
import os
import signal
import threading
import time

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from listings.errors import (
    BrowserLost,
    BrowserMissing,
    FetchFailed,
    FetchRefused,
    FetchTimeout,
    ListingGone,
    NotAListing,
    PageBlocked,
    PortalThrottles,
)
from listings.extraction.engine import extract
from listings.extraction.page import Page
from listings.extraction.portals import find_portal
from listings.fetching.browser import close_browser, render_page
from propscrape.embedded.ports import find_free_port
from tests.browser.conftest import CDN, OTHER_PORTAL, PORTAL
from tests.browser.processes import browser_of, driver_of, renderers_of
from tests.portal_server import HTML, slow

pytestmark = pytest.mark.browser

AGENT = "propscrape/test (+https://propscrape.example)"
SCRIPT = {"Content-Type": "text/javascript"}
HOME = {
    "@context": "https://schema.org",
    "@type": "SingleFamilyResidence",
    "name": "Three bedroom cottage, Mill Lane",
    "numberOfBedrooms": 3,
    "address": {"@type": "PostalAddress", "addressLocality": "Bath", "postalCode": "BA1 1AA", "addressCountry": "GB"},
    "offers": {"@type": "Offer", "price": 425000, "priceCurrency": "GBP"},
}
SHELL = b'<!doctype html><title>Home</title><div id="root"></div><script src="/app.js"></script>'
APP = b"""
fetch("/api/home").then(answer => answer.json()).then(home => {
  document.title = home.name;
  const root = document.getElementById("root");
  root.innerHTML = `<main><h1>${home.name}</h1><p class="price">&pound;425,000</p><p>3 bedrooms</p></main>`;
  const data = document.createElement("script");
  data.type = "application/ld+json";
  data.textContent = JSON.stringify(home);
  document.head.append(data);
});
"""
PLAIN = b"<!doctype html><title>Plain</title><p>plain</p>"


def page_with(script, body=""):
    """A page that runs a script."""
    return 200, HTML, f"<!doctype html><title>x</title><body>{body}<script>{script}</script>".encode()


@pytest.fixture
def app(portal):
    """A page that is empty until its script has asked for its data, and a plain one."""
    portal.routes |= {
        "/home": (200, HTML, SHELL),
        "/app.js": (200, SCRIPT, APP),
        "/api/home": (200, {"Content-Type": "application/json"}, json.dumps(HOME).encode()),
        "/plain": (200, HTML, PLAIN),
    }
    return portal


def render(server, path, *, timeout_s=30, host=PORTAL):
    return render_page(server.url(path, host=host), user_agent=AGENT, timeout_s=timeout_s)


def read(page):
    return extract(Page(url=page.url, html=page.html), portal=find_portal(page.url))


def paths(server):
    return [path for path, _ in server.requests]


def test_a_page_that_needs_javascript_is_rendered_and_extracted(app):
    assert read_bare(app) == "needs_javascript"
    page = render(app, "/home")
    assert (page.url, page.http_status, page.has_moved) == (app.url("/home"), 200, False)
    extraction = read(page)
    assert extraction.status == "ok"
    values = extraction.values
    assert (values["title"], values["count_bedrooms"]) == ("Three bedroom cottage, Mill Lane", 3)
    assert (values["price_cents"], values["currency"]) == (42500000, "GBP")
    assert (values["city"], values["postal_code"]) == ("Bath", "BA1 1AA")


def read_bare(server):
    """What the page's own HTML is taken for."""
    return extract(Page(url=server.url("/home"), html=SHELL), portal=find_portal(server.url("/home"))).status


def test_it_says_who_we_are_and_does_not_hide_that_it_is_a_program(app):
    app.routes["/who"] = page_with("document.title = [navigator.webdriver, navigator.userAgent].join()")
    page = render(app, "/who")
    assert f"<title>true,{AGENT}</title>".encode() in page.html
    assert {headers["User-Agent"] for _, headers in app.requests} == {AGENT}


def test_images_fonts_media_and_advertisements_are_not_asked_for(app):
    app.routes["/gallery"] = page_with(
        "new Image().src = '/script.png'; new Audio('/script.mp3').load(); navigator.sendBeacon('/beacon', 'x')",
        "<style>@font-face {font-family: f; src: url(/font.woff2)}</style>"
        "<style>p {font-family: f; background: url(/css.png)}</style>"
        '<img src="/img.png" srcset="/img2.png 2x"><picture><source srcset="/pic.webp"><img src="/pic.png"></picture>'
        '<video src="/video.mp4" poster="/poster.png" autoplay></video><p>text</p><link rel="icon" href="/icon.png">'
        '<link rel="preload" as="image" href="/preload.png"><svg><image href="/svg.png"/></svg>'
        '<script src="http://securepubads.g.doubleclick.net/tag.js"></script><link rel="stylesheet" href="/style.css">',
    )
    page = render(app, "/gallery")
    assert b'<img src="/img.png"' in page.html
    assert set(paths(app)) == {"/gallery", "/style.css"}


def test_scripts_of_other_hosts_run(app):
    app.routes["/lib.js"] = (200, SCRIPT, b"document.body.append('from the CDN')")
    app.routes["/x"] = page_with("", f'<script src="{app.url("/lib.js", host=CDN)}"></script>')
    assert b"from the CDN" in render(app, "/x").html


def test_nothing_of_a_page_is_left_for_the_next(app):
    app.routes["/keep"] = page_with("document.cookie = 'a=1'; localStorage.a = 1; indexedDB.open('a')")
    app.routes["/look"] = page_with("document.title = JSON.stringify([document.cookie, localStorage.length])")
    render(app, "/keep")
    assert b'<title>["",0]</title>' in render(app, "/look").html
    assert "Cookie" not in app.requests[-1][1]


def test_one_browser_shows_many_pages(app):
    render(app, "/plain")
    first = browser_of(os.getpid())
    render(app, "/home")
    assert browser_of(os.getpid()) == first


# What answers say


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((404, HTML, b"no"), ListingGone),
        ((410, HTML, b"no"), ListingGone),
        ((403, HTML, b"<script>fetch('/solved')</script>"), PageBlocked),
        ((429, HTML, b"slow down"), PortalThrottles),
        ((503, HTML, b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"), PageBlocked),
        ((500, HTML, b"oops"), FetchFailed),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.4"), NotAListing),
        ((200, HTML | {"Content-Disposition": "attachment; filename=x.html"}, PLAIN), NotAListing),
        ((302, {"Location": f"http://{OTHER_PORTAL}/"}, b""), FetchRefused),
        ((302, {"Location": "http://127.0.0.1/"}, b""), FetchRefused),
        ((302, {"Location": "http://user:secret@www.rightmove.co.uk/"}, b""), FetchRefused),
        ((302, {"Location": "file:///etc/passwd"}, b""), FetchFailed),
        ((302, {"Location": "/x"}, b""), FetchRefused),
        (page_with("location = 'http://www.zoopla.co.uk/'"), FetchRefused),
        (page_with("", '<meta http-equiv="refresh" content="0;url=http://www.zoopla.co.uk/">'), FetchRefused),
    ],
    ids=[
        "404", "410", "403", "429", "bot wall", "500", "PDF", "attachment", "leaves the portal", "leads inside",
        "credentials", "file", "endless redirect", "script leaves the portal", "refresh leaves the portal",
    ],
)  # fmt: skip
def test_an_answer_that_is_no_page_is_refused_before_its_scripts_run(app, answer, error):
    app.routes["/x"] = answer
    with pytest.raises(FetchFailed if error is FetchFailed else error) as raised:
        render(app, "/x")
    assert type(raised.value) is error
    assert not {"/solved", "/"} & set(paths(app))
    assert render(app, "/plain").html.endswith(b"<p>plain</p></body></html>")


def test_a_portal_that_asks_for_rest_says_for_how_long(app):
    app.routes["/x"] = (503, HTML | {"Retry-After": "90"}, b"maintenance")
    with pytest.raises(PortalThrottles) as raised:
        render(app, "/x")
    assert raised.value.retry_after_s == 90


@pytest.mark.parametrize(("status", "has_moved"), [(301, True), (308, True), (302, False)])
def test_redirects_within_the_portal_are_followed(app, status, has_moved):
    app.routes["/old"] = (status, {"Location": "/plain#part"}, b"")
    page = render(app, "/old")
    assert (page.url, page.has_moved) == (app.url("/plain"), has_moved)


def test_a_navigation_by_script_is_followed_within_the_portal(app):
    app.routes["/old"] = page_with("location.replace('/plain')")
    page = render(app, "/old")
    assert (page.url, page.has_moved) == (app.url("/plain"), False)


def test_five_redirects_are_followed_and_six_are_not(app):
    app.routes |= {f"/{step}": (302, {"Location": f"/{step + 1}"}, b"") for step in range(6)}
    app.routes["/6"] = (200, HTML, PLAIN)
    assert render(app, "/1").url == app.url("/6")
    with pytest.raises(FetchRefused, match="more than 5 times"):
        render(app, "/0")


def test_a_portal_that_cannot_be_reached_fails(app):
    closed = app.url("/plain").replace(str(app.port), str(find_free_port()))
    with pytest.raises(FetchFailed) as raised:
        render_page(closed, user_agent=AGENT, timeout_s=30)
    assert "cannot be reached" in str(raised.value.details)


def test_a_portal_whose_name_leads_inside_is_refused(app, settings):
    settings.FETCH_ALLOWED_ADDRESSES = []
    with pytest.raises(FetchRefused, match="may not be fetched"):
        render(app, "/plain")
    with pytest.raises(FetchRefused, match="may not be fetched"):
        render_page("https://www.rightmove.co.uk/plain", user_agent=AGENT, timeout_s=30)
    assert app.requests == []


# Time, size and memory


def test_a_page_that_never_answers_ends_in_time(app):
    app.routes["/x"] = slow(6, (200, HTML, PLAIN))
    with pytest.raises(FetchTimeout):
        render(app, "/x", timeout_s=2)


def test_a_page_is_read_though_a_script_of_it_never_answers(app, monkeypatch):
    monkeypatch.setattr("listings.fetching.page_visit.LOAD_AT_MOST_S", 1)
    monkeypatch.setattr("listings.fetching.page_visit.QUIET_AT_MOST_S", 1)
    app.routes["/never.js"] = slow(20, (200, SCRIPT, b""))
    app.routes["/x"] = page_with("document.body.append('here')", '<script async src="/never.js"></script>')
    assert b"here" in render(app, "/x").html


def test_a_page_above_the_size_bound_is_refused(app, settings):
    settings.MAX_HTML_BYTES = 100_000
    app.routes["/grows"] = page_with("document.body.append('x'.repeat(100_000))")
    app.routes["/in bytes"] = page_with("document.body.append('\\u4e00'.repeat(40_000))")
    for path in ("/grows", "/in%20bytes"):
        app.routes[path] = app.routes.get(path, app.routes["/in bytes"])
        with pytest.raises(FetchRefused, match="too large"):
            render(app, path)
    assert render(app, "/plain").http_status == 200


def test_a_page_that_eats_memory_is_killed_and_the_next_one_works(app, settings):
    settings.BROWSER_MEMORY_MB = 512
    app.routes["/x"] = page_with(
        "const kept = []; setInterval(() => kept.push(new Uint8Array(2e7).fill(1)), 20); fetch('/hold')"
    )
    app.routes["/hold"] = slow(30, (200, HTML, b""))
    with pytest.raises(BrowserLost, match="memory"):
        render(app, "/x")
    assert render(app, "/plain").http_status == 200


# What dies


def kill_pages(process):
    for page in renderers_of(process):
        os.kill(page, signal.SIGKILL)


def kill_browser(process):
    os.kill(browser_of(process), signal.SIGKILL)


def kill_driver(process):
    os.kill(driver_of(process), signal.SIGKILL)


@pytest.mark.parametrize("kill", [kill_browser, kill_driver, kill_pages])
def test_a_page_fails_when_its_browser_is_killed_and_the_next_one_works(app, kill):
    def die():
        kill(os.getpid())
        return 200, SCRIPT, b""

    app.routes["/die.js"] = die
    app.routes["/x"] = page_with("", '<script src="/die.js"></script>')
    render(app, "/plain")
    with pytest.raises(BrowserLost):
        render(app, "/x")
    assert b"cottage" in render(app, "/home").html


def test_a_browser_that_died_between_pages_is_replaced(app):
    render(app, "/plain")
    first = browser_of(os.getpid())
    os.kill(first, signal.SIGKILL)
    assert render(app, "/plain").http_status == 200
    assert browser_of(os.getpid()) != first


def test_a_caller_who_is_interrupted_leaves_the_browser_usable(app):
    app.routes["/x"] = slow(5, (200, HTML, PLAIN))
    render(app, "/plain")

    def interrupt(*_):
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 1)
        with pytest.raises(SoftTimeLimitExceeded):
            render(app, "/x")
    finally:
        signal.signal(signal.SIGALRM, before)
    assert render(app, "/plain").http_status == 200


def test_pages_are_shown_whichever_thread_asks(app):
    pages = []
    threads = [threading.Thread(target=lambda: pages.append(render(app, "/home"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [b"cottage" in page.html for page in pages] == [True, True, True]


# No browser


@pytest.mark.parametrize("path", ["/nowhere/chromium", "/etc/passwd", "/tmp"])
def test_a_missing_browser_is_said_with_a_hint(app, settings, path):
    settings.BROWSER_PATH = path
    with pytest.raises(BrowserMissing) as raised:
        render(app, "/plain")
    assert (raised.value.code, raised.value.status) == ("NEEDS_JAVASCRIPT", 422)
    assert "install Chromium" in raised.value.message


def test_a_program_that_is_no_browser_fails_cleanly(app, settings):
    close_browser()
    settings.BROWSER_PATH = "/bin/false"
    with pytest.raises(BrowserLost, match="did not start"):
        render(app, "/plain")
    settings.BROWSER_PATH = None
    assert render(app, "/plain").http_status == 200


def test_time_is_kept_by_a_page_whose_script_never_ends(app):
    app.routes["/x"] = page_with("while (true) {}")
    started = time.monotonic()
    with pytest.raises(FetchTimeout):
        render(app, "/x", timeout_s=3)
    assert render(app, "/plain").http_status == 200
    assert time.monotonic() - started < 60
