"""One request to a receiver: signed, bounded in time and size, never redirected. It knows no database."""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import aiohttp

from propscrape import __version__
from propscrape.address_policy import AddressRefused, UnresolvableHost
from webhooks.services.claiming import Parcel
from webhooks.services.lanes import Lane
from webhooks.services.schedule import Answer
from webhooks.services.signing import signature_headers

CONNECT_TIMEOUT_S, TOTAL_TIMEOUT_S = 3, 15
MAX_ANSWER_BYTES, EXCERPT_BYTES = 64 * 1024, 1024
USER_AGENT = f"propscrape/{__version__} (webhooks)"
# The first that fits names the fault
FAULTS: tuple[tuple[type[BaseException], str], ...] = (
    (AddressRefused, "ADDRESS_REFUSED"),
    (UnresolvableHost, "UNRESOLVABLE"),
    (aiohttp.ConnectionTimeoutError, "CONNECT_FAILED"),
    (TimeoutError, "TIMEOUT"),
    (aiohttp.ClientSSLError, "TLS_FAILED"),
    (ssl.SSLError, "TLS_FAILED"),
    (aiohttp.InvalidURL, "INVALID_URL"),
    (aiohttp.ClientConnectorError, "CONNECT_FAILED"),
    (aiohttp.ServerDisconnectedError, "CONNECTION_LOST"),
    (aiohttp.ClientOSError, "CONNECTION_LOST"),
    (aiohttp.ClientError, "BAD_ANSWER"),
)
FAILURES = (AddressRefused, UnresolvableHost, TimeoutError, aiohttp.ClientError, ssl.SSLError)


async def post_parcel(session: aiohttp.ClientSession, lane: Lane, parcel: Parcel) -> Answer:
    """Send a delivery once; every way in which that may fail is an answer too."""
    body, started_at, clock = parcel.body(), datetime.now(UTC), time.perf_counter()

    async def send() -> Answer:
        headers = _headers(lane, parcel, body, started_at)
        async with session.post(lane.url, data=body, headers=headers, allow_redirects=False) as response:
            excerpt = await _read_excerpt(response)
            return Answer(
                started_at=started_at,
                duration_ms=_ms_since(clock),
                http_status=response.status,
                retry_after=response.headers.get("Retry-After"),
                excerpt=excerpt,
            )

    try:
        async with asyncio.timeout(TOTAL_TIMEOUT_S):
            return await _once_more_if_stale(send)
    except FAILURES as error:
        return Answer(started_at=started_at, duration_ms=_ms_since(clock), error_code=fault_of(error))


async def _once_more_if_stale(send: Callable[[], Awaitable[Answer]]) -> Answer:
    """A kept connection may have been closed by the receiver just before we used it; a new one tells."""
    try:
        return await send()
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
        return await send()


def _headers(lane: Lane, parcel: Parcel, body: bytes, sent_at: datetime) -> dict[str, str]:
    signed = signature_headers(
        event_id=str(parcel.event_id),
        event_type=parcel.event_type,
        body=body,
        secrets=lane.secrets,
        sent_at=int(sent_at.timestamp()),
    )
    return signed | {"Content-Type": "application/json", "User-Agent": USER_AGENT}


async def _read_excerpt(response: aiohttp.ClientResponse) -> str:
    """The first KB of an answer; the rest is read to 64 KB, so that the connection can be used again, or cut off."""
    read = bytearray()
    while chunk := await response.content.readany():
        read += chunk
        if len(read) > MAX_ANSWER_BYTES:
            response.close()
            break
    return bytes(read[:EXCERPT_BYTES]).decode("utf-8", "replace").replace("\0", "\ufffd")


def fault_of(error: BaseException) -> str:
    """The error code of one of FAILURES."""
    return next(code for kind, code in FAULTS if isinstance(error, kind))


def _ms_since(clock: float) -> float:
    return round((time.perf_counter() - clock) * 1000, 3)
