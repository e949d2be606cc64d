"""A receiver that fails one request in five, in every way a receiver fails, and remembers all that reached it."""

import asyncio
import hashlib
import itertools
import json
import random
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from .facts import Behaviour, Receipt

# A whole receiver rests for as long as Retry-After says: with long ones the drill would be one of waiting
HANG_S, SLOW_S, RETRY_AFTER_S = 20, (0.5, 3.0), (0, 2)
START_TIMEOUT_S = 10
# In percent of requests; all but the first two fail
SHARES = {
    Behaviour.TAKE: 76,
    Behaviour.TAKE_SLOWLY: 4,
    Behaviour.ERROR: 7,
    Behaviour.BUSY: 5,
    Behaviour.DROP: 4,
    Behaviour.LOSE_ANSWER: 3,
    Behaviour.HANG: 1,
}


class Receiver:
    """An HTTP server in a thread of its own, from the start of its `with` to the end; a path for each subscription.

    Register each secret in `verifiers` under the subscription's number. Everything happens in one event loop, so the
    order in which it notes arrivals and answers is the order in which they were.
    """

    def __init__(self, rng: random.Random) -> None:
        self.receipts: list[Receipt] = []
        self.verifiers: dict[int, Webhook] = {}
        self.last_at = 0.0
        self._rng, self._places, self._began = rng, itertools.count(), time.monotonic()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="receiver", daemon=True)
        self._acts: dict[Behaviour, Callable[[web.Request, Receipt], Awaitable[web.Response]]] = {
            Behaviour.TAKE: self._take,
            Behaviour.TAKE_SLOWLY: self._take_slowly,
            Behaviour.ERROR: self._fail,
            Behaviour.BUSY: self._be_busy,
            Behaviour.DROP: self._drop,
            Behaviour.LOSE_ANSWER: self._drop,
            Behaviour.HANG: self._hang,
        }

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._started.wait(START_TIMEOUT_S):
            raise RuntimeError("the receiver did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_TIMEOUT_S)

    def url_of(self, subscription: int) -> str:
        """Where a subscription's events are to go."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/hooks/{subscription}"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application()
        app.router.add_post("/hooks/{subscription}", self._meet)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        self._loop.run_until_complete(runner.setup())
        self._loop.run_until_complete(web.SockSite(runner, self._socket).start())
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _meet(self, request: web.Request) -> web.Response:
        body = await request.read()
        receipt = self._note(int(request.match_info["subscription"]), dict(request.headers), body)
        if not receipt.is_signed:
            return web.Response(status=400)
        return await self._acts[receipt.behaviour](request, receipt)

    def _note(self, subscription: int, headers: dict[str, str], body: bytes) -> Receipt:
        message: dict[str, Any] = json.loads(body)
        self.last_at = time.monotonic()
        receipt = Receipt(
            arrived=next(self._places),
            at_s=self.last_at - self._began,
            subscription=subscription,
            webhook_id=headers.get("webhook-id", ""),
            key=message["data"]["listing"],
            sequence=message["sequence"],
            digest=hashlib.sha256(body).digest(),
            is_signed=self._is_signed(subscription, headers, body),
            behaviour=self._rng.choices(tuple(SHARES), tuple(SHARES.values()))[0],
        )
        self.receipts.append(receipt)
        return receipt

    def _is_signed(self, subscription: int, headers: dict[str, str], body: bytes) -> bool:
        try:
            self.verifiers[subscription].verify(body, headers)
        except WebhookVerificationError:
            return False
        return True

    async def _take(self, request: web.Request, receipt: Receipt) -> web.Response:
        if request.transport is not None and not request.transport.is_closing():
            receipt.answered = next(self._places)
        return web.Response(status=204)

    async def _take_slowly(self, request: web.Request, receipt: Receipt) -> web.Response:
        await asyncio.sleep(self._rng.uniform(*SLOW_S))
        return await self._take(request, receipt)

    async def _fail(self, request: web.Request, receipt: Receipt) -> web.Response:
        return web.Response(status=500, text="out of order")

    async def _be_busy(self, request: web.Request, receipt: Receipt) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": str(self._rng.randint(*RETRY_AFTER_S))})

    async def _drop(self, request: web.Request, receipt: Receipt) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _hang(self, request: web.Request, receipt: Receipt) -> web.Response:
        await asyncio.sleep(HANG_S)
        return await self._drop(request, receipt)
