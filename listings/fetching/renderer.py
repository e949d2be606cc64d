"""A worker's browser: started when the first page needs it, replaced when it dies, grows or has shown many pages.

Playwright and the proxy live in one event loop in a thread of their own: with a loop in the thread that asks, Django
would refuse its database there.
"""

import asyncio
import atexit
import threading
from contextlib import suppress

import structlog
from django.conf import settings
from playwright.async_api import Error as PlaywrightError

from listings.errors import BrowserLost, FetchTimeout
from listings.fetching.browser_memory import kill_group_above, memory_of_group
from listings.fetching.chromium import MB, Chromium, start_chromium
from listings.fetching.http import FetchedPage
from listings.fetching.page_visit import open_page, visit_page
from propscrape.egress_proxy import EgressProxy

logger = structlog.get_logger(__name__)
PAGES_PER_BROWSER = 100
# What a browser at rest may keep of BROWSER_MEMORY_MB before it is replaced
SHARE_AT_REST = 0.6
IDLE_S = 120
END_AT_MOST_S = 15


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
            watch = asyncio.ensure_future(kill_group_above(chromium.group, limit_bytes=limit_bytes))
            try:
                async with open_page(chromium, proxy, user_agent=user_agent) as visit:
                    return await visit_page(visit, url, timeout_s=timeout_s)
            except TimeoutError as error:
                raise FetchTimeout("The page did not come to an end in time.") from error
            except (PlaywrightError, BrowserLost) as error:
                raise BrowserLost("The page wanted too much memory." if watch.done() else None) from error
            finally:
                watch.cancel()
                await self._let_rest(chromium, most_bytes=int(limit_bytes * SHARE_AT_REST))

    async def _ready(self) -> tuple[Chromium, EgressProxy]:
        if self._rest is not None:
            self._rest.cancel()
        if self._proxy is None:
            self._proxy = EgressProxy()
            await self._proxy.start()
        if self._chromium is None or not self._chromium.is_usable:
            await self._end_browser()
            self._chromium = await start_chromium()
        return self._chromium, self._proxy

    async def _let_rest(self, chromium: Chromium, *, most_bytes: int) -> None:
        """Keep the browser for the next page, if one comes soon, or end it."""
        chromium.pages += 1
        is_spent = chromium.pages >= PAGES_PER_BROWSER or memory_of_group(chromium.group) > most_bytes
        if is_spent or not chromium.is_usable:
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
