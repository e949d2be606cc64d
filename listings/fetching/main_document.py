"""Where a page's own document is led to, and what it is: kept to its portal, judged before its scripts run.

Redirects and navigations by script are held one by one (the Fetch domain of the Chrome DevTools Protocol), before
anything is asked of the address they lead to.
"""

import asyncio
import base64
from contextlib import suppress
from typing import Any
from urllib.parse import urldefrag

from playwright.async_api import CDPSession, Page
from playwright.async_api import Error as PlaywrightError

from listings.errors import FetchRefused, PageBlocked, PortalThrottles
from listings.extraction.page import Page as ReadPage
from listings.extraction.walls import find_wall
from listings.fetching.answers import Answer, error_of_answer, error_of_refusal
from listings.fetching.http import MAX_REDIRECTS, PERMANENT
from listings.services.portals import is_same_portal
from propscrape.canonical_url import check_url
from propscrape.egress_proxy import Admission
from propscrape.errors import InvalidUrl, ServiceError

MAX_WALL_BYTES = 256 * 1024
PIECE_BYTES = 64 * 1024


class MainDocument:
    """The document of a page's main frame. `error` is why it is not to be used, as soon as that is known."""

    def __init__(self, url: str, page: Page, admission: Admission) -> None:
        self.url = url
        self.http_status = 0
        self.has_moved = False
        self.error: ServiceError | None = None
        self._asked_for = url
        self._page = page
        self._admission = admission
        self._steps = 0
        self._answering: set[asyncio.Task[None]] = set()

    async def watch(self) -> None:
        """From now on; nothing may have been asked for yet."""
        self._session: CDPSession = await self._page.context.new_cdp_session(self._page)
        tree = await self._session.send("Page.getFrameTree")
        self._frame: str = tree["frameTree"]["frame"]["id"]
        self._session.on("Fetch.requestPaused", self._hold)
        patterns = [{"resourceType": "Document", "requestStage": stage} for stage in ("Request", "Response")]
        await self._session.send("Fetch.enable", {"patterns": patterns})

    def _hold(self, event: dict[str, Any]) -> None:
        answering = asyncio.ensure_future(self._let_go(event))
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)

    async def _let_go(self, event: dict[str, Any]) -> None:
        """Let a held request or its answer go on, or end it."""
        with suppress(PlaywrightError):  # the page was closed meanwhile
            is_ours = event["frameId"] == self._frame
            if is_ours and "responseStatusCode" in event:
                await self._judge_answer(Answer.of(event), event["requestId"])
            elif is_ours and "responseErrorReason" not in event:
                self._judge_request(event)
            held = {"requestId": event["requestId"]}
            if is_ours and self.error:
                await self._session.send("Fetch.failRequest", held | {"errorReason": "BlockedByClient"})
            else:
                await self._session.send("Fetch.continueRequest", held)

    def _judge_request(self, event: dict[str, Any]) -> None:
        """One step more, which must be to a page of the portal."""
        self.url = urldefrag(event["request"]["url"]).url
        if self._steps and "redirectedRequestId" not in event:
            self.has_moved = False  # a script leads there, which says nothing of the next visit
        self._steps += 1
        if self._steps > MAX_REDIRECTS + 1:
            self.error = FetchRefused(f"The page redirects more than {MAX_REDIRECTS} times.")
        elif self._steps > 1:
            self.error = self.error or _error_of_step(self._asked_for, self.url)

    async def _judge_answer(self, answer: Answer, request_id: str) -> None:
        if answer.is_redirect:
            self.has_moved = answer.status in PERMANENT and (self.has_moved or self._steps == 1)
            return
        self.http_status = answer.status
        self.error = self.error or error_of_refusal(self.url, self._admission) or error_of_answer(answer)
        if isinstance(self.error, PortalThrottles):
            wall = find_wall(ReadPage(url=self.url, html=await self._start_of_body(request_id)))
            if wall:
                self.error = PageBlocked(wall, details=self.error.details, retry_after_s=self.error.retry_after_s)

    async def _start_of_body(self, request_id: str) -> bytes:
        taken = await self._session.send("Fetch.takeResponseBodyAsStream", {"requestId": request_id})
        body, is_over = bytearray(), False
        while not is_over and len(body) < MAX_WALL_BYTES:
            piece = await self._session.send("IO.read", {"handle": taken["stream"], "size": PIECE_BYTES})
            body += base64.b64decode(piece["data"]) if piece.get("base64Encoded") else piece["data"].encode()
            is_over = piece["eof"]
        await self._session.send("IO.close", {"handle": taken["stream"]})
        return bytes(body)


def _error_of_step(start: str, address: str) -> ServiceError | None:
    try:
        check_url(address)
    except InvalidUrl:
        return FetchRefused("The page redirects to no address.")
    return None if is_same_portal(start, address) else FetchRefused("The page redirects away from its portal.")
