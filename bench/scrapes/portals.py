"""The portals of the bench: an HTTP server in a thread of this process, compressing as portals do."""

import asyncio
import socket
import threading
import time
import zlib
from types import TracebackType
from typing import Self

from aiohttp import web

from .pages import Pages

START_TIMEOUT_S = 10
GZIP_WINDOW = 31  # zlib's largest window, with the header of gzip
FAST = 1


class Portals:
    """Serves the pages under their hosts' names, from the start of its `with` to the end.

    `made_ms` is what making and compressing each page took, which the worker waits for.
    """

    def __init__(self, pages: Pages) -> None:
        self.made_ms: list[float] = []
        self._pages = pages
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="portals", daemon=True)

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

    def url(self, number: int) -> str:
        """The address of a page."""
        port = self._socket.getsockname()[1]
        return f"http://{self._pages.host(number)}:{port}{self._pages.path(number)}"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        self._loop.run_until_complete(runner.setup())
        self._loop.run_until_complete(web.SockSite(runner, self._socket).start())
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _answer(self, request: web.Request) -> web.Response:
        number = self._pages.find(request.host.partition(":")[0], request.path)
        if number is None:
            return web.Response(status=404)
        started = time.perf_counter()
        body = _compressed(self._pages.html(number).encode())
        self.made_ms.append((time.perf_counter() - started) * 1000)
        headers = {"Content-Encoding": "gzip", "Content-Type": "text/html; charset=utf-8"}
        return web.Response(body=body, headers=headers)


def _compressed(body: bytes) -> bytes:
    press = zlib.compressobj(FAST, zlib.DEFLATED, GZIP_WINDOW)
    return press.compress(body) + press.flush()
