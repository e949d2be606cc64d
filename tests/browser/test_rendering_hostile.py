"""No hostile URL leads inside from a page: watched are this machine's ports, the proxy's connects and the browser's."""

import asyncio
import os
import re
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import pytest
from playwright.async_api import Error as PlaywrightError

from listings.fetching.chromium import start_chromium
from listings.fetching.chromium_launcher import BROWSER_USER
from listings.fetching.page_visit import open_page
from propscrape.egress_proxy import EgressProxy
from tests.browser.conftest import PORTAL
from tests.browser.traps import sockets_of_user, tcp_traps
from tests.portal_server import HTML, serving
from tests.propscrape.hostile_attempts import counted_connects, name_service
from tests.propscrape.hostile_urls import HOSTILE, LOOPBACK, NAMES
from tests.propscrape.test_outgoing_hostile import FIT_FOR_A_REDIRECT

pytestmark = pytest.mark.browser

ATTEMPTS = Path(__file__).with_name("hostile_attempts.js").read_text()
BATCH = 110
AUTHORITY = re.compile(r"(https?:/{0,3}[^/?#\\]+)(.*)", re.IGNORECASE | re.DOTALL)
NAMES_A_PORT = re.compile(r":-?[0-9a-z]*$")
# Where it matters how a browser reads a URL; where a name leads is the proxy's business, whoever asks
TRICKS_OF_TEXT = {
    "odd spelling", "other scripts", "percent-encoded host", "zone", "trailing dot", "credentials", "confusion",
    "scheme",
}  # fmt: skip
# What a browser makes of 00000127.0.0.1, since a leading zero means octal (WHATWG URL): not inside, but nobody's
OCTAL = "87.0.0.1"


@asynccontextmanager
async def a_browser(server, *, pages=1):
    """Pages of the portal in the product's browser, and the port of its proxy. What is loaded is not filtered."""
    proxy = EgressProxy()
    await proxy.start()
    chromium = await start_chromium()
    try:
        async with AsyncExitStack() as stack:
            opened = [
                (await stack.enter_async_context(open_page(chromium, proxy, user_agent="propscrape/test"))).page
                for _ in range(pages)
            ]
            for page in opened:
                await page.context.unroute_all()
                await page.goto(server.url("/"))
            yield opened, proxy.port
    finally:
        await chromium.end()
        await proxy.close()


@pytest.fixture
def watched(portal, settings):
    """The portal under the attacker's name service; images are loaded too, so that more is tried."""
    settings.FETCH_ALLOWED_ADDRESSES = [PORTAL]
    portal.routes["/"] = (200, HTML, b"<!doctype html><body>")
    with name_service(NAMES | {PORTAL: [[LOOPBACK]]}), counted_connects() as connects:
        yield portal, connects


async def attempt(page, urls, *, as_documents=False):
    for start in range(0, len(urls), BATCH):
        await page.evaluate(ATTEMPTS, [urls[start : start + BATCH], as_documents])


async def go(page, urls):
    """The main frame itself; nothing but the proxy stands in its way here."""
    for url in urls:
        with suppress(PlaywrightError):
            await page.goto(url, timeout=3000, wait_until="commit")


def at_port(url, port):
    """The URL with a port at which something listens, if it names none."""
    found = AUTHORITY.fullmatch(url)
    if found is None or NAMES_A_PORT.search(found[1]):
        return url
    return f"{found[1]}:{port}{found[2]}"


def forbidden(connects, server):
    """Connects of the proxy to anything but the portal and what is public."""
    return [place for place in connects.forbidden((LOOPBACK, server.port)) if place[0] != OCTAL]


def test_no_hostile_url_is_reached_from_a_page(watched):
    server, connects = watched

    async def attack(port):
        urls = [hostile.url for hostile in HOSTILE]
        one_of_each = list({hostile.trick: hostile.url for hostile in HOSTILE}.values())
        odd = [hostile.url for hostile in HOSTILE if hostile.trick in TRICKS_OF_TEXT] + one_of_each
        async with a_browser(server, pages=4) as (pages, proxy_port):
            await attempt(pages[0], [at_port(url, port) for url in urls])
            await attempt(pages[0], one_of_each, as_documents=True)
            await asyncio.gather(*(go(page, odd[start :: len(pages)]) for start, page in enumerate(pages)))
        return proxy_port

    with tcp_traps() as (port, knocks), sockets_of_user(BROWSER_USER) as places:
        proxy_port = asyncio.run(attack(port))
    assert knocks == []
    assert forbidden(connects, server) == []
    if os.geteuid() == 0:
        assert places == {(LOOPBACK, proxy_port)}


def test_no_redirect_leads_a_page_inside(watched):
    server, connects = watched

    async def attack():
        async with a_browser(server) as ((page,), proxy_port):
            await page.evaluate("(urls) => Promise.allSettled(urls.map(url => fetch(url, {mode: 'no-cors'})))", led)
            await attempt(page, led[:: len(led) // 10], as_documents=True)
            await go(page, led[-12:])
        return proxy_port

    with tcp_traps() as (port, knocks), sockets_of_user(BROWSER_USER) as places:
        for number, hostile in enumerate(FIT_FOR_A_REDIRECT):
            location = at_port(hostile.url, port).encode().decode("latin-1")
            server.routes[f"/{number}"] = (302, {"Location": location}, b"")
        led = [server.url(f"/{number}") for number in range(len(FIT_FOR_A_REDIRECT))]
        proxy_port = asyncio.run(attack())
    assert {path for path, _ in server.requests} >= set(server.routes)
    assert knocks == []
    assert forbidden(connects, server) == []
    if os.geteuid() == 0:
        assert places == {(LOOPBACK, proxy_port)}


def test_the_traps_and_the_ways_are_real(watched, settings):
    """Where the policy lets them, pages reach this machine in every way that is tried."""
    server, _ = watched
    settings.FETCH_ALLOWED_ADDRESSES = [PORTAL, LOOPBACK]

    async def reach(*urls):
        async with a_browser(server) as ((page,), _):
            await attempt(page, urls)
            await attempt(page, urls, as_documents=True)

    with tcp_traps() as (port, knocks), serving({}) as inside:
        asyncio.run(reach(f"http://{LOOPBACK}:{port}/", inside.url("/", host=LOOPBACK)))
    assert set(knocks) == {(LOOPBACK, port)}
    ways = {headers.get("Sec-Fetch-Dest") or headers["Upgrade"] for _, headers in inside.requests}
    assert ways == {
        "audio", "embed", "empty", "font", "iframe", "image", "object", "script", "style", "video", "websocket",
    }  # fmt: skip
