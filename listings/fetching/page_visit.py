"""One page in a browser: opened with nothing of the pages before it, waited for, and read."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from playwright.async_api import BrowserContext, Page, Route
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from listings.errors import BrowserLost, FetchFailed, FetchRefused
from listings.fetching.advertising import is_advertising
from listings.fetching.answers import error_of_refusal
from listings.fetching.chromium import Chromium, is_done, proxy_settings
from listings.fetching.http import FetchedPage, address_policy
from listings.fetching.main_document import MainDocument
from propscrape.egress_proxy import Admission, EgressProxy
from propscrape.errors import ServiceError

# No fact stands in these, or they keep a page from ever being quiet
NOT_LOADED = frozenset({"image", "media", "font", "texttrack", "eventsource", "ping", "manifest"})
LOAD_AT_MOST_S = 10
QUIET_AT_MOST_S = 5
READ_AT_MOST_S = 5
CLOSE_AT_MOST_S = 5
LOST = re.compile("crashed|has been closed")
NET_ERROR = re.compile(r"net::ERR_[A-Z0-9_]+")

# Run in a world of its own, where the page's scripts have changed nothing; getters, because elements of the page's
# may take the names of a document's own
READ = """
((most) => {
  const own = (type, name, it) => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(it);
  const root = own(Document, "documentElement", document);
  if (!root) return "";
  const html = own(Element, "outerHTML", root);
  if (html.length > most) return null;
  return (own(Document, "doctype", document) ? "<!DOCTYPE html>" : "") + html;
})(%d)
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A fresh page, and its way out."""

    page: Page
    admission: Admission


@asynccontextmanager
async def open_page(chromium: Chromium, proxy: EgressProxy, *, user_agent: str) -> AsyncIterator[Visit]:
    """A page in a context of its own (cookies, storage, cache, way out); all of it is gone afterwards."""
    async with proxy.admit(address_policy()) as admission:
        context = await chromium.browser.new_context(
            user_agent=user_agent,
            proxy=proxy_settings(port=proxy.port, username=admission.username, password=admission.password),
            accept_downloads=False,
            service_workers="block",
        )
        try:
            yield Visit(await _only_page(context), admission)
        finally:
            if not chromium.is_spent and not await is_done(context.close(), CLOSE_AT_MOST_S):
                chromium.is_spent = True


async def visit_page(visit: Visit, url: str, *, timeout_s: float) -> FetchedPage:
    """Go to a page and read it once it is quiet, or has had its time.

    Raises the errors of `fetch_page`; TimeoutError when nothing could be read in time, playwright's Error when the
    browser cannot go on.
    """
    ends = asyncio.get_running_loop().time() + timeout_s
    async with asyncio.timeout_at(ends):
        document = MainDocument(url, visit.page, visit.admission)
        await document.watch()
        try:
            await visit.page.goto(url, wait_until="commit", timeout=0)
            await _wait_for_document(visit.page)
            await _wait_for_quiet(visit.page, until=ends - READ_AT_MOST_S)
            html = await _read(visit.page, document)
        except PlaywrightError as error:
            raise document.error or _translated(error, document, visit) from error
        if document.error:
            raise document.error
    return FetchedPage(document.url, html, document.http_status, has_moved=document.has_moved)


def _translated(error: PlaywrightError, document: MainDocument, visit: Visit) -> ServiceError:
    """What the browser says of a page that it could not show, in our words."""
    browser = visit.page.context.browser
    if browser is None or not browser.is_connected() or LOST.search(error.message):
        return BrowserLost()
    reason = NET_ERROR.search(error.message)
    unknown = FetchFailed(details={"reason": reason[0] if reason else "the browser could not show it"})
    return error_of_refusal(document.address, visit.admission) or unknown


async def _only_page(context: BrowserContext) -> Page:
    """The context's page; what it opens beside itself is closed, and what it does not need is not loaded."""
    page = await context.new_page()
    context.on("page", _close)
    await context.route("**/*", _load_if_needed)
    return page


async def _close(popup: Page) -> None:
    with suppress(PlaywrightError):  # it may have gone by itself
        await popup.close()


async def _load_if_needed(route: Route) -> None:
    host = urlsplit(route.request.url).hostname or ""
    with suppress(PlaywrightError):  # the page was closed meanwhile
        if route.request.resource_type in NOT_LOADED or is_advertising(host):
            await route.abort("blockedbyclient")
        else:
            await route.continue_()


async def _wait_for_document(page: Page) -> None:
    """Until it is whole, or no more of it is on its way: a script that leads elsewhere in vain leaves it unfinished."""
    waiting = [
        asyncio.ensure_future(page.wait_for_load_state("domcontentloaded", timeout=0)),
        asyncio.ensure_future(page.wait_for_load_state("networkidle", timeout=0)),
    ]
    try:
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waiting:
            wait.cancel()
    for wait in done:
        wait.result()


async def _wait_for_quiet(page: Page, *, until: float) -> None:
    """Until all is loaded and nothing is asked for any more. What stands there when the time is up counts as well."""
    states: tuple[tuple[Literal["load", "networkidle"], float], ...]
    states = (("load", LOAD_AT_MOST_S), ("networkidle", QUIET_AT_MOST_S))
    for state, most_s in states:
        left_s = min(most_s, until - asyncio.get_running_loop().time())
        if left_s <= 0:
            return
        with suppress(PlaywrightTimeout):
            await page.wait_for_load_state(state, timeout=left_s * 1000)


async def _read(page: Page, document: MainDocument) -> bytes:
    """The document as it stands. Raises FetchRefused for one that was not judged, or that is above MAX_HTML_BYTES,
    which never leaves the browser.
    """
    session = await page.context.new_cdp_session(page)
    frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]
    document.check_shown(frame["loaderId"])
    world = await session.send("Page.createIsolatedWorld", {"frameId": frame["id"], "worldName": "reading"})
    run = {"expression": READ % settings.MAX_HTML_BYTES, "contextId": world["executionContextId"]}
    html = (await session.send("Runtime.evaluate", run | {"returnByValue": True}))["result"].get("value")
    read = html.encode("utf-8", "replace") if isinstance(html, str) else None
    if read is None or len(read) > settings.MAX_HTML_BYTES:
        raise FetchRefused("The page is too large.", details={"max_bytes": settings.MAX_HTML_BYTES})
    return read
