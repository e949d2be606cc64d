"""The portals: one HTTP server under all their names, that answers as the plan says and remembers every request."""

import asyncio
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from types import TracebackType
from typing import Self

from aiohttp import web

from .facts import Request
from .pages import GONE, ROBOTS, WALL, listing_page
from .plan import FAILING_FIRST, PORTALS, Kind, Outage, PlannedPage, PlannedPortal

START_TIMEOUT_S = 10
SILENT_S = 60
# The ways in which a wall and the place of a gone listing come, in turns
WALL_STATUSES = (200, 403, 429, 503)
GONE_STATUSES = (200, 404, 410)
HTML = "text/html"
# Closing sends what the other side hears as a reset instead of an end (socket(7), SO_LINGER)
RESET = struct.pack("ii", 1, 0)


class PortalServer:
    """A server in a thread of its own, from the start of its `with` to the end. A client that goes ends its request.

    Outages count from when `begin` is called.
    """

    def __init__(self, pages: Iterable[PlannedPage]) -> None:
        self.requests: list[Request] = []
        self._asked: Counter[int] = Counter()
        self._pages = {(page.portal.host, path): page for page in pages for path in (page.path, page.new_path)}
        self._portals = {portal.host: portal for portal in PORTALS}
        self._began = float("inf")
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="portals", daemon=True)
        self._acts: dict[Kind, Callable[[web.Request, PlannedPage], Awaitable[web.Response]]] = {
            Kind.THROTTLED_FIRST: self._throttle,
            Kind.ERROR_FIRST: self._fail,
            Kind.ERROR_ALWAYS: self._fail,
            Kind.RESET_FIRST: self._reset,
            Kind.RESET_ALWAYS: self._reset,
            Kind.SILENT: self._say_nothing,
            Kind.WALL: self._wall,
            Kind.GONE: self._miss,
            Kind.MOVED: self._redirect,
            Kind.ELSEWHERE: self._redirect,
            Kind.LEAVES: self._lead_off,
            Kind.NOT_HTML: self._show_file,
        }

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._started.wait(START_TIMEOUT_S):
            raise RuntimeError("the portals did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_TIMEOUT_S)
        self._socket.close()

    @property
    def port(self) -> int:
        """Where all portals listen."""
        return int(self._socket.getsockname()[1])

    def begin(self) -> float:
        """Now the drill begins to ask; seconds since the epoch."""
        self._began = time.time()
        return self._began

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application()
        app.router.add_get("/{path:.*}", self._meet)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0, handler_cancellation=True)
        self._loop.run_until_complete(runner.setup())
        self._loop.run_until_complete(web.SockSite(runner, self._socket).start())
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _meet(self, request: web.Request) -> web.Response:
        portal = self._portals[request.host.partition(":")[0].removeprefix("www.")]
        page = self._pages.get((portal.host, request.path))
        noted = Request(
            portal=portal.slug,
            path=request.path,
            arrived=time.time(),
            starts_fetch=page is not None and request.path == page.path,
        )
        self.requests.append(noted)
        try:
            answer = await self._answer(request, portal, page)
            is_cut = request.transport is None or request.transport.is_closing()
            noted.answer = "reset" if is_cut else str(answer.status)
            noted.asked_rest_s = int(answer.headers.get("Retry-After", 0))
            return answer
        finally:
            noted.ended = time.time()

    async def _answer(self, request: web.Request, portal: PlannedPortal, page: PlannedPage | None) -> web.Response:
        if portal.outage and self._is_out(portal.outage):
            return await self._reset(request) if portal.outage.resets else await self._fail(request)
        if page is None:
            return web.Response(text=ROBOTS) if request.path == "/robots.txt" else web.Response(status=404)
        self._asked[page.number] += 1
        if page.kind in FAILING_FIRST and self._asked[page.number] > page.failures:
            return self._listing(page)
        if request.path == page.new_path or page.kind not in self._acts:
            await asyncio.sleep(page.pause_s)
            return self._listing(page)
        return await self._acts[page.kind](request, page)

    def _is_out(self, outage: Outage) -> bool:
        return outage.from_s <= time.time() - self._began < outage.until_s

    def _listing(self, page: PlannedPage) -> web.Response:
        return web.Response(text=listing_page(page), content_type=HTML)

    async def _throttle(self, request: web.Request, page: PlannedPage) -> web.Response:
        headers = {} if page.retry_after_s is None else {"Retry-After": str(page.retry_after_s)}
        return web.Response(status=429, headers=headers, text="Slow down.", content_type=HTML)

    async def _fail(self, request: web.Request, page: PlannedPage | None = None) -> web.Response:
        return web.Response(status=500, text="out of order", content_type=HTML)

    async def _reset(self, request: web.Request, page: PlannedPage | None = None) -> web.Response:
        if request.transport is not None:
            request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            request.transport.abort()
        return web.Response()

    async def _say_nothing(self, request: web.Request, page: PlannedPage) -> web.Response:
        await asyncio.sleep(SILENT_S)
        return web.Response()

    async def _wall(self, request: web.Request, page: PlannedPage) -> web.Response:
        status = WALL_STATUSES[page.number % len(WALL_STATUSES)]
        return web.Response(status=status, text=WALL, content_type=HTML)

    async def _miss(self, request: web.Request, page: PlannedPage) -> web.Response:
        return web.Response(status=GONE_STATUSES[page.number % len(GONE_STATUSES)], text=GONE, content_type=HTML)

    async def _redirect(self, request: web.Request, page: PlannedPage) -> web.Response:
        status = 301 if page.kind is Kind.MOVED else 302
        return web.Response(status=status, headers={"Location": page.new_path})

    async def _lead_off(self, request: web.Request, page: PlannedPage) -> web.Response:
        return web.Response(status=302, headers={"Location": "http://www.example.com/"})

    async def _show_file(self, request: web.Request, page: PlannedPage) -> web.Response:
        return web.Response(body=b"%PDF-1.7", content_type="application/pdf")
