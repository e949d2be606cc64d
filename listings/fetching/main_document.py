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

from listings.errors import FetchRefused, NotAListing, PageBlocked, PortalThrottles
from listings.extraction.page import Page as ReadPage
from listings.extraction.walls import find_wall
from listings.fetching.answers import Answer, error_of_answer, error_of_refusal
from listings.fetching.http import MAX_REDIRECTS, PERMANENT
from listings.services.portal_index import is_same_portal
from propscrape.canonical_url import check_url
from propscrape.egress_proxy import Admission
from propscrape.errors import InvalidUrl, ServiceError

MAX_WALL_BYTES = 256 * 1024
PIECE_BYTES = 64 * 1024


class MainDocument:
    """The document of a page's main frame: `url` where it was found, `address` what was asked for last, and `error`
    why it is not to be used, as soon as that is known.
    """

    def __init__(self, url: str, page: Page, admission: Admission) -> None:
        self.url = self.address = url
        self.http_status = 0
        self.has_moved = False
        self.error: ServiceError | None = None
        self._judged: set[str] = set()
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

    def check_shown(self, loader: str) -> None:
        """Raise FetchRefused unless this loader, as the browser names it, brought a document that was judged.

        One that was shown ahead takes the page's place without having been held, and so does one that a script makes.
        """
        if loader not in self._judged:
            raise FetchRefused("The page gave way to one that was not asked for.")

    def _hold(self, event: dict[str, Any]) -> None:
        answering = asyncio.ensure_future(self._let_go(event))
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)

    async def _let_go(self, event: dict[str, Any]) -> None:
        """Let a held request or its answer go on, or end it. What is known not to be used is not shown any longer."""
        with suppress(PlaywrightError):  # the page was closed meanwhile
            held = {"requestId": event["requestId"]}
            if event["frameId"] != self._frame or await self._may_go_on(event):
                await self._session.send("Fetch.continueRequest", held)
            else:
                await self._session.send("Fetch.failRequest", held | {"errorReason": "Aborted"})
            if self.error:
                await self._page.close()

    async def _may_go_on(self, event: dict[str, Any]) -> bool:
        if "responseErrorReason" in event:
            return True
        if "responseStatusCode" in event:
            self._judged.add(event["networkId"])
            return await self._may_be_shown(Answer.of(event), event["requestId"])
        return self._may_be_asked_for(event)

    def _may_be_asked_for(self, event: dict[str, Any]) -> bool:
        """One step more, which must be to a page of the portal."""
        self.address = urldefrag(event["request"]["url"]).url
        if self._steps and "redirectedRequestId" not in event:
            self.has_moved = False  # a script leads there, which says nothing of the next visit
        self._steps += 1
        if self._steps > MAX_REDIRECTS + 1:
            self.error = FetchRefused(f"The page redirects more than {MAX_REDIRECTS} times.")
        elif self._steps > 1:
            self.error = self.error or _error_of_step(self._asked_for, self.address)
        return self.error is None

    async def _may_be_shown(self, answer: Answer, request_id: str) -> bool:
        if answer.is_redirect:
            self.has_moved = answer.status in PERMANENT and (self.has_moved or self._steps == 1)
            return True
        error = error_of_refusal(self.address, self._admission) or error_of_answer(answer)
        if isinstance(error, NotAListing) and self.http_status:
            return False  # a script of the page that we have wants something to be downloaded
        if isinstance(error, PortalThrottles):
            error = await self._wall_behind(error, request_id) or error
        self.url, self.http_status, self.error = self.address, answer.status, self.error or error
        return self.error is None

    async def _wall_behind(self, error: PortalThrottles, request_id: str) -> PageBlocked | None:
        wall = find_wall(ReadPage(url=self.address, html=await self._start_of_body(request_id)))
        return PageBlocked(wall, details=error.details, retry_after_s=error.retry_after_s) if wall else None

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
