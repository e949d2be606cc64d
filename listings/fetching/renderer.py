"""A worker's browser: started when the first page needs it, replaced when it dies, grows or has shown many pages.

Playwright and the proxy live in one event loop in a thread of their own: with a loop in the thread that asks, Django
would refuse its database there.
"""

import asyncio
import atexit
import threading
from collections.abc import Coroutine
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from playwright.async_api import Error as PlaywrightError

from listings.errors import BrowserLost, FetchTimeout
from listings.fetching.browser_group import memory_of_group, watch_group
from listings.fetching.chromium import MB, Chromium, start_chromium
from listings.fetching.http import FetchedPage
from listings.fetching.page_visit import open_page, visit_page
from propscrape.egress_proxy import Admission, EgressProxy

logger = structlog.get_logger(__name__)
PAGES_PER_BROWSER = 100
# What a browser at rest may keep of BROWSER_MEMORY_MB before it is replaced
SHARE_AT_REST = 0.6
IDLE_S = 120
END_AT_MOST_S = 15
LOGGED_ADDRESSES = 5


class Renderer:
    """One browser and its way out. Shows one page at a time, whichever thread asks."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._proxy: EgressProxy | None = None
        self._chromium: Chromium | None = None
        self._turn = asyncio.Lock()
        self._rest: asyncio.TimerHandle | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name="renderer", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def render(self, url: str, *, user_agent: str, timeout_s: float) -> FetchedPage:
        """Show a page and read it; blocks the calling thread. Errors as of `render_page`."""
        rendering = asyncio.run_coroutine_threadsafe(self._render(url, user_agent, timeout_s), self._loop)
        try:
            return rendering.result()
        except BaseException:
            rendering.cancel()  # the caller may have been interrupted, and nobody waits for the page any more
            raise

    def close(self) -> None:
        """End the browser, the proxy and the thread."""
        atexit.unregister(self.close)
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(END_AT_MOST_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(END_AT_MOST_S)
        if not self._thread.is_alive():
            self._loop.close()

    async def _render(self, url: str, user_agent: str, timeout_s: float) -> FetchedPage:
        async with self._turn:
            chromium, proxy = await self._ready()
            limit_bytes = settings.BROWSER_MEMORY_MB * MB
            try:
                showing = _show(chromium, proxy, url, user_agent, timeout_s)
                return await _unless_lost(showing, _watch(chromium, limit_bytes))
            finally:
                await self._let_rest(chromium, most_bytes=int(limit_bytes * SHARE_AT_REST))

    async def _ready(self) -> tuple[Chromium, EgressProxy]:
        if self._rest is not None:
            self._rest.cancel()
        if self._proxy is None:
            self._proxy = EgressProxy()
            await self._proxy.start()
        if self._chromium is None or not await self._chromium.is_ready():
            await self._end_browser()
            self._chromium = await start_chromium()
        return self._chromium, self._proxy

    async def _let_rest(self, chromium: Chromium, *, most_bytes: int) -> None:
        """Keep the browser for the next page, if one comes soon, or end it."""
        chromium.pages += 1
        is_worn = chromium.pages >= PAGES_PER_BROWSER or memory_of_group(chromium.group) > most_bytes
        if is_worn or chromium.is_spent:
            await self._end_browser()
        else:
            self._rest = self._loop.call_later(IDLE_S, self._end_at_rest)

    def _end_at_rest(self) -> None:
        self._ending = asyncio.ensure_future(self._end_in_turn())

    async def _end_in_turn(self) -> None:
        async with self._turn:
            await self._end_browser()

    async def _end_browser(self) -> None:
        ended, self._chromium = self._chromium, None
        if ended is not None:
            await ended.end()

    async def _close(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        await self._end_browser()
        if self._proxy is not None:
            await self._proxy.close()


async def _show(chromium: Chromium, proxy: EgressProxy, url: str, user_agent: str, timeout_s: float) -> FetchedPage:
    try:
        async with open_page(chromium, proxy, user_agent=user_agent) as visit:
            try:
                return await visit_page(visit, url, timeout_s=timeout_s)
            finally:
                _tell_refused(visit.admission)
    except TimeoutError as error:
        raise FetchTimeout("The page did not come to an end in time.") from error
    except (PlaywrightError, BrowserLost) as error:
        chromium.is_spent = True
        raise BrowserLost from error


def _tell_refused(admission: Admission) -> None:
    """A page that asks for addresses inside is worth a look."""
    refused = [place for place, refusal in admission.refusals.items() if refusal.status is HTTPStatus.FORBIDDEN]
    if refused:
        logger.warning("page_asked_for_refused_addresses", count=len(refused), first=refused[:LOGGED_ADDRESSES])


async def _watch(chromium: Chromium, limit_bytes: int) -> str:
    why = await watch_group(chromium.group, limit_bytes=limit_bytes)
    chromium.is_spent = True
    return why


async def _unless_lost(showing: Coroutine[Any, Any, FetchedPage], watch: Coroutine[Any, Any, str]) -> FetchedPage:
    """The page, or BrowserLost as soon as the watch ends: what waits for a dead browser may wait for ever."""
    page, lost = asyncio.ensure_future(showing), asyncio.ensure_future(watch)
    try:
        await asyncio.wait({page, lost}, return_when=asyncio.FIRST_COMPLETED)
        if not lost.done():
            return page.result()
        raise BrowserLost(lost.result())
    finally:
        page.cancel()
        lost.cancel()
        await asyncio.gather(page, lost, return_exceptions=True)
