"""Pages that mean harm, and pages without end: each ends in its bounds, and the next one is shown as ever."""

from contextlib import suppress

import pytest
from structlog.testing import capture_logs

from listings.errors import BrowserLost, FetchRefused, FetchTimeout
from listings.fetching.browser import render_page
from tests.browser.traps import tcp_traps, udp_trap
from tests.portal_server import HTML, slow

pytestmark = pytest.mark.browser

PLAIN = (200, HTML, b"<!doctype html><p>plain</p>")
# The word itself is not in the script, so that it stands in the page only if the script came to its end
SAYS = "document.body.append('do' + 'ne');"


def render(server, path="/plain", *, host="www.rightmove.co.uk", timeout_s=30):
    return render_page(server.url(path, host=host), user_agent="propscrape/test", timeout_s=timeout_s)


def page_with(script):
    return 200, HTML, f"<!doctype html><title>x</title><body><script>{script}</script>".encode()


@pytest.fixture
def shown(portal):
    """The portal, whose plain page has been shown."""
    portal.routes["/plain"] = PLAIN
    render(portal)
    return portal


UNHARMED = {
    "one dialog after another": f"for (let i = 0; i < 200; i++) {{ alert(i); confirm(i); prompt(i) }} {SAYS}",
    "a dialog on leaving": f"onbeforeunload = event => {{ event.preventDefault(); event.returnValue = 1 }}; {SAYS}",
    "windows": f"for (let i = 0; i < 50; i++) open('/plain?' + i); {SAYS}",
    "a window from a click": (
        "const a = document.createElement('a'); a.href = '/plain?popup'; a.target = '_blank';"
        f"document.body.append(a); a.click(); {SAYS}"
    ),
    "downloads": (
        "for (const name of ['/file.zip', 'data:application/zip,x', URL.createObjectURL(new Blob(['x']))]) {"
        "const a = document.createElement('a'); a.href = name; a.download = 'x.zip'; document.body.append(a); a.click()"
        "} location = '/file.zip'; const f = document.createElement('iframe'); f.src = '/file.zip';"
        f"document.body.append(f); {SAYS}"
    ),
    "a service worker": (
        "(navigator.serviceWorker ? navigator.serviceWorker.register('/worker.js') : Promise.reject())"
        f".then(() => document.title = 'registered', () => {{ {SAYS} }})"
    ),
    "permissions": (
        "Notification.requestPermission(); navigator.geolocation.getCurrentPosition(() => document.title = 'asked');"
        "navigator.mediaDevices?.getUserMedia({audio: true}).then(() => document.title = 'asked', () => 0);" + SAYS
    ),
    "other schemes": (
        "for (const url of ['file:///etc/passwd', 'chrome://settings', 'view-source:http://x/', 'about:blank#x']) {"
        "const f = document.createElement('iframe'); f.src = url; document.body.append(f);"
        f"fetch(url).catch(() => 0); try {{ open(url) }} catch {{}} }} {SAYS}"
    ),
    "frames in frames": (
        f"if (top === self) {{ {SAYS} }}"
        "if (location.search.length < 12) { const f = document.createElement('iframe');"
        "f.src = location.pathname + '?' + 'x'.repeat(location.search.length + 1); document.body.append(f) }"
    ),
    "a history without end": f"for (let i = 0; i < 500; i++) history.pushState(0, '', '?' + i); {SAYS}",
    "its own end": f"close(); self.close(); {SAYS}",
    "print": f"print(); {SAYS}",
    "renamed parts of the document": (
        "for (const name of ['documentElement', 'doctype', 'outerHTML', 'defaultView']) {"
        "const f = document.createElement('form'); f.name = f.id = name; document.body.append(f) }"
        "Object.defineProperty(Element.prototype, 'outerHTML', {get: () => 'a lie'});" + SAYS
    ),
}


@pytest.mark.parametrize("script", UNHARMED.values(), ids=UNHARMED)
def test_a_page_that_asks_for_more_than_it_gets_is_read_all_the_same(shown, script):
    shown.routes["/file.zip"] = (200, {"Content-Type": "application/zip", "Content-Disposition": "attachment"}, b"PK")
    shown.routes["/worker.js"] = (200, {"Content-Type": "text/javascript"}, b"")
    shown.routes["/x"] = page_with(script)
    html = render(shown, "/x").html
    assert b"done" in html
    assert b"<title>x</title>" in html
    assert not any(path.startswith("/plain?") for path, _ in shown.requests)
    assert render(shown).http_status == 200


ENDLESS = {
    "dialogs without end": "while (true) alert(1)",
    "a document that is written without end": "while (true) document.write('<p>more</p>')",
    "reloads": "location.reload()",
    "elements without end": "setInterval(() => { for (let i = 0; i < 2e4; i++) document.body.append('x'.repeat(99)) })",
    "threads without end": (
        "setInterval(() => new Worker(URL.createObjectURL(new Blob(['while (true) {}']))), 5); fetch('/never')"
    ),
    "a message to itself without end": "onmessage = () => postMessage('x'.repeat(1e6)); postMessage(0)",
}


@pytest.mark.parametrize("script", ENDLESS.values(), ids=ENDLESS)
def test_a_page_without_end_ends_in_its_bounds_and_the_next_one_works(shown, settings, script):
    settings.BROWSER_MEMORY_MB, settings.MAX_HTML_BYTES = 600, 1_000_000
    shown.routes["/x"] = page_with(script)
    with suppress(FetchTimeout, FetchRefused, BrowserLost):
        assert len(render(shown, "/x", timeout_s=6).html) <= 1_000_000
    assert render(shown).html.endswith(b"<p>plain</p></body></html>")


# Ways past the proxy


def test_a_page_that_asks_for_addresses_inside_is_noted(shown):
    shown.routes["/x"] = page_with(f"fetch('http://169.254.169.254/latest/').catch(() => 0); {SAYS}")
    with capture_logs() as logs:
        assert b"done" in render(shown, "/x").html
    (noted,) = [line for line in logs if line["event"] == "page_asked_for_refused_addresses"]
    assert (noted["count"], noted["first"]) == (1, [("169.254.169.254", 80)])


PAST_THE_PROXY = """
  const tell = (name, value) => fetch(`/told?${name}=${encodeURIComponent(value)}`);
  const [udp, tcp] = [$UDP, $TCP];
  const servers = [`stun:127.0.0.1:${udp}`, `stun:localhost:${udp}`, `stun:[::1]:${udp}`,
                   `turn:127.0.0.1:${udp}?transport=udp`, `turn:127.0.0.1:${tcp}?transport=tcp`];
  const peer = new RTCPeerConnection({iceServers: servers.map(urls => ({urls, username: "a", credential: "b"}))});
  peer.createDataChannel("x");
  peer.onicecandidate = event => event.candidate && tell("candidate", event.candidate.candidate);
  peer.setLocalDescription();
  if (self.WebTransport) new WebTransport(`https://127.0.0.1:${udp}/`).ready.then(() => tell("transport", 1), () => 0);
  setTimeout(() => tell("finished", self.isSecureContext), 3000);
  fetch("/hold");
"""


def test_nothing_is_sent_past_the_proxy(portal, settings):
    """From a secure page (localhost is one), where browsers offer the most."""
    settings.FETCH_ALLOWED_ADDRESSES = ["localhost"]
    with udp_trap() as (udp_port, datagrams), tcp_traps() as (tcp_port, knocks):
        script = PAST_THE_PROXY.replace("$UDP", str(udp_port)).replace("$TCP", str(tcp_port))
        portal.routes["/x"] = (200, HTML, f"<!doctype html><body><script>{script}</script>".encode())
        portal.routes["/hold"] = slow(3.5, PLAIN)
        render(portal, "/x", host="localhost")
    assert [path for path, _ in portal.requests if path.startswith("/told")] == ["/told?finished=true"]
    assert (datagrams, knocks) == ([], [])


@pytest.mark.parametrize(
    "register",
    [
        "navigator.serviceWorker.register('/worker.js')",
        "ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker, '/worker.js')",
        "frames[0].navigator.serviceWorker.register('/worker.js')",
    ],
    ids=["as usual", "by the prototype", "in a frame"],
)
def test_no_service_worker_is_registered(portal, settings, register):
    settings.FETCH_ALLOWED_ADDRESSES = ["localhost"]
    portal.routes["/worker.js"] = (200, {"Content-Type": "text/javascript"}, b"")
    script = f"navigator.serviceWorker.ready.then(() => fetch('/ready')); {register}"
    portal.routes["/x"] = (200, HTML, f"<!doctype html><body><iframe></iframe><script>{script}</script>".encode())
    render(portal, "/x", host="localhost")
    assert [path for path, _ in portal.requests] == ["/x"]


SPECULATION = '{"prerender": [{"urls": ["/next"], "eagerness": "immediate"}]}'
UNJUDGED = {
    "shown ahead": f"<script type=speculationrules>{SPECULATION}</script>"
    "<script>setTimeout(() => location = '/next', 1000); fetch('/hold')</script>",
    "made by a script": "<script>location = URL.createObjectURL(new Blob(['<p>x'], {type: 'text/html'}))</script>",
}


@pytest.mark.parametrize("body", UNJUDGED.values(), ids=UNJUDGED)
def test_a_document_that_was_never_held_is_not_taken_for_the_page(portal, settings, body):
    settings.FETCH_ALLOWED_ADDRESSES = ["localhost"]
    portal.routes |= {"/hold": slow(2, PLAIN), "/next": PLAIN, "/plain": PLAIN}
    portal.routes["/x"] = (200, HTML, f"<!doctype html><title>x</title><body>{body}".encode())
    with pytest.raises(FetchRefused, match="gave way"):
        render(portal, "/x", host="localhost")
    assert render(portal, host="localhost").http_status == 200
